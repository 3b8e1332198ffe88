"""The form of a provider: typed texts in, a checked row out."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from console.base import sealing
from console.shell.pages import Fieldset
from console.shell.sso import parties
from console.sso import service
from console.sso.models import OIDC, SsoProvider

NEEDED = DataRequired(_l("Fill in this field."))
LONGEST_LEVEL = 200


def _most(signs: int) -> Length:
    return Length(max=signs, message=_l("At most %(max)d characters."))


class ProviderForm(FlaskForm):
    """What all providers have."""

    version = HiddenField()
    name = StringField(
        _l("Name"),
        [NEEDED, _most(60)],
        description=_l("Stands on the button of the sign-in page."),
        render_kw={"data-width": "medium"},
    )
    levels = TextAreaField(
        _l("Levels that count as a second factor"),
        [_most(2000)],
        description=_l(
            "One value per line, as the provider names it (acr or AuthnContextClassRef). "
            "For every other level the console asks for its own second factor."
        ),
        render_kw={"rows": 3},
    )

    @property
    def typed_levels(self) -> list[str]:
        """Give the levels, one per line."""
        return list(
            dict.fromkeys(filter(None, (line.strip() for line in (self.levels.data or "").splitlines())))
        )


class OidcForm(ProviderForm):
    """A provider of OpenID Connect."""

    issuer = StringField(
        _l("Issuer"),
        [NEEDED, _most(255)],
        description=_l("An address beginning with https://, exactly as the provider names it."),
    )
    client_id = StringField(_l("Client ID"), [NEEDED, _most(255)])
    secret = PasswordField(
        _l("Client secret"),
        [Optional(), _most(500)],
        description=_l("Is kept encrypted and never shown. Leave it empty to keep the present one."),
        render_kw={"autocomplete": "off"},
    )


class SamlForm(ProviderForm):
    """A provider of SAML 2.0."""

    metadata = TextAreaField(
        _l("Metadata of the provider"),
        [_most(500_000)],
        description=_l(
            "The XML that the provider publishes of itself. Leave it empty to keep what is known."
        ),
        render_kw={"rows": 8, "spellcheck": "false"},
    )


def form_of(row: SsoProvider, *, posted: bool, new: bool) -> ProviderForm:
    """Give the form of a provider, filled with what is stored unless something was typed."""
    made: type[ProviderForm] = OidcForm if row.kind == OIDC else SamlForm
    if posted:
        form = made()
    else:
        stored = {"name": row.name, "issuer": row.issuer, "client_id": row.client_id, "version": row.version}
        form = made(formdata=None, **stored, levels="\n".join(row.levels or ()))
    if not new and "issuer" in form:
        del form.issuer  # What is linked belongs to the issuer.
    return form


def fieldsets_of(form: ProviderForm) -> tuple[Fieldset, ...]:
    """Give the fields in their order."""
    if "metadata" in form:
        return (Fieldset(None, ("name", "metadata", "levels")),)
    issuer = ("issuer",) if "issuer" in form else ()
    return (Fieldset(None, ("name", *issuer, "client_id", "secret", "levels")),)


def read_into(form: ProviderForm, row: SsoProvider, *, new: bool) -> bool:
    """Put sound values into the row; gives whether all are, else the faults stand at their fields.

    What the provider publishes is asked for by `parties.checked`, which may refuse more.
    """
    sound = form.validate()
    if any(len(level) > LONGEST_LEVEL or " " in level for level in form.typed_levels):
        form.levels.errors = [_("Enter one value per line, without spaces.")]
        sound = False
    if new and "metadata" in form and not (form.metadata.data or "").strip():
        form.metadata.errors = [_("Fill in this field.")]
        sound = False
    if not sound:
        return False
    row.name, row.levels = " ".join(form.name.data.split()), form.typed_levels
    if "client_id" in form:
        row.client_id = form.client_id.data.strip()
        if form.secret.data:
            key = parties.settings().secret_key
            row.secret = sealing.seal(key, service.PURPOSE, form.secret.data)
    if "issuer" in form:
        row.issuer = form.issuer.data.strip()
    return True

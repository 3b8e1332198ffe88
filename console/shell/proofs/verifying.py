"""Verifying a proof, open to everybody: with its PDF, or with its number and digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import cast

from flask import current_app, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.validators import Length

from config import Settings
from console.accounts import throttles
from console.accounts.throttles import Limit
from console.institutions.sessions import accounts
from console.proofs import service as proofs
from console.proofs.service import Verified
from console.shell import pages as page

TRIES = Limit("proof", 20, timedelta(minutes=15), timedelta(minutes=5), timedelta(hours=1))
"""Wrong tries by address; right ones are uncounted."""


class VerifyForm(FlaskForm):
    """The PDF, or what stands on it."""

    file = FileField(
        _l("The PDF of the proof"),
        description=_l("Only the digest of the file is looked up. The file is not kept."),
        render_kw={"accept": "application/pdf"},
    )
    number = StringField(_l("Number of the proof"), [Length(max=40)])
    digest = StringField(
        _l("Digest of the proof"),
        [Length(max=100)],
        description=_l("At least the first 16 signs; spaces do not matter."),
    )

    def has_enough(self) -> bool:
        """Say whether there is something to verify; puts the fault beside the field where not."""
        if self.file.data or (self.number.data and self.digest.data):
            return True
        if self.number.data or self.digest.data:
            self.digest.errors = [_("Enter both the number and the digest, as they stand on the proof.")]
        else:
            self.file.errors = [_("Add the PDF, or enter the number and the digest below.")]
        return False


def by_number(number: str, digest: str) -> page.MessagePage:
    """Verify what stands on a proof; raises `TooManyTries`."""
    found = _counted(lambda: proofs.verified_number(number, digest))
    if found is None:
        return _unknown(
            _(
                "No proof with this number and digest was made here. Compare both with the proof, sign by sign: what "
                "differs was mistyped or changed."
            )
        )
    more = _("To know that the PDF itself is unchanged, verify the file.")
    return _genuine(found, _("Number and digest are right"), more)


def by_file(form: VerifyForm) -> page.MessagePage:
    """Verify a PDF; raises `TooManyTries`."""
    found = _counted(lambda: proofs.verified_file(form.file.data.stream))
    if found is None:
        return _unknown(
            _(
                "This file is not a proof that was made here, or it was changed since. Saving it again in another "
                "program changes it too."
            )
        )
    return _genuine(found, _("The proof is unchanged"), "")


def form_page(form: VerifyForm) -> page.FormPage:
    """Give the page that asks for a proof."""
    return page.FormPage(
        title=_("Verify a proof"),
        form=form,
        fieldsets=(page.Fieldset(None, ("file", "number", "digest")),),
        submit=_("Verify"),
        cancel_url=url_for("HomeView.home"),
        lead=_(
            "Add the PDF, or enter the number and the digest that stand on it. You learn who made it when, and whether "
            "it is unchanged; nothing of what it says is shown."
        ),
    )


def _counted(look: Callable[[], Verified | None]) -> Verified | None:
    """Count the try before looking, and uncount it when it was right."""
    settings: Settings = current_app.extensions["guichet_settings"]
    secret, whence = settings.secret_key, request.remote_addr or ""
    throttles.count(accounts(), secret, TRIES, whence)
    found = look()
    if found is not None:
        throttles.take_back(accounts(), secret, TRIES, whence)
        accounts.commit()
    return found


def _genuine(found: Verified, title: str, more: str) -> page.MessagePage:
    made = _(
        "This proof was made by %(institution)s on %(moment)s.",
        institution=found.institution,
        moment=proofs.moment_text(g.style, found.made_at, found.zone),
    )
    texts = [made, more]
    if found.recalled_at is not None:
        recalled = proofs.moment_text(g.style, found.recalled_at, found.zone)
        texts = [made, _("What it proves was recalled by its sender on %(moment)s.", moment=recalled), more]
    tone = "ok" if found.recalled_at is None else "warn"
    return page.MessagePage(title, " ".join(filter(None, texts)), cast(page.Tone, tone), (_again(),))


def _unknown(text: str) -> page.MessagePage:
    return page.MessagePage(_("This proof cannot be confirmed"), text, "bad", (_again(),))


def _again() -> page.Action:
    return page.Action(_("Verify another proof"), url_for("ProofsView.verify"))

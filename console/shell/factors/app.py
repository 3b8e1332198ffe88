"""Adding an authenticator app."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from console.accounts.visits import Visit
from console.base.errors import BadArgument
from console.factors import service as factors
from console.factors.service import TotpOffer
from console.institutions.sessions import accounts
from console.shell.factors.adding import AddPage, NamedForm, crumbs, owner, status_of, tried
from console.shell.factors.asking import settings

ISSUER = "Guichet"


class AppForm(NamedForm):
    """The first code that the app shows."""

    sealed = HiddenField()
    code = StringField(
        _l("Code that the app shows now"),
        [DataRequired(_l("Enter the code.")), Length(max=20)],
        description=_l("Six figures"),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


def add(visit: Visit) -> ResponseReturnValue:
    """Show a secret for the app, and add it once the first code is right."""
    form = AppForm(data={"name": _("Authenticator app")})
    if form.validate_on_submit():
        done = tried(visit, form, "code", lambda: _add(visit, form))
        if done is not None:
            return done
    offer = _offer(visit, form)
    form.sealed.data, form.code.data = offer.sealed, ""
    page = AddPage(
        title=_("Add an authenticator app"),
        lead=_(
            "Open the app on your telephone and let it read the picture, or type the key. "
            "Any app for codes by RFC 6238 will do."
        ),
        crumbs=crumbs(),
        form=form,
        fields=("code", "name"),
        cancel_url=url_for("FactorsView.index"),
        offer=offer,
    )
    return render_template("guichet/factors/app.html", page=page), status_of(form)


def _add(visit: Visit, form: AppForm) -> factors.Held:
    return factors.add_totp(
        accounts(),
        settings().secret_key,
        visit.user_id,
        form.sealed.data or "",
        form.code.data,
        form.name.data,
    )


def _offer(visit: Visit, form: AppForm) -> TotpOffer:
    """Give the secret of the page before, so that nothing has to be read into the app twice; else a new one."""
    secret, user = settings().secret_key, owner(visit)
    try:
        return factors.begin_totp(secret, user, ISSUER, form.sealed.data or "")
    except BadArgument:
        return factors.begin_totp(secret, user, ISSUER)

"""Adding a passkey."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import HiddenField

from console.accounts.visits import Visit
from console.factors import service as factors
from console.institutions.sessions import accounts
from console.shell.factors.adding import AddPage, NamedForm, crumbs, owner, status_of, tried
from console.shell.factors.asking import settings, site


class PasskeyForm(NamedForm):
    """A passkey that the browser made."""

    sealed = HiddenField()
    credential = HiddenField()


def add(visit: Visit) -> ResponseReturnValue:
    """Let the browser make a passkey, and add it."""
    form = PasskeyForm(data={"name": _("Passkey")})
    if form.validate_on_submit():
        done = tried(visit, form, "name", lambda: _add(visit, form))
        if done is not None:
            return done
    offer = factors.registration_options(accounts(), settings().secret_key, site(), owner(visit))
    form.sealed.data, form.credential.data = offer.sealed, ""
    page = AddPage(
        title=_("Add a passkey"),
        lead=_(
            "Your device asks for your fingerprint, face or code. With the passkey you can also sign in without user "
            "name and password."
        ),
        crumbs=crumbs(),
        form=form,
        fields=("name",),
        cancel_url=url_for("FactorsView.index"),
        offer=offer,
    )
    return render_template("guichet/factors/passkey.html", page=page), status_of(form)


def _add(visit: Visit, form: PasskeyForm) -> factors.Held:
    return factors.add_passkey(
        accounts(),
        settings().secret_key,
        site(),
        visit.user_id,
        form.sealed.data or "",
        form.credential.data or "",
        form.name.data,
    )

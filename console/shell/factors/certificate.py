"""Adding the client certificate that the browser shows."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.accounts.visits import Visit
from console.base.errors import NotFound
from console.factors import service as factors
from console.institutions.sessions import accounts
from console.shell.factors.adding import NamedForm, crumbs, status_of, tried
from console.shell.factors.asking import settings, shown_certificate
from console.shell.pages import Action, Fieldset, FormPage, MessagePage


def add(visit: Visit) -> ResponseReturnValue:
    """Show which certificate the browser showed, and add it."""
    if not settings().certificates.header:
        raise NotFound(_l("There is nothing at this address."))
    shown = shown_certificate()
    if shown is None:
        return render_template("guichet/message.html", page=_none_shown()), 409
    form = NamedForm(data={"name": _("Client certificate")})
    if form.validate_on_submit():
        done = tried(
            visit,
            form,
            "name",
            lambda: factors.add_certificate(accounts(), visit.user_id, shown, form.name.data),
        )
        if done is not None:
            return done
    page = FormPage(
        title=_("Add a client certificate"),
        lead=_("Your browser shows this certificate: %(subject)s", subject=shown.subject),
        form=form,
        fieldsets=(Fieldset(None, ("name",)),),
        submit=_("Add"),
        cancel_url=url_for("FactorsView.index"),
        crumbs=crumbs(),
    )
    return render_template("guichet/form.html", page=page), status_of(form)


def _none_shown() -> MessagePage:
    return MessagePage(
        title=_("Your browser shows no certificate"),
        text=_(
            "Install the certificate of your organisation, or plug in its card, then restart the browser and try again."
        ),
        tone="warn",
        actions=(Action(_("Back"), url_for("FactorsView.index"), "main"),),
    )

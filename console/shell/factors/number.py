"""Adding a mobile number, which counts once a code that was sent to it has been typed."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from console.accounts.visits import Visit
from console.base.errors import BadArgument, Conflict, NotFound, TooManyTries, Unavailable
from console.factors import service as factors
from console.institutions.sessions import accounts
from console.shell.factors.adding import NamedForm, crumbs, status_of, tried
from console.shell.factors.asking import settings
from console.shell.factors.own_page import SMS_RISK
from console.shell.pages import Fieldset, FormPage


class NumberForm(NamedForm):
    """A mobile number."""

    number = StringField(
        _l("Mobile number"),
        [DataRequired(_l("Enter the number.")), Length(max=40)],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )


class ProofForm(FlaskForm):
    """The code that came to the number."""

    code = StringField(
        _l("Code"),
        [DataRequired(_l("Enter the code.")), Length(max=20)],
        description=_l("Six figures"),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


def add(visit: Visit) -> ResponseReturnValue:
    """Ask for a number and send it a code."""
    if not factors.sends_sms():
        raise NotFound(_l("There is nothing at this address."))
    form = NumberForm(data={"name": _("Mobile telephone")})
    if form.validate_on_submit():
        try:
            return redirect(url_for("FactorsView.prove", factor=_sent(visit, form)), 303)
        except (BadArgument, Conflict, TooManyTries, Unavailable) as fault:
            accounts().rollback()
            form.number.errors = [str(fault)]
    page = FormPage(
        title=_("Add a mobile number"),
        lead=str(SMS_RISK),
        form=form,
        fieldsets=(Fieldset(None, ("number", "name")),),
        submit=_("Send the code"),
        cancel_url=url_for("FactorsView.index"),
        crumbs=crumbs(),
    )
    return render_template("guichet/form.html", page=page), status_of(form)


def prove(visit: Visit, factor: int) -> ResponseReturnValue:
    """Ask for the code, and let the number count when it is right."""
    form = ProofForm()
    if form.validate_on_submit():
        done = tried(visit, form, "code", lambda: _proved(visit, factor, form.code.data))
        if done is not None:
            return done
    page = FormPage(
        title=_("Confirm the mobile number"),
        lead=_("Type the code that was sent to the number. It works once, for ten minutes."),
        form=form,
        fieldsets=(Fieldset(None, ("code",)),),
        submit=_("Add the number"),
        cancel_url=url_for("FactorsView.index"),
        crumbs=crumbs(),
    )
    return render_template("guichet/form.html", page=page), status_of(form)


def _sent(visit: Visit, form: NumberForm) -> int:
    """Note the number and send it a code; give the key of the factor."""
    store, secret = accounts(), settings().secret_key
    tenant = visit.mandate.tenant if visit.mandate else None
    country = tenant.country if tenant else ""
    held = factors.add_sms(store, secret, visit.user_id, form.number.data, form.name.data, country)
    institution = tenant.id if tenant else None
    factors.send_code(store, secret, visit.user_id, held.id, _bound(visit), institution=institution)
    return held.id


def _proved(visit: Visit, factor: int, code: str) -> factors.Held:
    store = accounts()
    if not factors.prove_sms(store, settings().secret_key, visit.user_id, factor, code, _bound(visit)):
        store.commit()  # The try counts.
        raise BadArgument(_l("This is not right. Try again, or go back and have another code sent."))
    return next(one for one in factors.held(store, visit.user_id) if one.id == factor)


def _bound(visit: Visit) -> str:
    return f"number added in {visit.sign_in}"

"""What adding and removing a factor brings with it, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from console.accounts import service, tries
from console.accounts.models import User
from console.accounts.visits import Visit
from console.base.errors import BadArgument, Conflict, NotAllowed, TooManyTries, Unavailable
from console.factors import service as factors
from console.factors.service import Held, PasskeyOffer, TotpOffer
from console.institutions.sessions import accounts
from console.shell import browsers, confirming
from console.shell.boundary import say_done
from console.shell.factors import mails
from console.shell.factors.asking import settings
from console.shell.page_view import visitor
from console.shell.pages import Crumb


class NamedForm(FlaskForm):
    """A factor and how its owner calls it."""

    name = StringField(
        _l("Name"),
        [DataRequired(_l("Give it a name by which you recognise it.")), Length(max=80)],
        description=_l("So that you recognise it later, for example the device."),
        render_kw={"autocomplete": "off"},
    )


@dataclass(frozen=True, slots=True)
class AddPage:
    """Adding a factor. `offer` is what the browser or the app needs; `fields` are those of the form."""

    title: str
    lead: str
    crumbs: tuple[Crumb, ...]
    form: NamedForm
    fields: tuple[str, ...]
    cancel_url: str
    offer: TotpOffer | PasskeyOffer


@dataclass(frozen=True, slots=True)
class CodesPage:
    """Recovery codes, shown this one time; `url` leads on."""

    title: str
    lead: str
    codes: tuple[str, ...]
    url: str


def changer() -> Visit:
    """Give the person who may change her factors now; raises `NotAllowed` and `ConfirmFirst`."""
    visit = visitor()
    if visit.is_partial:
        raise NotAllowed(_l("Sign in with your password to change your second factors."))
    confirming.require(visit, confirming.OWN_ACCOUNT)
    return visit


def owner(visit: Visit) -> User:
    """Give the user account of a visit."""
    return accounts().get_one(User, visit.user_id)


def tried(visit: Visit, form: FlaskForm, place: str, act: Callable[[], Held]) -> ResponseReturnValue | None:
    """Count the try, add what `act` adds and lead on; what is wrong is put on the form, on `place` when it has none."""
    try:
        tries.guard_step(accounts(), settings(), visit.user_id, browsers.mark())
        held = act()
    except (BadArgument, Conflict, TooManyTries, Unavailable) as fault:
        accounts().rollback()  # The frame of the page reads with the other session.
        form[fault.place if fault.place in form else place].errors = [str(fault)]
        return None
    tries.step_right(accounts(), settings(), visit.user_id, browsers.mark())
    return added(visit, held)


def status_of(form: FlaskForm) -> int:
    """Give the status of the page that shows a form again."""
    return 422 if form.is_submitted() else 200


def crumbs() -> tuple[Crumb, ...]:
    """Give the way back to the factors."""
    return (Crumb(_("Second factor"), url_for("FactorsView.index")),)


def added(visit: Visit, held: Held) -> ResponseReturnValue:
    """Tell the person, and after the first factor show her recovery codes.

    The session in which she added the first one has passed it. All others end: they only showed a password.
    """
    store = accounts()
    mails.tell(owner(visit), mails.FACTOR_ADDED)
    if len(factors.held(store, visit.user_id)) > 1:
        say_done(_("%(name)s is added.", name=held.name))
        return redirect(url_for("FactorsView.index"), 303)
    service.end_others(store, visit.user_id, visit.sign_in)
    session["sign_in"] = service.confirmed(store, visit.sign_in, held.kind)
    return shown_codes(visit, _("Your second factor is set up"))


def shown_codes(visit: Visit, title: str) -> ResponseReturnValue:
    """Make new recovery codes and show them: the only time that anybody sees them."""
    page = CodesPage(
        title=title,
        lead=_(
            "With one of these codes you can sign in when you have lost your second factor. Each works once. "
            "Print them or write them down, and keep them away from your computer: they are not shown again."
        ),
        codes=factors.new_codes(accounts(), visit.user_id),
        url=url_for("HomeView.home"),
    )
    accounts().commit()  # The frame of the page reads with the other session.
    return render_template("guichet/factors/codes.html", page=page)

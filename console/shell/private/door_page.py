"""Makes the page before a person has shown who she is, and those in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length, ValidationError

from console.base import clock
from console.base.figures import Misread
from console.base.figures.words import say
from console.institutions.queries import Tenant
from console.private import service as private
from console.private.service import Known, Stands, Verdict, Way
from console.shell.delegation import pages as status
from console.shell.pages import Action, Fact, MessagePage
from console.shell.private.guests import Guest
from console.shell.private.page_data import DoorPage

_FIELDS: Final[Mapping[Way, tuple[str, ...]]] = MappingProxyType(
    {
        Way.CODE_SMS: ("code",),
        Way.BIRTH_NUMBER: ("birth", "number"),
        Way.CODE_EMAIL: ("code", "number"),
    }
)
_EXAMPLE = date(1985, 4, 23)


class IdentifyForm(FlaskForm):
    """What somebody shows at the door; only the fields of the way at hand stay in it."""

    code = StringField(
        _l("Code"),
        [InputRequired(_l("Enter the code.")), Length(max=20)],
        description=_l("Six figures"),
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )
    birth = StringField(
        _l("Your date of birth"),
        [InputRequired(_l("Enter your date of birth.")), Length(max=40)],
        render_kw={"autocomplete": "bday"},
    )
    number = StringField(
        _l("Official number"),
        [InputRequired(_l("Enter the number.")), Length(max=40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def validate_birth(self, field: StringField) -> None:
        """A day with all four figures of its year."""
        try:
            g.style.read_day(field.data.strip(), full_year=True)
        except Misread as fault:
            raise ValidationError(say(fault, g.style)) from None


def form_of(guest: Guest, known: Known, way: Way, *, with_fields: bool) -> IdentifyForm:
    """Give the form with the fields of a way; before a code was asked for there is nothing to type."""
    form, wanted = IdentifyForm(), _FIELDS[way] if with_fields else ()
    for name in ("code", "birth", "number"):
        if name not in wanted:
            delattr(form, name)
    if "number" in wanted:
        form.number.label.text, form.number.description = _number_words(guest)
    if "birth" in wanted:
        if not (known.is_same and _is_about_her(guest)):
            form.birth.label.text = _("Date of birth of the person whom this is about")
        form.birth.description = _("For example %(day)s", day=g.style.show_day(_EXAMPLE))
    return form


def door_page(
    guest: Guest,
    ways: tuple[Way, ...],
    way: Way,
    form: IdentifyForm,
    *,
    note: str = "",
    kept: str = "",
    back: str = "",
) -> DoorPage:
    """Give the page with one way to identify oneself, and the buttons for the others."""
    with_code = way in private.BY_CODE
    asks = with_code and "code" not in form
    others = [(f"way:{one}", _OTHERS[one]()) for one in ways if one is not way]
    if with_code:
        others.insert(0, ("have", _("I have a code already")) if asks else ("code", _("Send a new code")))
    return DoorPage(
        title=_("Your part is asked for"),
        lead=_("You need no user account. It takes a few minutes, and you can stop and go on later."),
        facts=_facts(guest),
        heading=_("First show who you are"),
        explained=_EXPLAINED[way](asks),
        form=form,
        fields=tuple(name for name in _FIELDS[way] if name in form),
        do="code" if asks else "open",
        submit=_("Send me the code") if asks else _("Continue"),
        others=tuple(others),
        hidden=(("way", way), ("kept", kept), ("back", back)),
        note=note,
    )


def shut_page(guest: Guest, why: str) -> MessagePage:
    """Give the page of a door that does not open: why, and whom to ask."""
    ask = _("Ask %(company)s to send you a new link.", company=guest.company)
    return MessagePage(_("This link does not open any more"), f"{why} {ask}", "warn")


def home_page() -> MessagePage:
    """Say that she goes on in her user account."""
    return MessagePage(
        _("This is in your user account"),
        _(
            "You opened this request in your user account. Sign in there to go on: this link does not open it any more."
        ),
        actions=(Action(_("Sign in"), url_for("AccessView.login")),),
    )


def gone_page(guest: Guest) -> MessagePage:
    """Say to a person who was identified that there is nothing to do for her any more."""
    if guest.delegation.state == "recalled":
        text = _(
            "You took your answer back. To answer again, ask %(company)s to send you a new link.",
            company=guest.company,
        )
        return MessagePage(_("You have taken this back"), text)
    text = _(
        "%(company)s has withdrawn this request. What you had typed was not sent to anybody. You need do nothing more.",
        company=guest.company,
    )
    return MessagePage(_("This request was withdrawn"), text)


def expired_text(guest: Guest) -> str:
    """Say until when the link could be used."""
    return str(_("It could be used until %(day)s.", day=g.style.show_day(last_day(guest))))


def locked_text() -> str:
    """Say that there were too many tries."""
    return str(_("It is locked, because what was entered was wrong too often."))


def note_of(verdict: Verdict) -> str:
    """Say what came of a try, and what to do."""
    if verdict.stands is Stands.STALE:
        return str(_("There is no valid code any more. Let a new one be sent."))
    if verdict.stands is Stands.SENT:
        return str(_("The code is on its way. It works for ten minutes."))
    if verdict.stands is Stands.WAIT:
        return _later(verdict.wait)
    wrong = _("This does not match what is known. Look at each entry once more, then try again.")
    return f"{wrong} {_later(verdict.wait)}" if verdict.wait else wrong


def day_text(guest: Guest) -> str:
    """Give the last day in words."""
    return str(g.style.show_long_day(last_day(guest)))


def last_day(guest: Guest) -> date:
    """Give the last day on which the link opens."""
    return status.last_day(guest.delegation.expires_at, guest.message.due)


def is_expired(guest: Guest) -> bool:
    """Say whether the link has run out before she sent."""
    one = guest.delegation
    return one.sent_at is None and (one.is_expired or one.expires_at <= clock.now())


def _later(wait: timedelta) -> str:
    seconds = max(1, int(wait.total_seconds()))
    if seconds < 120:
        text = ngettext(
            "You can try again in %(num)s second.", "You can try again in %(num)s seconds.", seconds
        )
        return str(text)
    minutes = -(-seconds // 60)
    text = ngettext("You can try again in %(num)s minute.", "You can try again in %(num)s minutes.", minutes)
    return str(text)


def _facts(guest: Guest) -> tuple[Fact, ...]:
    tenant: Tenant = g.words_tenant
    facts = [Fact(_("Institution"), tenant.name), Fact(_("Asked by"), guest.company)]
    if guest.delegation.sent_at is None:
        facts.append(Fact(_("To be answered until"), g.style.show_long_day(last_day(guest)), "day"))
    return tuple(facts)


def _is_about_her(guest: Guest) -> bool:
    """Say whether the person of the message is she who got the link, as far as the names tell."""
    person = guest.message.person.strip().casefold()
    return person in ("", guest.delegation.person.strip().casefold())


def _number_words(guest: Guest) -> tuple[str, str]:
    """Give the label of the number and its hint: hers, or that of the person whom the message is about."""
    country = g.words_tenant.country
    is_hers = _is_about_her(guest)
    if country == "CH":
        label = _("Your AVS number") if is_hers else _("AVS number of the person whom this is about")
        return label, _("13 figures beginning with 756, on the insurance card")
    if country == "BE":
        label = (
            _("Your national register number")
            if is_hers
            else _("National register number of the person whom this is about")
        )
        return label, _("11 figures, on the back of the identity card")
    if country == "FR":
        label = (
            _("Your social security number")
            if is_hers
            else _("Social security number of the person whom this is about")
        )
        return label, _("On the health insurance card")
    return (
        _("Your official number") if is_hers else _("Official number of the person whom this is about")
    ), ""


_OTHERS: Final[Mapping[Way, Callable[[], str]]] = MappingProxyType(
    {
        Way.CODE_SMS: lambda: _("With a code by SMS"),
        Way.BIRTH_NUMBER: lambda: _("With your date of birth and the number"),
        Way.CODE_EMAIL: lambda: _("With a code by e-mail and the number"),
    }
)
_EXPLAINED: Final[Mapping[Way, Callable[[bool], str]]] = MappingProxyType(
    {
        Way.CODE_SMS: lambda asks: (
            _("The institution sends a code by SMS to the number it has of you.")
            if asks
            else _("Enter the code from the SMS.")
        ),
        Way.BIRTH_NUMBER: lambda asks: _(
            "So that nobody else reads what you enter. Nobody at your employer sees these entries."
        ),
        Way.CODE_EMAIL: lambda asks: (
            _("A code is sent to the e-mail address at which you received the link.")
            if asks
            else _("Enter the code from the e-mail, and the number.")
        ),
    }
)

"""Makes the page that asks somebody to show a factor, wherever it stands."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from console.factors import service as factors
from console.factors.service import Kind, PasskeyOffer
from console.shell.factors import asking
from console.shell.factors.asking import PASSWORD, Answer, AnswerForm, Asked, Way
from console.shell.pages import Elsewhere


@dataclass(frozen=True, slots=True)
class AskPage:
    """One way to show who she is, and buttons for the other ways.

    `do` is what the main button does; `offer` is for the script of a passkey; `button` is the name of all buttons and
    `hidden` what was typed elsewhere and travels along. Without a way there is nothing to press.
    """

    title: str
    lead: str
    form: AnswerForm
    explained: str
    fields: tuple[str, ...]
    do: str
    submit: str
    others: tuple[tuple[str, str], ...]
    button: str
    action_url: str
    cancel_url: str
    offer: PasskeyOffer | None = None
    hidden: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page stands: its words, where its form goes and where its way out leads."""

    title: str
    lead: str
    action_url: str
    cancel_url: str
    hidden: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    """The provider of this session, who may ask her too."""
    remember_days: int = 0


def ask_page(asked: Asked, form: AnswerForm, answer: Answer, place: Place) -> AskPage:
    """Give the page for the way at hand."""
    if not asked.ways:
        return _no_way(form, place)
    way = asked.chosen(form)
    form.way.data, form.code.data = way.key, ""
    sends = way.kind == Kind.SMS and not answer.was_sent
    offer = asking.offer(asked, way)
    if offer is not None:
        form.sealed.data = offer.sealed
    others = [(f"way:{other.key}", _name_of(other)) for other in asked.ways if other != way]
    if way.kind == Kind.SMS and not sends:
        others.insert(0, ("send", _("Send another code")))
    return AskPage(
        title=place.title,
        lead=place.lead,
        form=form,
        explained=_explained(way, sends=sends),
        fields=_fields(form, way, sends=sends, days=place.remember_days),
        do="send" if sends else "check",
        submit=_submit(way, sends=sends),
        others=tuple(others),
        button=f"{form._prefix}do",
        action_url=place.action_url,
        cancel_url=place.cancel_url,
        offer=offer,
        hidden=place.hidden,
        elsewhere=place.elsewhere,
    )


def _no_way(form: AnswerForm, place: Place) -> AskPage:
    explained = _("None of your factors can be used here at the moment. Ask your administrator.")
    return AskPage(
        title=place.title,
        lead="",
        form=form,
        explained="" if place.elsewhere else explained,
        fields=(),
        do="",
        submit="",
        others=(),
        button="",
        action_url=place.action_url,
        cancel_url=place.cancel_url,
        elsewhere=place.elsewhere,
    )


def _fields(form: AnswerForm, way: Way, *, sends: bool, days: int) -> tuple[str, ...]:
    """Give the fields of a way, and set them up for it."""
    found: list[str] = []
    if way.kind == PASSWORD:
        found.append("password")
    elif way.kind == factors.RECOVERY:
        form.code.label.text = _("Recovery code")
        form.code.render_kw = {**form.code.render_kw, "autocomplete": "off"}
        found.append("code")
    elif way.kind in (Kind.TOTP, Kind.SMS) and not sends:
        form.code.render_kw = {**form.code.render_kw, "inputmode": "numeric"}
        found.append("code")
    for name in found:
        form[name].flags.required = True
    if days and not sends:
        form.remember.label.text = _(
            "Do not ask for the second step in this browser for %(days)s days", days=days
        )
        found.append("remember")
    return tuple(found)


def _explained(way: Way, *, sends: bool) -> str:
    texts = {
        Kind.TOTP: _("Type the six figures that your authenticator app shows now."),
        Kind.PASSKEY: _("Confirm with your passkey: your device asks for your fingerprint, face or code."),
        Kind.CERTIFICATE: _("Your browser shows the certificate that you have added to your account."),
        factors.RECOVERY: _("Type one of the recovery codes that you have kept. Each works once."),
        PASSWORD: _("Type your password once more."),
    }
    if way.kind != Kind.SMS:
        return str(texts[way.kind])
    if sends:
        return str(_("A code is sent to your number ending in %(end)s.", end=way.hint))
    return str(
        _(
            "Type the code that was sent to your number ending in %(end)s. It works once, for ten minutes.",
            end=way.hint,
        )
    )


def _submit(way: Way, *, sends: bool) -> str:
    if sends:
        return str(_("Send the code"))
    names: dict[str, str] = {Kind.PASSKEY: _("Use passkey"), Kind.CERTIFICATE: _("Use certificate")}
    return str(names.get(way.kind, _("Continue")))


def _name_of(way: Way) -> str:
    """Give what the button says that leads to a way."""
    names = {
        Kind.TOTP: _("Code from the authenticator app"),
        Kind.PASSKEY: _("Passkey"),
        Kind.CERTIFICATE: _("Client certificate"),
        factors.RECOVERY: _("Recovery code"),
        PASSWORD: _("Password"),
    }
    if way.kind == Kind.SMS:
        return str(_("Code by SMS to the number ending in %(end)s", end=way.hint))
    return str(names[way.kind])

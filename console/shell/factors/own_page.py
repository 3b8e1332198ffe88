"""Makes the page on which a person sees her second factors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from console.accounts.policies import Asked
from console.accounts.visits import Visit
from console.factors import service as factors
from console.factors.service import Held, Kind
from console.institutions.sessions import accounts
from console.shell.factors.asking import settings
from console.shell.pages import Action

KINDS: Final = {
    Kind.TOTP: _l("Authenticator app"),
    Kind.PASSKEY: _l("Passkey"),
    Kind.SMS: _l("Code by SMS"),
    Kind.CERTIFICATE: _l("Client certificate"),
}


SMS_RISK: Final = _l(
    "We send a code by SMS whenever you sign in. This is the weakest way: a number can be taken over, and an SMS can "
    "be read by others. Prefer a passkey or an app."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A factor she has: its name, what it is, since when, when it was used."""

    name: str
    kind: str
    facts: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Addable:
    """A kind of factor that can be added here, and what it needs."""

    action: Action
    text: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Her factors, what she can add, and her recovery codes. `warning` says what is asked of her."""

    title: str
    lead: str
    warning: str
    held: tuple[Shown, ...]
    addable: tuple[Addable, ...]
    codes: str
    codes_url: str
    actions: tuple[Action, ...] = ()


def own_page(visit: Visit, held: tuple[Held, ...]) -> OwnPage:
    """Give the page for a person with these factors."""
    left = factors.codes_left(accounts(), visit.user_id)
    return OwnPage(
        title=_("Second factor"),
        lead=_(
            "With a second factor nobody gets in who only knows your password. Add two, so that you can still sign in "
            "when you lose one."
        ),
        warning=_warning(visit, held),
        held=tuple(_shown(one) for one in held),
        addable=() if visit.is_partial else _addable(),
        codes=ngettext("%(num)s recovery code is left.", "%(num)s recovery codes are left.", left),
        codes_url=url_for("FactorsView.codes") if held and not visit.is_partial else "",
        actions=(Action(_("Sign out all other browsers"), url_for("DevicesView.end_others"), post=True),),
    )


def is_required(visit: Visit) -> bool:
    """Say whether an institution she works for requires a second factor of her; of insured persons all do."""
    return visit.kind == "insured" or any(one.asked() is Asked.REQUIRED for one in visit.mandates)


def _warning(visit: Visit, held: tuple[Held, ...]) -> str:
    if visit.is_partial:
        return str(
            _(
                "You signed in through a provider that vouches for one institution only. "
                "To change your second factors, sign in with your password."
            )
        )
    if not held and is_required(visit):
        return str(_("Your user account needs a second factor. Add one, then you can go on."))
    return ""


def _shown(one: Held) -> Shown:
    used = g.style.show_moment(one.last_used) if one.last_used else _("never")
    facts = _("Added %(day)s, last used: %(moment)s", day=g.style.show_moment(one.added_at), moment=used)
    kind = str(KINDS[Kind(one.kind)])
    if one.name == kind:
        kind = one.hint
    elif one.hint:
        kind = _("%(kind)s (%(hint)s)", kind=kind, hint=one.hint)
    return Shown(one.name, kind, facts, url_for("FactorsView.remove", factor=one.id))


def _addable() -> tuple[Addable, ...]:
    texts = {
        "passkey": (
            _("Add a passkey"),
            _("Your device or a security key confirms it with fingerprint, face or code. The strongest way."),
        ),
        "app": (
            _("Add an authenticator app"),
            _("An app on your telephone shows a new code every 30 seconds, without a network too."),
        ),
    }
    if factors.sends_sms():
        texts["number"] = (_("Add a mobile number"), SMS_RISK)
    if settings().certificates.header:
        texts["certificate"] = (
            _("Add a client certificate"),
            _("Your browser shows the certificate that your organisation has installed."),
        )
    return tuple(
        Addable(Action(label, url_for(f"FactorsView.{name}"), icon="add"), text)
        for name, (label, text) in texts.items()
    )

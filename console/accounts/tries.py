"""Limits of tries at the door that nobody can turn against somebody else.

A browser in which a person was let in before is *known* for her: it keeps a mark, and has a count of tries of its own.
All other browsers share one count per account, and one per address. So an attacker slows down himself and strangers,
never the person at her own desk (OWASP calls the mark a device cookie). The mark opens nothing: without the password it
is worth nothing, and it is given only when everything was passed, the second factor too.

The counts are committed at once (see `throttles`); the other functions never commit.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from ipaddress import IPv6Address, ip_address

from sqlalchemy.orm import Session

from config import Settings
from console.accounts import service, throttles
from console.accounts.models import User
from console.accounts.throttles import ACCOUNT, ADDRESS, LINK, Limit
from console.base import clock
from console.base.ids import keyed_digest

LASTS = timedelta(days=180)
"""How long a browser that is no longer used stays known."""
PEOPLE = 5
"""How many people one browser may be known for; a further one takes the place of the one seen longest ago."""

BROWSER = Limit("browser", 5, timedelta(hours=1), timedelta(minutes=1), timedelta(hours=1))
ASK = Limit("ask", 10, timedelta(hours=1), timedelta(minutes=15), timedelta(hours=4))
STEP = Limit("step", 5, timedelta(hours=1), timedelta(minutes=1), timedelta(hours=1))


def guard(session: Session, settings: Settings, account: str, address: str, browser: str) -> None:
    """Count a try to sign in, before the password is looked at; raises `TooManyTries`.

    `account` is what was typed, `browser` the mark of the browser (see `right`), both as they came. User name and
    e-mail count apart: one count for both would tell that they belong together.
    """
    secret, typed = settings.secret_key, account.strip()
    user = service.find(session, typed)
    if (own := _own(secret, user.id, browser) if user is not None else "") != "":
        throttles.count(session, secret, BROWSER, own)
        return
    throttles.count(session, secret, ADDRESS, network(address))
    throttles.count(session, secret, ACCOUNT, typed)


def guard_step(session: Session, settings: Settings, user_id: int, browser: str) -> None:
    """Count a try of what is asked after the password or of somebody signed in; raises `TooManyTries`."""
    throttles.count(session, settings.secret_key, STEP, _step(settings.secret_key, user_id, browser))


def guard_link(session: Session, settings: Settings, address: str) -> None:
    """Count the opening of a one-time link, before it is looked at; raises `TooManyTries`."""
    throttles.count(session, settings.secret_key, LINK, network(address))


def guard_ask(session: Session, settings: Settings, address: str) -> None:
    """Count that a new password was asked for, whoever it is for; raises `TooManyTries`."""
    throttles.count(session, settings.secret_key, ASK, network(address))


def right(session: Session, settings: Settings, user: User, browser: str, address: str = "") -> str:
    """Forget the tries that led to a complete sign-in; give the mark that the browser keeps from now on.

    Call it only when the second factor was passed too: the mark gives tries of its own. From a browser that was not
    known, the tries of all strangers are forgotten and the one of its `address` is taken back.
    """
    secret = settings.secret_key
    step_right(session, settings, user.id, browser)
    if own := _own(secret, user.id, browser):
        throttles.forget(session, secret, BROWSER, own)
    else:
        free(session, settings, user)
        throttles.take_back(session, secret, ADDRESS, network(address))
    return marked(settings, user.id, browser)


def free(session: Session, settings: Settings, user: User) -> None:
    """Forget the tries of all strangers on an account: for a person whom whoever runs the console lets in again."""
    for name in (user.username, user.email):
        throttles.forget(session, settings.secret_key, ACCOUNT, name)
    throttles.forget(session, settings.secret_key, STEP, _step(settings.secret_key, user.id, ""))


def step_right(session: Session, settings: Settings, user_id: int, browser: str) -> None:
    """Forget the tries of `guard_step`, after a right one."""
    throttles.forget(session, settings.secret_key, STEP, _step(settings.secret_key, user_id, browser))


def link_right(session: Session, settings: Settings, address: str) -> None:
    """Forget the tries of `guard_link`, after a right one."""
    throttles.forget(session, settings.secret_key, LINK, network(address))


def marked(settings: Settings, user_id: int, browser: str) -> str:
    """Give the mark of a browser that is known for this person from now on, beside those it is known for already.

    For `right`, and for who just set a password through a link that only she received.
    """
    kept = []
    for mark in _marks(browser):
        if not mark.is_of(settings.secret_key, user_id):
            kept.append(str(mark))
    nonce = _own(settings.secret_key, user_id, browser).partition(" ")[2] or secrets.token_hex(16)
    day = clock.today("UTC").isoformat()
    mine = _Mark(day, nonce, _signature(settings.secret_key, user_id, day, nonce))
    return "~".join([str(mine), *kept][:PEOPLE])


def network(address: str) -> str:
    """Give what counts as one address: of IPv6 the first 64 bits, since one household or attacker has them all."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> 64 << 64)}/64"


@dataclass(frozen=True)
class _Mark:
    """That a browser was let in for one person: since which day, a random name, and our signature over both."""

    day: str
    nonce: str
    signature: str

    def __str__(self) -> str:
        return f"{self.day}.{self.nonce}.{self.signature}"

    def is_of(self, secret: str, user_id: int) -> bool:
        return hmac.compare_digest(self.signature, _signature(secret, user_id, self.day, self.nonce))

    @property
    def is_fresh(self) -> bool:
        return date.fromisoformat(self.day) + LASTS >= clock.today("UTC")


def _marks(browser: str) -> Iterator[_Mark]:
    """Give the marks in the text a browser sent; what is not one is left out."""
    for text in browser[:2000].split("~")[:PEOPLE]:
        parts = text.split(".")
        if len(parts) == 3 and text.isascii():
            yield _Mark(*parts)


def _own(secret: str, user_id: int, browser: str) -> str:
    """Give what the browser's own tries for this person are counted under; empty when it is not known for her."""
    for mark in _marks(browser):
        if mark.is_of(secret, user_id) and mark.is_fresh:
            return f"{user_id} {mark.nonce}"
    return ""


def _step(secret: str, user_id: int, browser: str) -> str:
    return _own(secret, user_id, browser) or f"{user_id} stranger"


def _signature(secret: str, user_id: int, day: str, nonce: str) -> str:
    return keyed_digest(secret, "known browser", str(user_id), day, nonce)

"""Who has shown the first of two things and not yet the second: a note in her cookie, good for ten minutes.

It opens nothing. It is tied to the password that was right, and each one has a name of its own, to which the codes sent
for it are bound.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from flask import current_app, session

from config import Settings
from console.accounts.models import User
from console.base import clock, ids
from console.institutions.sessions import accounts
from console.shell.access.entering import renew_cookie

LASTS: Final = timedelta(minutes=10)
_COOKIE: Final = "pending"


@dataclass(frozen=True)
class Pending:
    """Somebody between the two steps."""

    id: str
    user: int
    way: str
    """How she passed the first step (see `SignIn.way`)."""
    vouched_by: int | None
    until: float
    """Seconds since 1970."""
    stamp: str
    """Of the password at that time: a new one ends it."""
    arrival: str = ""
    """The name under which a provider's answer is kept."""


def begin(user: User, way: str, vouched_by: int | None = None, arrival: str = "") -> Pending:
    """Note in the cookie that the first step was right; whatever the cookie held before is gone."""
    until = (clock.now() + LASTS).timestamp()
    made = Pending(ids.token(), user.id, way, vouched_by, until, _stamp(user), arrival)
    renew_cookie()
    session[_COOKIE] = asdict(made)
    return made


def waiting() -> tuple[Pending, User] | None:
    """Give who is between the steps in this browser; nothing once it took too long or the password changed."""
    noted = session.get(_COOKIE)
    if not isinstance(noted, dict):
        return None
    found = Pending(**noted)
    user = accounts().get(User, found.user)
    if (
        user is None
        or not user.active
        or found.until < clock.now().timestamp()
        or found.stamp != _stamp(user)
    ):
        session.pop(_COOKIE)
        return None
    return found, user


def _stamp(user: User) -> str:
    settings: Settings = current_app.extensions["guichet_settings"]
    return ids.keyed_digest(settings.secret_key, "pending", str(user.id), user.password or "")[:32]

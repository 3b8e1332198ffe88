"""Who stands before a link: in which institution, for which delegation, identified in this browser or not yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, g, request, session, url_for
from sqlalchemy.orm import Session

from config import Settings
from console.accounts import throttles, tries
from console.audit.service import CONSOLE
from console.audit.service import Actor as Writer
from console.base import clock, ids
from console.base.errors import NotFound
from console.institutions.queries import uses
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting, db, enter
from console.mailbox import service as mailbox
from console.mailbox.errors import unknown
from console.mailbox.models import Delegation, Message
from console.mailbox.service import Actor, Role
from console.parties.models import Company
from console.private import service as private
from console.shell import words

COOKIE: Final = "private"
"""Name in the cookie of the secrets of visits, by the beginning of the digest of their link."""
_NAME, _VISITS = 12, 5


@dataclass(frozen=True)
class Guest:
    """Somebody with a link that leads somewhere; `visit` is there once she has identified herself."""

    token: str
    institution: int
    message: Message
    delegation: Delegation
    visit: private.Visit | None
    was_here: bool
    """She identified herself in this browser before: what is typed here is hers."""
    pages: str = "PrivateView"
    """The page class that shows her part: that of links, or that of her user account."""

    def url(self, page: str, **more: str) -> str:
        """Give the address of one of her pages."""
        values: dict[str, Any] = {"token": self.token, **more}
        return url_for(f"{self.pages}.{page}", **values)

    @property
    def scope(self) -> Scope:
        """Give the scope in which her part is read: a company's would hide it."""
        return Scope((self.institution,), purpose="private")

    @property
    def actor(self) -> Actor:
        """Give her as the mailbox knows her."""
        return Actor(
            Role.PERSON,
            self.institution,
            delegation=self.delegation.id,
            name=self.delegation.person,
            language=g.language,
            identified=self.visit.way if self.visit else "",
        )

    @property
    def company(self) -> str:
        """Give the name of the company that asks her."""
        found = db.session().get(Company, self.delegation.company_id)
        return found.name if found is not None else ""


def guest_of(token: str) -> Guest:
    """Give who follows a link, and bind scope and words of its institution, to read only.

    Raises `NotFound` for a link that never was or is withdrawn, after counting it for the address it came from.
    """
    g.visit, g.account_user, g.actor = None, None, CONSOLE
    store, secret = accounts(), _secrets().get(_name(token), "")
    visit = private.find(store, secret) if secret else None
    institution, delegation = (visit.institution, visit.delegation) if visit else _led(token)
    store.commit()
    enter(Scope((institution,), purpose="private"), writes=False)
    found = db.session().get(Delegation, delegation)
    message = db.session().get(Message, found.message_id) if found is not None else None
    if found is None or message is None:
        raise unknown()
    owner = message.theme.partition(".")[0]
    words.bind_for_guest(owner, institution)
    if owner not in uses(store, [institution], [owner])[institution].plugins:
        raise unknown()
    if visit is not None:
        g.actor = Writer(None, found.person)
    return Guest(token, institution, message, found, visit, bool(secret))


def remember(guest: Guest, secret: str) -> None:
    """Keep the secret of a new visit in the cookie, and those of a few others: a parent may have several links."""
    kept = {name: one for name, one in _secrets().items() if name != _name(guest.token)}
    session[COOKIE] = {**dict(list(kept.items())[1 - _VISITS :]), _name(guest.token): secret}


def leave(guest: Guest, own: Session) -> None:
    """End the visit of this browser."""
    if guest.visit is not None:
        private.end(own, guest.visit)
    session[COOKIE] = {name: one for name, one in _secrets().items() if name != _name(guest.token)}


def sign_of_life(guest: Guest) -> None:
    """Let half an hour begin anew, noted at most once a minute."""
    visit = guest.visit
    if visit is not None and clock.now() - visit.seen_at > private.SEEN_EVERY:
        private.seen(accounts(), visit)
        accounts.commit()


@contextmanager
def noting(guest: Guest) -> Iterator[Session]:
    """Give a writing session of its own: committed whatever the request answers, its lines under the same name."""
    facts = {name: g.get(name) for name in ("actor", "request_id", "language", "style")}
    with acting(guest.scope, writes=True) as own:
        for name, value in facts.items():
            setattr(g, name, value)
        yield own


def secret_key() -> str:
    """Give the installation's secret, which keys digests and tries."""
    settings: Settings = current_app.extensions["guichet_settings"]
    return settings.secret_key


def _led(token: str) -> tuple[int, int]:
    """Give where a link leads; a guess is counted for its address."""
    try:
        way = mailbox.way_in(accounts(), token)
    except NotFound:
        throttles.count(accounts(), secret_key(), throttles.PRIVATE, tries.network(f"{request.remote_addr}"))
        raise
    return way.institution, way.delegation


def _secrets() -> dict[str, str]:
    found = session.get(COOKIE)
    return dict(found) if isinstance(found, dict) else {}


def _name(token: str) -> str:
    return ids.digest(token)[:_NAME]

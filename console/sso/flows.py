"""On the way to a provider and back: begun by one browser, ended once, by the same browser.

Functions take the accounts session and never commit. Everything that does not fit raises the same `Refused`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from console.base import clock, ids
from console.base.errors import ConsoleError
from console.sso.models import SsoFlow, SsoProvider

LASTS = timedelta(minutes=10)
"""For signing in at the provider, and once more for a second step here."""
SIGN_IN, LINK, INVITED, CONFIRM, HELD = "sign_in", "link", "invited", "confirm", "held"


class Refused(ConsoleError):
    """The answer of a provider does not count: one sentence for the person, the reason for the log alone."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            _l("We could not recognise you through this provider. Try again or sign in in another way.")
        )
        self.reason = " ".join(reason.split())[:300]


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a provider said of the person."""

    subject: str
    level: str = ""
    """`acr`, or the AuthnContextClassRef of SAML."""
    sid: str = ""
    """Its own name of this session."""
    hint: str = ""
    """What it wants to see at log-out (an ID token, a NameID); sealed wherever it is stored."""
    since: float | None = None
    """When she showed it who she is, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Departure:
    """What a browser leaves with: `state` travels through the provider, `browser` stays in its cookie."""

    state: str
    browser: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Flow:
    """The frozen facts of one way to a provider and back."""

    provider_id: int
    purpose: str
    user_id: int | None
    link: str
    nonce: str
    verifier: str
    target: str
    kept: str
    begun_at: datetime
    vouched: Vouched | None


@dataclass(frozen=True, slots=True)
class Aim:
    """Why somebody goes to a provider, who she is where that is known, and where she goes afterwards."""

    purpose: str = SIGN_IN
    user_id: int | None = None
    link: str = ""
    target: str = ""
    kept: str = ""


def departure() -> Departure:
    """Give fresh values for one way to a provider and back."""
    return Departure(ids.token(), ids.token(), f"_{ids.token()}", ids.token())


def begin(session: Session, provider: SsoProvider, aim: Aim, leaving: Departure) -> None:
    """Note that a browser leaves for a provider; only digests of what it must bring back are stored."""
    moment = clock.now()
    session.add(
        SsoFlow(
            digest=ids.digest(leaving.state),
            browser=ids.digest(leaving.browser),
            provider_id=provider.id,
            nonce=leaving.nonce,
            verifier=leaving.verifier,
            begun_at=moment,
            expires_at=moment + LASTS,
            **asdict(aim),
        )
    )
    session.flush()


def find(session: Session, provider_id: int, state: str) -> Flow:
    """Give a flow that is still on its way; raises `Refused`."""
    return _frozen(_row(session, provider_id, state))


def end(session: Session, provider_id: int, state: str, browser: str, ticket: str = "") -> Flow:
    """Give the flow of this browser and end it, so that nobody comes back with it twice; raises `Refused`."""
    row = _row(session, provider_id, state)
    if row.browser != ids.digest(browser) or row.ticket != (ids.digest(ticket) if ticket else ""):
        raise Refused("another browser left for the provider")
    found = _frozen(row)
    ended = session.execute(delete(SsoFlow).where(SsoFlow.digest == row.digest))
    if ended.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused("the way back was used already")
    return found


def keep(session: Session, provider_id: int, state: str, vouched: Vouched) -> str:
    """Keep what came without the browser's cookie until the browser asks with it; give the ticket it asks with.

    Raises `Refused` when an answer for this flow is there already.
    """
    row, ticket = _row(session, provider_id, state), ids.token()
    found = session.execute(
        update(SsoFlow)
        .where(SsoFlow.digest == row.digest, SsoFlow.ticket == "")
        .values(ticket=ids.digest(ticket), vouched=asdict(vouched))
    )
    if found.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused("this answer was brought already")
    return ticket


def hold(session: Session, provider: SsoProvider, user_id: int, vouched: Vouched) -> str:
    """Keep what the provider said until the sign-in is open, through a second step too; give its name."""
    leaving = departure()
    begin(session, provider, Aim(HELD, user_id), leaving)
    session.get_one(SsoFlow, ids.digest(leaving.state)).vouched = asdict(vouched)
    return leaving.state


def let_go(session: Session, state: str, user_id: int) -> tuple[int, Vouched]:
    """Give the provider and what it said of this person, once; raises `Refused`."""
    row = session.get(SsoFlow, ids.digest(state), populate_existing=True)
    if row is None or row.purpose != HELD or row.user_id != user_id or row.expires_at < clock.now():
        raise Refused("what the provider said is kept no longer")
    found = row.provider_id, Vouched(**row.vouched)
    session.execute(delete(SsoFlow).where(SsoFlow.digest == row.digest))
    return found


def sweep(session: Session) -> None:
    """Forget who never came back."""
    session.execute(delete(SsoFlow).where(SsoFlow.expires_at < clock.now()))


def _row(session: Session, provider_id: int, state: str) -> SsoFlow:
    row = session.get(SsoFlow, ids.digest(state), populate_existing=True)
    is_there = row is not None and row.provider_id == provider_id and row.purpose != HELD
    if row is None or not is_there or row.expires_at < clock.now():
        raise Refused("nobody left for the provider with this state, or too long ago")
    return row


def _frozen(row: SsoFlow) -> Flow:
    said: dict[str, Any] = row.vouched
    return Flow(
        row.provider_id,
        row.purpose,
        row.user_id,
        row.link,
        row.nonce,
        row.verifier,
        row.target,
        row.kept,
        row.begun_at,
        Vouched(**said) if said else None,
    )

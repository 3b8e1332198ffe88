"""Reading the mailbox in the scope of the session: counted folders, lists, the institution's work queue.

Lists go theme by theme: each theme's newest rows come ready sorted from an index, whatever the number of messages, and
the newest of those few are the newest of all. Staff with many themes are served by one walk along the whole desk, which
passes few rows of themes that are not theirs. The institution's side reads `desk` and never `state`, so that what a
company drafts shows nowhere, not even in the order of a list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, undefer

from console.base import clock
from console.forms.models import Submission
from console.hooks.declarations import Level
from console.institutions.guard import lasting
from console.mailbox import machine
from console.mailbox.addressing import Request
from console.mailbox.counters import WHOLE
from console.mailbox.errors import unknown
from console.mailbox.listing import NARROWING, Shape, columns_of, listing, moment_of
from console.mailbox.models import Counter, InternalNote, Message
from console.mailbox.moving import delegation_of, facts_of, stored
from console.mailbox.states import Actor, Role, Sight, State

PAGE = 25
SENT_STATES = (State.SENT, State.DONE)
_SIGNS = re.compile(r"[\s.\-/]+")
_OFFICIAL = re.compile(r"\d{11,15}")
YEARS_SHOWN = 2
"""How many years before the present one what is settled is still counted and listed; dossiers keep it."""
FEW = 3
"""Up to so many themes the institution's lists go theme by theme."""


@dataclass(frozen=True)
class Count:
    """How many messages of a type lie in a folder of a theme."""

    theme: str
    type: str
    folder: State
    number: int


@dataclass(frozen=True)
class Place:
    """Where a list goes on: after the row that moved there at this moment and has this key."""

    moment: datetime
    key: int


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; what is left out narrows nothing."""

    theme: str = ""
    type: str = ""
    company: int | None = None
    person_number: str = ""
    assigned_to: int | None = None
    unassigned: bool = False
    before: datetime | None = None
    """In the folder since before this moment."""
    late_on: date | None = None
    """Due before this day."""


@dataclass(frozen=True)
class Row:
    """A message in a list. `moment` is since when it lies there, as far as the reader may know."""

    id: int
    reference: str
    company: int
    theme: str
    type: str
    origin: str
    subject: str
    person: str
    person_number: str
    due: date | None
    is_expired: bool
    is_recalled: bool
    read_at: datetime | None
    saved_by: str
    """Who of the company saved it last; empty for the institution's readers."""
    assigned_to: int | None
    """Whose work it is; empty for the company's readers."""
    moment: datetime

    @property
    def place(self) -> Place:
        """Give the place after this row."""
        return Place(self.moment, self.id)


_NUMBER = func.sum(Counter.count)
_COUNTS = lasting(
    select(Counter.theme, Counter.type, Counter.folder, _NUMBER)
    .where(
        Counter.company_id == bindparam("company"),
        Counter.theme.in_(bindparam("themes", expanding=True)),
        or_(Counter.folder != bindparam("done"), Counter.year >= bindparam("year")),
    )
    .group_by(Counter.theme, Counter.type, Counter.folder)
    .having(_NUMBER > 0)
    .order_by(Counter.theme, Counter.type)
)


def counts(session: Session, actor: Actor) -> list[Count]:
    """Give all counted folders an actor may see, by theme and type, in one statement; empty ones are left out."""
    values = {
        "company": _whose(actor),
        "themes": sorted(actor.themes),
        "year": str(_oldest().year),
        "done": State.DONE,
    }
    rows = session.execute(_COUNTS, values)
    return [Count(theme, type_, State(folder), int(found)) for theme, type_, folder, found in rows]


def themes_waiting(session: Session, company: int) -> list[str]:
    """Give the themes in which something waits for a company, whoever may see it."""
    waiting = select(Counter.theme).where(
        Counter.company_id == company, Counter.folder == State.INBOX, Counter.count > 0
    )
    return list(session.scalars(waiting.distinct().order_by(Counter.theme)))


def newest(
    session: Session,
    actor: Actor,
    folder: State,
    wanted: Wanted = Wanted(),
    *,
    after: Place | None = None,
    size: int = PAGE,
) -> list[Row]:
    """Give the newest messages of a folder, those after a place, `size` at most."""
    return _rows(session, actor, folder, wanted, after, size, newest_first=True)


def newer(
    session: Session,
    actor: Actor,
    folder: State,
    wanted: Wanted = Wanted(),
    *,
    before: Place,
    size: int = PAGE,
) -> list[Row]:
    """Give the messages that stand just before a place in the list of the newest, in its order."""
    return _rows(session, actor, folder, wanted, before, size, newest_first=False)[::-1]


def queue(
    session: Session,
    actor: Actor,
    wanted: Wanted = Wanted(),
    *,
    after: Place | None = None,
    size: int = PAGE,
) -> list[Row]:
    """Give the institution's work: what was sent and is not settled, the longest waiting first."""
    return _rows(session, actor, State.SENT, wanted, after, size, newest_first=False)


def message_of(
    session: Session, actor: Actor, reference: str, *, lock: bool = False
) -> tuple[Message, Sight]:
    """Give a message and how much of it the actor sees; raises `NotFound` where that is nothing."""
    message = stored(session, reference, lock=lock)
    sight = machine.sees(facts_of(message, delegation_of(session, message)), actor)
    if sight is Sight.NOTHING:
        raise unknown()
    return message, sight


def held(session: Session, submissions: Collection[Submission]) -> set[int]:
    """Give the keys of those with which a message stands: recalled content is its company's draft again."""
    keys = [one.id for one in submissions]
    standing = select(Message.submission_id).where(
        Message.submission_id.in_(keys), Message.state.in_(SENT_STATES)
    )
    return {key for key in session.scalars(standing) if key is not None}


def submitted_from(session: Session, draft_reference: str, user_id: int) -> Submission | None:
    """Give what a person sent with a message from a draft, whether or not she sees the message."""
    return session.scalar(
        select(Submission)
        .join(Message, Message.submission_id == Submission.id)
        .where(Message.send_key == draft_reference, Submission.user_id == user_id)
    )


def delegable(session: Session, actor: Actor, *, most: int) -> list[Request]:
    """Give the open requests of a company that its user may hand to persons, the oldest first."""
    themes = [theme for theme in actor.themes if actor.level(theme) >= Level.SEND]
    rows = session.scalars(
        select(Message)
        .where(
            Message.company_id == actor.company,
            Message.theme.in_(sorted(themes)),
            Message.state == State.INBOX,
            Message.is_delegable,
        )
        .options(undefer(Message.prefill))
        .order_by(Message.id)
        .limit(most)
    )
    return [Request(row.reference, row.subject, row.person, numbers_of(row)) for row in rows]


def goes_to(session: Session, actor: Actor, reference: str, email: str) -> bool:
    """Say whether a message lies with the person at this address already: a second click has nothing left to do.

    Waits for whoever hands it on at the same moment. Raises `NotFound` for what the actor does not see.
    """
    message, _sight = message_of(session, actor, reference, lock=True)
    found = delegation_of(session, message)
    return message.state == State.DELEGATED and found is not None and found.email == email.strip()


def numbers_of(message: Message) -> frozenset[str]:
    """Give every official number a request speaks of: of its person, and of whom it asks about."""
    texts = [message.person_number, *(message.prefill or {}).values()]
    bare = {_SIGNS.sub("", text) for text in texts if isinstance(text, str)}
    return frozenset(one for one in bare if _OFFICIAL.fullmatch(one))


def kept_under(session: Session, actor: Actor, key: str) -> Message | None:
    """Give what was saved or sent last under a one-time key, as far as the actor sees it."""
    found: Message | None = session.scalar(select(Message).where(Message.send_key == key))
    if found is None or machine.sees(facts_of(found, delegation_of(session, found)), actor) is Sight.NOTHING:
        return None
    return found


def notes(session: Session, actor: Actor, message: Message) -> Sequence[InternalNote]:
    """Give the internal notes of a message, the newest first; none to anybody but the institution's staff."""
    if actor.role is not Role.FUND:
        return []
    return session.scalars(
        select(InternalNote).where(InternalNote.message_id == message.id).order_by(InternalNote.id.desc())
    ).all()


def _rows(
    session: Session,
    actor: Actor,
    folder: State,
    wanted: Wanted,
    after: Place | None,
    size: int,
    *,
    newest_first: bool,
) -> list[Row]:
    themes = [theme for theme in sorted(actor.themes) if wanted.theme in ("", theme)]
    if not themes:
        return []
    by_fund = actor.role is Role.FUND
    narrowed = _narrowed(wanted)
    along = by_fund and len(themes) > FEW
    shape = Shape(
        by_fund=by_fund,
        limited=folder is State.DONE,
        themes=0 if along else len(themes),
        narrowed=frozenset(narrowed),
        goes_on=after is not None,
        newest_first=newest_first,
    )
    values = narrowed | {"folder": folder, "size": size, "own": actor.company, "oldest": _oldest()}
    values |= {"themes": themes} if along else {f"theme_{n}": theme for n, theme in enumerate(themes)}
    if after is not None:
        values |= {"after_moment": after.moment, "after_key": after.key}
    return [Row(*row) for row in session.execute(listing(shape), values)]


def _narrowed(wanted: Wanted) -> dict[str, Any]:
    """Give the values by which a list is narrowed, by their names."""
    given = {name: getattr(wanted, name) for name in NARROWING}
    return {name: value for name, value in given.items() if value not in (None, "", False)}


def columns_for(actor: Actor) -> Any:
    """Give the columns of a row for its reader."""
    return columns_of(by_fund=actor.role is Role.FUND)


def is_shown() -> Any:
    """Give the condition of counters that are still shown: what is long done stays in its dossier."""
    return or_(Counter.folder != State.DONE, Counter.year >= str(_oldest().year))


def moment_for(actor: Actor) -> Any:
    """Give the column that says since when a message lies where the actor sees it."""
    return moment_of(by_fund=actor.role is Role.FUND)


def _whose(actor: Actor) -> int:
    """Give the company whose counters an actor reads."""
    return WHOLE if actor.role is Role.FUND else actor.company or -1


def _oldest() -> datetime:
    """Give the beginning of the year since which settled messages are shown."""
    return datetime(clock.now().year - YEARS_SHOWN, 1, 1, tzinfo=UTC)

"""Reading the mailbox in the scope of the session: counted folders, lists, the institution's work queue.

Lists go theme by theme: each theme's newest rows come ready sorted from an index, whatever the number of messages, and
the newest of those few are the newest of all. Staff with many themes are served by one walk along the whole desk, which
passes few rows of themes that are not theirs. The institution's side reads `desk` and never `state`, so that what a
company drafts shows nowhere, not even in the order of a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, literal, null, or_, select, tuple_, union_all
from sqlalchemy.orm import Session

from console.base import clock
from console.mailbox import machine
from console.mailbox.counters import WHOLE
from console.mailbox.errors import unknown
from console.mailbox.models import Counter, InternalNote, Message
from console.mailbox.moving import delegation_of, facts_of, stored
from console.mailbox.states import Actor, Role, Sight, State

PAGE = 25
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


def counts(session: Session, actor: Actor) -> list[Count]:
    """Give all counted folders an actor may see, by theme and type, in one statement; empty ones are left out."""
    number = func.sum(Counter.count)
    rows = session.execute(
        select(Counter.theme, Counter.type, Counter.folder, number)
        .where(
            Counter.company_id == _whose(actor),
            Counter.theme.in_(sorted(actor.themes)),
            or_(Counter.folder != State.DONE, Counter.year >= str(_oldest().year)),
        )
        .group_by(Counter.theme, Counter.type, Counter.folder)
        .having(number > 0)
        .order_by(Counter.theme, Counter.type)
    )
    return [Count(theme, type_, State(folder), int(found)) for theme, type_, folder, found in rows]


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


def message_of(session: Session, actor: Actor, reference: str) -> tuple[Message, Sight]:
    """Give a message and how much of it the actor sees; raises `NotFound` where that is nothing."""
    message = stored(session, reference)
    sight = machine.sees(facts_of(message, delegation_of(session, message)), actor)
    if sight is Sight.NOTHING:
        raise unknown()
    return message, sight


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
    moment = _moment(actor)
    order = [moment.desc(), Message.id.desc()] if newest_first else [moment, Message.id]
    narrowed = _narrowed(_columns(actor), actor, folder, wanted)
    if after is not None:
        place, here = tuple_(after.moment, after.key), tuple_(moment, Message.id)
        narrowed = narrowed.where(here < place if newest_first else here > place)
    if actor.role is Role.FUND and len(themes) > FEW:
        found = narrowed.where(Message.theme.in_(themes)).order_by(*order).limit(size)
    else:
        found = _theme_by_theme(narrowed, themes, order, size, newest_first)
    return [Row(*row) for row in session.execute(found)]


def _theme_by_theme(rows: Any, themes: list[str], order: list[Any], size: int, newest_first: bool) -> Any:
    """Take the first rows of each theme, and of those the first."""
    arms = [rows.where(Message.theme == theme).order_by(*order).limit(size).subquery() for theme in themes]
    every = union_all(*(select(arm) for arm in arms)).subquery()
    by = [column.desc() if newest_first else column for column in (every.c.moment, every.c.id)]
    return select(every).order_by(*by).limit(size)


def _columns(actor: Actor) -> Any:
    """Give the columns of a row; what the other side keeps for itself is left empty."""
    by_fund = actor.role is Role.FUND
    return select(
        Message.id,
        Message.reference,
        Message.company_id,
        Message.theme,
        Message.type,
        Message.origin,
        Message.subject,
        Message.person,
        Message.due,
        Message.is_expired,
        Message.is_recalled,
        Message.read_at,
        literal("") if by_fund else Message.saved_by,
        Message.assigned_to if by_fund else null(),
        _moment(actor).label("moment"),
    )


def _narrowed(rows: Any, actor: Actor, folder: State, wanted: Wanted) -> Any:
    if actor.role is Role.FUND:
        rows = rows.where(Message.desk == folder)
    else:
        rows = rows.where(Message.company_id == actor.company, Message.state == folder)
    if folder is State.DONE:
        rows = rows.where(_moment(actor) >= _oldest())
    return rows.where(*_conditions(wanted, _moment(actor)))


def _conditions(wanted: Wanted, moment: Any) -> Iterator[Any]:
    if wanted.type:
        yield Message.type == wanted.type
    if wanted.company is not None:
        yield Message.company_id == wanted.company
    if wanted.person_number:
        yield Message.person_number == wanted.person_number
    if wanted.assigned_to is not None:
        yield Message.assigned_to == wanted.assigned_to
    if wanted.unassigned:
        yield Message.assigned_to.is_(None)
    if wanted.before is not None:
        yield moment < wanted.before
    if wanted.late_on is not None:
        yield Message.due < wanted.late_on


def _moment(actor: Actor) -> Any:
    return Message.desk_at if actor.role is Role.FUND else Message.moved_at


def _whose(actor: Actor) -> int:
    """Give the company whose counters an actor reads."""
    return WHOLE if actor.role is Role.FUND else actor.company or -1


def _oldest() -> datetime:
    """Give the beginning of the year since which settled messages are shown."""
    return datetime(clock.now().year - YEARS_SHOWN, 1, 1, tzinfo=UTC)

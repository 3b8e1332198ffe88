"""The statements behind the list of what is late or coming: one arm for each way in which something has a deadline.

Each arm walks along an index in the order of its deadlines, so that its first rows cost the same however many there
are; the first rows of all arms together hold the first rows of the whole list. A deadline that is counted from an event
(a promise, a decision) is asked for by the event: a later one never ends earlier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Integer, String, and_, cast, literal, null, or_, select, tuple_

from console.base.calendar import Span, count, latest_start_before
from console.base.model import UtcMoment
from console.deadlines.declarations import Kind, Place, Reader, Wanted
from console.deadlines.models import DeadlineDuty
from console.desk.service import Promise, received_on
from console.dispatch.models import GIVEN_UP, PARKED, RECEIVED, Dispatch
from console.dossiers.models import OPEN, Dossier
from console.mailbox.models import A_NOTICE, Message
from console.mailbox.service import State

ASKED_DESK = (State.INBOX, State.DELEGATED)
ASKED_STATES = (State.INBOX, State.DRAFT, State.DELEGATED)
"""Where requests lie that wait for an answer, as the institution and as the company sees them."""
_RANK = {kind: rank for rank, kind in enumerate(Kind)}
_ONE_DAY = timedelta(days=1)


class Counting(Protocol):
    """How a deadline follows from the day of an event."""

    def until(self, event: date) -> date:
        """Give the last day."""

    def first_moment(self, last: date) -> datetime:
        """Give the first moment of an event whose last day is this one or a later one, in UTC."""


@dataclass(frozen=True)
class Promised:
    """What the institution promised in a theme."""

    promise: Promise
    zone: str

    def until(self, event: date) -> date:
        """Give the last day."""
        return self.promise.until(event)

    def first_moment(self, last: date) -> datetime:
        """Give the first moment of receipt that is answered in time on this day or a later one."""
        return self.promise.late_before(last, self.zone)


@dataclass(frozen=True)
class Ruled:
    """A deadline rule, with the country whose holidays count if it names no region."""

    span: Span
    zone: str
    home: str

    def until(self, event: date) -> date:
        """Give the last day."""
        return count(self.span, event, self.zone, self.home).day

    def first_moment(self, last: date) -> datetime:
        """Give the first moment of an event that ends on this day or a later one."""
        day = latest_start_before(self.span, last, self.zone, self.home) + _ONE_DAY
        return datetime.combine(day, time(), ZoneInfo(self.zone))


@dataclass(frozen=True)
class Clocks:
    """All that the deadlines of an institution follow from: its zone, its promises by theme, its rules by kind."""

    zone: str
    promises: Mapping[str, Counting]
    decisions: Mapping[str, Counting]

    def counting(self, kind: str, theme: str, type_: str) -> Counting | None:
        """Give what counts a row; `None` for a row with a day or a moment of its own."""
        if kind == Kind.ANSWER:
            return self.promises.get(theme)
        return self.decisions.get(type_) if kind == Kind.DECISION else None


@dataclass(frozen=True)
class Arm:
    """Rows of one kind. `by` is the column of its deadline, or of the event from which `counting` counts it."""

    kind: Kind
    model: Any
    by: Any
    columns: Sequence[Any]
    conditions: Sequence[Any]
    counting: Counting | None = None

    def rows(self, wanted: Wanted, after: Place | None, zone: str, size: int) -> Any:
        """Give the statement of its first rows after a place."""
        asked = [*self.conditions]
        if wanted.until is not None:
            asked.append(~self._due(wanted.until, zone, later=True))
        if wanted.since is not None:
            asked.append(self._due(wanted.since, zone, later=True))
        if after is not None:
            asked.append(self._after(after, zone))
        chosen = select(literal(str(self.kind), String(10)).label("kind"), *self.columns)
        return chosen.where(*asked).order_by(self.by, self.model.id).limit(size)

    def _after(self, place: Place, zone: str) -> Any:
        mine, its = _RANK[self.kind], _RANK[place.kind]
        if mine != its:
            return self._due(place.due, zone, later=mine < its)
        tie: Any = self.model.id > place.key
        if self.counting is not None:
            here = tuple_(literal(place.since, UtcMoment), literal(place.key, Integer))
            tie = tuple_(self.by, self.model.id) > here
        return and_(self._due(place.due, zone, later=False), or_(self._due(place.due, zone, later=True), tie))

    def _due(self, moment: datetime, zone: str, *, later: bool) -> Any:
        """Give the condition of being due at a moment or afterwards; with `later` afterwards only."""
        if self.counting is None and not isinstance(self.by.type, Date):
            return self.by > moment if later else self.by >= moment
        there = moment.astimezone(ZoneInfo(zone))
        # A day ends with the first moment of the next one: at midnight the day before has just ended.
        day = there.date() if later or there.time() != time() else there.date() - _ONE_DAY
        return self.by >= (day if self.counting is None else self.counting.first_moment(day))


def arms(reader: Reader, wanted: Wanted, clocks: Clocks, today: date) -> Iterator[Arm]:
    """Give the arms of a look."""
    themes = sorted(theme for theme in reader.themes if wanted.theme in ("", theme))
    company = reader.company if reader.company is not None else wanted.company
    by_staff = reader.company is None
    found: list[Arm] = []
    if themes:
        found += _requests(themes, company, by_staff=by_staff)
        found += _endings(themes, company, today)
        found.append(_duties(themes, company))
        found += (
            [*_answers(themes, company, clocks), *_decisions(themes, company, clocks)] if by_staff else []
        )
    if by_staff and reader.transmissions and not wanted.theme and company is None:
        found += _dispatches()
    yield from (arm for arm in found if arm.kind in wanted.kinds)


def _requests(themes: list[str], company: int | None, *, by_staff: bool) -> Iterator[Arm]:
    where = Message.desk if by_staff else Message.state
    for state in ASKED_DESK if by_staff else ASKED_STATES:
        conditions = [where == state, Message.due.is_not(None), Message.theme.in_(themes)]
        # A notice is only read: nobody owes an answer to it.
        conditions.append(Message.type != A_NOTICE)
        yield Arm(
            Kind.REQUEST,
            Message,
            Message.due,
            _of_message(Message.due),
            [*conditions, *_of(Message, company)],
        )


def _answers(themes: list[str], company: int | None, clocks: Clocks) -> Iterator[Arm]:
    for theme in themes:
        if (counting := clocks.promises.get(theme)) is not None:
            conditions = [Message.desk == State.SENT, Message.theme == theme, *_of(Message, company)]
            columns = _of_message(cast(null(), Date), Message.desk_at)
            yield Arm(Kind.ANSWER, Message, Message.desk_at, columns, conditions, counting)


def _decisions(themes: list[str], company: int | None, clocks: Clocks) -> Iterator[Arm]:
    for kind, counting in clocks.decisions.items():
        conditions = [Dossier.kind == kind, Dossier.state == OPEN, Dossier.theme.in_(themes)]
        yield Arm(
            Kind.DECISION,
            Dossier,
            Dossier.opened_at,
            _of_dossier(cast(null(), Date), Dossier.opened_at),
            [*conditions, *_of(Dossier, company)],
            counting,
        )


def _endings(themes: list[str], company: int | None, today: date) -> Iterator[Arm]:
    """Give what ends from today on: what has ended is not late."""
    conditions = [Dossier.valid_until >= today, Dossier.theme.in_(themes), *_of(Dossier, company)]
    yield Arm(Kind.ENDING, Dossier, Dossier.valid_until, _of_dossier(Dossier.valid_until), conditions)


def _duties(themes: list[str], company: int | None) -> Arm:
    conditions = [DeadlineDuty.theme.in_(themes), *_of(DeadlineDuty, company)]
    columns = (
        DeadlineDuty.id, DeadlineDuty.key.label("reference"), cast(null(), Date).label("day"),
        DeadlineDuty.due_at.label("since"), DeadlineDuty.company_id.label("company"), DeadlineDuty.theme,
        DeadlineDuty.duty.label("type"), cast(null(), Integer).label("assigned_to"),
    )  # fmt: skip
    return Arm(Kind.DUTY, DeadlineDuty, DeadlineDuty.due_at, columns, conditions)


def _dispatches() -> Iterator[Arm]:
    """Give what waits for an acknowledgement: for the technical one first, then for the other; and what is parked."""
    waits = Dispatch.state.not_in((PARKED, GIVEN_UP))
    technical, business = Dispatch.technical_by, Dispatch.business_by
    yield _dispatch(Kind.TECHNICAL, technical, Dispatch.answer == "", technical.is_not(None), waits)
    silent = [Dispatch.answer == "", technical.is_(None), business.is_not(None), waits]
    yield _dispatch(Kind.BUSINESS, business, *silent)
    yield _dispatch(Kind.BUSINESS, business, Dispatch.answer == RECEIVED, business.is_not(None), waits)
    yield _dispatch(Kind.PARKED, Dispatch.created_at, Dispatch.state == PARKED)


def _dispatch(kind: Kind, by: Any, *conditions: Any) -> Arm:
    columns = (
        Dispatch.id, Dispatch.public_id.label("reference"), cast(null(), Date).label("day"), by.label("since"),
        cast(null(), Integer).label("company"), literal("", String(121)).label("theme"),
        Dispatch.kind.label("type"), cast(null(), Integer).label("assigned_to"),
    )  # fmt: skip
    return Arm(kind, Dispatch, by, columns, conditions)


def _of(model: Any, company: int | None) -> list[Any]:
    return [] if company is None else [model.company_id == company]


def _of_message(day: Any, since: Any = None) -> tuple[Any, ...]:
    return (
        Message.id, Message.reference, day.label("day"), _since(since), Message.company_id.label("company"),
        Message.theme, Message.type.label("type"), Message.assigned_to,
    )  # fmt: skip


def _of_dossier(day: Any, since: Any = None) -> tuple[Any, ...]:
    return (
        Dossier.id, Dossier.reference, day.label("day"), _since(since), Dossier.company_id.label("company"),
        Dossier.theme, Dossier.kind.label("type"), cast(null(), Integer).label("assigned_to"),
    )  # fmt: skip


def _since(column: Any) -> Any:
    return (cast(null(), UtcMoment) if column is None else column).label("since")


def due_day(row: Any, clocks: Clocks) -> date | None:
    """Give the last day of a row; `None` where a moment counts."""
    counting = clocks.counting(row.kind, row.theme, row.type)
    if counting is not None:
        return counting.until(received_on(row.since, clocks.zone))
    found: date | None = row.day
    return found

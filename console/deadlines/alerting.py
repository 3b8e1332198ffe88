"""Tells people of deadlines that come near or have passed, each time once, and marks late acknowledgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock
from console.base.calendar import end_of_day
from console.deadlines import duties
from console.deadlines.arms import Clocks
from console.deadlines.declarations import Due, Kind, Reader, Wanted
from console.deadlines.journal import SUBJECT
from console.deadlines.models import DeadlineAlert
from console.deadlines.options import USUAL, Alerts, alerts
from console.deadlines.queries import clocks_of, late_and_coming
from console.dispatch.models import GIVEN_UP, RECEIVED, Dispatch
from console.hooks.manager import Plugins
from console.institutions.models import Institution
from console.institutions.sessions import scope_of
from console.notices import service as notices
from console.notices.service import Kind as Told
from console.notices.service import News

BEFORE, DAY, AFTER, ESCALATED = "before", "day", "after", "escalated"
PIECE = 1_000
"""Alerts of one run in an institution: the others follow with the next one."""
LOOK = 500
"""Rows looked at in one statement."""
CATCH_UP = 3
"""Days after which an alert that could not be told is told no more: by then it says nothing new."""
KEPT = timedelta(days=400)
"""How long it is known what was told: longer than the longest alert after a last day."""
WATCHED = frozenset({Kind.ANSWER, Kind.REQUEST, Kind.DECISION, Kind.DUTY})


@dataclass(frozen=True)
class _Stage:
    """An alert, and the last days whose deadlines it is for today."""

    name: str
    first: date
    last: date


def alert(session: Session) -> None:
    """Tell what is to be told today in the session's institution; whoever else does it meanwhile waits.

    Runs again and again: what was told stands in a row of its own, in the transaction that tells it.
    """
    own = select(Institution.id).where(Institution.id == scope_of(session).institution)
    session.execute(own.with_for_update(key_share=True))
    duties.ask(session)
    clocks = clocks_of(session)
    today, left = clock.today(clocks.zone), PIECE
    for chosen, themes in _by_alerts(session).items():
        for stage in _stages(chosen, today):
            left -= _tell_stage(session, stage, Reader(None, themes), clocks, left)
    session.execute(delete(DeadlineAlert).where(DeadlineAlert.told_at < clock.now() - KEPT))
    _mark_overdue(session)
    session.flush()


def _by_alerts(session: Session) -> Mapping[Alerts, list[str]]:
    """Give all themes, those with the same alerts together."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    chosen, found = alerts(session), defaultdict(list)
    for plugin in plugins:
        for theme in plugin.themes:
            key = f"{plugin.name}.{theme.key}"
            found[chosen.get(key, USUAL)].append(key)
    return found


def _stages(chosen: Alerts, today: date) -> Iterator[_Stage]:
    late, caught = timedelta(days=1), timedelta(days=CATCH_UP - 1)
    if chosen.before:
        last = today + timedelta(days=chosen.before)
        yield _Stage(BEFORE, max(today + late, last - caught), last)
    if chosen.on_day:
        yield _Stage(DAY, today, today)
    for name, days in ((AFTER, chosen.after), (ESCALATED, chosen.escalate)):
        if days:
            last = today - timedelta(days=days)
            yield _Stage(name, last - caught, last)


def _tell_stage(session: Session, stage: _Stage, reader: Reader, clocks: Clocks, most: int) -> int:
    """Tell what this alert is for and was not told of yet, `most` at most; give how many."""
    wanted = Wanted(
        kinds=WATCHED,
        since=end_of_day(stage.first - timedelta(days=1), clocks.zone),
        until=end_of_day(stage.last, clocks.zone),
    )
    told, after, moment = 0, None, clock.now()
    while told < most:
        page = late_and_coming(session, reader, wanted, after=after, size=LOOK, clocks=clocks)
        for one in _untold(session, page.rows, stage.name)[: most - told]:
            session.add(
                DeadlineAlert(kind=one.kind, row=one.key, due=one.due, stage=stage.name, told_at=moment)
            )
            notices.tell(session, _news(one, stage.name, clocks.zone))
            told += 1
        if (after := page.after) is None:
            break
    return told


def _untold(session: Session, rows: tuple[Due, ...], stage: str) -> list[Due]:
    known = select(DeadlineAlert.kind, DeadlineAlert.row, DeadlineAlert.due).where(
        DeadlineAlert.stage == stage, DeadlineAlert.row.in_([one.key for one in rows])
    )
    told = {tuple(row) for row in session.execute(known)}
    return [one for one in rows if (one.kind, one.key, one.due) not in told]


def _news(one: Due, stage: str, zone: str) -> News:
    """Give what is told: a company of its duties, and of what it is asked until that day has passed; else the staff."""
    if stage == ESCALATED:
        return News(None, "", Told.ESCALATED)
    if one.kind is Kind.DUTY:
        # Without a reference: several of them, and their page, are found in the list of deadlines.
        day = one.due.astimezone(ZoneInfo(zone)).date()
        return News(one.company, one.theme, Told.OVERDUE if stage == AFTER else Told.DUE, due=day)
    reference = "" if one.kind is Kind.DECISION else one.reference
    if stage == AFTER:
        return News(None, one.theme, Told.OVERDUE, reference, one.day, user=one.assigned_to)
    if one.kind is Kind.REQUEST:
        return News(one.company, one.theme, Told.DUE, reference, one.day)
    return News(None, one.theme, Told.DUE, reference, one.day, user=one.assigned_to)


def _mark_overdue(session: Session) -> None:
    """Mark the dispatches whose acknowledgement is late, and tell the administrators; each once."""
    moment = clock.now()
    technical = (Dispatch.answer == "", Dispatch.technical_by <= moment, Dispatch.overdue == "")
    business = (
        or_(Dispatch.answer == "", Dispatch.answer == RECEIVED),
        Dispatch.business_by <= moment,
        Dispatch.overdue != Kind.BUSINESS,
    )
    for kind, conditions in ((Kind.TECHNICAL, technical), (Kind.BUSINESS, business)):
        late = (
            select(Dispatch).where(*conditions, Dispatch.state != GIVEN_UP).order_by(Dispatch.id).limit(LOOK)
        )
        for row in session.scalars(late.with_for_update(skip_locked=True)).all():
            row.overdue = kind
            name = row.public_id
            audit.record(
                session, f"{SUBJECT}.unacknowledged", subject="console.dispatch", subject_id=name, name=name
            )
            notices.tell(session, News(None, "", Told.ESCALATED))

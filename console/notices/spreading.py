"""From what happened to what waits for each person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from console.institutions.sessions import scope_of
from console.notices.declarations import Kind, Pace
from console.notices.models import NoticeClaim, NoticeNews, NoticePending
from console.notices.readers import (
    Place,
    Reader,
    administrators,
    chosen,
    holders,
    institution_of,
    open_themes,
)

PIECE = 1_000
"""News worked off in one transaction."""
WINDOW = timedelta(minutes=10)
"""Between two e-mails told at once to one person about one theme; what comes meanwhile leaves together."""
MORNING = time(7)
"""When the daily e-mail leaves, in the institution's zone."""


def spread(session: Session, moment: datetime) -> bool:
    """Put the next news before the people they concern; give whether there is more."""
    news = session.scalars(select(NoticeNews).order_by(NoticeNews.id).limit(PIECE)).all()
    audience = list(_audience(session, news))
    waiting = _Waiting(session, {reader.membership: reader for _, reader, _ in audience}, moment)
    for one, reader, kind in audience:
        waiting.add(one, reader, kind)
    waiting.look_again()
    session.execute(delete(NoticeNews).where(NoticeNews.id.in_([one.id for one in news])))
    return len(news) == PIECE


def morning_after(moment: datetime, zone: str) -> datetime:
    """Give the next moment at which daily e-mails leave."""
    there = ZoneInfo(zone)
    day = moment.astimezone(there).date()
    today = datetime.combine(day, MORNING, there)
    return today if today > moment else datetime.combine(day + timedelta(days=1), MORNING, there)


def _audience(session: Session, news: Sequence[NoticeNews]) -> Iterable[tuple[NoticeNews, Reader, Kind]]:
    """Give whom each piece of news concerns; where nobody has the theme, the company's administrators."""
    companies = {one.company_id for one in news}
    held, heads, is_open = (
        holders(session, companies),
        administrators(session, companies),
        open_themes(session),
    )
    for one in news:
        place: Place = (one.company_id, one.theme)
        if one.kind == Kind.ESCALATED:
            yield from ((one, reader, Kind.ESCALATED) for reader in heads.get(one.company_id, ()))
        elif place in held:
            own = [reader for reader in held[place] if reader.user == one.user_id]
            told = own if own or one.kind == Kind.ASSIGNED else held[place]
            yield from ((one, reader, Kind(one.kind)) for reader in told if reader.user != one.by_id)
        elif one.company_id is not None and is_open(place):
            yield from ((one, reader, Kind.UNHELD) for reader in heads.get(one.company_id, ()))


class _Waiting:
    """What waits for some people, with what they have chosen."""

    def __init__(self, session: Session, readers: dict[int, Reader], moment: datetime) -> None:
        self._session, self._moment = session, moment
        self._choices = chosen(session, readers)
        self._morning = morning_after(moment, institution_of(session).zone)
        users = {reader.user for reader in readers.values()}
        rows = session.scalars(select(NoticePending).where(NoticePending.user_id.in_(users))).all()
        self._rows = {(row.membership_id, row.theme): row for row in rows}
        self._told: dict[tuple[int, str], datetime] = {}
        for row in rows:
            if row.told_at is not None:
                key = (row.user_id, row.theme)
                self._told[key] = max(row.told_at, self._told.get(key, row.told_at))
        self._due: set[datetime] = set()

    def add(self, news: NoticeNews, reader: Reader, kind: Kind) -> None:
        """Let one more thing wait for a person, unless she wants to know nothing."""
        # What is given to her alone is worth an e-mail of its own, also where she is told once a day.
        is_hers = reader.user == news.user_id or kind is Kind.ESCALATED
        usual = Pace.AT_ONCE if is_hers else reader.usual
        pace = self._choices.get((reader.membership, news.theme), usual)
        if pace is Pace.NEVER:
            return
        row = self._row(reader, news.theme)
        alone = row.count == 0
        row.kind = kind if alone or row.kind == kind else Kind.SEVERAL
        row.reference, row.due = (news.reference, news.due) if alone else ("", None)
        row.count += 1
        if alone or pace is Pace.AT_ONCE:
            row.pace = pace
        leaves = self._leaves(reader, news.theme, pace)
        row.leaves_at = leaves if row.leaves_at is None else min(row.leaves_at, leaves)
        self._due.add(row.leaves_at)

    def look_again(self) -> None:
        """Let a worker look again when what waits is to leave."""
        institution = scope_of(self._session).institution
        later = sorted(due for due in self._due if due > self._moment)
        self._session.add_all(NoticeClaim(institution_id=institution, due=due) for due in later)
        self._session.flush()

    def _row(self, reader: Reader, theme: str) -> NoticePending:
        key = (reader.membership, theme)
        if key not in self._rows:
            row = NoticePending(membership_id=reader.membership, user_id=reader.user, theme=theme, count=0)
            self._session.add(row)
            self._rows[key] = row
        return self._rows[key]

    def _leaves(self, reader: Reader, theme: str, pace: Pace) -> datetime:
        if pace is Pace.DAILY:
            return self._morning
        told = self._told.get((reader.user, theme))
        return self._moment if told is None else max(self._moment, told + WINDOW)

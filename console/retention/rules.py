"""How long an institution keeps each class: what a source proves, or what an administrator confirmed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock
from console.base.errors import BadArgument, Conflict, NotFound
from console.hooks.declarations import Text
from console.retention.holdings import Holding, holdings
from console.retention.journal import SUBJECT
from console.retention.models import RetentionProposal, RetentionRule

LONGEST = 1200
"""Months that can be confirmed at most: a hundred years."""


@dataclass(frozen=True)
class Keeping:
    """A holding and how long it is kept here."""

    holding: Holding
    months: int | None
    """`None`: nobody knows yet, so that nothing of it is ever past."""
    ground: Text
    source: str
    """Where the law says so, for months that nobody had to confirm."""
    version: int
    """Of the confirmation; 0 where there is none."""
    confirmed_at: datetime | None = None
    confirmed_by: str = ""

    @property
    def is_in_force(self) -> bool:
        """Say whether rows can become past."""
        return self.months is not None

    def before(self, today: date) -> date:
        """Give the day before which the time of a past row began; raises `Conflict` when nothing is in force."""
        if self.months is None:
            raise Conflict(_l("Nobody has confirmed yet how long this is kept."))
        return months_before(today, self.months)


def keepings(session: Session) -> Mapping[str, Keeping]:
    """Give how long each holding is kept in the session's institution, by key."""
    rows = {row.key: row for row in session.scalars(select(RetentionRule))}
    return {key: _keeping(holding, rows.get(key)) for key, holding in holdings().items()}


def keeping(session: Session, key: str) -> Keeping:
    """Give one of them; raises `NotFound`."""
    found = keepings(session).get(key)
    if found is None:
        raise NotFound(_l("There is nothing at this address."))
    return found


def confirm(session: Session, key: str, months: int, ground: str, *, version: int, by: str) -> None:
    """Put a length of time in force; `version` is that of the confirmation which the administrator saw.

    Raises `NotFound`, `BadArgument` for months below 1 or above `LONGEST` and for an empty ground, and `Conflict` when
    somebody else confirmed meanwhile.
    """
    found = keeping(session, key)
    if not 1 <= months <= LONGEST:
        raise BadArgument(
            _l("Enter a whole number from %(least)s to %(most)s.", least=1, most=LONGEST), place="months"
        )
    if not ground.strip():
        raise BadArgument(_l("Say by which law or for which reason it is kept so long."), place="ground")
    if found.version != version:
        raise Conflict(_l("Somebody else has changed this meanwhile. Look at it again."))
    asked = select(RetentionRule).where(RetentionRule.key == key).with_for_update()
    row = session.scalars(asked).first() or RetentionRule(key=key)
    row.months, row.ground = months, ground.strip()
    row.confirmed_at, row.confirmed_by = clock.now(), by
    session.add(row)
    session.flush()
    # What was counted was counted by another rule: the next count proposes anew.
    session.execute(delete(RetentionProposal).where(RetentionProposal.key == key))
    audit.record(
        session, f"{SUBJECT}.confirmed", subject=SUBJECT, subject_id=key, retention=key, months=months,
        law=row.ground,
    )  # fmt: skip
    session.flush()


def months_before(day: date, months: int) -> date:
    """Give the same day of the month some months before, or the last one of a shorter month."""
    whole = day.year * 12 + day.month - 1 - months
    year, month = divmod(whole, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _keeping(holding: Holding, row: RetentionRule | None) -> Keeping:
    declared = holding.declared
    if row is not None:
        return Keeping(holding, row.months, row.ground, "", row.version, row.confirmed_at, row.confirmed_by)
    if declared.is_proven:
        return Keeping(holding, declared.months, declared.ground, declared.source, 0)
    return Keeping(holding, None, declared.ground, "", 0)

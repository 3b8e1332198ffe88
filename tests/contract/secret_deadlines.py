"""What an institution confirmed of its deadlines, and what was told of them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from console.base import clock, ids
from console.deadlines.models import CalendarFeed, DeadlineAlert, DeadlineDuty, DeadlineLength, DeadlineOption


def plant_deadlines(session: Session, key: int, membership: int, company: int, word: str) -> None:
    """Make a row of each kind in the institution of the session, and the calendar of a mandate."""
    moment, name = clock.now(), f"ch_fund.d{key}"
    session.add_all(
        [
            DeadlineLength(key=name, span="P10D", ground=word, confirmed_at=moment, confirmed_by=word),
            DeadlineOption(theme=name, before=1, on_day=True, after=1, escalate=1),
            DeadlineAlert(kind="request", row=key, due=moment, stage="day", told_at=moment),
            DeadlineDuty(duty=name, theme=name, company_id=company, key=word, due_at=moment),
            CalendarFeed(membership_id=membership, digest=ids.digest(word * 4), made_at=moment),
        ]
    )
    session.flush()

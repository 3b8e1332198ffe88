"""How long the health insurance may take to answer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from console.plugin import DeadlineRule, by_rule
from console.plugin import lazy_gettext as _l

KIND: Final = "fr_dsn.stoppage"
"""What is sent to the health insurance."""
ZONE: Final = "Europe/Paris"
TECHNICAL, BUSINESS = "stoppage_technical", "stoppage_business"
_OURS = _l("A usual length: the institution confirms what it agreed with the health insurance")
# No source says how long either may take: an administrator confirms or changes both before they count.
RULES: Final = (
    DeadlineRule(
        f"fr_dsn.{TECHNICAL}",
        _l("Work stoppages: technical acknowledgement of the health insurance"),
        "PT1H",
        _l("the moment of sending"),
        dispatch=KIND,
        answer="technical",
        ground=_OURS,
    ),
    DeadlineRule(
        f"fr_dsn.{BUSINESS}",
        _l("Work stoppages: business answer of the health insurance"),
        "P3D working",
        _l("the day of sending"),
        dispatch=KIND,
        answer="business",
        ground=_OURS,
    ),
)


def answer_by(session: Session, rule: str, sent_at: datetime) -> datetime | None:
    """Give until when an answer must have come to what was sent; nothing where the rule is not confirmed."""
    found = by_rule(session, "fr_dsn", rule, sent_at)
    if found is None or isinstance(found, datetime):
        return found
    return day_begins(found + timedelta(days=1))


def day_begins(day: date) -> datetime:
    """Give the first moment of a day in France."""
    return datetime.combine(day, time(), ZoneInfo(ZONE))

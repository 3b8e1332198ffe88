"""When people are alerted in a theme, as the institution chose."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.deadlines.journal import SUBJECT
from console.deadlines.models import DeadlineOption

MOST_DAYS = 90
"""The longest time before or after a last day at which somebody is alerted."""


@dataclass(frozen=True)
class Alerts:
    """Days before and after the last day at which somebody is told; `None` for not at all."""

    before: int | None = 3
    on_day: bool = True
    after: int | None = 3
    escalate: int | None = 10
    """To the administrators of the institution."""


USUAL = Alerts()


def alerts(session: Session, themes: Collection[str] = ()) -> Mapping[str, Alerts]:
    """Give the alerts of these themes, or of all that were set up; the others have the usual ones."""
    wanted = select(DeadlineOption)
    rows = session.scalars(wanted.where(DeadlineOption.theme.in_(themes)) if themes else wanted)
    return {row.theme: Alerts(row.before, row.on_day, row.after, row.escalate) for row in rows}


def set_alerts(session: Session, theme: str, name: str, chosen: Alerts) -> None:
    """Set up the alerts of a theme; `name` is its title for the journal."""
    row = session.scalar(select(DeadlineOption).where(DeadlineOption.theme == theme).with_for_update())
    if row is None:
        row = DeadlineOption(theme=theme)
        session.add(row)
    row.before, row.on_day, row.after, row.escalate = (
        chosen.before,
        chosen.on_day,
        chosen.after,
        chosen.escalate,
    )
    changes = audit.changes_of(row, skip=frozenset({"version", "institution_id", "theme"}))
    session.flush()
    if changes:
        audit.record(
            session,
            f"{SUBJECT}.alerts_changed",
            subject=SUBJECT,
            subject_id=theme,
            name=name,
            changes=changes,
        )

"""What companies owe by moments that plugins know: asked again and again, and kept as it was said last."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.deadlines.models import DeadlineDuty
from console.hooks.manager import Plugins
from console.hooks.times import Duty


def declared() -> Mapping[str, Duty]:
    """Give the duties of all installed plugins by key."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    return {one.key: one for plugin in plugins for one in plugin.duties}


def ask(session: Session) -> None:
    """Ask each plugin what is owed in the session's institution; what it says no more is done, and goes."""
    for duty in declared().values():
        theme = f"{duty.key.partition('.')[0]}.{duty.theme}"
        wanted = {(one.company, one.key): one for one in duty.owed(session)}
        for row in session.scalars(select(DeadlineDuty).where(DeadlineDuty.duty == duty.key)).all():
            one = wanted.pop((row.company_id, row.key), None)
            if one is None:
                session.delete(row)
            else:
                row.due_at, row.theme = one.due, theme
        session.add_all(
            DeadlineDuty(duty=duty.key, theme=theme, company_id=one.company, key=one.key, due_at=one.due)
            for one in wanted.values()
        )
    session.flush()

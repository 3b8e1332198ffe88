"""What of the work stoppages waits."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import func, select

from console.plugin import Tile, db
from console.plugin import lazy_gettext as _l

from .models import Stoppage


def tiles() -> Sequence[Tile]:
    """Count the stoppages without the health insurance's decision."""
    waiting = db.session.scalar(select(func.count(Stoppage.id)).where(Stoppage.awaits != ""))
    return [
        Tile(
            _l("Work stoppages"),
            _l("Stoppages that wait for the health insurance"),
            url_for("fr_dsn__StoppageView.index"),
            waiting,
            "people",
        )
    ]

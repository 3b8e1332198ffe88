"""What of the work stoppages waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import url_for
from sqlalchemy import func, select

from console.plugin import Tile, db
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.portfolio import sight

from .models import Stoppage

SEEN: Final = sight.entrusted_siret(Stoppage.company_id, Stoppage.siret)
"""The condition of the stoppages that the visitor sees."""


def tiles() -> Sequence[Tile]:
    """Count the visitor's stoppages without the health insurance's decision."""
    waiting = db.session.scalar(select(func.count(Stoppage.id)).where(Stoppage.awaits != "", SEEN))
    return [
        Tile(
            _l("Work stoppages"),
            _l("Stoppages that wait for the health insurance"),
            url_for("fr_dsn__StoppageView.index"),
            waiting,
            "people",
        )
    ]

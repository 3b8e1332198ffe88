"""Figures for the start page: what an account deposits for, and what waits for somebody."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import func, select

from console.plugin import Tile, db
from console.plugin import lazy_gettext as _l

from .deposits.models import Month
from .portfolio import sight
from .portfolio.models import Establishment
from .stoppages.models import Stoppage


def tiles() -> list[Tile]:
    """Count establishments, months with returns to handle, and stoppages without the health insurance's decision."""
    mine = select(Establishment.id).where(Establishment.removed_at.is_(None), sight.VISIBLE)
    establishments = db.session.scalar(select(func.count()).select_from(mine.subquery()))
    returns = db.session.scalar(
        select(func.count(Month.id)).where(Month.waits, Month.establishment_id.in_(mine))
    )
    stoppages = db.session.scalar(select(func.count(Stoppage.id)).where(Stoppage.awaits != ""))
    return [
        Tile(
            _l("Portfolio"),
            _l("Establishments for which declarations are deposited"),
            url_for("fr_dsn__EstablishmentView.index"),
            establishments,
            "company",
        ),
        Tile(
            _l("Board"),
            _l("Months with returns to handle"),
            url_for("fr_dsn__BoardView.index"),
            returns,
            "calendar",
        ),
        Tile(
            _l("Work stoppages"),
            _l("Stoppages that wait for the health insurance"),
            url_for("fr_dsn__StoppageView.index"),
            stoppages,
            "people",
        ),
    ]

"""What an account deposits for, and what of it waits."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import func, select

from console.plugin import Tile, db
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.deposits.models import Month

from . import sight
from .models import Establishment


def tiles() -> Sequence[Tile]:
    """Count the visitor's establishments, and their months with returns to handle."""
    mine = select(Establishment.id).where(Establishment.removed_at.is_(None), sight.VISIBLE)
    establishments = db.session.scalar(select(func.count()).select_from(mine.subquery()))
    returns = db.session.scalar(
        select(func.count(Month.id)).where(Month.waits, Month.establishment_id.in_(mine))
    )
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
    ]

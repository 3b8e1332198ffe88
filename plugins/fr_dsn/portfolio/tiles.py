"""What an account deposits for, and what of it waits."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import exists, func, select

from console.plugin import Tile, db
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.deposits.models import Month
from plugins.fr_dsn.views import words

from . import sight
from .boards import MOST_COUNTED
from .models import Establishment


def tiles() -> Sequence[Tile]:
    """Count the visitor's establishments, and their months with returns to handle."""
    mine = select(Establishment.id).where(Establishment.removed_at.is_(None), sight.VISIBLE)
    establishments = db.session.scalar(select(func.count()).select_from(mine.subquery()))
    # From the months that wait to their establishments: the other way would go through all of them.
    there = exists().where(Establishment.id == Month.establishment_id, Establishment.removed_at.is_(None))
    waiting = select(Month.id).where(Month.waits, sight.entrusted("see", Month.establishment_id), there)
    some = waiting.limit(MOST_COUNTED + 1).subquery()
    returns = db.session.scalar(select(func.count()).select_from(some)) or 0
    many = _("Months with returns to handle: more than %(count)s", count=words.number(MOST_COUNTED))
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
            _l("Months with returns to handle") if returns <= MOST_COUNTED else many,
            url_for("fr_dsn__BoardView.index"),
            returns if returns <= MOST_COUNTED else None,
            "calendar",
        ),
    ]

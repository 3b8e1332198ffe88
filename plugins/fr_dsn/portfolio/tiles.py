"""What an account deposits for, and what of it waits; as many as lists count, beyond it is said that there are more."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import exists, select

from console.plugin import Tile, db
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.deposits.models import Month
from plugins.fr_dsn.views import words

from . import sight
from .boards import MOST_COUNTED, counted
from .models import Establishment

_MINE = sight.entrusted("see", Month.establishment_id)


def tiles() -> Sequence[Tile]:
    """Count the visitor's establishments, and their months with returns to handle."""
    session, many = db.session(), words.number(MOST_COUNTED)
    places = counted(
        session, select(Establishment.id).where(Establishment.removed_at.is_(None), sight.VISIBLE)
    )
    # From the months that wait to their establishments: the other way would go through all of them.
    there = exists().where(Establishment.id == Month.establishment_id, Establishment.removed_at.is_(None))
    waiting = counted(session, select(Month.id).where(Month.waits, _MINE, there))
    return [
        Tile(
            _l("Portfolio"),
            _l("Establishments for which declarations are deposited")
            if places <= MOST_COUNTED
            else _("Establishments for which declarations are deposited: more than %(count)s", count=many),
            url_for("fr_dsn__EstablishmentView.index"),
            places if places <= MOST_COUNTED else None,
            "company",
        ),
        Tile(
            _l("Board"),
            _l("Months with returns to handle")
            if waiting <= MOST_COUNTED
            else _("Months with returns to handle: more than %(count)s", count=many),
            url_for("fr_dsn__BoardView.index"),
            waiting if waiting <= MOST_COUNTED else None,
            "calendar",
        ),
    ]

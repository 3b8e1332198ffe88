"""How long stoppages are kept, and what is held of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from flask import g
from sqlalchemy import delete, select

from console.plugin import Erased, PersonRows, RetentionClass, db, gettext
from console.plugin import lazy_gettext as _l

from .declaration import KINDS, REASONS, Kind
from .models import Stoppage

NIR: Final = 13
STOPPAGES: Final = RetentionClass(
    "fr_dsn.stoppages",
    _l("Work stoppages"),
    _l(
        "Name, NIR, population, reason, days, wages and subrogation of a stoppage, what was said about it and what "
        "the health insurance and the insurer answered."
    ),
    _l("the last day without work"),
    Stoppage,
    since="last_day",
    persons=("person",),
)
"""Without months: no source at hand says how long, so that each institution confirms its own."""


def export(number: str) -> Sequence[PersonRows]:
    """Give the stoppages of a person."""
    asked = select(Stoppage).where(Stoppage.person == number[:NIR]).order_by(Stoppage.first_day)
    columns = (
        _l("Reference"), _l("Name"), _l("SIRET"), _l("Contract"), _l("Population"), _l("Kind"), _l("Reason"),
        _l("First day"), _l("Last day"), _l("Guarantee from"),
    )  # fmt: skip
    return [PersonRows(STOPPAGES.title, columns, tuple(_row(one) for one in db.session.scalars(asked)))]


def erase(number: str, before: Mapping[str, date]) -> Sequence[Erased]:
    """Erase her stoppages that ended before the day of their class."""
    if STOPPAGES.key not in before:
        return []
    day = before[STOPPAGES.key]
    gone = delete(Stoppage).where(Stoppage.person == number[:NIR], Stoppage.last_day < day)
    found = db.session.execute(gone)
    return [Erased(STOPPAGES.key, int(getattr(found, "rowcount", 0)))]


def _row(one: Stoppage) -> tuple[str, ...]:
    guaranteed = g.style.show_day(one.guarantee_from) if one.guarantee_from else ""
    return (
        one.reference, one.name, one.siret, one.contract, one.population, gettext(KINDS[Kind(one.kind)]),
        gettext(REASONS.get(one.reason, one.reason)), g.style.show_day(one.first_day),
        g.style.show_day(one.last_day), guaranteed,
    )  # fmt: skip

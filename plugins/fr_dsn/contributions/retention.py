"""How long bases of people and contribution calls are kept, and what is held of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from flask import g
from sqlalchemy import delete, select

from console.plugin import Erased, PersonRows, RetentionClass, db
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions.models import ContributionCall, InsuredBase

NIR: Final = 13
"""Signs of a NIR without its key, as a DSN writes it."""
BASES: Final = RetentionClass(
    "fr_dsn.insured_bases",
    _l("Bases under insured contracts from deposited DSN files"),
    _l("What a person contributes on, by month, contract, option, population and kind."),
    _l("the month of the base"),
    InsuredBase,
    since="month",
    persons=("nir",),
)
CALLS: Final = RetentionClass(
    "fr_dsn.calls",
    _l("Contribution calls"),
    _l(
        "What companies were asked to pay, what was declared and paid, with their history; nothing about any person."
    ),
    _l("the last day of the period"),
    ContributionCall,
    since="until",
)
CLASSES: Final = (BASES, CALLS)
"""Without months: no source at hand says how long, so that each institution confirms its own."""


def export(number: str) -> Sequence[PersonRows]:
    """Give the bases of a person."""
    asked = select(InsuredBase).where(InsuredBase.nir.in_(_names(number)))
    columns = (_l("Month"), _l("Contract"), _l("Option"), _l("Population"), _l("Base"), _l("Amount"))
    rows = tuple(
        (
            f"{one.month:%m/%Y}", one.contract, one.option, one.population, one.kind,
            str(g.style.show_amount(one.amount, "EUR")),
        )
        for one in db.session.scalars(asked.order_by(InsuredBase.month, InsuredBase.id))
    )  # fmt: skip
    return [PersonRows(BASES.title, columns, rows)]


def erase(number: str, before: Mapping[str, date]) -> Sequence[Erased]:
    """Erase her bases of months before the day of their class; the calls drawn up from them name nobody."""
    if BASES.key not in before:
        return []
    gone = delete(InsuredBase).where(
        InsuredBase.nir.in_(_names(number)), InsuredBase.month < before[BASES.key]
    )
    found = db.session.execute(gone)
    return [Erased(BASES.key, int(getattr(found, "rowcount", 0)))]


def _names(number: str) -> tuple[str, str]:
    return number, number[:NIR]

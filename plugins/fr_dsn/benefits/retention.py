"""How long slips and their benefits are kept, and what they hold of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from flask import g
from sqlalchemy import ColumnElement, String, cast, select

from console.plugin import Erased, PersonRows, RetentionClass, db
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking.outcome import said
from plugins.fr_dsn.views import words

from .models import Benefit, KeptSlip

NIR: Final = 13
BENEFITS: Final = RetentionClass(
    "fr_dsn.benefits",
    _l("Daily benefits from slips"),
    _l("NIR, establishment, days and amounts of what the health insurance paid or took back, line by line."),
    _l("the day on which the slip came"),
    Benefit,
    since="came_at",
    persons=("person",),
)
SLIPS: Final = RetentionClass(
    "fr_dsn.slips",
    _l("Slips of daily benefits"),
    _l("Name, identification and totals of a slip, and its findings with the NIR of the people they name."),
    _l("the day on which the slip came"),
    KeptSlip,
    since="came_at",
    mentions=("people",),
)
CLASSES: Final = (BENEFITS, SLIPS)
"""Without months: no source at hand says how long, so that each institution confirms its own."""


def export(number: str) -> Sequence[PersonRows]:
    """Give what slips say of a person."""
    hers = select(Benefit).where(Benefit.person == number[:NIR]).order_by(Benefit.first, Benefit.id)
    columns = (
        _l("Reference"), _l("SIRET"), _l("First day"), _l("Last day"), _l("Number of days"), _l("Gross"),
        _l("Deductions"), _l("Net"),
    )  # fmt: skip
    found = tuple(
        (slip.name, said(one["facts"]))
        for slip in _slips(number)
        for one in slip.findings
        if _is_hers(one, number)
    )
    return [
        PersonRows(BENEFITS.title, columns, tuple(_row(one) for one in db.session.scalars(hers))),
        PersonRows(SLIPS.title, (_l("File"), _l("What stands there")), found),
    ]


def erase(number: str, before: Mapping[str, date]) -> Sequence[Erased]:
    """Erase her benefits, and take her out of the findings of slips, as far as their time is over."""
    done = []
    if BENEFITS.key in before:
        asked = select(Benefit).where(Benefit.person == number[:NIR])
        hers = [one for one in db.session.scalars(asked) if one.came_at.date() < before[BENEFITS.key]]
        for one in hers:
            db.session.delete(one)
        done.append(Erased(BENEFITS.key, len(hers)))
    if SLIPS.key in before:
        slips = [one for one in _slips(number) if one.came_at.date() < before[SLIPS.key]]
        for slip in slips:
            slip.findings = [one for one in slip.findings if not _is_hers(one, number)]
            slip.people = [one for one in slip.people if one != number[:NIR]]
        done.append(Erased(SLIPS.key, len(slips)))
    db.session.flush()
    return done


def _slips(number: str) -> list[KeptSlip]:
    named: ColumnElement[bool] = cast(KeptSlip.people, String).contains(f'"{number[:NIR]}"', autoescape=True)
    return list(db.session.scalars(select(KeptSlip).where(named).order_by(KeptSlip.id)))


def _is_hers(finding: Mapping[str, Any], number: str) -> bool:
    return bool(finding["nir"] == number[:NIR])


def _row(one: Benefit) -> tuple[str, ...]:
    first, until = (g.style.show_day(day) if day is not None else "" for day in (one.first, one.until))
    amounts = (words.amount(value) for value in (one.gross, one.deductions, one.net))
    return one.reference, one.siret, first, until, words.number(one.days), *amounts

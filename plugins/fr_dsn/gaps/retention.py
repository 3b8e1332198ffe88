"""How long gaps and what declarations say of insured contracts are kept, and what they hold of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final

from sqlalchemy import ColumnElement, String, cast, or_, select
from sqlalchemy.orm import undefer

from console.plugin import Erased, PersonRows, RetentionClass, db
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.views import gaps_words, words

from .models import DeclaredInsured, Gap

NIR: Final = 13
"""Signs of a NIR without its key, as a DSN writes it."""
GAPS: Final = RetentionClass(
    "fr_dsn.gaps",
    _l("Gaps in declarations"),
    _l(
        "What was missing, the number of the person it is about, what the company answered and how it was settled."
    ),
    _l("the day on which it was settled"),
    Gap,
    since="settled_at",
    persons=("person",),
)
INSURED: Final = RetentionClass(
    "fr_dsn.insured",
    _l("Insured contracts from deposited DSN files"),
    _l("Contracts with due and paid, and the numbers of people who bring no contribution, by month."),
    _l("the declared month"),
    DeclaredInsured,
    since="month",
    mentions=("people",),
)
CLASSES: Final = (GAPS, INSURED)
"""Without months: no source at hand says how long, so that each institution confirms its own."""


def export(number: str) -> Sequence[PersonRows]:
    """Give the gaps that are about a person, and the declarations in which she brings no contribution."""
    gaps = db.session.scalars(select(Gap).where(Gap.person.in_(_names(number))).order_by(Gap.month))
    columns = (_l("Reference"), _l("SIRET"), _l("Month"), _l("What is missing"), _l("State"))
    told = [
        (one.reference, words.siret(one.siret), words.month(one.month), gaps_words.sentence(one), state)
        for one in gaps
        for state, _tone in [gaps_words.state(one.state)]
    ]
    mentioned = [
        (words.month(row.month), str(contract["reference"]))
        for row in _mentioning(number)
        for contract in row.contracts
        if set(_names(number)) & set(contract["without"])
    ]
    return [
        PersonRows(GAPS.title, columns, tuple(told)),
        PersonRows(INSURED.title, (_l("Month"), _l("Insured contract")), tuple(mentioned)),
    ]


def erase(number: str, before: Mapping[str, date]) -> Sequence[Erased]:
    """Erase her gaps that were settled before the day of their class, and her number from contracts of older months."""
    found = []
    if GAPS.key in before:
        settled = Gap.settled_at < datetime.combine(before[GAPS.key], time(), UTC)
        gaps = db.session.scalars(select(Gap).where(Gap.person.in_(_names(number)), settled)).all()
        for gap in gaps:
            db.session.delete(gap)
        found.append(Erased(GAPS.key, len(gaps)))
    if INSURED.key in before:
        rows = [row for row in _mentioning(number) if row.month < before[INSURED.key]]
        for row in rows:
            row.contracts = [_without(one, number) for one in row.contracts]
            row.people = [one for one in row.people if one not in _names(number)]
        found.append(Erased(INSURED.key, len(rows)))
    db.session.flush()
    return found


def _without(contract: Mapping[str, Any], number: str) -> dict[str, Any]:
    kept = [one for one in contract["without"] if one not in _names(number)]
    return {**contract, "without": kept}


def _mentioning(number: str) -> list[DeclaredInsured]:
    asked = select(DeclaredInsured).where(_mentions(number)).order_by(DeclaredInsured.month)
    return list(db.session.scalars(asked.options(undefer(DeclaredInsured.people))))


def _mentions(number: str) -> ColumnElement[bool]:
    column = cast(DeclaredInsured.people, String)
    return or_(*(column.contains(f'"{one}"', autoescape=True) for one in _names(number)))


def _names(number: str) -> tuple[str, str]:
    return number, number[:NIR]

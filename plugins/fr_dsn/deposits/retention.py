"""How long deposits, returns and wages are kept, and what they hold of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, String, cast, or_, select
from sqlalchemy.orm import undefer

from console.plugin import Erased, PersonRows, RetentionClass, db
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking.outcome import said
from plugins.fr_dsn.deposits.models import (
    DeclaredWage,
    Deposit,
    DepositDeclaration,
    DepositFile,
    HubReturn,
    ReturnLine,
)
from plugins.fr_dsn.portfolio.models import Establishment
from plugins.fr_dsn.views import words

NIR = 13
"""Signs of a NIR without its key, as a DSN writes it."""
DEPOSITS: Final = RetentionClass(
    "fr_dsn.deposits",
    _l("Deposited DSN files"),
    _l(
        "The files with everything that stands in them, their declarations, findings and stoppages, and who "
        "deposited them."
    ),
    _l("the day of the deposit"),
    Deposit,
    since="created_at",
    mentions=("people",),
)
RETURNS: Final = RetentionClass(
    "fr_dsn.returns",
    _l("Returns of the hub"),
    _l(
        "What the hub and the organisations say, with number and name of the people whom an anomaly is about."
    ),
    _l("the day on which the return came"),
    HubReturn,
    since="came_at",
    mentions=("people",),
)
WAGES: Final = RetentionClass(
    "fr_dsn.wages",
    _l("Wages from deposited DSN files"),
    _l("Gross wages by person, contract and month."),
    _l("the month of the wage"),
    DeclaredWage,
    since="month",
    persons=("nir",),
)
REMOVED: Final = RetentionClass(
    "fr_dsn.establishments",
    _l("Establishments removed from portfolios"),
    _l("SIRET, name, partner and due day, with the months and the authorisation for priming data."),
    _l("the day of the removal"),
    Establishment,
    since="removed_at",
)
CLASSES: Final = (DEPOSITS, RETURNS, WAGES, REMOVED)
"""Without months: no source at hand says how long, so that each institution confirms its own."""


def export(number: str) -> Sequence[PersonRows]:
    """Give the wages of a person, and what findings and anomalies say about her."""
    wages = db.session.scalars(
        select(DeclaredWage).where(DeclaredWage.nir.in_(_names(number))).order_by(DeclaredWage.month)
    )
    about = (_l("Establishment"), _l("Rubric"), _l("What stands there"))
    return [
        PersonRows(
            WAGES.title,
            (_l("SIRET"), _l("Month"), _l("Contract"), _l("Gross wage")),
            tuple(
                (one.siret, words.month(one.month.isoformat()), one.contract, words.amount(one.gross))
                for one in wages
            ),
        ),
        PersonRows(DEPOSITS.title, about, tuple(_findings(number))),
        PersonRows(RETURNS.title, about, tuple(_anomalies(number))),
    ]


def erase(number: str, before: Mapping[str, date]) -> Sequence[Erased]:
    """Take a person out of what is past the day of its class; a file that names her goes as a whole."""
    found = []
    if DEPOSITS.key in before:
        found.append(Erased(DEPOSITS.key, _erase_deposits(number, before[DEPOSITS.key])))
    if RETURNS.key in before:
        found.append(Erased(RETURNS.key, _erase_returns(number, before[RETURNS.key])))
    if WAGES.key in before:
        rows = db.session.scalars(
            select(DeclaredWage).where(
                DeclaredWage.nir.in_(_names(number)), DeclaredWage.month < before[WAGES.key]
            )
        ).all()
        for row in rows:
            db.session.delete(row)
        found.append(Erased(WAGES.key, len(rows)))
    db.session.flush()
    return found


def _names(number: str) -> tuple[str, str]:
    return number, number[:NIR]


def _mentions(column: Any, number: str) -> ColumnElement[bool]:
    return or_(*(cast(column, String).contains(f'"{one}"', autoescape=True) for one in _names(number)))


def _deposits(number: str) -> list[Deposit]:
    """Give the deposits in which she is named by a finding or has a wage."""
    paid = (
        select(DepositDeclaration.deposit_id)
        .join(DeclaredWage, DeclaredWage.declaration_id == DepositDeclaration.id)
        .where(DeclaredWage.nir.in_(_names(number)))
    )
    asked = select(Deposit).where(or_(_mentions(Deposit.people, number), Deposit.id.in_(paid)))
    return list(db.session.scalars(asked.options(undefer(Deposit.lines), undefer(Deposit.people))))


def _lines(number: str) -> list[tuple[ReturnLine, HubReturn]]:
    asked = (
        select(ReturnLine, HubReturn)
        .join(HubReturn, HubReturn.id == ReturnLine.return_id)
        .where(_mentions(HubReturn.people, number))
        .options(undefer(ReturnLine.anomalies), undefer(HubReturn.people))
    )
    return [(row[0], row[1]) for row in db.session.execute(asked)]


def _findings(number: str) -> list[tuple[str, ...]]:
    return [
        (deposit.name, one["rubric"], said(one["facts"]))
        for deposit in _deposits(number)
        for one in deposit.lines
        if one["person"] in _names(number)
    ]


def _anomalies(number: str) -> list[tuple[str, ...]]:
    return [
        (of.flow, one["rubric"], one["text"])
        for line, of in _lines(number)
        for one in line.anomalies
        if one["person"] in _names(number)
    ]


def _erase_deposits(number: str, before: date) -> int:
    hers = [one for one in _deposits(number) if one.created_at.date() < before]
    for deposit in hers:
        deposit.lines = [one for one in deposit.lines if one["person"] not in _names(number)]
        deposit.people = [one for one in deposit.people if one not in _names(number)]
        files = select(DepositFile).where(DepositFile.deposit_id == deposit.id)
        for file in db.session.scalars(files):
            db.session.delete(file)
        declared = select(DepositDeclaration).where(DepositDeclaration.deposit_id == deposit.id)
        for row in db.session.scalars(declared.options(undefer(DepositDeclaration.stoppages))):
            row.stoppages = [one for one in row.stoppages if one["nir"] not in _names(number)]
    return len(hers)


def _erase_returns(number: str, before: date) -> int:
    hers = [(line, of) for line, of in _lines(number) if of.came_at.date() < before]
    for line, of in hers:
        line.anomalies = [one for one in line.anomalies if one["person"] not in _names(number)]
        of.people = [one for one in of.people if one not in _names(number)]
        of.document = ""
    return len({of.id for _line, of in hers})

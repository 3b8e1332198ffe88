"""What a deposited declaration says of insured contracts, kept until it is accepted, and read back once it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from plugins.fr_dsn.checking.outcome import plain
from plugins.fr_dsn.contributions.models import CODE, CONTRACT, KIND, InsuredBase, InsuredSum
from plugins.fr_dsn.contributions.periods import Period, read_period
from plugins.fr_dsn.contributions.rule import NOTHING, Base
from plugins.fr_dsn.deposits.models import ACCEPTED, DepositDeclaration
from plugins.fr_dsn.rules.facts.declarations import InsuredContract

if TYPE_CHECKING:
    from plugins.fr_dsn.deposits.reading import DeclaredBase

MONTHLY: Final = "01"
"""Nature of a monthly declaration."""
PIECE: Final = 2_000
"""Rows fetched at a time."""


def keep(
    session: Session,
    row: DepositDeclaration,
    contracts: Iterable[InsuredContract],
    bases: Iterable[DeclaredBase],
) -> None:
    """Keep what a monthly declaration says of its contracts and of the people under them; signals say nothing."""
    if row.month is None or row.nature != MONTHLY:
        return
    common = {"company_id": row.company_id, "declaration_id": row.id, "month": row.month}
    session.add_all(
        InsuredSum(
            **common,
            contract=plain(one.reference or "", CONTRACT),
            due=Decimal(one.due) / 100,
            paid=dict(one.parts),
        )
        for one in contracts
    )
    session.add_all(
        InsuredBase(
            **common,
            nir=plain(one.person, 40),
            contract=plain(one.contract, CONTRACT),
            option=plain(one.option, CODE),
            population=plain(one.population, CODE),
            kind=plain(one.kind, KIND),
            amount=Decimal(one.cents) / 100,
        )
        for one in bases
    )


def counts() -> ColumnElement[bool]:
    """Give the condition of the declarations that count: accepted, and not replaced by a later accepted one."""
    later = aliased(DepositDeclaration)
    replaced = exists().where(
        later.establishment_id == DepositDeclaration.establishment_id,
        later.month == DepositDeclaration.month,
        later.fraction == DepositDeclaration.fraction,
        later.nature == MONTHLY,
        later.state == ACCEPTED,
        later.id > DepositDeclaration.id,
    )
    return and_(
        DepositDeclaration.state == ACCEPTED,
        DepositDeclaration.nature == MONTHLY,
        ~replaced.correlate(DepositDeclaration),
    )


def bases_of(session: Session, company: int, contract: str, months: Collection[date]) -> Iterator[Base]:
    """Give the bases of a contract in some months."""
    asked = (
        select(
            InsuredBase.nir,
            InsuredBase.month,
            InsuredBase.option,
            InsuredBase.population,
            InsuredBase.kind,
            InsuredBase.amount,
        )
        .join(DepositDeclaration, DepositDeclaration.id == InsuredBase.declaration_id)
        .where(
            InsuredBase.company_id == company,
            InsuredBase.contract == contract,
            InsuredBase.month.in_(months),
            counts(),
        )
        .execution_options(yield_per=PIECE)
    )
    for row in session.execute(asked):
        yield Base(*row)


def sums_of(session: Session, company: int, contract: str, period: Period) -> tuple[Decimal, Decimal]:
    """Give what accepted declarations owe for a contract in a period, and what they pay for it, in euros.

    A payment counts where its period lies wholly in this one, whatever month it was declared in.
    """
    asked = (
        select(InsuredSum.month, InsuredSum.due, InsuredSum.paid)
        .join(DepositDeclaration, DepositDeclaration.id == InsuredSum.declaration_id)
        .where(InsuredSum.company_id == company, InsuredSum.contract == contract, counts())
    )
    due, paid = NOTHING, 0
    for month, owed, parts in session.execute(asked):
        if month in period.months:
            due += owed
        for code, cents in parts.items():
            part = read_period(code)
            if part is not None and period.holds(part):
                paid += cents
    return due, Decimal(paid) / 100


def missing_in(session: Session, company: int, contract: str, period: Period) -> list[list[str]]:
    """Give SIRET and month of declarations that are not there, of establishments that ever declared the contract."""
    asked = (
        select(DepositDeclaration.siret, DepositDeclaration.month)
        .join(InsuredSum, InsuredSum.declaration_id == DepositDeclaration.id)
        .where(InsuredSum.company_id == company, InsuredSum.contract == contract, counts())
        .distinct()
    )
    found = {(row[0], row[1]) for row in session.execute(asked)}
    sirets = sorted({siret for siret, _month in found})
    return [[siret, f"{at:%Y-%m}"] for siret in sirets for at in period.months if (siret, at) not in found]

"""The population of a person under the insured contract comes from accepted declarations, whichever comes first."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from plugins.fr_dsn.portfolio.models import Establishment
from plugins.fr_dsn.stoppages import service
from plugins.fr_dsn.stoppages.models import Stoppage
from plugins.fr_dsn.stoppages.population import population
from plugins.fr_dsn.stoppages.service import Call
from tests.plugins.fr_dsn.contributions.conftest import insurer
from tests.plugins.fr_dsn.contributions.insurer import FILES, Insurer
from tests.plugins.fr_dsn.portfolio.accounts import GATEWAY, account
from tests.plugins.fr_dsn.stoppages.examples import stoppage

__all__ = ["insurer"]
FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("said", "contract", "found"),
    [
        ([], "", ""),
        ([(FEBRUARY, "P", "CADRE")], "", "CADRE"),
        ([(FEBRUARY, "P", "CADRE"), (MARCH, "P", "ETAM")], "", "ETAM"),
        ([(MARCH, "P", "CADRE"), (APRIL, "P", "ETAM")], "", "CADRE"),
        ([(APRIL, "P", "ETAM")], "", "ETAM"),
        ([(MARCH, "P", "CADRE"), (MARCH, "Q", "ETAM")], "", ""),
        ([(MARCH, "P", "CADRE"), (MARCH, "Q", "ETAM")], "Q", "ETAM"),
        ([(MARCH, "P", "")], "", ""),
    ],
)
def test_the_nearest_month_of_the_contract_says_the_population(
    said: list[tuple[date, str, str]], contract: str, found: str
) -> None:
    assert population(said, contract, date(2026, 3, 11)) == found


def declare(there: Insurer) -> None:
    with there.house.writing(GATEWAY) as session:
        one = stoppage(last_day_worked=date(2025, 2, 10), planned_end=date(2025, 2, 20))
        service.declare(session, Call(account(session), "Paie", "api"), one, "HR-POP")


def kept(there: Insurer) -> str:
    with there.house.reading(GATEWAY) as session:
        return session.scalars(select(Stoppage.population).where(Stoppage.own_key == "HR-POP")).one()


def test_a_declared_stoppage_finds_it_in_a_declaration_of_before(insurer: Insurer) -> None:
    insurer.accept(FILES[0])
    declare(insurer)

    assert kept(insurer) == "CADRE"


def test_a_declaration_that_is_accepted_later_brings_it(insurer: Insurer) -> None:
    with insurer.house.writing(GATEWAY) as session:
        session.add(
            Establishment(company_id=account(session), siret=stoppage().siret, name="S", due_day="15")
        )
    declare(insurer)
    assert kept(insurer) == ""

    insurer.accept(FILES[0])

    assert kept(insurer) == "CADRE"

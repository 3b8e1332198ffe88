"""Stoppages that a DSN tells of, too."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from plugins.fr_dsn.stoppages import matching
from plugins.fr_dsn.stoppages.models import Stoppage
from tests.plugins.fr_dsn.stoppages.examples import STOPPAGE
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, Gateway


def found(gateway: Gateway, deposit: str = "D-1", **changed: Any) -> None:
    """Tell of the stoppage as a deposited declaration does."""
    with gateway.house.writing(HEXALIA) as session:
        values: dict[str, Any] = {
            "siret": STOPPAGE.siret, "nir": STOPPAGE.nir, "contract": STOPPAGE.contract,
            "last_day_worked": STOPPAGE.last_day_worked, "planned_end": STOPPAGE.planned_end, "resumption": None,
        }  # fmt: skip
        matching.found(session, gateway.company, **(values | changed), reference_of_deposit=deposit)


def test_a_declared_stoppage_is_found_in_a_dsn_and_never_doubled(gateway: Gateway) -> None:
    gateway.declare()
    found(gateway)
    found(gateway)
    found(gateway, "D-2")

    assert gateway.one(select(Stoppage)).deposits == ["D-1", "D-2"]
    assert gateway.trail().count("employer found") == 2


def test_one_that_only_a_dsn_tells_of_is_kept_and_sent_to_nobody(gateway: Gateway) -> None:
    found(gateway)

    kept = gateway.one(select(Stoppage))
    assert (kept.source, kept.state, kept.last_day) == ("dsn", "draft", date(2026, 3, 31))
    assert gateway.got() == []


def test_the_declaration_that_comes_after_the_dsn_takes_that_one_over(gateway: Gateway) -> None:
    found(gateway)
    gateway.declare()

    (kept,) = gateway.all(select(Stoppage))
    assert (kept.own_key, kept.source, kept.state, kept.deposits) == ("HR-1", "api", "acknowledged", ["D-1"])


def test_another_day_another_contract_and_another_company_are_other_stoppages(lite: Gateway) -> None:
    lite.declare()
    found(lite, contract="00002")
    found(lite, last_day_worked=date(2026, 1, 5), planned_end=date(2026, 1, 9))

    assert len(lite.all(select(Stoppage))) == 3


def test_a_later_file_says_that_work_was_resumed(lite: Gateway) -> None:
    found(lite)
    found(lite, "D-2", resumption=date(2026, 3, 20))

    assert lite.one(select(Stoppage)).last_day == date(2026, 3, 19)

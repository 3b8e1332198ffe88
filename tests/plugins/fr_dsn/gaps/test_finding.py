"""Gaps open, heal and come back as declarations are accepted; looked for twice or at once, each is one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.jobs.service import run_due
from console.shell.schedule import jobs_of
from plugins.fr_dsn.contributions.models import ContributionRate
from plugins.fr_dsn.gaps import finding, service
from plugins.fr_dsn.gaps.models import DeclaredInsured, Gap
from plugins.fr_dsn.portfolio.models import Establishment
from plugins.fr_dsn.stoppages.models import InsuredTerms
from tests.plugins.fr_dsn.deposits.hub import change
from tests.plugins.fr_dsn.gaps.following import (
    FEBRUARY,
    IN_MARCH,
    MARCH,
    OLIVIER,
    at,
    clear,
    deposit,
    gaps,
    look,
    rows,
    steps,
    without_contribution,
)
from tests.plugins.fr_dsn.portfolio.accounts import GATEWAY, account, plant
from tests.support.house import House

FIRST, SECOND = date(2025, 2, 1), date(2025, 3, 1)
IN_APRIL = datetime(2025, 4, 20, 9, tzinfo=UTC)


def test_a_month_that_is_due_and_not_accepted_is_missing_until_it_is_accepted(house: House) -> None:
    clear(house)
    plant(house, 1, due_day="15", expected_from=FIRST)
    with at(IN_MARCH):
        look(house)
        assert gaps(house) == [("missing", FIRST, "", "open")]


def test_what_is_accepted_heals_by_itself(house: House) -> None:
    clear(house)
    with at(IN_MARCH):
        deposit(house, FEBRUARY, "KO")
        assert gaps(house) == [("missing", FIRST, "", "open")]

        deposit(house, FEBRUARY.replace(b"S20.G00.05.004,'1'", b"S20.G00.05.004,'2'"))

        (gap,) = rows(house)
        assert (gap.state, gap.follow_up, steps(house, gap)) == ("healed", None, ["found", "healed"])


def test_looking_twice_changes_nothing(house: House) -> None:
    clear(house)
    plant(house, 1, expected_from=FIRST)
    with at(IN_MARCH):
        look(house)
        before = [(gap.id, steps(house, gap)) for gap in rows(house)]
        look(house)

    assert [(gap.id, steps(house, gap)) for gap in rows(house)] == before


def test_piece_by_piece_finds_what_one_go_finds(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    clear(house)
    _plant_ten(house)
    with at(IN_MARCH):
        look(house)
        at_once = [(*gap, steps(house, row)) for gap, row in zip(gaps(house), rows(house), strict=True)]
        clear(house)
        _plant_ten(house)
        monkeypatch.setattr(finding, "AT_ONCE", 3)
        assert _by_pieces(house) == 4

    in_pieces = [(*gap, steps(house, row)) for gap, row in zip(gaps(house), rows(house), strict=True)]
    assert in_pieces == at_once
    assert len(in_pieces) == 10


def test_what_ends_in_between_keeps_the_pieces_that_are_done_and_doubles_none(
    lite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear(lite_house)
    _plant_ten(lite_house)
    monkeypatch.setattr(finding, "AT_ONCE", 4)
    whole, looked = finding._look, []

    def breaking(*asked: Any) -> int:
        looked.append(asked)
        if len(looked) == 2:
            raise RuntimeError("the worker ends")
        return whole(*asked)

    jobs = [one for one in jobs_of(lite_house.app) if one.name == "fr_dsn.gaps"]
    with at(IN_MARCH):
        monkeypatch.setattr(finding, "_look", breaking)
        run_due(lite_house.app, jobs)
        begun = len(rows(lite_house))
        monkeypatch.setattr(finding, "_look", whole)
        look(lite_house)

    assert (begun, len(rows(lite_house))) == (4, 10)
    assert {tuple(steps(lite_house, gap)) for gap in rows(lite_house)} == {("found",)}


def test_looking_at_once_from_several_workers_finds_each_gap_once(house: House) -> None:
    clear(house)
    for n in range(20):
        plant(house, n + 10, expected_from=FIRST)

    def work(_n: int) -> None:
        look(house)

    with at(IN_MARCH), ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))

    found = rows(house)
    assert len(found) == 20
    assert {tuple(steps(house, gap)) for gap in found} == {("found",)}


def test_what_somebody_closed_stays_closed_while_what_healed_comes_back(house: House) -> None:
    clear(house)
    closed, healed = (plant(house, n, expected_from=FIRST) for n in (1, 2))
    with at(IN_MARCH):
        look(house)
        with house.writing(GATEWAY) as session:
            gap = session.scalars(select(Gap).where(Gap.establishment_id == closed)).one()
            service.close(session, [gap], "explained", "", "Camille")
            session.get_one(Establishment, healed).expected_from = SECOND
        look(house)
        assert [gap.state for gap in rows(house)] == ["closed", "healed"]
        with house.writing(GATEWAY) as session:
            session.get_one(Establishment, healed).expected_from = FIRST
        look(house)

    first, second = rows(house)
    assert (first.state, second.state) == ("closed", "open")
    assert steps(house, second) == ["found", "healed", "back"]


def test_what_is_open_of_a_removed_establishment_goes_with_it(lite_house: House) -> None:
    clear(lite_house)
    key = plant(lite_house, 1, expected_from=FIRST)
    with at(IN_MARCH):
        look(lite_house)
        with lite_house.writing(GATEWAY) as session:
            session.get_one(Establishment, key).removed_at = IN_MARCH
        look(lite_house)

    assert [gap.state for gap in rows(lite_house)] == ["healed"]


def test_who_is_affiliated_without_contribution_is_found_when_the_declaration_is_accepted(
    house: House,
) -> None:
    clear(house)
    with at(IN_MARCH):
        deposit(house, without_contribution(FEBRUARY, OLIVIER))

    found = {gap[0]: gap for gap in gaps(house)}
    assert found["no_contribution"] == ("no_contribution", FIRST, OLIVIER, "open")
    assert found["payment"] == ("payment", FIRST, "PREV-2025-001", "open")
    assert [gap.person for gap in rows(house) if gap.kind == "payment"] == [""]


def test_a_payment_that_differs_is_found_with_what_is_due_and_paid(house: House) -> None:
    clear(house)
    with at(IN_APRIL):
        deposit(house, FEBRUARY)
        deposit(house, MARCH)

    (gap,) = [one for one in rows(house) if one.state == "open"]
    assert (gap.kind, gap.month, gap.facts["due"], gap.facts["paid"]) == ("payment", SECOND, 6_400, 3_200)


def test_a_declaration_that_is_not_accepted_says_nothing_of_contracts(lite_house: House) -> None:
    clear(lite_house)
    with at(IN_APRIL):
        deposit(lite_house, FEBRUARY)
        deposit(lite_house, MARCH, "KO")

    assert gaps(lite_house) == [("missing", SECOND, "", "open")]
    with lite_house.reading(GATEWAY) as session:
        assert len(session.scalars(select(DeclaredInsured)).all()) == 2


def test_terms_of_other_contracts_show_that_one_is_unknown_until_it_has_terms_too(house: House) -> None:
    clear(house)
    with at(IN_MARCH):
        _terms(house, "OTHER-1")
        deposit(house, FEBRUARY)
        assert gaps(house) == [("contract", FIRST, "PREV-2025-001", "open")]

        _terms(house, "PREV-2025-001")
        look(house)

    assert gaps(house) == [("contract", FIRST, "PREV-2025-001", "healed")]


def test_a_contract_with_contribution_rates_is_known(house: House) -> None:
    clear(house)
    with at(IN_MARCH):
        _rate(house, "OTHER-1", FIRST)
        deposit(house, FEBRUARY)
        assert gaps(house) == [("contract", FIRST, "PREV-2025-001", "open")]

        _rate(house, "PREV-2025-001", SECOND)
        look(house)
        assert gaps(house) == [("contract", FIRST, "PREV-2025-001", "open")]

        _rate(house, "PREV-2025-001", FIRST)
        look(house)

    assert gaps(house) == [("contract", FIRST, "PREV-2025-001", "healed")]


def test_the_institution_says_after_how_many_months_an_establishment_is_silent(lite_house: House) -> None:
    clear(lite_house)
    plant(lite_house, 1, expected_from=FIRST)
    with at(IN_MARCH):
        change(lite_house, {"gaps_silent_after": "1"})
        look(lite_house)
        assert ("silent", FIRST, "", "open") in gaps(lite_house)
        change(lite_house, {"gaps_silent_after": "0"})
        look(lite_house)

    assert ("silent", FIRST, "", "healed") in gaps(lite_house)


def test_the_schedule_looks_once_a_day_and_the_journal_counts_what_it_found(lite_house: House) -> None:
    clear(lite_house)
    plant(lite_house, 1, expected_from=FIRST)
    jobs = [one for one in jobs_of(lite_house.app) if one.name == "fr_dsn.gaps"]
    with at(IN_MARCH):
        assert run_due(lite_house.app, jobs) == ["fr_dsn.gaps"]
    with at(IN_MARCH + timedelta(hours=23)):
        assert run_due(lite_house.app, jobs) == []

    assert gaps(lite_house) == [("missing", FIRST, "", "open")]
    with lite_house.reading(GATEWAY) as session:
        asked = (
            select(AuditEntry).where(AuditEntry.action == "fr_dsn.gap.found").order_by(AuditEntry.id.desc())
        )
        assert session.scalars(asked).first().facts["count"] == 1  # type: ignore[union-attr]


def _terms(house: House, contract: str) -> None:
    with house.writing(GATEWAY) as session:
        session.add(
            InsuredTerms(
                company_id=account(session), contract=contract, first=date(2020, 1, 1), deductible=30,
                counting="continuous",
            )
        )  # fmt: skip


def _plant_ten(house: House) -> None:
    """Add ten establishments that lack a month."""
    for n in range(10):
        plant(house, n + 10, expected_from=FIRST)


def _by_pieces(house: House) -> int:
    """Look as the schedule does, each piece in a transaction of its own; gives how many there were."""
    piece: object = finding.look_onward
    count = 0
    while callable(piece):
        with house.writing(GATEWAY) as session:
            piece = piece(session)
        count += 1
    return count


def _rate(house: House, contract: str, first: date) -> None:
    with house.writing(GATEWAY) as session:
        session.add(
            ContributionRate(
                company_id=account(session), contract=contract, base="11", percent=Decimal(2), first=first,
                periodicity="monthly",
            )
        )  # fmt: skip

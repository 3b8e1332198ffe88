"""Returns that fit nothing, and files brought twice at once: kept, shown, and nothing else moves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.fr_dsn.deposits import service
from plugins.fr_dsn.deposits.models import Deposit, HubReturn, ReturnLine
from plugins.fr_dsn.deposits.service import Depositor
from plugins.fr_dsn.gateways.hub_simulator import Declared, report
from tests.plugins.fr_dsn.deposits.hub import FEBRUARY, Hub, bring
from tests.plugins.fr_dsn.portfolio.accounts import ADMINISTRATOR, GATEWAY, OTHER, account
from tests.support.outbox import work

SAID = Declared("999000011", "00018", "2025-02", "01", "1", "11", "2850369123456", "MARCHAND")


def test_an_unknown_return_that_is_listed_again_is_kept_once(lite_hub: Hub) -> None:
    lite_hub.says("FUNKNOWN", "11", "KO", report("11", [SAID], "KO"))
    lite_hub.poll()
    once = [one.public_id for one in lite_hub.answers()]
    lite_hub.poll()
    lite_hub.poll()

    assert [one.public_id for one in lite_hub.answers()] == once
    assert {one.outcome for one in lite_hub.answers()} == {"unmatched"}


def test_an_unknown_return_stops_none_that_follow(lite_hub: Hub) -> None:
    deposit = lite_hub.deposit(FEBRUARY)
    lite_hub.says("FUNKNOWN", "11", "KO", report("11", [SAID], "KO"))
    lite_hub.says(deposit.flow, "11", "KO", report("11", [SAID], "KO"))
    lite_hub.poll()

    assert lite_hub.states() == ["refused"]
    assert {one.outcome for one in lite_hub.answers() if "FUNKNOWN" in one.body} == {"unmatched"}


@pytest.mark.parametrize(
    "changed", [{"nic": "00026"}, {"month": "2024-12"}, {"order": "7"}, {"fraction": "22"}]
)
def test_a_return_about_a_declaration_that_the_deposit_has_not_moves_nothing(
    lite_hub: Hub, changed: dict[str, str]
) -> None:
    deposit = lite_hub.deposit(FEBRUARY)
    lite_hub.poll()
    before, lines = lite_hub.states(), len(lite_hub.rows(ReturnLine))
    strange = replace(SAID, **changed)
    lite_hub.says(deposit.flow, "31", "KO", report("31", [strange], "KO"), "CPAM")
    lite_hub.poll()

    assert (lite_hub.states(), len(lite_hub.rows(ReturnLine))) == (before, lines)
    assert [one.status for one in lite_hub.rows(HubReturn, nature="31")] == ["KO"]


def test_a_file_twice_in_one_request_is_one_deposit(lite_hub: Hub) -> None:
    answer = bring(lite_hub.house.browser(ADMINISTRATOR), {"mars.dsn": FEBRUARY, "copie.dsn": FEBRUARY})
    work(lite_hub.house)

    assert (answer.status_code, len(lite_hub.deposits()), lite_hub.effects) == (303, 1, [1])


def test_two_people_who_bring_a_file_in_the_same_moment_make_one_deposit(
    lite_hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The second one looks before the first is there, and writes after it.
    first = lite_hub.deposit(FEBRUARY)
    looked: list[bool] = []
    known = service._with_digest

    def look(*arguments: object) -> Deposit | None:
        looked.append(True)
        return None if len(looked) == 1 else known(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(service, "_with_digest", look)
    with lite_hub.house.writing(GATEWAY) as session:
        by = Depositor(1, "Bruno", account(session), covers_all=True)
        deposit, is_new = service.begin(session, by, "copie.dsn", FEBRUARY)
        assert (deposit.reference, is_new) == (first.reference, False)

    assert len(lite_hub.deposits()) == 1


def test_a_siret_that_another_account_declares_for_stays_that_account_s(lite_hub: Hub) -> None:
    lite_hub.deposit(FEBRUARY)
    months = lite_hub.months()
    lite_hub.deposit(FEBRUARY, OTHER)

    with lite_hub.house.reading(GATEWAY) as session:
        mine, theirs = account(session), account(session, "C-200")
    assert [one.company_id for one in lite_hub.deposits()] == [mine, theirs]
    assert lite_hub.months()[: len(months)] == months
    assert (
        lite_hub.house.browser(OTHER).get(f"/fr_dsn/deposit/{lite_hub.deposits()[0].reference}").status_code
        == 404
    )

"""What an account deposits is checked, split, and leaves once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from console.jobs.running import run_next
from plugins.fr_dsn.deposits.models import DeclaredWage, Deposit, DepositDeclaration, DepositFile
from plugins.fr_dsn.deposits.wages import history
from plugins.fr_dsn.portfolio.models import Establishment, Partner
from plugins.fr_dsn.views import deposits_entering
from tests.plugins.fr_dsn.deposits.hub import APRIL, FEBRUARY, MARCH, SIRET, START, Hub, bring, change
from tests.plugins.fr_dsn.portfolio.accounts import (
    ADMINISTRATOR,
    COLLEAGUE,
    GATEWAY,
    OTHER,
    STAFF,
    account,
    entrust,
    text,
)
from tests.support.outbox import later, work

LUCIE = "2850369123456"


def test_a_file_without_fault_goes_to_the_hub_and_its_declarations_are_known(hub: Hub) -> None:
    deposit = hub.deposit(FEBRUARY)

    assert (deposit.state, deposit.verdict, deposit.flow[:1]) == ("sent", "accepted", "F")
    (row,) = hub.rows(DepositDeclaration)
    assert (row.siret, row.month, row.nature, row.type, row.order_number, row.fraction, row.individuals) == (
        SIRET, date(2025, 2, 1), "01", "01", "1", "11", 3,
    )  # fmt: skip
    assert hub.months() == [(date(2025, 2, 1), "deposited", 0)]
    assert hub.effects == [1]


def test_a_new_establishment_is_added_by_itself_to_be_verified(hub: Hub) -> None:
    hub.deposit()

    (row,) = hub.rows(Establishment, siret=SIRET)
    assert (row.state, row.came, row.name, row.due_day) == ("to_verify", "deposit", "", "")
    assert (row.expected_from, row.last_month) == (date(2025, 2, 1), date(2025, 2, 1))


def test_the_same_file_is_the_first_deposit_and_is_never_sent_twice(hub: Hub) -> None:
    first = hub.deposit(FEBRUARY)
    second = hub.deposit(FEBRUARY, name="copie.dsn")

    assert (first.reference, len(hub.deposits()), hub.effects) == (second.reference, 1, [1])
    assert len(hub.sent()) == 1


def test_a_refused_file_is_kept_with_what_is_to_correct_and_not_sent(hub: Hub) -> None:
    deposit = hub.deposit(APRIL)

    page = text(hub.house.browser(ADMINISTRATOR), f"{START}{deposit.reference}")

    assert (deposit.state, hub.sent(), hub.rows(DepositDeclaration)) == ("refused", [], [])
    assert len(hub.rows(DepositFile)) == 1
    assert "S21.G00.30.006" in page
    assert "BERTIN" in page


def test_a_file_that_is_no_declaration_is_told_so(lite_hub: Hub) -> None:
    for content in (b"", b"\x00\x01\x02", b"Bonjour", b"S10.G00.00.001,'X'\n"):
        deposit = lite_hub.deposit(content)
        assert deposit.state == "refused"
        assert lite_hub.house.browser(ADMINISTRATOR).get(f"{START}{deposit.reference}").status_code == 200

    assert lite_hub.sent() == []


def test_a_refused_file_brought_again_is_looked_at_again_in_its_place(lite_hub: Hub) -> None:
    lite_hub.deposit(APRIL)
    lite_hub.deposit(APRIL)

    assert len(lite_hub.deposits()) == 1


def test_several_files_at_once_are_each_taken_for_themselves(lite_hub: Hub) -> None:
    browser = lite_hub.house.browser(ADMINISTRATOR)

    answer = bring(browser, {"a.dsn": FEBRUARY, "b.dsn": MARCH, "c.dsn": APRIL})
    work(lite_hub.house)

    assert answer.status_code == 303
    assert [one.state for one in lite_hub.deposits()] == ["sent", "sent", "refused"]
    assert lite_hub.effects == [1, 1]


def test_a_large_file_is_checked_by_a_worker(lite_hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deposits_entering, "AT_ONCE_TOGETHER", 10)
    answer = bring(lite_hub.house.browser(ADMINISTRATOR), {"a.dsn": FEBRUARY})
    (deposit,) = lite_hub.deposits()
    assert (answer.status_code, deposit.state) == (303, "checking")

    while run_next(lite_hub.house.app):
        pass
    work(lite_hub.house)

    (deposit,) = lite_hub.deposits()
    assert (deposit.state, lite_hub.effects) == ("sent", [1])


def test_another_account_sees_nothing_of_a_deposit(hub: Hub) -> None:
    deposit = hub.deposit()
    other = hub.house.browser(OTHER)

    assert deposit.reference not in text(other, START)
    assert other.get(f"{START}{deposit.reference}").status_code == 404
    assert "mars.dsn" in text(hub.house.browser(STAFF), START)


def test_the_same_file_of_two_accounts_is_two_deposits(lite_hub: Hub) -> None:
    lite_hub.deposit(FEBRUARY)
    lite_hub.deposit(FEBRUARY, OTHER)

    assert len({one.company_id for one in lite_hub.deposits()}) == 2


def test_a_colleague_deposits_for_what_is_entrusted_to_her_alone(hub: Hub) -> None:
    house = hub.house
    assert bring(house.browser(COLLEAGUE), {"a.dsn": FEBRUARY}).status_code == 403
    assert bring(house.browser(STAFF), {"a.dsn": FEBRUARY}).status_code == 403

    hub.deposit(FEBRUARY)
    (place,) = hub.rows(Establishment, siret=SIRET)
    entrust(house, deposits=True)
    assert hub.deposit(MARCH, COLLEAGUE).state == "refused"
    entrust(house, place.id, deposits=True)
    assert hub.deposit(MARCH, COLLEAGUE).state == "sent"


def test_what_a_colleague_may_not_deposit_says_nothing_of_the_portfolio(lite_hub: Hub) -> None:
    entrust(lite_hub.house, deposits=True)
    before = lite_hub.deposit(MARCH, COLLEAGUE)
    lite_hub.deposit(FEBRUARY)
    lite_hub.deposit(MARCH, COLLEAGUE)

    (after,) = lite_hub.rows(Deposit, reference=before.reference)
    assert (after.state, after.why) == ("refused", before.why)


def test_a_partner_s_own_controls_are_made_and_refuse_nothing(lite_hub: Hub) -> None:
    lite_hub.deposit(FEBRUARY)
    with lite_hub.house.writing(GATEWAY) as session:
        session.add(Partner(code="P0001", name="Mutuelle fictive", extras="insured"))
        session.flush()
        place = session.scalars(select(Establishment).where(Establishment.siret == SIRET)).one()
        place.partner_id = session.scalars(select(Partner.id).where(Partner.code == "P0001")).one()

    deposit = lite_hub.deposit(MARCH)

    assert deposit.state == "sent"
    assert "PARTNER_CONTRACT" in [one["control"] for one in deposit.lines]


def test_deposits_wait_while_no_hub_is_set_and_leave_when_it_is(lite_hub: Hub) -> None:
    change(lite_hub.house, {"hub_deposit_url": ""})
    assert lite_hub.deposit(FEBRUARY).state == "leaving"
    assert lite_hub.effects == []

    lite_hub.connect()
    with later(timedelta(hours=1)):
        work(lite_hub.house)
    assert ([one.state for one in lite_hub.deposits()], lite_hub.effects) == (["sent"], [1])


def test_wages_count_once_their_declaration_is_accepted(hub: Hub) -> None:
    hub.deposit(FEBRUARY)
    assert [one.gross for one in hub.rows(DeclaredWage, nir=LUCIE)] == [Decimal("2500.00")]
    assert _history(hub) == []

    hub.poll()

    assert _history(hub) == [(date(2025, 2, 1), Decimal("2500.00"), "00001")]


def _history(hub: Hub) -> list[tuple[date, Decimal, str]]:
    with hub.house.reading(GATEWAY) as session:
        found = history(session, account(session), SIRET, LUCIE, date(2025, 3, 20), 12)
        return [(one.month, one.gross, one.contract) for one in found]

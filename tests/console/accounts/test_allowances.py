"""Many at once take requests of one key, and together never more than its limit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from console.accounts import keys
from console.accounts.allowances import Allowances
from console.base import clock
from console.institutions.sessions import accounts
from tests.support.house import House


def test_eight_processes_that_ask_at_the_same_moment_get_the_limit_and_no_more(house: House) -> None:
    tenant = house.institution("CC Léman")
    with house.app.app_context():
        _, secret = keys.create(
            accounts(),
            institution=tenant,
            plugin="ch_fund",
            name="Payroll",
            operations={"read"},
            lasts=timedelta(days=1),
            created_by="Test",
            per_minute=60,
        )
        accounts.commit()

    def work(process: Allowances) -> int:
        given = 0
        for _ in range(20):
            with house.app.app_context():
                caller = keys.caller_of(accounts(), secret)
                assert caller is not None
                given += process.take(accounts(), caller).granted
        return given

    with clock.at(clock.now()), ThreadPoolExecutor(8) as pool:
        given = list(pool.map(work, [Allowances() for _ in range(8)]))

    assert sum(given) <= 60
    assert sum(given) >= 50


def test_the_threads_of_one_process_share_its_portion(house: House) -> None:
    tenant, process = house.institution("CC Léman"), Allowances()
    with house.app.app_context():
        _, secret = keys.create(
            accounts(),
            institution=tenant,
            plugin="ch_fund",
            name="Payroll",
            operations={"read"},
            lasts=timedelta(days=1),
            created_by="Test",
            per_minute=40,
        )
        accounts.commit()

    def one(_: int) -> bool:
        with house.app.app_context():
            caller = keys.caller_of(accounts(), secret)
            assert caller is not None
            return process.take(accounts(), caller).granted

    with clock.at(clock.now()), ThreadPoolExecutor(8) as pool:
        given = list(pool.map(one, range(80)))

    assert given.count(True) == 40

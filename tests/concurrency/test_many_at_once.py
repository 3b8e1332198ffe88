"""Eight people at once: each gets her own answer, and nobody's work is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select

from console.accounts.throttles import Limit, count
from console.base.errors import TooManyTries
from console.institutions.sessions import accounts
from console.parties.models import Company
from plugins.ch_fund.models import Employee
from plugins.ch_fund.rules.cantons import CANTONS
from tests.support.house import House, token_of

ROOT = Path(__file__).resolve().parents[2]
THREADS, ROUNDS = 8, 25
LIMIT = Limit("test", 5, timedelta(minutes=15), timedelta(minutes=1), timedelta(hours=1))


@pytest.fixture
def restless() -> Iterator[None]:
    """Let threads change places as often as they can, so that what may go wrong does."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def together(work: Callable[[int], int], times: int = THREADS) -> list[int]:
    """Do the work in so many threads at once."""
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(work, range(times)))


@pytest.mark.usefixtures("restless")
def test_eight_people_ask_one_list_differently_and_none_gets_another_s_rows(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    with house.reading() as session:
        rows = session.execute(select(Employee.canton, Employee.family_name, Employee.given_name)).all()
    cantons = [canton for canton in CANTONS if any(row.canton == canton for row in rows)][:THREADS]
    own = {c: {f"{r.family_name};{r.given_name}" for r in rows if r.canton == c} for c in cantons}

    def ask(n: int) -> int:
        browser, wrong = house.browser("marc"), 0
        for turn in range(60):
            canton = cantons[(n + turn) % len(cantons)]
            page = browser.get(f"/ch_fund/employee/list/?canton={canton}&size=100").get_data(as_text=True)
            cells = page.split("<tbody", 1)[1].split("</tbody>", 1)[0]
            shown = {
                name
                for names in own.values()
                for name in names
                if all(part in cells for part in name.split(";"))
            }
            wrong += not own[canton] <= shown or f">{canton}<" not in "".join(cells.split())
            wrong += any(f">{other}<" in "".join(cells.split()) for other in cantons if other != canton)
        return wrong

    wrong = sum(together(ask))
    with capsys.disabled():
        print(f"\n  wrong answers: {wrong} of {THREADS * 60}")
    assert wrong == 0


@pytest.mark.usefixtures("restless")
def test_the_first_visitors_of_a_process_meet_the_same_engine(house: House) -> None:
    """Of two engines a session would open two connections, and refuse to write on the second."""

    def meet(start: Barrier) -> set[int]:
        start.wait()
        with house.writing() as session:
            return {id(session.get_bind()) for _ in range(3)}

    for _ in range(50):
        house.app.extensions["guichet_engines"].clear()
        start = Barrier(THREADS)
        with ThreadPoolExecutor(THREADS) as pool:
            met = set().union(*pool.map(meet, [start] * THREADS))
        assert len(met) == 1


def test_eight_people_edit_one_entry_and_no_edit_is_lost(house: House) -> None:
    """Each reads the page, adds one to the house number, and tries again when somebody was faster."""
    key = _company(house)
    _write(house, key, "0")

    def edit(_n: int) -> int:
        browser, done = house.browser("marc"), 0
        token = token_of(browser)
        while done < 3:
            done += _edit(browser, key, token) == 303
        return done

    assert sum(together(edit)) == _number(house, key) == THREADS * 3


def test_eight_threads_count_with_a_lock_and_lose_nothing(house: House) -> None:
    key = _company(house)
    _write(house, key, "0")
    together(lambda _n: count_up(house, key, ROUNDS))
    assert _number(house, key) == THREADS * ROUNDS


def test_four_processes_lose_no_count_and_reach_the_limit_of_tries_exactly(house: House) -> None:
    key = _company(house)
    _write(house, key, "0")
    passed = _processes(house, key)
    assert _number(house, key) == 4 * ROUNDS
    assert sum(passed) == LIMIT.tries


def test_eight_threads_reach_the_limit_of_tries_exactly(house: House) -> None:
    assert sum(together(lambda _n: tries(house, 4))) == LIMIT.tries


def count_up(house: House, key: int, times: int) -> int:
    """Read a number and write it one higher, so many times."""
    for _ in range(times):
        with house.writing() as session:
            row = session.scalars(select(Company).where(Company.id == key).with_for_update()).one()
            row.house_number = str(int(row.house_number) + 1)
    return times


def tries(house: House, times: int) -> int:
    """Try so many times; give how often the limit let it pass."""
    passed = 0
    for _ in range(times):
        with house.app.app_context():
            try:
                count(accounts(), "a secret", LIMIT, "one key")
            except TooManyTries:
                continue
            passed += 1
    return passed


def _processes(house: House, key: int) -> list[int]:
    facts = {"url": house.settings.database_url, "data": str(house.settings.data), "key": key}
    command = [sys.executable, "-m", "tests.concurrency.worker", json.dumps(facts)]
    workers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = [worker.communicate(timeout=60)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 4
    return [int(answer) for answer in answers]


def _company(house: House) -> int:
    with house.reading() as session:
        return int(session.scalars(select(Company.id).where(Company.number == "41002")).one())


def _write(house: House, key: int, value: str) -> None:
    with house.writing() as session:
        session.get_one(Company, key).house_number = value


def _number(house: House, key: int) -> int:
    with house.reading() as session:
        return int(session.get_one(Company, key).house_number)


def _edit(browser: object, key: int, token: str) -> int:
    page = browser.get(f"/ch_fund/company/edit/{key}").get_data(as_text=True)  # type: ignore[attr-defined]
    value = {
        name: page.split(f'name="{name}"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
        for name in ("version", "house_number")
    }
    form = {"csrf_token": token, "version": value["version"], "number": "41002", "name": "Boulangerie", "language": "fr",
            "house_number": str(int(value["house_number"]) + 1)}  # fmt: skip
    return int(browser.post(f"/ch_fund/company/edit/{key}", data=form).status_code)  # type: ignore[attr-defined]

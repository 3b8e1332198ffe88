"""Fills a console with a portfolio, or answers its pages and says what each costs.

python -m benchmarks.portfolio_side seed <establishments>
python -m benchmarks.portfolio_side ask <rounds>
python -m benchmarks.portfolio_side sweep <rounds>
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask.testing import FlaskClient

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
"""October is due, November is not."""
ACCOUNT, STAFF = "agnes", "camille"
_BOARD, _LIST = "/fr_dsn/board/?last=2026-10", "/fr_dsn/establishment/list/"
_OPEN = "/fr_dsn/board/not_accepted?day=15&month"
PAGES = {
    "board": _BOARD,
    "board, deposited": f"{_BOARD}&state=deposited",
    "board, accepted": f"{_BOARD}&state=accepted",
    "board, refused": f"{_BOARD}&state=refused",
    "board, to handle": f"{_BOARD}&state=to_handle",
    "board, later page": f"{_BOARD}&after=1000100.Number00100",
    "search on the board": f"{_BOARD}&search=number0001",
    "due dates": "/fr_dsn/board/due?month=2026-10",
    "due dates of a month that is over": "/fr_dsn/board/due?month=2026-05",
    "not accepted yet": f"{_OPEN}=2026-10",
    "not accepted yet of a month that is over": f"{_OPEN}=2026-05",
    "portfolio": _LIST,
    "portfolio by SIRET": f"{_LIST}?sort=siret",
    "portfolio by SIRET, last first": f"{_LIST}?sort=-siret",
    "portfolio by name, last first": f"{_LIST}?sort=-name",
    "portfolio, verified": f"{_LIST}?state=verified",
    "portfolio, to verify": f"{_LIST}?state=to_verify",
    "portfolio, due day": f"{_LIST}?due=15",
    "portfolio, priming granted": f"{_LIST}?priming=granted",
    "portfolio, partner": f"{_LIST}?partner=P0942",
    "search in the portfolio": f"{_LIST}?search=number0001",
    "returns": "/fr_dsn/return/",
    "gaps": "/fr_dsn/gap/list/",
    "deadlines": "/deadlines/",
    "start page": "/",
    "calendar": "calendar",
}
OF_STAFF = (
    "board", "board, accepted", "board, refused", "board, to handle", "due dates",
    "not accepted yet of a month that is over", "portfolio", "portfolio, to verify", "deadlines", "start page",
)  # fmt: skip
"""Pages that are asked as the institution's staff too, who see the portfolios of all accounts."""
SHELLS = ("start page",)
"""Pages of which only what this plugin asks is counted: the others' figures stand beside its own."""


def seed(count: int) -> None:
    """Migrate the database of the environment, make the demonstration, and add a portfolio to its first account."""
    from sqlalchemy import create_engine, text

    from benchmarks import portfolio_rows
    from config import settings_from
    from console.app import create_app
    from console.cli import demo, upgrade_command

    settings = settings_from(os.environ)
    for _ in upgrade_command.run(settings):
        pass
    demo.fill(create_app(settings))
    engine = create_engine(settings.owner_url)
    with engine.begin() as connection:
        company, institution = connection.execute(
            text("select id, institution_id from party_company where number = 'C-100'")
        ).one()
        portfolio_rows.write(connection, count, institution, company)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze"))
    engine.dispose()


def ask(rounds: int) -> None:
    """Ask each page, and print the seconds of the fastest answer, the database's part in them, and its statements."""
    from console.base import clock

    with clock.at(NOW):
        print(json.dumps(_asked(rounds)))


def _asked(rounds: int) -> dict[str, dict[str, float]]:
    from benchmarks import answering

    statements: list[str] = []
    answering.note(statements)
    found = {}
    for who, names in ((ACCOUNT, tuple(PAGES)), (STAFF, OF_STAFF)):
        client = answering.console(who)
        for name in names:
            address = _calendar(client, who) if PAGES[name] == "calendar" else PAGES[name]
            seconds = []
            for turn in range(rounds + 2):
                statements.clear()
                begin = time.perf_counter()
                answer = client.get(address)
                took = time.perf_counter() - begin
                if answer.status_code != 200:
                    raise SystemExit(f"{address}: {answer.status_code}")
                if turn >= 2:
                    seconds.append(took)
            told = f"{name} ({'account' if who == ACCOUNT else 'staff'})"
            counted = [one for one in statements if name not in SHELLS or "fr_dsn_" in one]
            found[told] = {"seconds": min(seconds), "statements": len(counted)}
    return found


def sweep(rounds: int) -> None:
    """Do what the schedule does with the whole portfolio, and print what each costs: the duties, then the gaps.

    The gaps are looked for once as if for the first time, then as every other day, when nothing has changed.
    """
    from benchmarks import answering
    from benchmarks.measuring import own_peak
    from config import settings_from
    from console.app import create_app
    from console.base import clock
    from console.base.collecting import settle
    from console.jobs.service import Job
    from console.shell.schedule import jobs_of

    app = create_app(settings_from(os.environ))
    settle()
    statements: list[str] = []
    answering.note(statements)
    took = _transactions()
    jobs = {job.name: job for job in jobs_of(app)}

    def once(job: Job) -> dict[str, float]:
        from console.institutions.sessions import accounts

        statements.clear()
        took.clear()
        begin = time.process_time()
        with app.app_context():
            job.run(accounts())
        seconds = time.process_time() - begin
        return {
            "seconds": seconds, "statements": len(statements), "longest": max(took), "peak": own_peak(),
        }  # fmt: skip

    with clock.at(NOW):
        duties = [once(jobs["deadlines.alert"]) for _ in range(rounds)]
        found = {"duties": min(duties, key=lambda cost: cost["seconds"])}
        found["gaps, first"] = once(jobs["fr_dsn.gaps"])
        found["gaps, again"] = once(jobs["fr_dsn.gaps"])
    print(json.dumps(found))


def _transactions() -> list[float]:
    """Give a list that gets the seconds of each transaction from now on."""
    from sqlalchemy import Connection, Engine, event

    took: list[float] = []

    def begun(connection: Connection) -> None:
        connection.info["bench_begun"] = time.perf_counter()

    def ended(connection: Connection) -> None:
        took.append(time.perf_counter() - connection.info["bench_begun"])

    event.listen(Engine, "begin", begun)
    event.listen(Engine, "commit", ended)
    event.listen(Engine, "rollback", ended)
    return took


def _calendar(client: FlaskClient, who: str) -> str:
    """Give the address of the calendar of a person's deadlines, after they were counted."""
    from sqlalchemy import select

    from console.accounts.models import Membership, User
    from console.deadlines import feeds
    from console.deadlines import service as deadlines
    from console.institutions.scope import Scope
    from console.institutions.sessions import accounts, acting

    with client.application.app_context():
        asked = select(Membership).join(User, User.id == Membership.user_id).where(User.username == who)
        membership = accounts().scalars(asked).one()
        with acting(Scope((membership.institution_id,), purpose="bench"), writes=True) as session:
            deadlines.alert(session)
        token = feeds.renew(accounts(), membership.id, "")
        accounts().commit()
    return f"/deadlines/feed/{token}.ics"


if __name__ == "__main__":
    {"seed": seed, "ask": ask, "sweep": sweep}[sys.argv[1]](int(sys.argv[2]))

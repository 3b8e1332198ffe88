"""Fills a console with a portfolio, or answers its pages and says what each costs.

python -m benchmarks.portfolio_side seed <establishments>
python -m benchmarks.portfolio_side ask <rounds>
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask.testing import FlaskClient

MONTHS = 24
FIRST, LAST = date(2024, 11, 1), date(2026, 10, 1)
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
    "board", "board, refused", "due dates", "not accepted yet of a month that is over", "portfolio",
    "portfolio, to verify", "deadlines", "start page",
)  # fmt: skip
"""Pages that are asked as the institution's staff too, who see the portfolios of all accounts."""
SHELLS = ("start page",)
"""Pages of which only what this plugin asks is counted: the others' figures stand beside its own."""
SILENT, WRONG = 6, 3


def seed(count: int) -> None:
    """Migrate the database of the environment, make the demonstration, and add a portfolio to its first account."""
    from sqlalchemy import create_engine, text

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
        for statement, rows in _tables(count, institution, company):
            names = list(rows[0])
            values = ", ".join(f":{name}" for name in names)
            into = f"insert into {statement} ({', '.join(names)}) values ({values})"
            for first in range(0, len(rows), 5_000):
                connection.execute(text(into), rows[first : first + 5_000])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze"))
    engine.dispose()


def ask(rounds: int) -> None:
    """Ask each page, and print the processor seconds of the median answer and its statements."""
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
                begin = time.process_time()
                answer = client.get(address)
                took = time.process_time() - begin
                if answer.status_code != 200:
                    raise SystemExit(f"{address}: {answer.status_code}")
                if turn >= 2:
                    seconds.append(took)
            told = f"{name} ({'account' if who == ACCOUNT else 'staff'})"
            counted = [one for one in statements if name not in SHELLS or "fr_dsn_" in one]
            found[told] = {"seconds": median(seconds), "statements": len(counted)}
    print(json.dumps(found))


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


def _tables(count: int, institution: int, company: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    common = {"institution_id": institution, "company_id": company}
    first = 1_000_000
    keys = [(n, first + n) for n in range(count)]
    yield "fr_dsn_establishment", [_establishment(n, key, common) for n, key in keys]
    yield (
        "inst_search_term",
        [
            {
                "institution_id": institution,
                "subject": "fr_dsn_establishment",
                "subject_id": key,
                "term": term,
            }
            for n, key in keys
            for term in (f"number{n:05}", _siret(n))
        ],
    )
    yield "fr_dsn_month", [_month(n, key, back, common) for n, key in keys for back in _months(n)]


def _months(n: int) -> Sequence[int]:
    """Give how many months before the last one each month of an establishment is; most have nothing for the last one.

    Of ten establishments six have nothing for it, three something refused and one is done, so that each page is full in
    the small portfolio too.
    """
    return range(1 if n % 10 < SILENT else 0, MONTHS)


def _establishment(n: int, key: int, common: dict[str, int]) -> dict[str, Any]:
    done = LAST if n % 10 >= SILENT + WRONG else date(2026, 9, 1)
    return {
        **common, "id": key, "siret": _siret(n), "name": f"Number{n:05}", "due_day": ("5", "15")[n % 2],
        "state": "verified", "came": "sheet", "added_at": "2024-01-01 00:00:00",
        "expected_from": FIRST.isoformat(), "accepted_until": done.isoformat(),
        "last_month": done.isoformat(), "priming": "", "version": 1,
    }  # fmt: skip


def _month(n: int, key: int, back: int, common: dict[str, int]) -> dict[str, Any]:
    at = LAST.year * 12 + LAST.month - 1 - back
    refused = back == 0 and n % 10 < SILENT + WRONG
    return {
        **common, "establishment_id": key, "month": date(at // 12, at % 12 + 1, 1).isoformat(),
        "state": "refused" if refused else "accepted", "to_handle": int(refused), "waits": refused,
    }  # fmt: skip


def _siret(n: int) -> str:
    return f"{99900000000000 + n}"


if __name__ == "__main__":
    {"seed": seed, "ask": ask}[sys.argv[1]](int(sys.argv[2]))

"""Answers list pages of one side in process, signed in, whenever asked; talks JSON lines with `benchmarks.lists`.

    python -m benchmarks.list_side ours
    python -m benchmarks.list_side peer <url>

It first prints the names of its pages. For each name it then reads, it asks for that page until a quarter of a second
has passed, once at least, and prints the seconds a page took, and its SQL statements.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from benchmarks.seeding import USERNAME

TURN_SECONDS = 0.25
SIZE = 25
_NUMBER = re.compile(r"\bR\d{8}\b")
Pages = Mapping[str, tuple[str, int]]
"""By name: the address, and how many rows its page must show."""


def main(side: str, rows: str, *arguments: str) -> None:
    """Answer until standard input ends."""
    client, pages = _ours() if side == "ours" else _peer(int(rows), *arguments)
    statements: list[str] = []
    event.listen(Engine, "before_cursor_execute", lambda _c, _cu, text, *_: statements.append(text))
    for name, (address, expected) in pages.items():
        _check(name, client.get(address), expected)
    print(json.dumps(list(pages)), flush=True)
    for line in sys.stdin:
        statements.clear()
        print(json.dumps(_turn(client, pages[line.strip()], statements)), flush=True)


def _turn(client: FlaskClient, page: tuple[str, int], statements: list[str]) -> dict[str, Any]:
    address, expected = page
    begin, count = time.perf_counter(), 0
    while count == 0 or time.perf_counter() - begin < TURN_SECONDS:
        answer = client.get(address)
        count += 1
    seconds = (time.perf_counter() - begin) / count
    _check(address, answer, expected)
    return {"seconds": seconds, "statements": len(statements) / count}


def _check(name: str, answer: Any, expected: int) -> None:
    """Refuse to time a page that does not show its rows with the names of both relations."""
    text = answer.get_data(as_text=True)
    shown = len(set(_NUMBER.findall(text)))
    if answer.status_code != 200 or shown != expected:
        raise SystemExit(f"{name}: status {answer.status_code} with {shown} rows instead of {expected}")
    if min(len(re.findall(word, text)) for word in (r"Kind \d", r"Office of the")) < expected:
        raise SystemExit(f"{name}: a relation is not shown")


def _ours() -> tuple[FlaskClient, Pages]:
    from config import settings_from
    from console.accounts import service
    from console.app import create_app
    from console.institutions.sessions import accounts

    app = create_app(settings_from(os.environ))
    with app.test_request_context():
        user = service.find(accounts(), USERNAME)
        assert user is not None
        token, key = service.sign_in(accounts(), user, address="127.0.0.1", agent="bench"), str(user.id)
        accounts.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["sign_in"], cookie["_user_id"] = token, key
    path = "/bench/entry/list/"
    # The first page backwards ends with the cursor behind which the last page forwards begins.
    backwards = client.get(f"{path}?sort=-number").get_data(as_text=True)
    found = re.search(r"after=([\w-]+)", backwards)
    assert found is not None
    return client, {
        "first page": (path, SIZE),
        "last page": (f"{path}?sort=number&after={found[1]}", SIZE - 1),
        "filtered by a relation": (f"{path}?kind=K07%E2%80%83Kind+7", SIZE),
        "sorted by name": (f"{path}?sort=name", SIZE),
        "sorted by day, newest first": (f"{path}?sort=-day", SIZE),
    }


def _peer(rows: int, url: str) -> tuple[FlaskClient, Pages]:
    from benchmarks import peer

    client = peer.create_app(url).test_client()
    form = client.get("/login/").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
    typed = {"username": peer.USER, "password": peer.PASSWORD, "csrf_token": token[1] if token else ""}
    signed_in = client.post("/login/", data=typed)
    if signed_in.status_code != 302:
        raise SystemExit(f"the peer refuses its user: {signed_in.status_code}")
    pages: dict[str, tuple[str, int]] = {}
    for side, view in (("stock", "stockview"), ("restricted", "plainview")):
        name = "StockView" if side == "stock" else "PlainView"
        path, order = f"/{view}/list/", f"_oc_{name}={{}}&_od_{name}={{}}"
        pages |= {
            f"{side}: first page": (path, SIZE),
            f"{side}: last page": (f"{path}?page_{name}={(rows - 1) // SIZE}", SIZE),
            f"{side}: sorted by name": (f"{path}?{order.format('name', 'asc')}", SIZE),
            f"{side}: sorted by day, newest first": (f"{path}?{order.format('day', 'desc')}", SIZE),
        }
    pages["stock: filtered by a relation"] = ("/stockview/list/?_flt_0_kind=7", SIZE)
    return client, pages


if __name__ == "__main__":
    main(*sys.argv[1:])

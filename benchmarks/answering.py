"""What every side of a comparison of pages does: sign in, and answer pages as long as it is asked."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

TURN_SECONDS = 0.25


@dataclass(frozen=True)
class Page:
    """An address, and what says of a text that it is not the page that was meant; nothing when it is."""

    address: str
    fault: Callable[[str], str | None]


Fetch = Callable[[str], tuple[int, str]]
"""Gives the status and the text of an address."""


def serve(fetch: Fetch, pages: Mapping[str, Page], statements: list[str]) -> None:
    """Print the names of the pages and answer until standard input ends.

    For each name that is read, its page is asked for until a quarter of a second has passed, once at least. The side's
    database notes its SQL in `statements`.
    """
    for page in pages.values():
        _check(page, *fetch(page.address))
    print(json.dumps(list(pages)), flush=True)
    for line in sys.stdin:
        statements.clear()
        print(json.dumps(_turn(fetch, pages[line.strip()], statements)), flush=True)


def _turn(fetch: Fetch, page: Page, statements: list[str]) -> dict[str, float]:
    begin, count = time.perf_counter(), 0
    while count == 0 or time.perf_counter() - begin < TURN_SECONDS:
        answer = fetch(page.address)
        count += 1
    seconds = (time.perf_counter() - begin) / count
    _check(page, *answer)
    return {"seconds": seconds, "statements": len(statements) / count}


def _check(page: Page, status: int, text: str) -> None:
    """Refuse to time a page that is not the one that was meant."""
    fault = f"status {status}" if status != 200 else page.fault(text)
    if fault is not None:
        raise SystemExit(f"{page.address}: {fault}")


def fetching(client: FlaskClient) -> Fetch:
    """Give how a Flask application is asked."""

    def fetch(address: str) -> tuple[int, str]:
        answer = client.get(address)
        return answer.status_code, answer.get_data(as_text=True)

    return fetch


def note(statements: list[str]) -> None:
    """Add every statement of SQLAlchemy to a list from now on."""
    event.listen(Engine, "before_cursor_execute", lambda _c, _cursor, text, *_rest: statements.append(text))


def console(username: str) -> FlaskClient:
    """Give the console of this environment as a person sees it who signed in."""
    import os

    from config import settings_from
    from console.accounts import service
    from console.app import create_app
    from console.base.collecting import settle
    from console.institutions.sessions import accounts

    app = create_app(settings_from(os.environ))
    settle()  # As wsgi.py does for a server.
    with app.test_request_context():
        user = service.find(accounts(), username)
        assert user is not None
        token, key = service.sign_in(accounts(), user, address="127.0.0.1", agent="bench"), str(user.id)
        accounts().commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["sign_in"], cookie["_user_id"] = token, key
    return client


def stock(app: Flask, username: str, password: str) -> FlaskClient:
    """Give an application of Flask-AppBuilder as a person sees it who signed in by its form."""
    client = app.test_client()
    form = client.get("/login/").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
    typed = {"username": username, "password": password, "csrf_token": token[1] if token else ""}
    signed_in = client.post("/login/", data=typed)
    if signed_in.status_code != 302:
        raise SystemExit(f"the peer refuses its user: {signed_in.status_code}")
    return client

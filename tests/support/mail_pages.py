"""A mailbox whose two companies have people who sign in: 41002 (Luca, Nora) and 41017 (Petra)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager

from flask.testing import FlaskClient
from sqlalchemy import event, select

from console.forms import service as forms
from console.institutions.sessions import db
from console.parties.models import Company
from tests.support.house import House
from tests.support.mailbox import REVISION, Mailbox

ROW = re.compile(r'class="g-row-link" href="/mailbox/message/([A-Z0-9-]+)"')
CHIP = re.compile(r'<li><a href="(/mailbox/[^"]*)"[^>]*>[^<]*<span class="g-number">([^<]*)</span></a></li>')
OLDER = re.compile(r'rel="next" href="([^"]+)"')
NEWER = re.compile(r'rel="prev" href="([^"]+)"')
ENTRY = re.compile(
    r'<a href="/mailbox/([a-z]+)"(?: aria-current="page")?><svg.*?</svg><span>[^<]*</span>(?: <span class="g-count[^"]*">([^<]*)</span>)?</a>'
)
ENDS = ("BEGIN", "COMMIT", "ROLLBACK", "SELECT SET_CONFIG", "SAVEPOINT", "RELEASE")


def pages_of(house: House) -> Mailbox:
    """Give the mailbox of the two companies."""
    with house.writing() as session:
        keys = {one.number: one.id for one in session.scalars(select(Company))}
        forms.keep_revision(session, REVISION)
    return Mailbox(house, house.institution("CC Léman"), keys["41002"], keys["41017"])


def listed(client: FlaskClient, path: str) -> list[str]:
    """Give the references of a list, to its last page."""
    found: list[str] = []
    while path:
        page = client.get(path).text
        found += ROW.findall(page)
        further = OLDER.search(page)
        path = html.unescape(further[1]) if further else ""
    return found


def chips(page: str) -> dict[str, int]:
    """Give the parts of a folder by their addresses, with their numbers."""
    return {html.unescape(url): int(number) for url, number in CHIP.findall(page)}


def navigated(page: str) -> dict[str, int]:
    """Give the folders in the navigation with their numbers."""
    return {folder: int(number or 0) for folder, number in ENTRY.findall(page)}


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """Give what reaches the database, without the beginnings and ends of transactions."""
    found: list[str] = []

    def catch(_c: object, _k: object, text: str, *_rest: object) -> None:
        if not text.upper().startswith(ENDS):
            found.append(text)

    with house.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", catch)
    yield found
    event.remove(engine, "before_cursor_execute", catch)

"""Every address is guarded, every change needs the token of a page of ours, and looking changes nothing."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import Connection, Table, create_engine, select
from sqlalchemy.pool import NullPool

from console.base.model import Model
from tests.contract.routes import METHODS, ask_every_page, has_number, paths, rules
from tests.contract.secret import OWN_KEYS, Owner, plant
from tests.support.house import House

FOR_ANYBODY = {
    "AccessView.login": "the door itself",
    "AccessView.logout": "ends a sign-in when there is one",
    "AccessView.password": "opens by the one-time link in its address",
    "PreferencesView.language": "a visitor may read the door in her language",
    "healthz": "says that the process lives",
    "readyz": "says whether the database answers",
    "metrics": "answers to loopback or to the holder of its token",
    "shell.accent": "an institution's colour",
    "shell.logo": "an institution's logo",
    "shell.static": "the console's own files",
    "vendor": "Bootstrap's files",
}
"""Routes that ask nobody who she is."""
MOVING = {
    "account_sign_in": "when somebody was last seen",
    "account_throttle": "tries of one-time links are counted, so that nobody guesses one",
    "audit_entry": "exports are journalled",
}
"""Tables that change when pages are looked at."""
NOT_OPENED = {
    "FormsView.attachment": "the planted documents have no content",
    "FormsView.document": "the planted documents have no content",
    "AccessView.password": "needs a link that somebody was given",
    **dict.fromkeys(
        (f"FormSheetsView.{name}" for name in ("show", "faults", "send")), "the planted sheet is a company's"
    ),
    "DispatchView.kept": "only where e-mails are kept in a folder instead of sent",
    "ModulesView.switch": "asks for the way to switch before it shows anything",
    "TranslationView.upload": "is a translator's",
    "ch_fund__CompanyView.import_preview": "the planted file is for the other list, which shows the same page",
    "shell.accent": "a file: reads one column",
    "shell.logo": "a file: reads one column",
    "shell.static": "a file",
    "vendor": "a file",
}
"""Routes that Claire's rows do not open; those of the API answer to keys only."""


@pytest.fixture(scope="module")
def filled(standing_house: House) -> House:
    """Give a house with an own row of each kind for Claire."""
    plant(standing_house, Owner("CC Léman", "", "claire"), OWN_KEYS, "Eigenes", whole=False)
    return standing_house


def test_a_stranger_gets_no_further_than_the_door(filled: House) -> None:
    stranger, entered, asked = filled.stranger(), [], set()
    for rule in rules(filled.app):
        for method in METHODS:
            for path in paths(rule, OWN_KEYS[0]):
                answer = stranger.open(path, method=method)
                asked.add(rule.endpoint)
                at_the_door = answer.status_code == 303 and answer.location.startswith("/login/")
                if (
                    rule.endpoint not in FOR_ANYBODY
                    and not at_the_door
                    and answer.status_code not in (400, 401, 404, 405)
                ):
                    entered.append(f"{method} {path}: {answer.status_code}")

    assert entered == []
    assert {rule.endpoint for rule in rules(filled.app)} == asked
    assert set(FOR_ANYBODY) <= asked, "a name in the list is no longer a route"


def test_a_change_without_the_token_of_our_page_is_refused_and_changes_nothing(filled: House) -> None:
    browser, wrong = filled.browser("claire"), []
    before = _digests(filled)
    posted = [
        rule
        for rule in rules(filled.app)
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/")
    ]
    for rule in posted:
        for path in [
            path for key in (OWN_KEYS if has_number(rule) else (None,)) for path in paths(rule, key)
        ]:
            for data in ({}, {"csrf_token": "made-up"}, {"csrf_token": ""}):
                status = browser.post(path, data=data).status_code
                if status != 400:
                    wrong.append(f"{path}: {status}")

    assert wrong == []
    assert len(posted) > 10
    assert _changed(before, _digests(filled)) <= {"account_sign_in"}


def test_looking_at_pages_changes_nothing(filled: House) -> None:
    browser = filled.browser("claire")
    before = _digests(filled)
    opened: dict[str, set[int]] = {}
    for answer in ask_every_page(filled.app, browser):
        opened.setdefault(answer.endpoint, set()).add(answer.status)

    changed = _changed(before, _digests(filled))
    assert changed <= set(MOVING)
    never = {endpoint for endpoint, statuses in opened.items() if not statuses & {200, 302, 303}}
    never = {endpoint for endpoint in never if not endpoint.startswith("api.")}
    assert never <= set(NOT_OPENED), "these were refused, so nothing is known of them"


def _digests(house: House) -> dict[str, str]:
    """Give a digest of the rows of each table, read past every fence of ours by the role that owns them."""
    engine = create_engine(house.settings.owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        found = {table.name: _digest(connection, table) for table in Model.metadata.sorted_tables}
    engine.dispose()
    return found


def _digest(connection: Connection, table: Table) -> str:
    rows = (repr(tuple(row)) for row in connection.execute(select(table)))
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()


def _changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {table for table in before if before[table] != after[table]}

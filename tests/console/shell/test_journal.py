"""The journal page: whole sentences, newest first, for the institution's own staff."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from console.audit.service import record
from console.base import clock
from console.hooks.declarations import AuditAction
from console.shell import journal_sentences
from tests.support.house import House, post

NOON = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)


def write(house: House, action: str, at: datetime = NOON, actor: str = "", **facts: Any) -> None:
    """Write a line into the journal of the first institution."""
    subject = facts.pop("subject", "")
    with clock.at(at), house.writing() as session:
        entry = record(session, action, subject=subject, subject_id=facts.pop("subject_id", ""), **facts)
        entry.actor_name = actor or entry.actor_name


def lines(client: FlaskClient, path: str = "/journal/") -> list[str]:
    """Give the lines of the page as a reader sees them."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    rows = re.findall(r"<tr data-row>(.*?)</tr>", answer.get_data(as_text=True), re.S)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]


@pytest.fixture
def claire(lite_house: House) -> FlaskClient:
    """Give the administrator's browser, in English."""
    browser = lite_house.browser("claire")
    post(browser, "/me/language", {"language": "en"})
    return browser


def test_a_line_says_when_who_and_what_in_the_time_of_the_institution(house: House) -> None:
    browser = house.browser("claire")
    post(browser, "/me/language", {"language": "en"})
    write(house, "console.module.switched_off", plugin="ch_fund", changes={"enabled": [True, False]})

    assert lines(browser) == [
        "05.03.2026 12:00 Guichet Module switched off: Compensation fund Switched on: yes → no"
    ]


def test_a_changed_row_is_named_with_its_fields_as_the_form_names_them(
    lite_house: House, claire: FlaskClient
) -> None:
    write(
        lite_house,
        "ch_fund.employee.changed",
        subject="ch_fund.employee",
        subject_id=3,
        name="Rochat Anne",
        changes={
            "canton": ["VD", "VS"],
            "staff_number": [None, "7"],
            "entry_date": ["2026-02-01", "2026-03-01"],
        },
    )

    (line,) = lines(claire)

    assert "Changed: Rochat Anne (employee)" in line
    assert "Canton of work: VD → VS" in line
    assert "– → 7" in line
    assert "01.02.2026 → 01.03.2026" in line


def test_lines_of_a_plugin_that_is_gone_are_still_shown(lite_house: House, claire: FlaskClient) -> None:
    write(lite_house, "old_fund.letter.sent", name="Letter 7")
    write(lite_house, "old_fund.letter.changed", subject="old_fund.letter", name="Letter 8")
    write(lite_house, "old_fund.letter.consulted", subject="old_fund.letter", name="Letter 9", ground="Audit")
    write(lite_house, "old_fund.letter.listed", subject="old_fund.letter", count=3, search="Rochat")
    write(lite_house, "console.module.switched_off", plugin="old_fund")
    write(lite_house, "old_fund.swept")

    told = " | ".join(lines(claire))

    assert "old_fund.letter.sent: Letter 7" in told
    assert "Changed: Letter 8 (old_fund.letter)" in told
    assert "Consulted: Letter 9 (old_fund.letter) Ground: Audit" in told
    assert "List consulted: old_fund.letter, entries: 3 Searched for: Rochat" in told
    assert "Module switched off: old_fund" in told
    assert "old_fund.swept" in told


def test_lines_of_a_plugin_that_is_switched_off_keep_their_sentence(
    lite_house: House, claire: FlaskClient
) -> None:
    write(lite_house, "ch_fund.employee.added", subject="ch_fund.employee", name="Rochat Anne")
    post(claire, "/modules/ch_fund/switch", {"to": "off", "confirmed": "yes"})

    assert any("Added: Rochat Anne (employee)" in line for line in lines(claire))


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("%(count)s letters to %(missing)s", "3 letters to –"),
        ("%(count)d letters", "demo.letter.sent"),
        ("100 % of %(count)s", "demo.letter.sent"),
    ],
)
def test_a_sentence_with_a_gap_never_breaks_the_page(
    lite_house: House, claire: FlaskClient, monkeypatch: pytest.MonkeyPatch, sentence: str, told: str
) -> None:
    monkeypatch.setattr(journal_sentences, "CONSOLE_ACTIONS", (AuditAction("demo.letter.sent", sentence),))
    write(lite_house, "demo.letter.sent", count=3)

    assert lines(claire)[0].endswith(told)


def test_the_newest_line_comes_first_and_pages_follow_each_other(house: House) -> None:
    browser = house.browser("claire")
    for n in range(60):
        write(house, "console.note", NOON + timedelta(seconds=n // 3), name=f"n{n:02}")

    seen, path, pages = [], "/journal/", 0
    while path:
        page = browser.get(path).get_data(as_text=True)
        seen += re.findall(r"console\.note: (n\d\d)", page)
        after = re.search(r'rel="next" href="([^"]+)"', page)
        path, pages = unescape(after[1]) if after else "", pages + 1

    assert seen == [f"n{n:02}" for n in reversed(range(60))]
    assert pages == 3


def test_another_institutions_lines_are_not_there(lite_house: House) -> None:
    write(lite_house, "console.note", name="secret")

    assert lines(lite_house.browser("ruth")) == []


@pytest.mark.parametrize("username", ["marc", "nora", "heidi"])
def test_nobody_else_opens_the_journal(lite_house: House, username: str) -> None:
    assert lite_house.browser(username).get("/journal/").status_code in (302, 303, 403)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("module=ch_fund", {"b"}),
        ("module=gone", set()),
        ("subject=ROCHAT", {"b"}),
        ("subject=41002", {"c"}),
        ("subject=100%25", set()),
        ("person=dub", {"c"}),
        ("from=6.3.2026", {"c"}),
        ("until=5.3.2026", {"a", "b"}),
        ("from=5.3.2026&until=5.3.2026", {"b"}),
    ],
)
def test_the_list_is_narrowed(house: House, asked: str, found: set[str]) -> None:
    browser = house.browser("claire")
    # In Zurich the first line was written on the 4th at 23:59, the last on the 6th at 00:00.
    write(house, "console.note", datetime(2026, 3, 4, 22, 59, 59, tzinfo=UTC), name="a")
    write(house, "ch_fund.letter", name="Rochat b")
    write(
        house,
        "console.note",
        datetime(2026, 3, 5, 23, 0, tzinfo=UTC),
        "Marc Dubois",
        name="c",
        subject_id="41002",
    )

    told = lines(browser, f"/journal/?{asked}")

    assert {line.split()[-1] for line in told} == found


@pytest.mark.parametrize(
    "asked",
    [
        "from=31.2.2026",
        "after=nonsense",
        "after=WyIyMDI2LTAzLTA1VDExOjAwOjAwIiwgMV0",
        "sort=actor_name",
        "size=7",
        "unknown=1",
        "until=31.12.9999",
    ],
)
def test_an_address_that_means_nothing_is_refused(lite_house: House, asked: str) -> None:
    assert lite_house.browser("claire").get(f"/journal/?{asked}").status_code == 400

"""The staff follow up gaps by their pages; an account sees and answers its own, and nobody another's."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from console.audit.models import AuditEntry
from plugins.fr_dsn.gaps.models import Gap
from tests.plugins.fr_dsn.gaps.following import (
    FEBRUARY,
    IN_MARCH,
    LIST,
    OLIVIER,
    at,
    clear,
    deposit,
    look,
    mails,
    rows,
    steps,
    without_contribution,
)
from tests.plugins.fr_dsn.portfolio.accounts import (
    ADMINISTRATOR,
    COLLEAGUE,
    GATEWAY,
    OTHER,
    STAFF,
    entrust,
    plant,
    text,
)
from tests.support.house import House, post
from tests.support.inbox import inbox_of

GAP = "/fr_dsn/gap/"
FIRST = date(2025, 2, 1)


def missing(house: House, n: int = 1, number: str = "C-100") -> Gap:
    """Give the gap of a new establishment without February, at a moment in March."""
    key = plant(house, n, number, expected_from=FIRST, name=f"Site {n}")
    look(house)
    return next(gap for gap in rows(house) if gap.establishment_id == key)


def send(browser: FlaskClient, gap: Gap, act: str, **values: str) -> int:
    """Send a form about a gap, and give what the answer is."""
    status: int = post(browser, f"{GAP}{act}/{gap.id}", values).status_code
    return status


def test_the_list_is_narrowed_by_kind_month_establishment_and_state(house: House) -> None:
    clear(house)
    with at(IN_MARCH):
        missing(house, 1)
        deposit(house, without_contribution(FEBRUARY, OLIVIER))
        browser = house.browser(STAFF)
        every = text(browser, LIST)

        assert ("Site 1" in every, "PREV-2025-001" in every) == (True, True)
        for asked, shown in (
            ("kind=missing", (True, False)),
            ("kind=payment", (False, True)),
            ("month=02/2025", (True, True)),
            ("month=2025-01", (False, False)),
            ("establishment=99900001100018", (False, True)),
            ("state=open", (True, True)),
            ("standing=done", (False, False)),
            ("sort=-month", (True, True)),
        ):
            page = text(browser, f"{LIST}?{asked}")
            assert ("Site 1</a>" in page or ">Site 1<" in page, "PREV-2025-001" in page) == shown, asked


def test_a_month_that_is_none_is_told_at_its_filter(lite_house: House) -> None:
    answer = lite_house.browser(STAFF).get(f"{LIST}?month=13/2025")

    assert answer.status_code == 400
    assert "Mars" not in answer.text
    assert "03/2026" in answer.text


def test_the_staff_write_to_the_company_and_the_mail_says_nothing_of_it(house: House) -> None:
    clear(house)
    inbox = inbox_of(house)
    with at(IN_MARCH):
        deposit(house, without_contribution(FEBRUARY, OLIVIER))
        gap = next(one for one in rows(house) if one.kind == "no_contribution")

        assert send(house.browser(STAFF), gap, "write", day="31.03.2025") == 303

        told = [text for to, text in inbox.opened() if ADMINISTRATOR in to]
        after = next(one for one in rows(house) if one.id == gap.id)
    assert len(told) == 1
    assert f"/fr_dsn/gap/show/{gap.id}" in told[0]
    assert OLIVIER not in told[0]
    assert "99900001100018" not in told[0]
    assert {(one.kind, one.subject_id) for one in mails(house)} == {("fr_dsn.gap_content", gap.reference)}
    assert (after.state, after.follow_up) == ("written", date(2025, 3, 31))
    assert steps(house, gap) == ["found", "written"]


def test_without_anybody_to_write_to_the_gap_stays_as_it_was(lite_house: House) -> None:
    clear(lite_house)
    with at(IN_MARCH):
        gap = missing(lite_house)
        assert send(lite_house.browser(STAFF), gap, "write", day="31.03.2025") == 409

    assert steps(lite_house, gap) == ["found"]


def test_a_company_is_written_to_once_a_day_about_the_same(lite_house: House) -> None:
    clear(lite_house)
    inbox_of(lite_house)
    with at(IN_MARCH):
        gap, browser = missing(lite_house), lite_house.browser(STAFF)
        first = send(browser, gap, "write", day="31.03.2025")
        again = send(browser, gap, "write", day="01.04.2025")

    assert (first, again) == (303, 409)
    assert len({one.target for one in mails(lite_house)}) == len(mails(lite_house))
    assert steps(lite_house, gap) == ["found", "written"]


def test_only_who_may_see_the_establishment_is_written_to(lite_house: House) -> None:
    clear(lite_house)
    inbox_of(lite_house)
    with at(IN_MARCH):
        gap = missing(lite_house)
        send(lite_house.browser(STAFF), gap, "write", day="31.03.2025")
        before = {one.target for one in mails(lite_house)}
        other = missing(lite_house, 2)
        entrust(lite_house, other.establishment_id)
        send(lite_house.browser(STAFF), other, "write", day="31.03.2025")
        after = {one.target for one in mails(lite_house)}

    assert any(ADMINISTRATOR in target for target in before)
    assert not any(COLLEAGUE in target for target in before)
    assert any(COLLEAGUE in target for target in after)


def test_what_is_typed_wrongly_is_told_at_its_field_and_changes_nothing(lite_house: House) -> None:
    clear(lite_house)
    with at(IN_MARCH):
        gap, browser = missing(lite_house), lite_house.browser(STAFF)
        for act, values in (
            ("write", {"day": "soon"}),
            ("write", {"day": "01.01.2020"}),
            ("later", {"day": ""}),
            ("note", {"text": ""}),
            ("close", {"reason": ""}),
            ("close", {"reason": "other", "text": ""}),
        ):
            assert send(browser, gap, act, **values) == 422, (act, values)

    assert steps(lite_house, gap) == ["found"]


def test_a_gap_is_looked_at_later_answered_closed_and_opened_again(house: House) -> None:
    clear(house)
    with at(IN_MARCH):
        gap, browser = missing(house), house.browser(STAFF)
        assert send(browser, gap, "later", day="02.04.2025") == 303
        assert send(browser, gap, "note", text="La paie change de logiciel.") == 303
        assert send(browser, gap, "close", reason="explained", text="Vu") == 303
        assert send(browser, gap, "close", reason="explained") == 409
        assert send(browser, gap, "reopen") == 303
        page = text(browser, f"{GAP}show/{gap.id}")

    assert steps(house, gap) == ["found", "followed", "answered", "closed", "reopened"]
    assert "La paie change de logiciel." in page


def test_the_next_one_is_the_one_to_look_at_after_this(lite_house: House) -> None:
    clear(lite_house)
    with at(IN_MARCH):
        first, second = missing(lite_house, 1), missing(lite_house, 2)
        browser = lite_house.browser(STAFF)
        onward = browser.get(f"{GAP}onward/{first.id}").location
        last = browser.get(f"{GAP}onward/{second.id}").location

    assert onward.endswith(f"{GAP}show/{second.id}")
    assert last.endswith(LIST)


@pytest.mark.parametrize(("act", "state"), [("close", "closed"), ("follow", "open"), ("write", "written")])
def test_several_are_dealt_with_at_once(lite_house: House, act: str, state: str) -> None:
    clear(lite_house)
    inbox_of(lite_house)
    with at(IN_MARCH):
        found = [missing(lite_house, n) for n in (1, 2, 3)]
        browser = lite_house.browser(STAFF)
        values = {
            "gaps": [str(one.id) for one in found[:2]],
            "act": act,
            "day": "31.03.2025",
            "reason": "explained",
        }
        assert post(browser, f"{GAP}bulk?kind=missing", values).status_code == 303

    assert [one.state for one in rows(lite_house)] == [state, state, "open"]
    if act == "write":
        written = mails(lite_house)
        assert {one.kind for one in written} == {"fr_dsn.gap_several"}
        assert len({one.target for one in written}) == len(written)


def test_several_without_a_choice_are_told_what_to_choose(lite_house: House) -> None:
    clear(lite_house)
    with at(IN_MARCH):
        missing(lite_house)
        assert post(lite_house.browser(STAFF), f"{GAP}bulk", {}).status_code == 422


def test_an_account_answers_its_own_gap_and_does_not_follow_up(house: House) -> None:
    clear(house)
    with at(IN_MARCH):
        gap, browser = missing(house), house.browser(ADMINISTRATOR)
        page = text(browser, f"{GAP}show/{gap.id}")
        answered = send(browser, gap, "answer", text="Aucun salarié en février.")
        refused = [send(browser, gap, act) for act in ("write", "close", "later", "note", "reopen")]

    assert f"{GAP}answer/{gap.id}" in page
    assert f"{GAP}close/{gap.id}" not in page
    assert answered == 303
    assert set(refused) <= {403, 404}
    assert steps(house, gap) == ["found", "answered"]


def test_a_colleague_sees_and_answers_what_is_entrusted_to_her(lite_house: House) -> None:
    clear(lite_house)
    with at(IN_MARCH):
        gap = missing(lite_house)
        browser = lite_house.browser(COLLEAGUE)
        before = browser.get(f"{GAP}show/{gap.id}").status_code
        entrust(lite_house, gap.establishment_id)
        seen = browser.get(f"{GAP}show/{gap.id}").status_code
        refused = send(browser, gap, "answer", text="Oui")
        entrust(lite_house, gap.establishment_id, returns=True)
        answered = send(browser, gap, "answer", text="Oui")

    assert (before, seen, refused, answered) == (404, 200, 403, 303)


def test_the_gap_of_another_account_is_not_there(house: House) -> None:
    clear(house)
    with at(IN_MARCH):
        gap = missing(house)
        other = house.browser(OTHER)
        asked = [
            *(
                other.get(f"{GAP}{act}/{gap.id}").status_code
                for act in ("show", "history", "onward", "answer")
            ),
            send(other, gap, "answer", text="Oui"),
        ]

    assert asked == [404] * 5
    assert "Site 1" not in text(house.browser(OTHER), LIST)


def test_the_export_has_all_columns_in_words(lite_house: House) -> None:
    clear(lite_house)
    with at(IN_MARCH):
        deposit(lite_house, without_contribution(FEBRUARY, OLIVIER))
        answer = lite_house.browser(STAFF).get(f"{GAP}export/xlsx?kind=no_contribution")

    sheet = load_workbook(io.BytesIO(answer.data)).active
    title, row = list(sheet.iter_rows(values_only=True))
    assert len(title) == 9
    assert "02/2025" in row
    assert re.sub(r"\s", "", str(row[3])) == OLIVIER


def test_who_looks_at_a_gap_about_a_person_stands_in_the_journal(lite_house: House) -> None:
    clear(lite_house)
    with at(IN_MARCH):
        deposit(lite_house, without_contribution(FEBRUARY, OLIVIER))
        gap = next(one for one in rows(lite_house) if one.kind == "no_contribution")
        lite_house.browser(STAFF).get(f"{GAP}show/{gap.id}")

    with lite_house.reading(GATEWAY) as session:
        asked = select(AuditEntry).where(AuditEntry.action == "fr_dsn.gap.consulted")
        (line,) = session.scalars(asked).all()
        assert line.facts["name"] == gap.reference


def test_the_start_page_counts_what_is_to_be_looked_at_today(lite_house: House) -> None:
    clear(lite_house)
    with at(IN_MARCH):
        gap = missing(lite_house)
        before = text(lite_house.browser(STAFF), "/")
        send(lite_house.browser(STAFF), gap, "later", day="02.04.2025")
        after = text(lite_house.browser(STAFF), "/")

    assert before.count(f'href="{LIST}"') - after.count(f'href="{LIST}"') == 1

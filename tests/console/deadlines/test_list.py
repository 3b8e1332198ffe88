"""Everything late or coming, across themes, for whoever may see it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from console.base import clock
from console.deadlines import service as deadlines
from console.deadlines.service import Kind, Reader, Wanted
from console.dispatch.models import PARKED, RECEIVED
from console.dossiers import service as dossiers
from console.dossiers.service import Matter
from console.mailbox import service
from tests.support.deadlines import (
    ALL,
    MONDAY,
    STAFF,
    asked,
    changed,
    dispatch,
    listed,
    promise,
    sent,
    told,
)
from tests.support.mailbox import ACCOUNTING, ALLOWANCES, Mailbox

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _monday() -> object:
    with clock.at(MONDAY):
        yield


def test_promises_requests_and_ends_stand_in_one_list_the_most_urgent_first(mailbox: Mailbox) -> None:
    promise(mailbox, 5)
    sent(mailbox, days=8)
    asked(mailbox, date(2026, 3, 4))
    with mailbox.house.writing() as session:
        made = dossiers.open_dossier(session, Matter(mailbox.atelier, ALLOWANCES, "training", "Lea"))
        dossiers.extend(session, made, date(2026, 3, 3))

    assert told(listed(mailbox)) == [
        (Kind.ANSWER, date(2026, 2, 27)),
        (Kind.ENDING, date(2026, 3, 3)),
        (Kind.REQUEST, date(2026, 3, 4)),
    ]


def test_a_promise_counts_in_its_own_theme_only(mailbox: Mailbox) -> None:
    promise(mailbox, 5)
    sent(mailbox, theme=ACCOUNTING)

    assert listed(mailbox).rows == ()


def test_what_was_answered_or_has_ended_is_not_late(mailbox: Mailbox) -> None:
    reference = asked(mailbox, date(2026, 2, 20))
    mailbox.do(mailbox.fund, service.withdraw_request, reference)
    with mailbox.house.writing() as session:
        made = dossiers.open_dossier(session, Matter(mailbox.atelier, ALLOWANCES, "training", "Lea"))
        dossiers.extend(session, made, date(2026, 3, 1))

    assert listed(mailbox).rows == ()


def test_a_company_finds_what_it_owes_and_nothing_of_others(mailbox: Mailbox) -> None:
    promise(mailbox, 5)
    sent(mailbox, days=8)
    asked(mailbox, date(2026, 3, 4))

    mine = listed(mailbox, Reader(mailbox.atelier, (ALLOWANCES,)))
    theirs = listed(mailbox, Reader(mailbox.other, (ALLOWANCES,)))
    elsewhere = listed(mailbox, Reader(mailbox.atelier, (ACCOUNTING,)))

    assert told(mine) == [(Kind.REQUEST, date(2026, 3, 4))]
    assert (theirs.rows, elsewhere.rows) == ((), ())


def test_an_answer_that_is_being_written_is_still_awaited_on_both_sides(mailbox: Mailbox) -> None:
    reference = asked(mailbox, date(2026, 3, 4))
    mailbox.do(mailbox.user(), service.open_message, reference)

    assert len(listed(mailbox).rows) == 1
    assert len(listed(mailbox, Reader(mailbox.atelier, (ALLOWANCES,))).rows) == 1


def test_a_notice_is_only_read_and_owes_nothing(mailbox: Mailbox) -> None:
    asked(mailbox, date(2026, 3, 4), type_="notice")

    assert listed(mailbox).rows == ()


def test_themes_of_others_are_left_out(mailbox: Mailbox) -> None:
    asked(mailbox, date(2026, 3, 4))

    assert listed(mailbox, Reader(None, (ACCOUNTING,))).rows == ()


def test_dispatches_without_acknowledgement_wait_for_the_technical_one_first(mailbox: Mailbox) -> None:
    now = clock.now()
    dispatch(mailbox, "both", technical_by=now + HOUR, business_by=now + 2 * HOUR)
    half = dispatch(mailbox, "half", technical_by=now + HOUR, business_by=now + 3 * HOUR)
    changed(mailbox, half, answer=RECEIVED)
    stopped = dispatch(mailbox, "stopped", technical_by=now + HOUR)
    changed(mailbox, stopped, state=PARKED)
    dispatch(mailbox, "plain")

    kinds = [one.kind for one in listed(mailbox, ALL).rows]

    assert kinds == [Kind.PARKED, Kind.TECHNICAL, Kind.BUSINESS]
    assert listed(mailbox, STAFF).rows == ()


@pytest.mark.parametrize("size", [1, 2, 3])
def test_page_by_page_every_row_comes_once_and_in_order(mailbox: Mailbox, size: int) -> None:
    promise(mailbox, 5)
    promise(mailbox, 3, ACCOUNTING)
    now = clock.now()
    for number in range(3):
        sent(mailbox, days=5, key=f"a{number}")
        sent(mailbox, days=3, theme=ACCOUNTING, key=f"b{number}")
        asked(mailbox, date(2026, 3, 2))
        asked(mailbox, date(2026, 3, 3))
        # Due at the very moment at which the days end, which is where kinds and days meet.
        dispatch(mailbox, f"d{number}", technical_by=MONDAY.replace(hour=0) + timedelta(days=1))
        dispatch(mailbox, f"e{number}", technical_by=now + HOUR)
    whole = listed(mailbox, ALL, size=100)
    found, after = [], None
    while True:
        page = listed(mailbox, ALL, after=after, size=size)
        found += page.rows
        if (after := page.after) is None:
            break

    assert len(whole.rows) == 18
    assert found == list(whole.rows)
    assert [one.due for one in found] == sorted(one.due for one in found)


def test_late_is_what_has_passed_and_the_last_day_itself_is_not(mailbox: Mailbox) -> None:
    promise(mailbox, 5)
    sent(mailbox, days=6, key="late")
    sent(mailbox, days=5, key="today")
    asked(mailbox, date(2026, 3, 1))
    asked(mailbox, date(2026, 3, 2))

    page = listed(mailbox, STAFF, Wanted(until=clock.now()))

    assert told(page) == [(Kind.ANSWER, date(2026, 3, 1)), (Kind.REQUEST, date(2026, 3, 1))]
    with mailbox.house.reading() as session:
        assert deadlines.number_of(session, STAFF, Wanted(until=clock.now())) == 2
        assert deadlines.number_of(session, STAFF) == 4


def test_the_list_is_narrowed_by_kind_theme_and_company(mailbox: Mailbox) -> None:
    promise(mailbox, 5)
    sent(mailbox)
    asked(mailbox, date(2026, 3, 4))
    asked(mailbox, date(2026, 3, 5), theme=ACCOUNTING)
    dispatch(mailbox, "d", technical_by=clock.now())

    def count(**wanted: object) -> int:
        return len(listed(mailbox, ALL, Wanted(**wanted)).rows)  # type: ignore[arg-type]

    assert count() == 4
    assert count(kinds=frozenset({Kind.REQUEST})) == 2
    assert count(theme=ACCOUNTING) == 1
    assert count(company=mailbox.atelier) == 3
    assert count(company=mailbox.other) == 0


def test_a_deadline_names_nobody_it_is_about(mailbox: Mailbox) -> None:
    asked(mailbox, date(2026, 3, 4), person="Lea Exemple", person_number="7561234567897")

    assert "Lea" not in repr(listed(mailbox))
    assert "756" not in repr(listed(mailbox))

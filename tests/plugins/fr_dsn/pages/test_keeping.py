"""What stays of a check, for whom, and for how long."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import g
from sqlalchemy import select

from console.audit.models import CONSULTATION, AuditEntry
from console.base import clock
from console.base.figures import style_of
from console.hooks.manager import Plugins
from console.institutions import fleeting
from console.jobs.running import run_next
from plugins.fr_dsn.models import Check, CheckLine, CheckPiece
from tests.plugins.fr_dsn.pages.trying import (
    APRIL,
    FEBRUARY,
    GATEWAY,
    MARCH,
    START,
    bring,
    brought,
    count_of,
    open_to_the_fund,
    take_the_right,
)
from tests.support.house import House, post


def test_a_result_is_gone_an_hour_later_and_erased_by_the_schedule(house: House) -> None:
    browser, before = house.browser("camille"), count_of(house, CheckLine)
    place = brought(browser, APRIL)

    with clock.at(clock.now() + timedelta(minutes=61)):
        later = house.browser("camille")
        assert later.get(place).status_code == 404
        assert place not in later.get(START).get_data(as_text=True)
        with house.writing(GATEWAY) as session:
            fleeting.sweep(session)

    assert (count_of(house, Check), count_of(house, CheckLine)) == (1, before)


def test_what_is_forgotten_leaves_nothing_at_all(house: House) -> None:
    browser, before = house.browser("camille"), count_of(house, CheckLine)
    place = brought(browser, APRIL)

    answer = post(browser, f"{place}/forget")

    assert answer.status_code == 303
    assert browser.get(place).status_code == 404
    assert (count_of(house, Check), count_of(house, CheckLine)) == (1, before)
    assert _journal(house, "fr_dsn.check") == []


def test_what_is_kept_stays_with_a_line_in_the_journal_and_each_look_is_noted(house: House) -> None:
    browser = house.browser("camille")
    place = brought(browser, APRIL)
    browser.get(place)
    assert _journal(house, "fr_dsn.check") == []

    post(browser, f"{place}/keep")
    with clock.at(clock.now() + timedelta(minutes=61)):
        later = house.browser("camille")
        page = later.get(place)
        later.get(f"{place}/stoppages")
        later.get(f"{place}/findings.xlsx")

    assert page.status_code == 200
    assert _journal(house, "fr_dsn.check") == [
        ("fr_dsn.check.kept", False),
        ("fr_dsn.check.consulted", True),
        ("fr_dsn.check.consulted", True),
        ("fr_dsn.check.exported", True),
    ]


def test_forgetting_what_was_kept_is_asked_first(house: House) -> None:
    browser = house.browser("camille")
    place = brought(browser)
    post(browser, f"{place}/keep")

    asked = browser.get(f"{place}/forget")
    post(browser, f"{place}/forget")

    assert asked.status_code == 200
    assert "g-button-danger-main" in asked.get_data(as_text=True)
    assert browser.get(place).status_code == 404
    assert [action for action, _ in _journal(house, "fr_dsn.check")][-1] == "fr_dsn.check.forgotten"


def test_an_unkept_result_is_seen_by_nobody_else(house: House) -> None:
    open_to_the_fund(house)
    place = brought(house.browser("marc"), APRIL)

    before = [house.browser(person).get(place).status_code for person in ("claire", "luca", "camille")]
    post(house.browser("marc"), f"{place}/keep")
    after = [house.browser(person).get(place).status_code for person in ("claire", "luca", "camille")]

    assert before == [404, 404, 404]
    assert after == [200, 404, 404]


def test_a_company_sees_what_its_own_people_kept_and_no_other_company_does(house: House) -> None:
    open_to_the_fund(house)
    luca = house.browser("luca")
    place = brought(luca, APRIL)
    post(luca, f"{place}/keep")

    seen = {person: house.browser(person).get(place).status_code for person in ("nora", "petra", "claire")}

    assert seen == {"nora": 200, "petra": 404, "claire": 200}


def test_without_the_right_there_is_no_page(house: House) -> None:
    assert house.browser("marc").get(START).status_code == 404
    assert house.browser("marc").get(f"{START}AAAA-BBBB").status_code == 404


def test_who_may_only_read_sees_what_was_kept_and_no_form(house: House) -> None:
    take_the_right(house, "can_write", "fr_dsn.check")
    browser = house.browser("camille")

    assert "<input" not in browser.get(START).get_data(as_text=True).split("<main", 1)[1]
    assert bring(browser, dict([FEBRUARY])).status_code == 403


def test_large_files_wait_for_a_worker_and_are_gone_once_they_are_checked(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.fr_dsn.views.entering.AT_ONCE", 1000)
    browser = house.browser("camille")

    answer = bring(browser, dict([FEBRUARY, MARCH]))
    waiting = count_of(house, CheckPiece)
    assert run_next(house.app)
    task = browser.get(answer.location).get_data(as_text=True)
    [place] = {part.split('"')[0] for part in task.split('href="') if part.startswith(f"{START}")} - {START}

    assert answer.location.startswith("/tasks/")
    assert (waiting, count_of(house, CheckPiece)) == (2, 0)
    assert "DUE_PAID" in browser.get(place).get_data(as_text=True)


def test_work_that_breaks_off_says_so_and_forgets_the_files(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.fr_dsn.views.entering.AT_ONCE", 1000)
    monkeypatch.setattr("plugins.fr_dsn.checking.running.MEMORY_MB", 20)
    browser = house.browser("camille")

    answer = bring(browser, dict([FEBRUARY]))
    run_next(house.app)

    page = browser.get(answer.location).get_data(as_text=True)
    assert "g-message g-bad" in page
    assert (count_of(house, Check), count_of(house, CheckPiece)) == (1, 0)


def test_files_beyond_the_limit_are_refused_at_their_field(
    lite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.fr_dsn.views.check_view.CheckView.files_mb", 1)
    large = FEBRUARY[1] + b"S21.G00.30.001,'X'\n" * 80_000

    answer = bring(lite_house.browser("camille"), {"large.dsn": large})

    assert answer.status_code == 422
    assert "1 M" in answer.get_data(as_text=True)
    assert count_of(lite_house, CheckPiece) == 0


def test_more_than_forms_take_is_taken_here(lite_house: House) -> None:
    large = FEBRUARY[1] + b"S21.G00.30.001,'1790769123457'\n" * 2_200_000

    answer = bring(lite_house.browser("camille"), {"large.dsn": large})

    assert len(large) > 64 * 1024 * 1024
    assert answer.status_code == 303
    assert answer.location.startswith("/tasks/")


def test_a_person_is_told_what_is_kept_of_her_and_erased_from_it(house: House) -> None:
    [reference] = [_kept(house)]
    plugins: Plugins = house.app.extensions["guichet_plugins"]
    number = "285036912345614"  # with its key
    with house.reading(GATEWAY):
        g.style = style_of("fr", "FR", "Europe/Paris")
        told = plugins.ask("export_person", ["fr_dsn"], number=number)[0].values[0]
    with house.writing(GATEWAY) as session:
        before = {"fr_dsn.checks": date(2100, 1, 1)}
        (erased,) = plugins.ask("erase_person", ["fr_dsn"], number=number, before=before)[0].values
        left = session.scalars(select(CheckLine.id).where(CheckLine.person == "2850369123456")).all()
        people = session.scalars(select(Check.people).where(Check.reference == reference)).one()

    assert {row[0] for row in told.rows} == {reference}
    assert erased.count == len(told.rows) > 0
    assert left == []
    assert "2850369123456" not in people


def _kept(house: House) -> str:
    with house.reading(GATEWAY) as session:
        return session.scalars(select(Check.reference)).one()


def _journal(house: House, begins: str, institution: str = GATEWAY) -> list[tuple[str, bool]]:
    with house.reading(institution) as session:
        asked = select(AuditEntry).where(AuditEntry.action.startswith(begins)).order_by(AuditEntry.id)
        return [(line.action, line.kind == CONSULTATION) for line in session.scalars(asked)]

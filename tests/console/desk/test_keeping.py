"""Standard answers, absences, options and one-time keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from console.base import clock
from console.base.errors import BadArgument, Conflict, NotAllowed, NotFound
from console.desk import keeping
from console.desk.keeping import KEYS_KEPT, Option
from console.desk.models import StandardAnswer
from console.desk.promises import Promise
from console.hooks.declarations import Level
from tests.support.desk import Desk
from tests.support.mailbox import ACCOUNTING, ALLOWANCES
from tests.support.people import journal

TODAY = date(2026, 3, 2)
TYPED = {"theme": ALLOWANCES, "language": "de", "title": "Beleg fehlt", "text": "Bitte senden Sie den Beleg."}


def test_who_may_send_in_the_theme_keeps_its_answers_and_the_journal_knows(lite_desk: Desk) -> None:
    with lite_desk.house.writing() as session:
        row = StandardAnswer(theme="")
        keeping.keep_answer(session, lite_desk.staff("marc"), row, TYPED)
        keeping.keep_answer(session, lite_desk.staff("marc"), row, TYPED | {"text": "Anders."})

    (line,) = journal(lite_desk.house, "console.desk.answer_changed")
    assert line["changes"] == {"text": ["Bitte senden Sie den Beleg.", "Anders."]}


def test_who_may_only_prepare_uses_answers_and_does_not_keep_them(lite_desk: Desk) -> None:
    marc = replace(lite_desk.staff("marc"), themes={ALLOWANCES: Level.PREPARE})
    with lite_desk.house.writing() as session:
        with pytest.raises(NotAllowed):
            keeping.keep_answer(session, marc, StandardAnswer(theme=""), TYPED)
        row = StandardAnswer(theme="")
        keeping.keep_answer(session, lite_desk.staff("anna"), row, TYPED)
        assert [one.title for one in keeping.answers(session, marc.themes)] == ["Beleg fehlt"]
        with pytest.raises(NotAllowed):
            keeping.delete_answer(session, marc, row)


def test_an_answer_cannot_be_moved_into_a_theme_by_who_does_not_work_there(lite_desk: Desk) -> None:
    marc = replace(lite_desk.staff("marc"), themes={ALLOWANCES: Level.SEND})
    with lite_desk.house.writing() as session:
        row = StandardAnswer(theme="")
        keeping.keep_answer(session, marc, row, TYPED)
        with pytest.raises(NotAllowed):
            keeping.keep_answer(session, marc, row, TYPED | {"theme": ACCOUNTING})
        stranger = replace(marc, themes={ACCOUNTING: Level.SEND})
        with pytest.raises(NotFound):
            keeping.answer_of(session, stranger, row.id)


def test_a_title_stands_once_in_a_theme_and_language(desk: Desk) -> None:
    with desk.house.writing() as session:
        keeping.keep_answer(session, desk.staff("marc"), StandardAnswer(theme=""), TYPED)
        with pytest.raises(Conflict):
            keeping.keep_answer(session, desk.staff("marc"), StandardAnswer(theme=""), TYPED)
        keeping.keep_answer(session, desk.staff("marc"), StandardAnswer(theme=""), TYPED | {"language": "fr"})


@pytest.mark.parametrize(
    ("first", "last", "place"),
    [
        (TODAY, TODAY - timedelta(days=1), "last_day"),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=3), "last_day"),
        (TODAY, TODAY + timedelta(days=400), "last_day"),
    ],
)
def test_an_absence_has_sensible_days(lite_desk: Desk, first: date, last: date, place: str) -> None:
    marc, anna = lite_desk.staff("marc"), lite_desk.key("anna")
    with lite_desk.house.writing() as session:
        with pytest.raises(BadArgument) as told:
            keeping.be_absent(session, marc, first, last, anna, TODAY)
        assert told.value.place == place


def test_a_colleague_stands_in_on_the_days_of_the_absence_and_on_no_other(lite_desk: Desk) -> None:
    marc, anna = lite_desk.staff("marc"), lite_desk.key("anna")
    last = TODAY + timedelta(days=2)
    with lite_desk.house.writing() as session:
        keeping.be_absent(session, marc, TODAY, last, anna, TODAY)
        found = [
            bool(keeping.stands_in_for(session, anna, TODAY + timedelta(days=shift)))
            for shift in range(-1, 4)
        ]
    assert found == [False, True, True, True, False]


def test_nobody_stands_in_who_is_away_herself_and_no_day_is_entered_twice(lite_desk: Desk) -> None:
    marc, anna = lite_desk.staff("marc"), lite_desk.staff("anna")
    claire = lite_desk.key("claire")
    with lite_desk.house.writing() as session:
        keeping.be_absent(session, anna, TODAY, TODAY, claire, TODAY)
        with pytest.raises(BadArgument):
            keeping.be_absent(session, marc, TODAY, TODAY, anna.user_id, TODAY)
        with pytest.raises(BadArgument):
            keeping.be_absent(session, marc, TODAY, TODAY, marc.user_id, TODAY)
        keeping.be_absent(session, marc, TODAY, TODAY, claire, TODAY)
        with pytest.raises(Conflict):
            keeping.be_absent(session, marc, TODAY, TODAY + timedelta(days=1), claire, TODAY)


def test_everybody_deletes_her_own_absence_only(lite_desk: Desk) -> None:
    with lite_desk.house.writing() as session:
        row = keeping.be_absent(session, lite_desk.staff("marc"), TODAY, TODAY, lite_desk.key("anna"), TODAY)
        with pytest.raises(NotFound):
            keeping.come_back(session, lite_desk.staff("anna"), row.id)
        keeping.come_back(session, lite_desk.staff("marc"), row.id)
        assert keeping.absences(session, TODAY) == []


def test_a_theme_is_set_up_and_read_back(lite_desk: Desk) -> None:
    option = Option(needs_second=True, promise=Promise(10, working=False))
    lite_desk.set_up(ALLOWANCES, option)
    lite_desk.set_up(ALLOWANCES, option)

    with lite_desk.house.reading() as session:
        assert keeping.options(session) == {ALLOWANCES: option}
    assert len(journal(lite_desk.house, "console.desk.theme_changed")) == 1


def test_a_one_time_key_is_spent_once_by_each_person_and_forgotten_later(desk: Desk) -> None:
    marc, anna = desk.staff("marc"), desk.staff("anna")
    with desk.house.writing() as session:
        assert keeping.spend(session, marc, "key") is not None
        assert keeping.spend(session, marc, "key") is None
        assert keeping.spend(session, anna, "key") is not None
    with clock.at(clock.now() + KEYS_KEPT + timedelta(minutes=1)), desk.house.writing() as session:
        keeping.sweep(session)
        assert keeping.spent(session, marc, "key") is None

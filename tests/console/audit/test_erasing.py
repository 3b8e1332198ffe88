"""The personal parts of old lines go; the lines and the chain over them stay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.audit.service import consulted, erase, person_digest, record
from console.base import clock
from tests.support.books import NOON, faults, lines, report, sealed, tamper
from tests.support.house import House

ANNE, PAUL = "756.1234.5678.97", "756.9217.0769.85"


@pytest.fixture
def told(house: House) -> House:
    """Give a house with two consultations and an act, sealed."""
    with clock.at(NOON), house.writing() as session:
        consulted(session, "ch_fund.employee", subject_id=1, concerning=ANNE, name="Rochat Anne")
        consulted(session, "ch_fund.employee", subject_id=2, concerning=PAUL, name="Favre Paul")
        record(session, "ch_fund.employee.changed", subject_id=1, concerning=ANNE, name="Rochat Anne")
    with clock.at(NOON):
        sealed(house)
    return house


def erase_anne(house: House, days: int = 1) -> int:
    """Erase what concerns Anne and is older than `days` after noon."""
    with clock.at(NOON + timedelta(days=10)), house.writing() as session:
        hers = person_digest(house.institution("CC Léman"), "7561234567897")
        return erase(session, hers, NOON + timedelta(days=days))


def test_what_concerns_a_person_is_erased_and_the_chain_holds(told: House) -> None:
    assert erase_anne(told) == 2
    sealed(told)

    first, second, third, act = lines(told)
    assert (first.facts, first.person, first.salt, third.facts) == ({}, "", None, {})
    assert second.facts["name"] == "Favre Paul"
    assert (act.action, act.facts["lines"]) == ("console.journal.erased", [[1, 1], [3, 3]])
    assert (report(told).faults, report(told).erased) == ((), 2)
    assert "Rochat" not in repr([vars(line) for line in lines(told)])


def test_newer_lines_stay(told: House) -> None:
    assert erase_anne(told, days=0) == 0
    assert lines(told)[0].facts["name"] == "Rochat Anne"


def test_the_act_that_erases_counts_before_it_is_sealed(told: House) -> None:
    erase_anne(told)

    assert report(told).faults == ()


def test_all_lines_of_a_time_are_erased_without_a_person(told: House) -> None:
    with clock.at(NOON + timedelta(days=10)), told.writing() as session:
        assert erase(session, "", NOON + timedelta(days=1)) == 3
        assert erase(session, "", NOON + timedelta(days=1)) == 0
    assert report(told).faults == ()


def test_personal_parts_that_somebody_made_disappear_are_told(told: House) -> None:
    tamper(
        told,
        "update audit_entry set facts = '{{}}', person = '', salt = null, actor_name = '' where number = 2",
    )

    assert faults(told) == {("emptied", 2, 2)}


def test_personal_parts_written_into_an_erased_line_are_told(told: House) -> None:
    erase_anne(told)
    tamper(told, 'update audit_entry set facts = \'{{"name": "Somebody"}}\' where number = 1')

    assert faults(told) == {("changed", 1, 1)}


def test_an_author_without_an_account_is_erased_and_one_with_an_account_answers_for_it(told: House) -> None:
    with clock.at(NOON), told.writing() as session:
        mine = record(session, "console.note", concerning=ANNE, name="x")
        mine.actor_id, mine.actor_name = 7, "Marc Dubois"
    with clock.at(NOON):
        sealed(told)

    erase_anne(told)

    assert [line.actor_name for line in lines(told) if line.is_erased] == ["", "", "Marc Dubois"]
    assert report(told).faults == ()


def test_a_number_has_one_digest_however_it_is_written_and_another_in_each_institution(
    lite_house: House,
) -> None:
    with lite_house.app.app_context():
        assert person_digest(1, ANNE) == person_digest(1, "7561234567897")
        assert person_digest(1, ANNE) != person_digest(2, ANNE)
        assert person_digest(1, ANNE) != person_digest(1, PAUL)
        assert person_digest(1, " . ") == ""

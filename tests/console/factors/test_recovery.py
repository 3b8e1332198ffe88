"""Ten codes on paper, each good once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from console.factors import service
from console.factors.models import RecoveryCode
from tests.support.factors import at_once, person
from tests.support.house import House


def codes_of(house: House, username: str = "nora") -> tuple[str, ...]:
    with person(house, username) as (session, user):
        return service.new_codes(session, user.id)


def opens(house: House, code: str, username: str = "nora") -> bool:
    with person(house, username) as (session, user):
        return service.use_recovery(session, user.id, code)


def test_there_are_ten_different_codes_and_none_of_them_is_stored(house: House) -> None:
    codes = codes_of(house)
    with person(house, "nora") as (session, user):
        stored = "".join(session.scalars(select(RecoveryCode.digest)).all())

        assert len(set(codes)) == service.codes_left(session, user.id) == 10
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)


def test_a_code_counts_once(house: House) -> None:
    first, second, *_ = codes_of(house)

    assert [opens(house, first), opens(house, first), opens(house, second)] == [True, False, True]
    with person(house, "nora") as (session, user):
        assert service.codes_left(session, user.id) == 8


def test_of_two_browsers_with_the_same_code_one_passes(house: House) -> None:
    code = codes_of(house)[0]

    answers = at_once(house, "nora", lambda session, user: service.use_recovery(session, user.id, code))

    assert sorted(answers) == [False, True]


def test_new_codes_end_the_older_ones(lite_house: House) -> None:
    old = codes_of(lite_house)[0]
    new = codes_of(lite_house)[0]

    assert not opens(lite_house, old)
    assert opens(lite_house, new)


def test_the_code_of_another_person_is_refused_and_stays_hers(lite_house: House) -> None:
    code = codes_of(lite_house)[0]

    assert not opens(lite_house, code, "marc")
    assert opens(lite_house, code)


def test_a_code_is_read_as_people_type_it(lite_house: House) -> None:
    one, two, three, *_ = codes_of(lite_house)

    assert opens(lite_house, one.lower())
    assert opens(lite_house, f" {two.replace('-', ' ')}\n")
    assert opens(lite_house, three.replace("-", "\u2011"))


@pytest.mark.parametrize("typed", ["", "-", "K7QF-2MXR", "A" * 24, "\ud800" * 24, "x" * 99_999, "\x00"])
def test_what_is_no_code_is_refused(lite_house: House, typed: str) -> None:
    codes_of(lite_house)

    assert not opens(lite_house, typed)


def test_codes_alone_are_no_second_factor(lite_house: House) -> None:
    codes_of(lite_house)
    with person(lite_house, "nora") as (session, user):
        assert not service.has_any(session, user.id)

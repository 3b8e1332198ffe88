"""Codes by SMS: once, for ten minutes, for the sign-in that asked, to a number that is proved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from config import Settings
from console.base import clock
from console.base.errors import BadArgument, NotFound, TooManyTries, Unavailable
from console.base.sealing import unseal
from console.dispatch.models import GIVEN_UP, WAITING, Dispatch
from console.dispatch.service import PURPOSE
from console.factors import service
from console.factors.models import Factor, SmsCode
from tests.conftest import SECRET
from tests.support.factors import at_once, person
from tests.support.house import House

NUMBER = "+41791234567"
GATEWAY = {"GUICHET_SMS_URL": "http://127.0.0.1:9/sms", "GUICHET_SMS_KEY": "very-secret-key"}


@pytest.fixture
def phones(make_settings: Callable[..., Settings]) -> Iterator[House]:
    """Give a console from which SMS can leave, on both databases in turn."""
    from console.app import create_app
    from console.institutions.sessions import db

    settings = make_settings(**GATEWAY)
    app = create_app(settings)
    yield House(app, settings)
    with app.app_context():
        db.engine.dispose()


def added(house: House, number: str = NUMBER) -> int:
    """Give a number that is not proved yet."""
    with person(house, "nora") as (session, user):
        return service.add_sms(session, SECRET, user.id, number, "Mobile", "CH").id


def proved(house: House) -> int:
    """Give a number whose first code was typed two hours ago."""
    factor = added(house)
    with clock.at(clock.now() - timedelta(hours=2)):
        assert proves(house, factor, sent(house, factor, "adding"), "adding")
    return factor


def proves(house: House, factor: int, code: str, bound_to: str = "sign-in 1", username: str = "nora") -> bool:
    with person(house, username) as (session, user):
        return service.prove_sms(session, SECRET, user.id, factor, code, bound_to)


def sent(house: House, factor: int, bound_to: str = "sign-in 1", username: str = "nora") -> str:
    """Send a code and give it, as the outbox of the institution holds it."""
    with person(house, username) as (session, user):
        service.send_code(session, SECRET, user.id, factor, bound_to)
    return code_in(outgoing(house)[-1])


def outgoing(house: House) -> list[Dispatch]:
    with house.reading() as session:
        asked = select(Dispatch).where(Dispatch.subject == "console.factor").order_by(Dispatch.id)
        return list(session.scalars(asked))


def code_in(dispatch: Dispatch) -> str:
    return str(json.loads(unseal(SECRET, PURPOSE, dispatch.payload))["words"]["code"])


def opens(house: House, factor: int, code: str, bound_to: str = "sign-in 1", username: str = "nora") -> bool:
    with person(house, username) as (session, user):
        return service.check_sms(session, SECRET, user.id, factor, code, bound_to)


def test_a_number_counts_once_its_first_code_was_typed(phones: House) -> None:
    factor = added(phones, "079 123 45 67")
    with person(phones, "nora") as (session, user):
        assert not service.has_any(session, user.id)
        assert service.held(session, user.id) == ()

    assert proves(phones, factor, sent(phones, factor))

    with person(phones, "nora") as (session, user):
        (held,) = service.held(session, user.id)
        assert (held.kind, held.name, held.hint) == ("sms", "Mobile", "67")


def test_a_number_that_is_not_proved_opens_nothing(phones: House) -> None:
    factor = added(phones)
    code = sent(phones, factor)

    assert not opens(phones, factor, code)
    assert not proves(phones, factor, code, username="marc")
    assert proves(phones, factor, code)


def test_a_number_is_proved_once(phones: House) -> None:
    factor = proved(phones)

    assert not proves(phones, factor, sent(phones, factor))


def test_the_number_and_the_code_stand_nowhere_in_clear(phones: House) -> None:
    factor = added(phones)
    code = sent(phones, factor)
    with person(phones, "nora") as (session, _):
        row, waits = session.get_one(Factor, factor), session.scalars(select(SmsCode)).one()
        stored = " ".join(str(getattr(row, column.key)) for column in Factor.__table__.columns)
        digest, bound = waits.digest, waits.bound_to

    assert NUMBER[3:] not in stored
    assert code not in digest
    assert bound != "sign-in 1"
    assert code not in outgoing(phones)[0].payload


@pytest.mark.parametrize(
    "number",
    ["", "abc", "021 555 01 23", "0900 123 456", "+41 79 123 45", "0041" * 30, "079 123 45 67 ext. 5"],
)
def test_a_landline_a_dear_number_or_none_is_refused(lite_house: House, number: str) -> None:
    with pytest.raises(BadArgument) as refused:
        added(lite_house, number)
    assert refused.value.place == "number"


def test_the_sms_leaves_through_the_first_institution_in_the_readers_language(phones: House) -> None:
    sent(phones, added(phones))
    (row,) = outgoing(phones)

    assert (row.channel, row.target, row.kind, row.state) == ("sms", NUMBER, "console.factor_code", WAITING)
    assert row.secret
    assert json.loads(unseal(SECRET, PURPOSE, row.payload))["language"] in ("fr", "de")


def test_a_code_counts_once(phones: House) -> None:
    factor = proved(phones)
    code = sent(phones, factor)

    assert opens(phones, factor, f" {code[:3]} {code[3:]} ")
    assert not opens(phones, factor, code)


def test_of_two_browsers_with_the_same_code_one_passes(phones: House) -> None:
    factor = proved(phones)
    code = sent(phones, factor)

    answers = at_once(
        phones,
        "nora",
        lambda session, user: service.check_sms(session, SECRET, user.id, factor, code, "sign-in 1"),
    )

    assert sorted(answers) == [False, True]


def test_a_code_counts_for_the_sign_in_that_asked_for_it_alone(phones: House) -> None:
    factor = proved(phones)
    code = sent(phones, factor)

    assert not opens(phones, factor, code, "sign-in 2")
    assert not opens(phones, factor, code, username="marc")
    assert opens(phones, factor, code)


def test_two_sign_ins_of_one_person_have_codes_of_their_own(phones: House) -> None:
    factor = proved(phones)
    first, second = sent(phones, factor, "sign-in 1"), sent(phones, factor, "sign-in 2")

    assert not any(opens(phones, factor, "no", "sign-in 2") for _ in range(6))
    assert not opens(phones, factor, second, "sign-in 2")
    assert opens(phones, factor, first, "sign-in 1")


def test_a_code_counts_for_ten_minutes(phones: House) -> None:
    factor, now = proved(phones), clock.now()
    with clock.at(now):
        code = sent(phones, factor)
    with clock.at(now + timedelta(minutes=10, seconds=1)):
        assert not opens(phones, factor, code)
    with clock.at(now + timedelta(minutes=9, seconds=59)):
        assert opens(phones, factor, code)


def test_after_five_wrong_tries_the_right_code_is_refused_too(phones: House) -> None:
    factor = proved(phones)
    code = sent(phones, factor)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    assert not any(opens(phones, factor, wrong) for _ in range(5))
    assert not opens(phones, factor, code)


def test_a_new_code_ends_the_older_one_and_its_sms_if_that_has_not_left(phones: House) -> None:
    factor = proved(phones)
    old, new = sent(phones, factor), sent(phones, factor)

    assert [row.state for row in outgoing(phones)][-2:] == [GIVEN_UP, WAITING]
    assert old == new or not opens(phones, factor, old)
    assert opens(phones, factor, new)


def test_five_codes_an_hour_are_sent_whatever_the_number(phones: House) -> None:
    with clock.at(clock.now()):
        for n in range(5):
            sent(phones, added(phones, f"+4179123456{n}"))
        with pytest.raises(TooManyTries):
            sent(phones, added(phones))

    assert len(outgoing(phones)) == 5


def test_nothing_is_sent_to_the_number_of_another_person(phones: House) -> None:
    factor = added(phones)
    for factor_id in (factor, 999_999):
        with pytest.raises(NotFound):
            sent(phones, factor_id, username="marc")


def test_without_a_gateway_it_says_to_choose_another_way(lite_house: House) -> None:
    with person(lite_house, "nora"):
        assert not service.sends_sms()
    with pytest.raises(Unavailable):
        sent(lite_house, added(lite_house))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "\ud800" * 6, "\x00"])
def test_what_is_no_code_is_refused(phones: House, typed: str) -> None:
    factor = proved(phones)
    sent(phones, factor)

    assert not opens(phones, factor, typed)


def test_a_number_that_nobody_proves_is_forgotten_after_a_day(phones: House) -> None:
    added(phones)
    with clock.at(clock.now() + timedelta(hours=25)), person(phones, "nora") as (session, _):
        service.sweep(session)
        assert session.scalars(select(Factor)).all() == []

"""Codes of an authenticator app: each counts once, also for two processes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pyotp
import pytest
from sqlalchemy import select

from console.accounts.models import AccountEvent
from console.base import clock
from console.base.errors import BadArgument, Conflict
from console.factors import service, totp
from console.factors.models import Factor
from tests.conftest import SECRET
from tests.support.factors import at_once, person
from tests.support.house import House

NOON = datetime(2026, 11, 22, 12, 0, 5, tzinfo=UTC)


def code_at(offer: service.TotpOffer, moment: datetime) -> str:
    return pyotp.TOTP(offer.secret.replace(" ", "")).at(moment)


def enrolled(house: House, username: str = "nora") -> service.TotpOffer:
    """Give the offer of an app that the person has added at noon."""
    with person(house, username) as (session, user), clock.at(NOON):
        offer = service.begin_totp(SECRET, user, "CC Léman")
        service.add_totp(session, SECRET, user.id, offer.sealed, code_at(offer, NOON), "Telephone")
        return offer


def passes(house: House, offer: service.TotpOffer, told: datetime, now: datetime) -> bool:
    """Say whether the code that the telephone shows at `told` is taken at `now`."""
    with person(house, "nora") as (session, user), clock.at(now):
        return service.check_totp(session, SECRET, user.id, code_at(offer, told))


def test_an_app_counts_once_its_first_code_was_typed(house: House) -> None:
    with person(house, "nora") as (session, user), clock.at(NOON):
        offer = service.begin_totp(SECRET, user, "CC Léman")
        with pytest.raises(BadArgument):
            service.add_totp(session, SECRET, user.id, offer.sealed, "000000", "Telephone")
        assert not service.has_any(session, user.id)

        added = service.add_totp(session, SECRET, user.id, offer.sealed, code_at(offer, NOON), " Téléphone ")

        assert service.has_any(session, user.id)
        assert service.held(session, user.id) == (added,)
        assert (added.kind, added.name, added.added_at, added.last_used) == ("totp", "Téléphone", NOON, None)


def test_the_qr_code_says_the_address_and_comes_from_nowhere_else(lite_house: House) -> None:
    with person(lite_house, "nora") as (_, user):
        offer = service.begin_totp(SECRET, user, "CC Léman")
    parsed = pyotp.parse_uri(offer.uri)

    assert (parsed.name, parsed.issuer) == ("nora", "CC Léman")
    assert parsed.secret == offer.secret.replace(" ", "")
    assert offer.svg.startswith("data:image/svg+xml")
    assert "href" not in offer.svg


def test_the_secret_is_nowhere_in_the_database_nor_in_what_the_page_sends_back(lite_house: House) -> None:
    offer = enrolled(lite_house)
    with person(lite_house, "nora") as (session, _):
        row = session.scalars(select(Factor)).one()
        stored = " ".join(str(getattr(row, column.key)) for column in Factor.__table__.columns)

    assert offer.secret.replace(" ", "") not in stored + offer.sealed


def test_an_offer_of_another_person_or_of_yesterday_is_refused(lite_house: House) -> None:
    with person(lite_house, "nora") as (session, nora), person(lite_house, "marc") as (_, marc):
        offer = service.begin_totp(SECRET, nora, "CC Léman")
        with pytest.raises(BadArgument):
            service.add_totp(session, SECRET, marc.id, offer.sealed, code_at(offer, clock.now()), "x")
        later = clock.now() + timedelta(days=1)
        with clock.at(later), pytest.raises(BadArgument):
            service.add_totp(session, SECRET, nora.id, offer.sealed, code_at(offer, later), "x")
        with pytest.raises(BadArgument):
            service.add_totp(session, SECRET, nora.id, "forged", "123456", "x")


def test_one_offer_makes_one_factor(house: House) -> None:
    offer = enrolled(house)
    with person(house, "nora") as (session, user), clock.at(NOON), pytest.raises(Conflict):
        service.add_totp(session, SECRET, user.id, offer.sealed, code_at(offer, NOON), "Again")


def test_a_factor_needs_a_name(lite_house: House) -> None:
    with person(lite_house, "nora") as (session, user), clock.at(NOON), pytest.raises(BadArgument) as refused:
        offer = service.begin_totp(SECRET, user, "CC Léman")
        service.add_totp(session, SECRET, user.id, offer.sealed, code_at(offer, NOON), "  ")
    assert refused.value.place == "name"


@pytest.mark.parametrize(
    ("seconds", "is_right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_telephone_may_be_half_a_minute_early_or_late(
    lite_house: House, seconds: int, is_right: bool
) -> None:
    offer, now = enrolled(lite_house), NOON + timedelta(minutes=5)

    assert passes(lite_house, offer, now + timedelta(seconds=seconds), now) is is_right


def test_a_code_counts_once(house: House) -> None:
    offer, now = enrolled(house), NOON + timedelta(minutes=5)

    assert passes(house, offer, now, now)
    assert not passes(house, offer, now, now)
    assert not passes(house, offer, now, now + timedelta(seconds=30))
    assert passes(house, offer, now + timedelta(seconds=30), now + timedelta(seconds=30))


def test_a_code_older_than_the_last_one_is_refused_though_it_was_never_typed(lite_house: House) -> None:
    offer, now = enrolled(lite_house), NOON + timedelta(minutes=5)

    assert passes(lite_house, offer, now + timedelta(seconds=30), now)
    assert not passes(lite_house, offer, now, now)


def test_the_code_that_added_the_app_opens_nothing(lite_house: House) -> None:
    assert not passes(lite_house, enrolled(lite_house), NOON, NOON)


def test_of_two_browsers_with_the_same_code_one_passes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    offer, now, both = enrolled(house), NOON + timedelta(minutes=5), Barrier(2, timeout=20)
    real = totp.step_of

    def step_of(*args: Any) -> int | None:
        found = real(*args)
        both.wait()  # Both have read the row before either changes it.
        return found

    monkeypatch.setattr(totp, "step_of", step_of)
    with clock.at(now):
        answers = at_once(
            house,
            "nora",
            lambda session, user: service.check_totp(session, SECRET, user.id, code_at(offer, now)),
        )

    assert sorted(answers) == [False, True]


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12345\x00", "\ud800" * 6, "1" * 9999]
)
def test_what_is_no_code_is_refused(lite_house: House, typed: str) -> None:
    enrolled(lite_house)
    with person(lite_house, "nora") as (session, user):
        assert not service.check_totp(session, SECRET, user.id, typed)


def test_a_pasted_code_may_have_spaces(lite_house: House) -> None:
    offer, now = enrolled(lite_house), NOON + timedelta(minutes=5)
    code = code_at(offer, now)
    with person(lite_house, "nora") as (session, user), clock.at(now):
        assert service.check_totp(session, SECRET, user.id, f" {code[:3]}\u00a0{code[3:]}\n")


def test_the_code_of_another_person_is_refused(lite_house: House) -> None:
    offer, now = enrolled(lite_house), NOON + timedelta(minutes=5)
    with person(lite_house, "marc") as (session, marc), clock.at(now):
        assert not service.check_totp(session, SECRET, marc.id, code_at(offer, now))


def test_under_another_secret_of_the_installation_no_code_fits(lite_house: House) -> None:
    offer, now = enrolled(lite_house), NOON + timedelta(minutes=5)
    with person(lite_house, "nora") as (session, user), clock.at(now):
        assert not service.check_totp(session, "another secret", user.id, code_at(offer, now))


def test_right_and_wrong_codes_are_noted(lite_house: House) -> None:
    offer, now = enrolled(lite_house), NOON + timedelta(minutes=5)
    passes(lite_house, offer, now, now)
    passes(lite_house, offer, now, now)
    with person(lite_house, "nora") as (session, user):
        asked = select(AccountEvent.kind).where(AccountEvent.user_id == user.id).order_by(AccountEvent.id)
        noted = session.scalars(asked).all()

    assert noted == ["factor_added", "factor_passed", "factor_refused"]

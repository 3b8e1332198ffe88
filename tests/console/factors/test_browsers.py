"""Remembered browsers: for the days that all policies allow, until the password or a factor changes."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from console.accounts.service import set_password
from console.base import clock
from console.factors import service
from console.factors.models import RememberedBrowser
from tests.support.factors import person
from tests.support.house import House


def remembered(house: House, days: int = 30, username: str = "nora") -> str:
    with person(house, username) as (session, user):
        return service.remember(session, user.id, days, "Firefox")


def is_known(house: House, token: str, days: int = 30, username: str = "nora") -> bool:
    with person(house, username) as (session, user):
        return service.is_remembered(session, user.id, token, days)


def test_a_browser_is_known_to_its_own_person_alone(house: House) -> None:
    token = remembered(house)

    assert is_known(house, token)
    assert not is_known(house, token, username="marc")
    assert not is_known(house, "")


def test_the_token_is_not_stored(lite_house: House) -> None:
    token = remembered(lite_house)
    with person(lite_house, "nora") as (session, _):
        row = session.scalars(select(RememberedBrowser)).one()
        assert token not in (row.digest, row.stamp, row.agent)


def test_a_browser_is_forgotten_after_its_days(lite_house: House) -> None:
    token, now = remembered(lite_house), clock.now()
    with clock.at(now + timedelta(days=29)):
        assert is_known(lite_house, token)
    with clock.at(now + timedelta(days=31)):
        assert not is_known(lite_house, token)
        with person(lite_house, "nora") as (session, user):
            assert service.remembered(session, user.id) == ()
            service.sweep(session)
            assert session.scalars(select(RememberedBrowser)).all() == []


def test_a_stricter_policy_counts_at_once(lite_house: House) -> None:
    token, now = remembered(lite_house), clock.now()

    with clock.at(now + timedelta(days=8)):
        assert not is_known(lite_house, token, 7)
        assert is_known(lite_house, token, 30)
    assert not is_known(lite_house, token, 0)


def test_a_looser_policy_does_not_prolong_what_was_remembered_before(lite_house: House) -> None:
    token = remembered(lite_house, 7)

    with clock.at(clock.now() + timedelta(days=8)):
        assert not is_known(lite_house, token, 30)


def test_a_new_password_ends_every_remembered_browser(house: House) -> None:
    token = remembered(house)
    with person(house, "nora") as (session, user):
        set_password(session, user, "twelve green bottles of Aigle")

    assert not is_known(house, token)
    with person(house, "nora") as (session, user):
        assert service.remembered(session, user.id) == ()


def test_the_owner_sees_her_browsers_and_forgets_one_or_all(lite_house: House) -> None:
    first, second = remembered(lite_house), remembered(lite_house)
    other = remembered(lite_house, username="marc")
    with person(lite_house, "nora") as (session, user):
        seen = service.remembered(session, user.id)
        assert [one.agent for one in seen] == ["Firefox", "Firefox"]
        assert service.forget(session, user.id, seen[0].id) == 1
    assert [is_known(lite_house, first), is_known(lite_house, second)] == [False, True]

    with person(lite_house, "nora") as (session, user):
        foreign = session.scalars(
            select(RememberedBrowser.id).where(RememberedBrowser.user_id != user.id)
        ).one()
        assert service.forget(session, user.id, foreign) == 0
        assert service.forget(session, user.id) == 1
    assert is_known(lite_house, other, username="marc")

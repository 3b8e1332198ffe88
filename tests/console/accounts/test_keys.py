"""A key is replaced without a break, and opens nothing after its time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from console.accounts import keys
from console.accounts.models import ApiKey
from console.accounts.operations import allows, operations_of
from console.base import clock
from console.base.errors import NotFound
from console.institutions.sessions import accounts
from tests.support.house import House


@pytest.fixture
def session(lite_house: House) -> Iterator[Session]:
    with lite_house.app.app_context():
        yield accounts()
        accounts.rollback()


def made(session: Session, days: int = 365) -> tuple[ApiKey, str]:
    return keys.create(
        session,
        institution=1,
        plugin="ch_fund",
        name="Payroll",
        operations={"employees:read"},
        lasts=timedelta(days=days),
        created_by="Claire",
    )


def rotated(session: Session, key: ApiKey, overlap: int = 7) -> tuple[ApiKey, str]:
    return keys.rotate(
        session, key, overlap=timedelta(days=overlap), lasts=timedelta(days=365), created_by="Claire"
    )


def test_old_and_new_key_both_work_during_the_overlap(session: Session) -> None:
    old, before = made(session)
    new, after = rotated(session, old)

    first, second = keys.caller_of(session, before), keys.caller_of(session, after)

    assert first is not None
    assert second is not None
    assert (first.client, first.operations) == (second.client, second.operations)
    assert old.successor_id == new.id


def test_the_old_key_ends_with_the_overlap_and_the_new_one_goes_on(session: Session) -> None:
    old, before = made(session)
    _, after = rotated(session, old)

    with clock.at(clock.now() + timedelta(days=7, seconds=1)):
        assert keys.caller_of(session, before) is None
        assert keys.caller_of(session, after) is not None


def test_an_overlap_never_lets_a_key_last_longer_than_it_would_have(session: Session) -> None:
    old, _ = made(session, days=2)
    ends = old.expires_at
    rotated(session, old, overlap=30)

    assert old.expires_at == ends


def test_without_overlap_the_old_key_ends_at_once(session: Session) -> None:
    old, before = made(session)
    rotated(session, old, overlap=0)

    assert keys.caller_of(session, before) is None


@pytest.mark.parametrize("why", ["replaced", "ended", "expired"])
def test_a_key_that_is_over_is_not_replaced(session: Session, why: str) -> None:
    old, _ = made(session, days=1)
    later = timedelta(days=2 if why == "expired" else 0)
    if why == "replaced":
        rotated(session, old)
    if why == "ended":
        keys.end(session, old.id)

    with clock.at(clock.now() + later), pytest.raises(NotFound):
        rotated(session, old)


def test_each_collection_and_the_forms_are_allowed_apart(lite_house: House) -> None:
    offered = operations_of(lite_house.app.extensions["guichet_plugins"]["ch_fund"])

    assert [one.code for one in offered][:3] == ["employees:read", "forms:read", "forms:check"]
    assert allows({"forms:read"}, "forms:read")
    assert not allows({"forms:read"}, "forms:check")

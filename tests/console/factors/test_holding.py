"""Which factors a person has, and what goes with them when they go."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from console.accounts.models import AccountEvent, User
from console.base import clock
from console.base.errors import NotFound
from console.factors import service
from console.factors.models import Factor, Kind, RecoveryCode, RememberedBrowser
from tests.support.factors import person
from tests.support.house import House


def app(session: Session, user: User, name: str) -> int:
    row = Factor(user_id=user.id, kind=Kind.TOTP, name=name, added_at=clock.now())
    session.add(row)
    session.flush()
    return row.id


def test_with_the_last_factor_go_the_recovery_codes(house: House) -> None:
    with person(house, "nora") as (session, user):
        first, last = app(session, user, "Old telephone"), app(session, user, "New telephone")
        service.new_codes(session, user.id)

        assert service.remove(session, user.id, first).name == "Old telephone"
        assert service.codes_left(session, user.id) == 10

        service.remove(session, user.id, last)
        assert not service.has_any(session, user.id)
        assert service.codes_left(session, user.id) == 0


def test_a_removed_factor_ends_every_remembered_browser(lite_house: House) -> None:
    with person(lite_house, "nora") as (session, user):
        lost, _ = app(session, user, "Lost"), app(session, user, "Kept")
        token = service.remember(session, user.id, 30)

        service.remove(session, user.id, lost)

        assert not service.is_remembered(session, user.id, token, 30)


def test_the_factor_of_another_person_and_an_unknown_one_are_the_same(lite_house: House) -> None:
    with person(lite_house, "nora") as (session, nora), person(lite_house, "marc") as (_, marc):
        hers = app(session, nora, "Telephone")
        answers = []
        for factor in (hers, 999_999):
            with pytest.raises(NotFound) as refused:
                service.remove(session, marc.id, factor)
            answers.append(str(refused.value))
        assert answers[0] == answers[1]
        assert service.has_any(session, nora.id)


def test_a_person_who_is_locked_out_begins_anew(house: House) -> None:
    with person(house, "nora") as (session, nora), person(house, "marc") as (_, marc):
        app(session, nora, "Lost")
        app(session, marc, "Kept")
        service.new_codes(session, nora.id)
        service.remember(session, nora.id, 30)

        assert service.remove_all(session, nora.id) == 1

        left = [
            session.scalar(select(func.count()).where(model.user_id == nora.id))
            for model in (Factor, RecoveryCode, RememberedBrowser)
        ]
        assert left == [0, 0, 0]
        assert service.has_any(session, marc.id)
        kinds = session.scalars(select(AccountEvent.kind).where(AccountEvent.user_id == nora.id)).all()
        assert kinds[-1] == "factors_removed"


def test_with_her_account_everything_of_her_goes(house: House) -> None:
    with person(house, "nora") as (session, user):
        app(session, user, "Telephone")
        service.new_codes(session, user.id)
        service.remember(session, user.id, 30)
        session.delete(user)
        session.flush()

        for model in (Factor, RecoveryCode, RememberedBrowser):
            assert session.scalars(select(model)).all() == []

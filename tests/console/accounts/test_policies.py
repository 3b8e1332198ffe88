"""What an institution asks of people who come in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from console.accounts import policies
from console.accounts.policies import AccessPolicy, Asked, Policy
from console.audit.models import AuditEntry
from console.base.errors import BadArgument, Conflict
from tests.support.house import House

WANTED = Policy(
    Asked.BASIC,
    {"ch_fund.accounting": Asked.REQUIRED},
    remember_days=7,
    confirm_minutes=15,
    idle_minutes=30,
    session_hours=8,
)


def test_rules_are_stored_as_they_were_wanted_and_the_journal_tells_each_change(house: House) -> None:
    fund = house.institution("CC Léman")
    with house.writing() as session:
        assert policies.change(session, fund, WANTED, version=1)
    with house.reading() as session:
        assert policies.policy_of(policies.stored(session, fund)) == WANTED
        line = session.scalars(select(AuditEntry).where(AuditEntry.action == "console.policy.changed")).one()
        assert line.facts["changes"] == {
            "factor": ["optional", "basic"],
            "remember_days": [30, 7],
            "confirm_minutes": [60, 15],
            "idle_minutes": [None, 30],
            "session_hours": [None, 8],
            "theme.ch_fund.accounting": [None, "required"],
        }


def test_the_same_rules_are_no_change(lite_house: House) -> None:
    fund = lite_house.institution("CC Léman")
    with lite_house.writing() as session:
        before = policies.policy_of(policies.stored(session, fund))
        assert not policies.change(session, fund, before, version=1)


@pytest.mark.parametrize(
    ("general", "single"),
    [(Asked.REQUIRED, Asked.OPTIONAL), (Asked.REQUIRED, Asked.BASIC), (Asked.BASIC, Asked.OPTIONAL)],
)
def test_a_theme_never_asks_for_less_than_the_institution(
    lite_house: House, general: Asked, single: Asked
) -> None:
    fund, wanted = lite_house.institution("CC Léman"), replace(WANTED, factor=general)
    with lite_house.writing() as session, pytest.raises(BadArgument) as refused:
        policies.change(session, fund, replace(wanted, themes={"ch_fund.other": single}), version=1)
    assert refused.value.place == "ch_fund.other"


def test_who_looked_at_older_rules_overwrites_nothing(lite_house: House) -> None:
    fund = lite_house.institution("CC Léman")
    with lite_house.writing() as session:
        policies.change(session, fund, WANTED, version=1)
    with lite_house.writing() as session, pytest.raises(Conflict):
        policies.change(session, fund, replace(WANTED, remember_days=1), version=1)


def test_an_institution_without_rules_has_the_strictest_and_can_set_its_own(house: House) -> None:
    fund = house.institution("CC Léman")
    with house.writing() as session:
        session.execute(delete(AccessPolicy).where(AccessPolicy.institution_id == fund))
        assert policies.policy_of(policies.stored(session, fund)).asked() is Asked.REQUIRED
        assert policies.change(session, fund, WANTED, version=0)


def test_the_institutions_own_staff_never_work_with_a_password_only() -> None:
    policy = Policy(Asked.BASIC)

    assert policy.asked() is Asked.BASIC
    assert policy.asked(of_staff=True) is Asked.REQUIRED

"""Who may give which rights to whom."""

from __future__ import annotations

import pytest

from console.accounts.granting import Granter, Grants, grantable, refusals, within
from console.hooks.declarations import Level

EMPLOYEES, MEMBERS = ("ch_fund", "employees"), ("ch_fund", "membership")
COMPANY = 7
STAFF = Granter(1, None, {})
LUCA = Granter(2, COMPANY, {EMPLOYEES: Level.PREPARE})


def places(
    granter: Granter, user: int | None, company: int | None, before: Grants, after: Grants
) -> list[object]:
    return [refusal.place for refusal in refusals(granter, user, company, before, after)]


def test_an_administrator_gives_any_level_to_others() -> None:
    after = Grants(frozenset({"case_worker"}), {EMPLOYEES: Level.SEND})

    assert places(STAFF, 9, None, Grants(), after) == []


@pytest.mark.parametrize(
    "after",
    [
        Grants(frozenset({"administrator", "translator"})),
        Grants(frozenset({"administrator"}), {EMPLOYEES: Level.SEND}),
    ],
)
def test_nobody_raises_her_own_rights(after: Grants) -> None:
    before = Grants(frozenset({"administrator"}), {EMPLOYEES: Level.READ})

    assert places(STAFF, STAFF.user_id, None, before, after) == ["roles"]


def test_everybody_may_give_up_rights_of_her_own() -> None:
    before = Grants(frozenset({"administrator", "translator"}), {EMPLOYEES: Level.SEND})
    after = Grants(frozenset({"translator"}), {EMPLOYEES: Level.READ})

    assert places(STAFF, STAFF.user_id, None, before, after) == []


def test_a_second_membership_of_ones_own_is_a_raise_too() -> None:
    after = Grants(frozenset({"company_administrator"}), {})

    assert places(STAFF, STAFF.user_id, COMPANY, Grants(), after) == ["roles"]


def test_a_company_administrator_gives_no_level_above_her_own() -> None:
    after = Grants(frozenset({"company_user"}), {EMPLOYEES: Level.SEND, MEMBERS: Level.READ})

    assert places(LUCA, 9, COMPANY, Grants(), after) == [EMPLOYEES, MEMBERS]


def test_a_company_administrator_leaves_a_higher_level_that_stands_already() -> None:
    before = Grants(frozenset({"company_user"}), {EMPLOYEES: Level.SEND})
    after = Grants(frozenset({"company_user"}), {EMPLOYEES: Level.SEND})

    assert places(LUCA, 9, COMPANY, before, after) == []
    assert LUCA.most(EMPLOYEES, Level.SEND) is Level.SEND
    assert LUCA.most(MEMBERS, None) is None


@pytest.mark.parametrize(
    ("role", "company"),
    [("administrator", COMPANY), ("company_user", None), ("made by the operator", COMPANY)],
)
def test_a_role_for_staff_and_one_for_companies_are_not_mixed(role: str, company: int | None) -> None:
    assert places(STAFF, 9, company, Grants(), Grants(frozenset({role}))) == ["roles"]


def test_the_roles_offered_fit_the_side_the_person_works_on() -> None:
    names = ["administrator", "company_user", "made by the operator"]

    assert grantable(names, None) == ["administrator", "made by the operator"]
    assert grantable(names, COMPANY) == ["company_user"]


def test_a_colleague_with_more_rights_is_not_within_a_company_administrators_power() -> None:
    equal = Grants(frozenset({"company_user"}), {EMPLOYEES: Level.PREPARE})
    above = Grants(frozenset({"company_user"}), {EMPLOYEES: Level.SEND})

    assert within(LUCA, equal)
    assert not within(LUCA, above)

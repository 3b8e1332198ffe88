"""Who belongs to an institution, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.accounts import links, memberships, queries, service
from console.accounts.granting import Grants
from console.accounts.models import Membership, OneTimeLink, SignIn, User
from console.accounts.queries import Reach, Wanted
from console.base import clock
from console.base.errors import Conflict
from console.base.ids import digest
from console.hooks.declarations import Level
from tests.support.house import House

EMPLOYEES = ("ch_fund", "employees")
WORKER = Grants(frozenset({"case_worker"}), {EMPLOYEES: Level.PREPARE})
ANNA = service.Person("anna", "Anna", "Muster", "anna.muster@firma.example", "de")


def one(session: Session, username: str, institution: int) -> Membership:
    return session.scalars(
        select(Membership)
        .join(User)
        .where(User.username == username, Membership.institution_id == institution)
        .order_by(Membership.id)
    ).first()  # type: ignore[return-value]


@contextmanager
def desk(house: House, short_name: str = "CC Léman") -> Iterator[tuple[Session, int]]:
    """Give a writing session and the institution's key."""
    with house.writing(short_name) as session:
        yield session, house.institution(short_name)


def test_a_new_person_gets_an_account_without_password_and_a_link_that_works(house: House) -> None:
    with desk(house) as (session, fund):
        admission = memberships.admit(session, ANNA, fund, WORKER)

        assert links.owner_of_link(session, admission.token).username == "anna"
        assert admission.membership.user.password is None
        assert memberships.grants_of(admission.membership) == WORKER


def test_who_has_an_account_elsewhere_keeps_it_and_has_to_accept_the_membership(house: House) -> None:
    jean = service.Person("other.name", "Other", "Name", "JEAN@guichet.example", "fr")
    with desk(house) as (session, fund):
        admission = memberships.admit(session, jean, fund, WORKER)

        assert admission.membership.user.username == "jean"
        assert admission.membership.user.last_name == "Lambert"
        assert admission.membership.pending
        link = session.get_one(OneTimeLink, digest(admission.token))
        assert link.membership_id == admission.membership.id


def test_a_taken_user_name_is_refused_whether_or_not_the_address_is_known(house: House) -> None:
    with desk(house) as (session, fund):
        for email in ("jean@guichet.example", "anna.muster@firma.example"):
            person = service.Person("MARC", "Anna", "Muster", email)
            with pytest.raises(Conflict) as refused:
                memberships.admit(session, person, fund, WORKER)
            assert refused.value.place == "username"


def test_nobody_is_staff_of_an_institution_twice(house: House) -> None:
    marc = service.Person("marc2", "Marc", "Dubois", "marc@guichet.example")
    with desk(house) as (session, fund), pytest.raises(Conflict) as refused:
        memberships.admit(session, marc, fund, WORKER)
    assert refused.value.place == "email"


def test_a_change_tells_what_was_before_and_raises_the_version(house: House) -> None:
    with desk(house) as (session, fund):
        nora = one(session, "nora", fund)
        version = nora.version

        changes = memberships.change(
            session, nora, Grants(frozenset({"company_user"}), {EMPLOYEES: Level.SEND}), active=True
        )

        others = ("accounting", "apg", "family_allowances", "lpp", "membership", "other", "salaries")
        gone = {f"ch_fund.{theme}": ["prepare", None] for theme in others}
        assert changes == {"ch_fund.employees": ["prepare", "send"], **gone}
        assert nora.version == version + 1


def test_saving_without_a_change_changes_nothing(house: House) -> None:
    with desk(house) as (session, fund):
        nora = one(session, "nora", fund)

        assert memberships.change(session, nora, memberships.grants_of(nora), active=True) == {}


@pytest.mark.parametrize(
    "act",
    [
        lambda session, row: memberships.change(session, row, Grants(frozenset({"translator"})), active=True),
        lambda session, row: memberships.change(session, row, memberships.grants_of(row), active=False),
        memberships.remove,
    ],
    ids=["loses the role", "is made inactive", "is removed"],
)
def test_the_last_administrator_stays(house: House, act: Callable[[Session, Membership], object]) -> None:
    with desk(house) as (session, fund), pytest.raises(Conflict):
        act(session, one(session, "claire", fund))


def test_an_inactive_second_administrator_does_not_count(house: House) -> None:
    with desk(house) as (session, fund):
        marc, claire = one(session, "marc", fund), one(session, "claire", fund)
        administrator = Grants(frozenset({"administrator"}))
        memberships.change(session, marc, administrator, active=True)
        memberships.change(session, marc, administrator, active=False)

        with pytest.raises(Conflict):
            memberships.remove(session, claire)


def test_one_of_two_administrators_may_leave(house: House) -> None:
    with desk(house) as (session, fund):
        memberships.change(
            session, one(session, "marc", fund), Grants(frozenset({"administrator"})), active=True
        )

        memberships.remove(session, one(session, "claire", fund))

        assert one(session, "claire", fund) is None


def test_with_her_last_membership_the_account_ends_and_comes_back_with_it(house: House) -> None:
    house.browser("nora")
    with desk(house) as (session, fund):
        nora = one(session, "nora", fund)
        grants = memberships.grants_of(nora)
        memberships.change(session, nora, grants, active=False)

        assert not nora.user.active
        assert session.scalars(select(SignIn).where(SignIn.user_id == nora.user_id)).all() == []

        memberships.change(session, nora, grants, active=True)

        assert nora.user.active


def test_a_trustee_who_loses_one_company_keeps_her_account(house: House) -> None:
    house.browser("petra")
    with desk(house) as (session, fund):
        petra = one(session, "petra", fund)
        memberships.remove(session, petra)

        user = session.scalars(select(User).where(User.username == "petra")).one()
        assert user.active
        assert session.scalars(select(SignIn).where(SignIn.user_id == user.id)).all() != []


def wanted(**more: object) -> Wanted:
    return Wanted(dormant_before=clock.now(), **more)  # type: ignore[arg-type]


def names(session: Session, reach: Reach, **more: object) -> list[str]:
    found = queries.memberships(session, [reach], wanted(**more), page=1, size=25)
    assert found.count == len(found.rows)
    return [row.user.username for row in found.rows]


def test_the_list_is_sorted_by_name_and_stops_at_the_institution(house: House) -> None:
    with desk(house) as (session, fund):
        assert names(session, Reach(fund)) == ["luca", "nora", "marc", "claire", "heidi", "petra", "petra"]


def test_the_list_of_a_company_stops_at_the_company(house: House) -> None:
    with desk(house) as (session, fund):
        company = one(session, "luca", fund).company_id

        assert names(session, Reach(fund, company)) == ["luca", "nora"]


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ({"words": "fav CLAIRE"}, ["claire"]),
        ({"words": "boulangerie"}, ["luca", "nora"]),
        ({"words": "100%"}, []),
        ({"group": "staff"}, ["marc", "claire", "heidi"]),
        ({"role": "company_user"}, ["nora", "petra", "petra"]),
        ({"theme": ("ch_fund", "nothing")}, []),
        ({"state": "inactive"}, []),
        ({"state": "dormant", "group": "staff"}, ["marc", "claire", "heidi"]),
    ],
)
def test_the_list_is_narrowed(house: House, narrowed: dict[str, object], expected: list[str]) -> None:
    with desk(house) as (session, fund):
        assert names(session, Reach(fund), **narrowed) == expected


def test_pages_of_the_list_follow_each_other(house: House) -> None:
    with desk(house) as (session, fund):
        second = queries.memberships(session, [Reach(fund)], wanted(), page=2, size=3)

        assert [row.user.username for row in second.rows] == ["claire", "heidi", "petra"]
        assert second.count == 7


def test_a_theme_without_a_sender_among_the_staff_is_found(house: House) -> None:
    with desk(house) as (session, fund):
        assert queries.without_sender(session, fund, [EMPLOYEES]) == []
        for username in ("marc", "claire"):
            row = one(session, username, fund)
            roles = memberships.grants_of(row).roles
            memberships.change(session, row, Grants(roles, {EMPLOYEES: Level.PREPARE}), active=True)

        assert queries.without_sender(session, fund, [EMPLOYEES]) == [EMPLOYEES]


def test_a_trustee_is_not_alone_in_one_fund_nor_in_one_company(house: House) -> None:
    with desk(house) as (session, fund):
        petra, luca = one(session, "petra", fund), one(session, "luca", fund)

        assert not queries.is_alone_in(session, petra.user_id, Reach(fund))
        assert not queries.is_alone_in(session, petra.user_id, Reach(fund, petra.company_id))
        assert queries.is_alone_in(session, luca.user_id, Reach(fund, luca.company_id))


def test_each_person_counts_once_for_a_role(house: House) -> None:
    with desk(house) as (session, fund):
        assert queries.holders(session, fund)["company_user"] == 2


def test_of_two_administrators_who_leave_at_the_same_moment_one_stays(house: House) -> None:
    with desk(house) as (session, fund):
        memberships.change(
            session, one(session, "marc", fund), Grants(frozenset({"administrator"})), active=True
        )
    start = Barrier(2)

    def leave(username: str) -> bool:
        start.wait()
        try:
            with house.writing() as session:
                memberships.remove(session, one(session, username, fund))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        left = list(threads.map(leave, ["claire", "marc"]))

    assert sorted(left) == [False, True]

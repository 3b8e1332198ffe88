"""Who is here, for whom and with which rights, as one request sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from console.accounts import service, visits
from console.accounts.models import Membership, SignIn, User
from console.accounts.visits import Visit
from console.base import clock
from console.base.ids import digest
from console.hooks.declarations import Level
from console.institutions.sessions import accounts
from tests.support.house import House

LONG, IDLE = timedelta(hours=12), timedelta(minutes=60)


@pytest.fixture(autouse=True)
def _inside(lite_house: House):
    with lite_house.app.test_request_context():
        yield


def token_of(username: str) -> str:
    user = service.find(accounts(), username)
    assert user is not None
    token = service.sign_in(accounts(), user, address="127.0.0.1", agent="test")
    accounts().flush()
    return token


def visit_with(token: str) -> Visit | None:
    now = clock.now()
    found = visits.visit_of(accounts(), token, ["ch_fund"], now - LONG, IDLE, now)
    return found[1] if found else None


def visit_of(username: str) -> Visit:
    found = visit_with(token_of(username))
    assert found is not None
    return found


def everywhere(username: str) -> Visit:
    token = token_of(username)
    accounts().execute(update(SignIn).where(SignIn.digest == digest(token)).values(everywhere=True))
    found = visit_with(token)
    assert found is not None
    return found


def test_an_unknown_token_is_nobody() -> None:
    assert visit_with("unknown") is None


def test_a_sign_in_ends_when_nobody_uses_it_for_an_hour() -> None:
    token, start = token_of("marc"), clock.now()

    with clock.at(start + IDLE - timedelta(minutes=1)):
        assert visit_with(token) is not None
    with clock.at(start + IDLE + timedelta(minutes=1)):
        assert visit_with(token) is None


def test_a_sign_in_ends_after_twelve_hours_however_busy() -> None:
    token, start = token_of("marc"), clock.now()
    late = start + LONG + timedelta(minutes=1)
    accounts().execute(update(SignIn).where(SignIn.digest == digest(token)).values(last_seen=late))

    with clock.at(late):
        assert visit_with(token) is None


def test_an_inactive_account_has_no_visit() -> None:
    token = token_of("marc")
    accounts().execute(update(User).where(User.username == "marc").values(active=False))

    assert visit_with(token) is None


def test_rights_and_levels_are_those_of_the_active_mandate() -> None:
    visit = visit_of("nora")

    assert ("can_write", "ch_fund.employee") in visit.rights
    assert ("can_write", "ch_fund.company") not in visit.rights
    assert set(visit.levels.values()) == {Level.PREPARE}


def test_staff_see_all_companies_and_a_companys_people_their_own() -> None:
    staff, company = visit_of("marc").scope(), visit_of("nora").scope()

    assert staff is not None
    assert staff.companies is None
    assert company is not None
    assert company.companies == (visit_of("nora").active[0].company,)


def test_all_companies_at_once_keep_only_rights_to_read() -> None:
    visit = everywhere("petra")

    assert visit.everywhere
    assert len(visit.active) == 3
    assert {act for act, _ in visit.rights} <= {"can_read", "can_export"}
    scope = visit.scope()
    assert scope is not None
    assert len(scope.institutions) == 2
    assert len(scope.companies or ()) == 3


def test_who_has_one_company_only_is_never_everywhere() -> None:
    assert not everywhere("nora").everywhere


def test_an_inactive_membership_is_no_mandate() -> None:
    token = token_of("petra")
    first = visit_with(token)
    assert first is not None
    gone = first.active[0].id
    accounts().execute(update(Membership).where(Membership.id == gone).values(active=False))

    second = visit_with(token)

    assert second is not None
    assert gone not in [mandate.id for mandate in second.mandates]
    assert second.active[0].id != gone


def test_a_person_without_any_mandate_is_here_without_rights() -> None:
    token = token_of("nora")
    nora = accounts().scalars(select(User.id).where(User.username == "nora")).one()
    accounts().execute(update(Membership).where(Membership.user_id == nora).values(active=False))

    visit = visit_with(token)

    assert visit is not None
    assert visit.mandate is None
    assert visit.scope() is None
    assert visit.rights == frozenset()

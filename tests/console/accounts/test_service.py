"""Accounts, one-time links, sign-ins and mandates."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from console.accounts import links, service
from console.accounts.models import AccountEvent, SignIn, User
from console.base import clock
from console.base.errors import BadArgument, Conflict, NotFound
from console.institutions.sessions import accounts
from tests.support.house import House

SENTENCE = "un cheval bleu sur le quai"


@pytest.fixture(autouse=True)
def _inside(lite_house: House):
    with lite_house.app.test_request_context():
        yield


def user(username: str) -> User:
    found = service.find(accounts(), username)
    assert found is not None
    return found


@pytest.mark.parametrize("typed", ["nora", "NORA", " Nora@Guichet.Example "])
def test_a_person_is_found_by_name_or_address_whatever_the_case(typed: str) -> None:
    assert user(typed).username == "nora"


def test_the_right_password_opens_and_a_wrong_one_does_not() -> None:
    service.set_password(accounts(), user("nora"), SENTENCE)

    assert service.authenticate(accounts(), "nora", SENTENCE) is not None
    assert service.authenticate(accounts(), "nora", SENTENCE + " ") is None
    assert service.authenticate(accounts(), "nobody", SENTENCE) is None


def test_an_inactive_account_does_not_open() -> None:
    service.set_password(accounts(), user("nora"), SENTENCE)
    user("nora").active = False

    assert service.authenticate(accounts(), "nora", SENTENCE) is None


def test_an_account_without_password_does_not_open_with_an_empty_one() -> None:
    user("nora").password = None

    assert service.authenticate(accounts(), "nora", "") is None


@pytest.mark.parametrize(
    ("username", "email"), [("NORA", "new@firma.example"), ("new", "Nora@guichet.example")]
)
def test_a_taken_name_or_address_is_refused(username: str, email: str) -> None:
    with pytest.raises(Conflict):
        service.create_user(accounts(), service.Person(username, "New", "Person", email))


def test_a_link_works_once() -> None:
    token = links.offer_link(accounts(), user("nora"))
    assert links.owner_of_link(accounts(), token).username == "nora"

    service.set_password(accounts(), user("nora"), SENTENCE)

    with pytest.raises(NotFound):
        links.owner_of_link(accounts(), token)


def test_a_new_link_ends_the_one_before() -> None:
    first = links.offer_link(accounts(), user("nora"))
    links.offer_link(accounts(), user("nora"))

    with pytest.raises(NotFound):
        links.owner_of_link(accounts(), first)


def test_a_link_ends_after_fourteen_days() -> None:
    token = links.offer_link(accounts(), user("nora"))
    accounts().flush()

    with clock.at(clock.now() + links.LINK_LASTS - timedelta(minutes=1)):
        assert links.owner_of_link(accounts(), token).username == "nora"
    with clock.at(clock.now() + links.LINK_LASTS), pytest.raises(NotFound):
        links.owner_of_link(accounts(), token)


def test_a_new_password_ends_all_sign_ins() -> None:
    nora = user("nora")
    service.sign_in(accounts(), nora, address="127.0.0.1", agent="one")
    service.sign_in(accounts(), nora, address="127.0.0.1", agent="two")

    service.set_password(accounts(), nora, SENTENCE)

    assert accounts().scalars(select(SignIn).where(SignIn.user_id == nora.id)).all() == []


def test_a_password_with_the_persons_own_name_is_refused() -> None:
    with pytest.raises(BadArgument):
        service.set_password(accounts(), user("luca"), "lucabernasconi1")


def test_signing_out_of_one_browser_leaves_the_others() -> None:
    nora = user("nora")
    for agent in ("one", "two"):
        service.sign_in(accounts(), nora, address="127.0.0.1", agent=agent)
    accounts().flush()
    first = accounts().scalars(select(SignIn.id).where(SignIn.agent == "one")).one()

    assert service.sign_out(accounts(), nora.id, first) == 1
    assert service.sign_out(accounts(), nora.id) == 1


def test_the_sign_in_of_somebody_else_is_not_ended() -> None:
    service.sign_in(accounts(), user("nora"), address="127.0.0.1", agent="one")
    accounts().flush()
    hers = accounts().scalars(select(SignIn.id).where(SignIn.agent == "one")).one()

    assert service.sign_out(accounts(), user("luca").id, hers) == 0


def test_signing_in_is_noted_and_counted() -> None:
    nora = user("nora")
    before = nora.login_count or 0

    service.sign_in(accounts(), nora, address="192.0.2.7", agent="one")
    accounts().flush()
    accounts().refresh(nora)

    event = accounts().scalars(select(AccountEvent).order_by(AccountEvent.id.desc()).limit(1)).one()
    assert (event.kind, event.user_id, event.address) == ("signed_in", nora.id, "192.0.2.7")
    assert nora.login_count == before + 1
    assert nora.last_login is not None


def test_a_role_that_does_not_exist_is_refused_by_name(lite_house: House) -> None:
    membership = lite_house.membership("nora")

    with pytest.raises(BadArgument) as refused:
        service.set_roles(accounts(), accounts().merge(membership), ["company_user", "emperor"])
    assert "emperor" in str(refused.value)

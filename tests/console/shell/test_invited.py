"""Who invites somebody with an account learns nothing of it, and has no power over it before she accepts."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from console.accounts.models import Membership, User
from console.institutions.sessions import accounts
from tests.support.house import House, post
from tests.support.people import ANNA, petra_in_leman

SOFIE = "sofie@guichet.example"


def invited(house: House, **changed: str) -> int:
    """Let the company's administrator invite somebody under a name of his own; give the new mandate."""
    form: dict[str, Any] = {**ANNA, "roles": ["company_user"], **changed}
    del form["company"]
    assert post(house.browser("luca"), "/users/add", form).status_code == 200
    with house.app.app_context():
        return accounts().scalars(select(Membership.id).order_by(Membership.id.desc())).first() or 0


def test_who_did_not_accept_is_signed_out_by_nobody_else(house: House) -> None:
    sofie, luca = house.browser("sofie"), house.browser("luca")
    key = invited(house, email=SOFIE)

    answer = post(luca, f"/users/{key}/sign-out")

    assert answer.status_code == 404
    assert sofie.get("/me/profile").status_code == 200


def test_taking_back_an_invitation_leaves_her_account_alone(house: House) -> None:
    sofie = house.browser("sofie")
    key = invited(house, email=SOFIE)

    assert post(house.browser("luca"), f"/users/{key}/remove").status_code == 303

    assert sofie.get("/me/profile").status_code == 200
    with house.app.app_context():
        assert accounts().scalars(select(User.active).where(User.email == SOFIE)).one()


def test_her_own_name_and_last_sign_in_are_not_shown(house: House) -> None:
    with house.app.app_context():
        sofie = accounts().scalars(select(User).where(User.email == SOFIE)).one()
        own = f"{sofie.first_name} {sofie.last_name}"
    luca = house.browser("luca")
    key = invited(house, email=SOFIE)

    for path in ("/users/", f"/users/{key}", f"/users/{key}/edit", f"/users/{key}/remove", "/users/?q=sofie"):
        page = luca.get(path).get_data(as_text=True)
        assert own not in page, path
        assert ">sofie<" not in page, path
    assert "Anna Muster" in luca.get(f"/users/{key}").get_data(as_text=True)


@pytest.mark.parametrize("address", [SOFIE, "jordan@guichet.example", "nobody.yet@firma.example"])
def test_the_answer_does_not_tell_whether_there_was_an_account(lite_house: House, address: str) -> None:
    form: dict[str, Any] = {**ANNA, "roles": ["company_user"], "email": address}
    del form["company"]

    page = post(lite_house.browser("luca"), "/users/add", form)

    assert page.status_code == 200
    with lite_house.app.app_context():
        key = accounts().scalars(select(Membership.id).order_by(Membership.id.desc())).first()
    shown = lite_house.browser("luca").get(f"/users/{key}").get_data(as_text=True)
    assert f"/users/{key}/link" in shown
    assert f"/users/{key}/sign-out" not in shown


def test_whoever_works_elsewhere_too_stays_signed_in_there(house: House) -> None:
    browser = house.browser("petra")
    here_key = petra_in_leman(house)
    with house.app.app_context():
        of_petra = (
            select(Membership.id).join(User, User.id == Membership.user_id).where(User.username == "petra")
        )
        there_key = accounts().scalars(of_petra.where(Membership.id != here_key)).first()
    assert post(browser, "/me/mandate", {"mandate": str(there_key)}).status_code == 303

    assert post(house.browser("claire"), f"/users/{here_key}/sign-out").status_code == 303

    assert browser.get("/me/profile").status_code == 200

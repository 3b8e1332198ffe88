"""One predicate behind address, right and menu: a closed module is nowhere."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from console.accounts.models import Membership, MembershipRole, ThemeRight
from console.institutions.models import PluginSwitch
from console.institutions.sessions import accounts
from tests.support.house import House

LIST = "/ch_fund/employee/list/"


def test_a_module_that_is_off_is_gone_with_the_next_click_and_back_with_the_one_after(house: House) -> None:
    browser = house.browser("claire")
    for enabled, status in ((True, 200), (False, 404), (True, 200)):
        with house.app.app_context():
            accounts().execute(update(PluginSwitch).values(enabled=enabled))
            accounts.commit()
        assert browser.get(LIST).status_code == status
        assert (LIST in browser.get("/").get_data(as_text=True)) == enabled


@pytest.mark.parametrize(
    ("table", "status"),
    [(ThemeRight, 404), (MembershipRole, 403), (Membership, 404)],
    ids=["theme", "role", "mandate"],
)
def test_a_right_that_is_taken_away_is_gone_with_the_next_click(
    house: House, table: type, status: int
) -> None:
    browser, mine = house.browser("marc"), house.membership("marc").id
    assert browser.get(LIST).status_code == 200
    with house.app.app_context():
        for one in (ThemeRight, MembershipRole) if table is Membership else (table,):
            accounts().execute(delete(one).where(one.membership_id == mine))
        if table is Membership:
            accounts().execute(delete(Membership).where(Membership.id == mine))
        accounts.commit()

    answer = browser.get(LIST)
    assert answer.status_code in (status, 302, 303)
    assert LIST not in browser.get("/").get_data(as_text=True)


def test_a_module_of_another_institution_answers_like_nothing(standing_house: House) -> None:
    browser = standing_house.browser("sofie")
    assert browser.get(LIST).status_code == browser.get("/nowhere").status_code == 404

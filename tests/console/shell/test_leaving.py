"""Who leaves is out at once and everywhere; what nobody looks after any more is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from console.accounts import keys, links, service
from console.accounts.models import Membership, OneTimeLink, SignIn, ThemeRight, User
from console.base import clock
from console.desk.models import Absence
from console.dispatch.models import Dispatch
from console.factors import service as factors
from console.institutions.sessions import accounts
from console.mailbox.models import Message
from tests.support.desk import desk_of
from tests.support.house import House, post
from tests.support.mail_pages import pages_of
from tests.support.mailbox import ACCOUNTING
from tests.support.people import ANNA, edit, journal, key_of, link_in


def remove(house: House, by: str, username: str) -> None:
    answer = post(house.browser(by), f"/users/{key_of(house, username)}/remove")
    assert answer.status_code == 303, answer.text


def test_her_sessions_links_and_remembered_browsers_end_with_the_removal(house: House) -> None:
    nora = house.browser("nora")
    with house.app.test_request_context():
        user = service.find(accounts(), "nora")
        assert user is not None
        key, link = user.id, links.offer_link(accounts(), user)
        browser = factors.remember(accounts(), key, 30)
        accounts.commit()

    remove(house, "luca", "nora")

    assert nora.get("/forms/").location.startswith("/login/")
    assert house.stranger().get(f"/password/{link}").status_code == 404
    with house.app.app_context():
        assert not factors.is_remembered(accounts(), key, browser, 30)
        assert accounts().scalar(select(func.count(SignIn.id)).where(SignIn.user_id == key)) == 0


def test_who_works_elsewhere_too_loses_links_of_here_and_goes_on_there(lite_house: House) -> None:
    petra, ruth = lite_house.browser("petra"), lite_house.browser("ruth")
    with lite_house.app.test_request_context():
        user = service.find(accounts(), "petra")
        assert user is not None
        link = links.offer_link(accounts(), user)
        accounts.commit()
        fund = lite_house.institution("AK Aaretal")
    with lite_house.app.app_context():
        wanted = (
            select(Membership.id)
            .join(User)
            .where(User.username == "petra", Membership.institution_id == fund)
        )
        there = accounts().scalars(wanted).one()

    assert post(ruth, f"/users/{there}/remove").status_code == 303

    assert lite_house.stranger().get(f"/password/{link}").status_code == 404
    assert petra.get("/forms/").status_code == 200
    assert "Schreinerei Muster AG" not in petra.get("/").text


def test_an_invitation_on_its_way_does_not_leave_any_more(lite_house: House) -> None:
    claire = lite_house.browser("claire")
    link = link_in(post(claire, "/users/add", ANNA).text)
    remove(lite_house, "claire", "anna")

    assert lite_house.stranger().get(link).status_code == 404
    with lite_house.reading() as session:
        assert session.scalars(select(Dispatch).where(Dispatch.state == "waiting")).first() is None


def test_a_case_workers_open_messages_go_back_to_the_queue_and_her_absences_end(house: House) -> None:
    marc, desk = house.membership("marc").user_id, desk_of(house)
    reference = desk.sent("Training")
    with house.writing() as session:
        session.execute(update(Message).where(Message.reference == reference).values(assigned_to=marc))
        day = clock.today("Europe/Zurich")
        for user, other in ((marc, 1), (1, marc)):
            session.add(
                Absence(user_id=user, first_day=day, last_day=day + timedelta(3), substitute_id=other)
            )

    remove(house, "claire", "marc")

    assert desk.message(reference).assigned_to is None
    with house.reading() as session:
        assert session.scalar(select(func.count(Absence.id))) == 0
    assert journal(house, "console.user.removed")[0]["released"] == 1


def test_who_is_made_inactive_leaves_as_much_as_who_is_removed(lite_house: House) -> None:
    marc, desk = lite_house.membership("marc").user_id, desk_of(lite_house)
    reference = desk.sent("Training")
    with lite_house.writing() as session:
        session.execute(update(Message).where(Message.reference == reference).values(assigned_to=marc))

    assert edit(lite_house, lite_house.browser("claire"), "marc", active=None).status_code == 303

    assert desk.message(reference).assigned_to is None


def test_the_question_before_says_which_keys_she_may_still_know(lite_house: House) -> None:
    claire, path = lite_house.browser("claire"), f"/users/{key_of(lite_house, 'marc')}/remove"
    post(claire, "/me/language", {"language": "en"})
    assert "goes on working" not in claire.get(path).text
    with lite_house.app.test_request_context():
        fund = lite_house.institution("CC Léman")
        keys.create(
            accounts(),
            institution=fund,
            plugin="ch_fund",
            name="Payroll",
            operations=["employees:read"],
            lasts=timedelta(9),
            created_by="Marc Dubois",
        )
        accounts.commit()

    assert "A key for another system that she made goes on working." in claire.get(path).text


def test_a_link_that_sets_a_password_ends_when_its_person_accepts_a_mandate_elsewhere(
    lite_house: House,
) -> None:
    """Else whoever saw it in the first institution could come into the second one with it."""
    with lite_house.app.test_request_context():
        user = service.find(accounts(), "jean")
        assert user is not None
        links.offer_link(accounts(), user)
        made = service.join(accounts(), user, lite_house.institution("CC Léman"), roles=["case_worker"])
        links.accept_mandate(accounts(), links.offer_mandate(accounts(), made), made)
        left = select(func.count(OneTimeLink.digest)).where(
            OneTimeLink.user_id == user.id, OneTimeLink.membership_id.is_(None)
        )
        assert accounts().scalar(left) == 0


def without(house: House, theme: str, *usernames: str) -> None:
    """Take the right in a theme away from these people."""
    held = [house.membership(one).id for one in usernames]
    with house.app.app_context():
        accounts().execute(
            delete(ThemeRight).where(ThemeRight.membership_id.in_(held), ThemeRight.theme == theme)
        )
        accounts.commit()


@pytest.mark.parametrize("path", ["/", "/users/"])
def test_a_theme_that_nobody_of_a_company_holds_is_warned_of(lite_house: House, path: str) -> None:
    luca = lite_house.browser("luca")
    assert "g-message g-warn" not in luca.get(path).text

    without(lite_house, "lpp", "luca", "nora")

    assert "Prévoyance professionnelle" in luca.get(path).text.split("g-message g-warn", 1)[1][:300]
    assert "g-message g-warn" not in lite_house.browser("nora").get("/").text


def test_a_theme_comes_back_into_view_when_a_colleague_who_holds_it_is_made_inactive(
    lite_house: House,
) -> None:
    luca = lite_house.browser("luca")
    without(lite_house, "lpp", "luca")
    assert "g-message g-warn" not in luca.get("/").text

    remove(lite_house, "luca", "nora")

    assert "g-message g-warn" in luca.get("/").text


@pytest.mark.parametrize("path", ["/", "/users/"])
def test_the_institution_is_warned_of_companies_where_messages_wait_unseen(house: House, path: str) -> None:
    claire = house.browser("claire")
    post(claire, "/me/language", {"language": "en"})
    pages_of(house).ask(theme=ACCOUNTING, type_="query", delegable=False)
    assert "Messages wait unseen" not in claire.get(path).text

    without(house, "accounting", "luca", "nora")

    told = "Messages wait unseen, because nobody has a right in their theme, at: Boulangerie du Lac SA."
    assert told in claire.get(path).text
    assert "Messages wait unseen" not in house.browser("ruth").get(path).text

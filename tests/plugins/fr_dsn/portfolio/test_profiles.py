"""What a colleague sees and does is what her profiles say, on every page."""

from __future__ import annotations

from sqlalchemy import select

from plugins.fr_dsn.portfolio.models import Profile, ProfileEstablishment, ProfilePerson
from tests.plugins.fr_dsn.portfolio.accounts import (
    ADMINISTRATOR,
    COLLEAGUE,
    GATEWAY,
    LIST,
    OTHER,
    STAFF,
    add,
    entrust,
    plant,
    row_of,
    siret,
    text,
)
from tests.support.house import House, post

SHOW, EDIT = "/fr_dsn/establishment/show", "/fr_dsn/establishment/edit"
PROFILES = "/fr_dsn/profile"


def test_a_colleague_without_a_profile_sees_nothing(house: House) -> None:
    key, browser = plant(house, 1, name="Site caché"), house.browser(COLLEAGUE)

    assert "Site caché" not in text(browser, LIST)
    assert "Site caché" not in text(browser, f"{LIST}?search=site")
    assert browser.get(f"{SHOW}/{key}").status_code == 404
    assert b"Site cach" not in browser.get("/fr_dsn/establishment/export/csv").get_data()
    assert add(browser, 2).status_code == 403


def test_a_profile_opens_what_it_names_and_no_more(house: House) -> None:
    mine, others = plant(house, 1, name="Le mien"), plant(house, 2, name="Le leur")
    entrust(house, mine, returns=True)
    browser = house.browser(COLLEAGUE)

    page = text(browser, LIST)

    assert "Le mien" in page
    assert "Le leur" not in page
    assert browser.get(f"{SHOW}/{mine}").status_code == 200
    assert browser.get(f"{SHOW}/{others}").status_code == 404
    assert post(browser, f"{EDIT}/{mine}", {"version": "1"}).status_code == 403
    assert post(browser, f"/fr_dsn/establishment/remove/{mine}").status_code == 403


def test_who_manages_some_establishments_changes_these_and_adds_none(house: House) -> None:
    mine = plant(house, 1)
    entrust(house, mine, manages=True)
    browser = house.browser(COLLEAGUE)
    typed = {"version": "1", "siret": siret(1), "name": "Nouveau nom", "due_day": "5", "partner": ""}

    assert post(browser, f"{EDIT}/{mine}", typed).status_code == 303
    assert row_of(house, 1).name == "Nouveau nom"
    assert add(browser, 2).status_code == 403


def test_who_manages_the_whole_portfolio_sees_all_of_it_and_adds_to_it(house: House) -> None:
    plant(house, 1, name="Site un")
    plant(house, 2, "C-200", name="Site de Denise")
    entrust(house, covers_all=True, manages=True)
    browser = house.browser(COLLEAGUE)

    assert add(browser, 3, name="Site trois").status_code == 303
    page = text(browser, LIST)
    assert "Site un" in page
    assert "Site trois" in page
    assert "Site de Denise" not in page


def test_the_administrator_entrusts_establishments_to_a_colleague(house: House) -> None:
    plant(house, 1, name="Confié")
    plant(house, 2, name="Gardé")
    browser = house.browser(ADMINISTRATOR)
    page = text(browser, f"{PROFILES}/add")
    bruno = page.split("Bruno Caron")[0].rpartition('value="')[2].partition('"')[0]

    answer = post(
        browser,
        f"{PROFILES}/add",
        {"name": "Lyon", "covers": "some", "sirets": siret(1), "returns": "y", "people": [bruno]},
    )

    assert answer.status_code == 303
    seen = text(house.browser(COLLEAGUE), LIST)
    assert "Confié" in seen
    assert "Gardé" not in seen
    assert "Lyon" in text(browser, f"{PROFILES}/")


def test_a_profile_cannot_name_what_is_not_in_the_portfolio(lite_house: House) -> None:
    plant(lite_house, 1, "C-200")
    browser = lite_house.browser(ADMINISTRATOR)

    for typed in (siret(1), siret(7), "123"):
        answer = post(browser, f"{PROFILES}/add", {"name": "Lyon", "covers": "some", "sirets": typed})
        assert answer.status_code == 422
    with lite_house.reading(GATEWAY) as session:
        assert session.scalars(select(Profile).where(Profile.name == "Lyon")).first() is None


def test_nobody_of_another_account_can_be_given_a_profile(lite_house: House) -> None:
    browser = lite_house.browser(ADMINISTRATOR)
    denise = str(lite_house.membership(OTHER).user_id)

    assert "Denise" not in text(browser, f"{PROFILES}/add")
    answer = post(browser, f"{PROFILES}/add", {"name": "Lyon", "covers": "all", "people": [denise]})
    assert answer.status_code == 422


def test_a_deleted_profile_opens_nothing_any_more(house: House) -> None:
    mine = plant(house, 1, name="Le mien")
    profile, browser = entrust(house, mine), house.browser(COLLEAGUE)
    assert "Le mien" in text(browser, LIST)

    administrator = house.browser(ADMINISTRATOR)
    assert administrator.get(f"{PROFILES}/delete/{profile}").status_code == 200
    assert post(administrator, f"{PROFILES}/delete/{profile}").status_code == 303

    assert "Le mien" not in text(browser, LIST)
    with house.reading(GATEWAY) as session:
        left = [
            session.scalars(select(model).where(model.profile_id == profile)).first()
            for model in (ProfilePerson, ProfileEstablishment)
        ]
        assert left == [None, None]


def test_profiles_are_kept_by_the_account_s_administrator_alone(lite_house: House) -> None:
    profile = entrust(lite_house, covers_all=True)

    assert lite_house.browser(COLLEAGUE).get(f"{PROFILES}/").status_code == 403
    assert lite_house.browser(STAFF).get(f"{PROFILES}/").status_code == 403
    assert lite_house.browser(OTHER).get(f"{PROFILES}/edit/{profile}").status_code == 404

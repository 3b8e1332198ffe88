"""The Modules page: who sees it, what it says before a switch, and what a switch does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.app import create_app
from console.audit.models import AuditEntry
from console.hooks.declarations import Contribution, Manifest, Setting
from console.institutions import service
from console.institutions.models import PartSwitch, PluginSwitch
from console.institutions.queries import Part
from console.institutions.sessions import db
from tests.support.house import House, post

EMPLOYEES = "/modules/ch_fund/parts/theme/employees"
FORM = "/modules/ch_fund/parts/form/ch_fund.general_question"
BLANK = "/forms/blank/ch_fund.general_question.pdf"


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    """Give a page's text without tags."""
    answer = client.get(path)
    assert answer.status_code == status
    return seen(answer.get_data(as_text=True))


def seen(page: str) -> str:
    """Give what a reader sees of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1])).split())


def english(house: House, username: str) -> FlaskClient:
    """Give a browser in which this person reads English."""
    browser = house.browser(username)
    post(browser, "/me/language", {"language": "en"})
    return browser


def switch(browser: FlaskClient, to: str, plugin: str = "ch_fund") -> int:
    """Switch a plugin as somebody who has read the consequences."""
    return int(post(browser, f"/modules/{plugin}/switch", {"to": to, "confirmed": "yes"}).status_code)


@contextmanager
def also_installed(house: House, *more: Contribution) -> Iterator[None]:
    """Let the console believe that these plugins are installed too."""
    known = house.app.extensions["guichet_plugins"]._by_name
    known.update({plugin.name: plugin for plugin in more})
    yield
    for plugin in more:
        del known[plugin.name]


ADDON = Contribution(
    Manifest("addon", "Add-on", "", "2.0", ">=0", requires=("ch_fund",)), "plugins.ch_fund", "addon 2.0"
)


def test_the_administrator_sees_what_a_module_brings(lite_house: House) -> None:
    page = text_of(english(lite_house, "claire"), "/modules/")

    assert "For your country Module Switch Brings Version Health Compensation fund" in page
    assert "8 themes, 5 forms, 3 pages, 1 API collection, 5 settings, 15 rights" in page
    assert "In order" in page


def test_a_form_has_a_switch_of_its_own(lite_house: House) -> None:
    browser = english(lite_house, "claire")

    before = browser.get(BLANK).status_code
    post(browser, FORM, {"enabled": "", "starts_on": "", "pilots": "", "confirmed": "yes"})

    assert "General question Form" in text_of(browser, "/modules/ch_fund")
    assert (before, browser.get(BLANK).status_code) == (200, 404)
    off, unknown = (text_of(browser, path, 404) for path in (BLANK, BLANK.replace("general", "unknown")))
    assert re.sub(r"Reference: \w+", "", off) == re.sub(r"Reference: \w+", "", unknown)


def test_a_module_of_another_country_stands_apart_and_is_switched_on_with_a_warning(
    lite_house: House,
) -> None:
    browser = english(lite_house, "sofie")

    assert "For other countries" in text_of(browser, "/modules/")
    assert "Attention: it is meant for other countries (CH)" in text_of(
        browser, "/modules/ch_fund/switch?to=on"
    )
    assert switch(browser, "on") == 303
    assert "1 of 2 switched on" in text_of(browser, "/modules/")


@pytest.mark.parametrize("username", ["marc", "luca", "heidi"])
def test_nobody_else_opens_the_page(lite_house: House, username: str) -> None:
    browser = lite_house.browser(username)

    assert browser.get("/modules/").status_code in (302, 303, 403)
    assert switch(browser, "off") in (302, 303, 403)
    with lite_house.reading() as session:
        assert service.switches(session)["ch_fund"].enabled


def test_the_page_says_beforehand_who_loses_what(house: House) -> None:
    page = text_of(english(house, "claire"), "/modules/ch_fund/switch?to=off")

    assert "These menu entries disappear: Members, Employees, Children’s rights." in page
    themes = (
        "Membership, Employees, Family allowances, Salaries, Occupational benefits, Loss of earnings (APG), "
    )
    assert f"These themes close: {themes}Accounting, Other matters." in page
    assert "6 people with rights in it can no longer use it (mandates: 7)." in page
    assert "What was entered is kept" in page


def test_a_person_who_left_is_not_counted(lite_house: House) -> None:
    with lite_house.writing() as session:
        mandate = session.merge(lite_house.membership("nora"))
        mandate.active = False

    page = text_of(english(lite_house, "claire"), "/modules/ch_fund/switch?to=off")

    assert "5 people with rights in it can no longer use it (mandates: 6)." in page


def test_a_switch_without_confirmation_changes_nothing(lite_house: House) -> None:
    browser = lite_house.browser("claire")

    answer = post(browser, "/modules/ch_fund/switch", {"to": "off"})

    assert answer.location.endswith("/modules/ch_fund/switch?to=off")
    with lite_house.reading() as session:
        assert service.switches(session)["ch_fund"].enabled


def test_switching_off_closes_the_pages_for_this_institution_alone(house: House) -> None:
    claire, marc, ruth = house.browser("claire"), house.browser("marc"), house.browser("ruth")

    assert switch(claire, "off") == 303

    assert marc.get("/ch_fund/employee/list/").status_code == 404
    assert "/ch_fund/" not in marc.get("/").get_data(as_text=True)
    assert ruth.get("/ch_fund/employee/list/").status_code == 200


def test_switching_off_and_on_keeps_settings_and_rows(house: House) -> None:
    claire, marc = house.browser("claire"), house.browser("marc")
    before = marc.get("/ch_fund/employee/list/").get_data(as_text=True).count("data-row")

    switch(claire, "off")
    switch(claire, "on")

    assert marc.get("/ch_fund/employee/list/").get_data(as_text=True).count("data-row") == before > 0
    with house.reading() as session:
        assert service.switches(session)["ch_fund"].settings["fund_number"] == "998.000"


def test_another_process_sees_the_switch_on_its_next_request(house: House) -> None:
    other = create_app(house.settings)
    neighbour = House(other, house.settings)
    marc, claire = neighbour.browser("marc"), house.browser("claire")
    assert marc.get("/ch_fund/employee/list/").status_code == 200

    switch(claire, "off")
    assert marc.get("/ch_fund/employee/list/").status_code == 404
    assert "/ch_fund/" not in marc.get("/").get_data(as_text=True)

    switch(claire, "on")
    assert marc.get("/ch_fund/employee/list/").status_code == 200
    assert "/ch_fund/employee/list/" in marc.get("/").get_data(as_text=True)
    with other.app_context():
        db.engine.dispose()


def test_a_module_that_another_one_needs_says_why_it_stays(lite_house: House) -> None:
    claire = english(lite_house, "claire")
    with also_installed(lite_house, ADDON):
        switch(claire, "on", "addon")

        assert "Required by: Add-on." in text_of(claire, "/modules/")
        assert "Required by: Add-on." in text_of(claire, "/modules/ch_fund/switch?to=off", 409)
        assert switch(claire, "off") == 409
    with lite_house.reading() as session:
        assert service.switches(session)["ch_fund"].enabled


def test_a_module_waits_for_the_one_it_requires(lite_house: House) -> None:
    sofie = english(lite_house, "sofie")
    with also_installed(lite_house, ADDON):
        assert "Switch on first: Compensation fund." in text_of(sofie, "/modules/")
        assert switch(sofie, "on", "addon") == 409
    with lite_house.reading("CPAS Valbrume") as session:
        assert session.scalars(select(PluginSwitch).where(PluginSwitch.plugin == "addon")).all() == []


@pytest.mark.parametrize("path", ["/modules/nothing", "/modules/ch_fund/parts/form/none"])
def test_an_unknown_module_or_part_answers_not_found(lite_house: House, path: str) -> None:
    assert lite_house.browser("claire").get(path).status_code == 404


def test_a_switch_to_nowhere_is_refused(lite_house: House) -> None:
    assert lite_house.browser("claire").get("/modules/ch_fund/switch?to=sideways").status_code == 400


def test_missing_settings_show_as_a_warning(lite_house: House) -> None:
    with lite_house.writing() as session:
        row = session.scalars(select(PluginSwitch).where(PluginSwitch.plugin == "ch_fund")).first()
        assert row is not None
        row.settings = {}

    page = text_of(english(lite_house, "claire"), "/modules/")

    assert "The fund number is missing. Enter it in the settings." in page


def test_a_failing_check_is_said_and_leaves_the_page_standing(
    lite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("plugins.ch_fund.plugin.health", fail)

    assert "The check of this module failed." in text_of(english(lite_house, "claire"), "/modules/")


def test_settings_are_stored_and_journalled(house: House) -> None:
    claire = house.browser("claire")

    answer = post(
        claire,
        "/modules/ch_fund/settings",
        {"setting_fund_number": "998.001", "setting_contact": "contact@cc-leman.example"},
    )

    assert answer.status_code == 303
    with house.reading() as session:
        assert service.switches(session)["ch_fund"].settings["fund_number"] == "998.001"
        line = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert line is not None
        assert (line.action, line.actor_name) == ("console.module.settings_changed", "Claire Favre")
        assert line.facts["changes"] == {"fund_number": ["998.000", "998.001"]}


def test_a_faulty_setting_is_said_at_its_field_and_stays_typed(lite_house: House) -> None:
    claire = english(lite_house, "claire")

    answer = post(claire, "/modules/ch_fund/settings", {"setting_fund_number": "12", "setting_contact": ""})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Fund number: A fund number has the form 106.001" in seen(page)
    assert 'value="12"' in page
    with lite_house.reading() as session:
        assert service.switches(session)["ch_fund"].settings["fund_number"] == "998.000"


def test_numbers_and_choices_are_read_in_the_form_of_the_institution(lite_house: House) -> None:
    more = (
        Setting("fee", "Fee", kind="number"),
        Setting("pace", "Pace", kind="choice", choices=(("slow", "Slow"), ("fast", "Fast"))),
        Setting("letters", "By letter", kind="yes_no"),
    )
    claire = english(lite_house, "claire")
    with also_installed(lite_house, replace(ADDON, settings=more)):
        page = text_of(claire, "/modules/addon/settings")
        assert "By letter" in page
        data = {"setting_fee": "1’234.5", "setting_pace": "fast", "setting_letters": "y"}
        assert post(claire, "/modules/addon/settings", data).status_code == 303
        assert "Fee 1’234.5 Pace Fast By letter Yes" in text_of(claire, "/modules/addon")
        refused = post(
            claire, "/modules/addon/settings", {**data, "setting_fee": "much", "setting_pace": "x"}
        )
        assert "Fee: “much” cannot be read as a number." in seen(refused.get_data(as_text=True))
        assert "Pace: Choose one of the values of the list." in seen(refused.get_data(as_text=True))
    with lite_house.reading() as session:
        assert service.switches(session)["addon"].settings == {
            "fee": "1234.5",
            "pace": "fast",
            "letters": "yes",
        }


def test_a_secret_is_typed_once_and_never_shown_again(lite_house: House) -> None:
    more = (
        Setting("word", "Password", kind="secret", required=True),
        Setting("key", "Private key", kind="secret", is_long=True),
        Setting("fee", "Fee", kind="number"),
    )
    claire = english(lite_house, "claire")
    with also_installed(lite_house, replace(ADDON, settings=more)):
        page = "/modules/addon/settings"
        wrong = {"setting_word": "geheim-1", "setting_key": "geheim-2", "setting_fee": "much"}
        refused = post(claire, page, wrong)
        assert refused.status_code == 422
        assert "geheim" not in refused.get_data(as_text=True)
        assert post(claire, page, {**wrong, "setting_fee": "2"}).status_code == 303

        shown, form = text_of(claire, "/modules/addon"), claire.get(page).get_data(as_text=True)
        assert re.search(r"Password set since \d\d\.\d\d\.\d{4} \d\d:\d\d", shown)
        assert "geheim" not in shown + form + text_of(claire, "/journal/")
        assert "Remove: Private key" in form
        assert "Remove: Password" not in form

        kept = {"setting_word": "", "setting_key": "", "setting_fee": "2", "remove_key": "y"}
        assert post(claire, page, kept).status_code == 303
        assert "Private key not set" in text_of(claire, "/modules/addon")
        assert "Password set since" in text_of(claire, "/modules/addon")


def test_a_theme_is_opened_to_pilots_after_the_page_said_who_loses_it(house: House) -> None:
    claire, luca, petra = english(house, "claire"), house.browser("luca"), house.browser("petra")
    typed = {"enabled": "y", "starts_on": "", "pilots": "41017\n 41033"}

    told = seen(post(claire, EMPLOYEES, typed).get_data(as_text=True))
    assert "2 people lose it (mandates: 2)." in told
    assert "4 people keep it (mandates: 5)." in told
    assert luca.get("/ch_fund/employee/list/").status_code == 200

    assert post(claire, EMPLOYEES, {**typed, "confirmed": "yes"}).status_code == 303
    assert luca.get("/ch_fund/employee/list/").status_code == 404
    assert petra.get("/ch_fund/employee/list/").status_code == 200
    assert "41017, 41033" in text_of(claire, "/modules/ch_fund")


def test_a_theme_that_starts_later_is_closed_until_then(lite_house: House) -> None:
    claire, marc = english(lite_house, "claire"), lite_house.browser("marc")
    typed = {"enabled": "y", "starts_on": "1.3.2199", "pilots": ""}

    told = seen(post(claire, EMPLOYEES, typed).get_data(as_text=True))
    assert "6 people lose it" in told
    assert "From 01.03.2199 it is open to 6 people." in told

    post(claire, EMPLOYEES, {**typed, "confirmed": "yes"})
    assert marc.get("/ch_fund/employee/list/").status_code == 404


def test_an_unknown_pilot_is_named_and_nothing_is_stored(lite_house: House) -> None:
    claire = english(lite_house, "claire")
    typed = {"enabled": "y", "starts_on": "31.2.2026", "pilots": "41017\n7001", "confirmed": "yes"}

    answer = post(claire, EMPLOYEES, typed)

    page = seen(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "No company has this number: 7001" in page
    assert "“31.2.2026” is not in the calendar." in page
    with lite_house.reading() as session:
        assert session.scalars(select(PartSwitch)).all() == []


def test_the_switch_of_a_theme_keeps_its_start_and_pilots(lite_house: House) -> None:
    with lite_house.writing() as session:
        plugin = lite_house.app.extensions["guichet_plugins"]["ch_fund"]
        part = service.part_of(plugin, "theme", "employees")
        service.set_part(session, plugin, part, Part(True, None, frozenset({1})), {1: "41002"})
    claire = english(lite_house, "claire")

    page = claire.get("/modules/ch_fund").get_data(as_text=True)
    form = page.split(f'action="{EMPLOYEES}"', 1)[1].split("</form>", 1)[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    post(claire, EMPLOYEES, {**fields, "confirmed": "yes"})

    with lite_house.reading() as session:
        kept = service.switches(session)["ch_fund"].part("theme", "employees")
    assert kept == Part(False, None, frozenset({1}))

"""My notifications: one line for each theme, answered without a script."""

from __future__ import annotations

import re

from console.notices.declarations import Pace
from console.notices.service import choices
from tests.support.house import House, post
from tests.support.people import journal

PATH = "/me/notifications/"
ALLOWANCES, ACCOUNTING = "ch_fund.family_allowances", "ch_fund.accounting"


def chosen(page: str) -> dict[str, str]:
    """Give which answer is marked in each line."""
    found = re.findall(r'name="([\w.]+)" value="(\w+)"[^>]* checked', page)
    return {theme: pace for theme, pace in found if "." in theme}


def test_the_page_is_reached_from_the_profile(lite_house: House) -> None:
    assert f'href="{PATH}"' in lite_house.browser("nora").get("/me/profile").text


def test_companies_are_told_at_once_and_staff_once_a_day_until_they_choose(lite_house: House) -> None:
    assert set(chosen(lite_house.browser("nora").get(PATH).text).values()) == {"at_once"}
    assert set(chosen(lite_house.browser("marc").get(PATH).text).values()) == {"daily"}


def test_a_person_chooses_theme_by_theme(house: House) -> None:
    nora = house.browser("nora")
    for answers in ({ALLOWANCES: "never", ACCOUNTING: "daily"}, {ALLOWANCES: "daily"}):
        assert post(nora, PATH, answers).status_code == 303
    shown = chosen(nora.get(PATH).text)

    assert (shown[ALLOWANCES], shown[ACCOUNTING], shown["ch_fund.other"]) == ("daily", "daily", "at_once")
    assert len(journal(house, "console.notice.chosen")) == 2


def test_what_is_chosen_anew_alike_is_no_change(lite_house: House) -> None:
    nora = lite_house.browser("nora")
    for _ in range(2):
        post(nora, PATH, {ALLOWANCES: "never"})

    assert len(journal(lite_house, "console.notice.chosen")) == 1


def test_the_choice_is_the_persons_own_in_this_mandate(lite_house: House) -> None:
    post(lite_house.browser("nora"), PATH, {ALLOWANCES: "never"})
    with lite_house.reading() as session:
        assert choices(session, lite_house.membership("nora").id) == {ALLOWANCES: Pace.NEVER}
        assert choices(session, lite_house.membership("luca").id) == {}


def test_a_word_that_is_no_answer_is_refused(lite_house: House) -> None:
    assert post(lite_house.browser("nora"), PATH, {ALLOWANCES: "sometimes"}).status_code == 400


def test_a_theme_that_is_not_hers_is_not_stored(lite_house: House) -> None:
    post(lite_house.browser("nora"), PATH, {"be_cpas.secrets": "never"})
    with lite_house.reading() as session:
        assert choices(session, lite_house.membership("nora").id) == {}

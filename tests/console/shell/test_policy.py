"""The rules for signing in, as administrators set them."""

from __future__ import annotations

from typing import Any

import pytest

from console.accounts import policies
from console.accounts.policies import Asked, Policy
from plugins.ch_fund.plugin import register_themes
from tests.support.house import House, post
from tests.support.people import journal

THEMES = {f"theme-ch_fund.{theme.key}": "general" for theme in register_themes()}
TYPED = {
    **THEMES,
    "version": "1",
    "factor": "basic",
    "theme-ch_fund.accounting": "required",
    "remember_days": "7",
    "confirm_minutes": "15",
    "idle_minutes": "30",
    "session_hours": "",
}


def stored(house: House) -> Policy:
    with house.reading() as session:
        return policies.policy_of(policies.stored(session, house.institution("CC Léman")))


def test_an_administrator_changes_the_rules_and_reads_them_in_words(lite_house: House) -> None:
    claire = lite_house.browser("claire")
    answer = post(claire, "/policy/edit", TYPED)

    assert answer.location == "/policy/"
    assert stored(lite_house) == Policy(
        Asked.BASIC, {"ch_fund.accounting": Asked.REQUIRED}, 7, 15, idle_minutes=30
    )
    assert journal(lite_house, "console.policy.changed")[0]["changes"]["idle_minutes"] == [None, 30]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("factor", "none"),
        ("remember_days", "-1"),
        ("remember_days", "91"),
        ("remember_days", ""),
        ("confirm_minutes", "4"),
        ("idle_minutes", "61"),
        ("session_hours", "0"),
        ("session_hours", "13"),
        ("theme-ch_fund.other", "optional"),
        ("theme-ch_fund.other", "never"),
    ],
)
def test_a_faulty_rule_is_said_at_its_field_and_changes_nothing(
    lite_house: House, field: str, typed: Any
) -> None:
    before = stored(lite_house)
    answer = post(lite_house.browser("claire"), "/policy/edit", {**TYPED, field: typed})

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert stored(lite_house) == before


@pytest.mark.parametrize("version", ["0", "2", "", "x"])
def test_who_looked_at_older_rules_overwrites_nothing(lite_house: House, version: str) -> None:
    before = stored(lite_house)
    answer = post(lite_house.browser("claire"), "/policy/edit", {**TYPED, "version": version})

    assert answer.status_code == 422
    assert stored(lite_house) == before


@pytest.mark.parametrize("path", ["/policy/", "/policy/edit"])
def test_only_administrators_of_the_institution_see_the_rules(lite_house: House, path: str) -> None:
    assert {lite_house.browser(who).get(path).status_code for who in ("marc", "luca", "nora")} == {403}


def test_the_journal_tells_the_change_of_rules_in_words(lite_house: House) -> None:
    claire = lite_house.browser("claire")
    post(claire, "/me/language", {"language": "en"})
    post(claire, "/policy/edit", {**TYPED, "factor": "optional"})

    assert "Required: nobody works without it" in claire.get("/journal/").text
    assert "Required: nobody works without it" in claire.get("/policy/").text

"""How long a class is kept: what a source proves, what an administrator confirmed, and what plugins may declare."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from console.base.errors import BadArgument
from console.hooks.checks import faults_of
from console.hooks.declarations import Contribution, Manifest, RetentionClass
from console.retention import holdings
from console.retention import service as retention
from console.retention.rules import months_before
from plugins.ch_fund.models import Employee
from plugins.ch_fund.retention import EMPLOYEES
from tests.support.house import House

MANIFEST = Manifest("ch_fund", "Fund", "", "1", ">=0.1")


def faults(one: RetentionClass, *hooks: str) -> list[str]:
    """Give what is wrong with a plugin that declares this class and implements these hooks."""
    return faults_of(Contribution(MANIFEST, "fund", "", models=(Employee,), retention=(one,), hooks=hooks))


def test_months_count_from_the_same_day_or_the_last_of_a_shorter_month() -> None:
    assert months_before(date(2026, 7, 15), 120) == date(2016, 7, 15)
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 5), 1200) == date(1926, 1, 5)


def test_only_months_with_a_source_count_without_a_confirmation(
    lite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed = replace(holdings.CONSOLE[0].declared, months=120)
    proven = replace(holdings.CONSOLE[2].declared, months=12, ground="A law", source="Art. 1")
    made = (replace(holdings.CONSOLE[0], declared=proposed), replace(holdings.CONSOLE[2], declared=proven))
    monkeypatch.setattr(holdings, "CONSOLE", made)

    with lite_house.reading() as session:
        found = retention.keepings(session)

    assert (found["console.dossiers"].months, found["console.drafts"].months) == (None, 12)


@pytest.mark.parametrize(("months", "ground"), [(0, "Art. 1"), (retention.LONGEST + 1, "Art. 1"), (12, " ")])
def test_a_length_without_sense_or_ground_is_refused(months: int, ground: str, lite_house: House) -> None:
    with pytest.raises(BadArgument), lite_house.writing() as session:
        retention.confirm(session, "console.drafts", months, ground, version=0, by="Claire")


def test_a_plugin_with_a_class_about_people_must_let_them_be_given_and_erased() -> None:
    assert faults(EMPLOYEES, "export_person", "erase_person") == []
    assert faults(EMPLOYEES, "export_person") == [
        "its retention class ch_fund.employees is about people, but there is no erase_person"
    ]


def test_a_class_over_a_field_or_under_a_name_that_is_not_the_plugins_is_refused() -> None:
    hooks = ("export_person", "erase_person")

    assert faults(replace(EMPLOYEES, since="left_on"), *hooks) == [
        "its retention class ch_fund.employees names the unknown field left_on"
    ]
    assert faults(replace(EMPLOYEES, key="other.employees"), *hooks) == [
        "its retention class other.employees does not start with ch_fund."
    ]

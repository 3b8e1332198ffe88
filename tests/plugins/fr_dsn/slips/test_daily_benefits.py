"""Daily benefits: caps by the first day of the stoppage, rates, rounding, and the steps that explain them."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.plugin import FileRefused
from plugins.fr_dsn.rules.daily_benefits.benefit import WorkStoppage
from plugins.fr_dsn.rules.daily_benefits.computing import daily_benefit
from plugins.fr_dsn.rules.daily_benefits.figures import figure
from plugins.fr_dsn.slip_commands import ij

TABLE = Path(__file__).resolve().parents[4] / "plugins/fr_dsn/tables/daily_benefits.csv"
CENT = Decimal("0.01")


def sickness(*wages: str, on: date = date(2025, 9, 1), days: int = 10) -> WorkStoppage:
    return WorkStoppage("sickness", tuple(map(Decimal, wages)), on, days)


def accident(wage: str, on: date = date(2025, 9, 1), days: int = 10) -> WorkStoppage:
    return WorkStoppage("work_accident", (Decimal(wage),), on, days)


@pytest.mark.parametrize(
    ("on", "daily", "status"),
    [
        (date(2024, 1, 31), "51.70", "unverified"),
        (date(2024, 2, 1), "52.28", "verified"),
        (date(2024, 11, 30), "52.28", "verified"),
        (date(2024, 12, 1), "53.31", "verified"),
        (date(2025, 3, 31), "53.31", "verified"),
        (date(2025, 4, 1), "41.47", "verified"),
        (date(2026, 1, 31), "41.47", "verified"),
        (date(2026, 2, 1), "41.95", "verified"),
        (date(2026, 6, 30), "41.95", "verified"),
        (date(2026, 7, 1), "42.97", "derived"),
    ],
)
def test_the_highest_benefit_of_sickness_follows_the_first_day(on: date, daily: str, status: str) -> None:
    benefit = daily_benefit(sickness("9000", "9000", "9000", on=on))

    assert (str(benefit.rates[0].daily), benefit.status) == (daily, status)


@pytest.mark.parametrize(
    ("on", "early", "late", "status"),
    [
        (date(2024, 6, 1), "232.03", "309.37", "derived"),
        (date(2025, 1, 1), "235.69", "314.25", "verified"),
        (date(2025, 12, 31), "235.69", "314.25", "verified"),
        (date(2026, 1, 1), "240.49", "320.66", "verified"),
    ],
)
def test_the_highest_benefits_of_an_accident_follow_the_first_day(
    on: date, early: str, late: str, status: str
) -> None:
    benefit = daily_benefit(accident("20000", on, 29))

    assert ([str(rate.daily) for rate in benefit.rates], benefit.status) == ([early, late], status)


@pytest.mark.parametrize(
    ("figures", "smic", "factor"),
    [
        (date(2024, 1, 1), "1747.20", "1.8"),
        (date(2024, 2, 1), "1766.92", "1.8"),
        (date(2024, 12, 1), "1801.80", "1.8"),
        (date(2025, 4, 1), "1801.80", "1.4"),
        (date(2026, 2, 1), "1823.03", "1.4"),
        (date(2026, 7, 1), "1867.02", "1.4"),
    ],
)
def test_the_cap_of_a_month_is_the_minimum_wage_of_the_month_before_times_its_factor(
    figures: date, smic: str, factor: str
) -> None:
    capped = (Decimal(smic) * Decimal(factor)).quantize(CENT, ROUND_HALF_UP)

    assert figure("sickness_cap_month", figures).value == capped


def test_the_cap_applies_to_each_month_for_itself() -> None:
    benefit = daily_benefit(sickness("1000.00", "1500.00", "5068.00"))

    assert (str(benefit.daily_base), str(benefit.rates[0].daily)) == ("55.04", "27.52")


def test_the_base_is_not_rounded_before_the_rate_is_applied() -> None:
    # 5932.08 / 91.25 = 65.00909..., rounded 65.01; half of that would be 32.505, so 32.51.
    benefit = daily_benefit(sickness("1977.36", "1977.36", "1977.36", days=4))

    assert (str(benefit.daily_base), str(benefit.total)) == ("65.01", "32.50")


def test_exactly_half_a_cent_is_rounded_up() -> None:
    # 1822.2625 / 91.25 = 19.97, and half of it 9.985.
    benefit = daily_benefit(sickness("1822.2625", "0", "0", days=4))

    assert str(benefit.rates[0].daily) == "9.99"


@pytest.mark.parametrize(("days", "waiting", "paid"), [(1, 1, 0), (3, 3, 0), (4, 3, 1), (90, 3, 87)])
def test_three_days_of_sickness_are_waited(days: int, waiting: int, paid: int) -> None:
    benefit = daily_benefit(sickness("1980", "1980", "1980", days=days))

    assert (benefit.waiting_days, benefit.paid_days) == (waiting, paid)
    assert benefit.total == Decimal("32.55") * paid


@pytest.mark.parametrize(
    ("days", "parts"), [(1, [(1, 1)]), (28, [(1, 28)]), (29, [(1, 28), (29, 1)]), (400, [(1, 28), (29, 372)])]
)
def test_the_rate_of_an_accident_rises_on_day_29(days: int, parts: list[tuple[int, int]]) -> None:
    benefit = daily_benefit(accident("2737.80", days=days))

    assert [(rate.from_day, rate.days) for rate in benefit.rates] == parts
    assert (benefit.waiting_days, benefit.paid_days) == (0, days)


def test_the_late_rate_of_an_accident_stays_below_the_net_wage() -> None:
    benefit = daily_benefit(accident("2737.80", days=29))

    assert [str(rate.daily) for rate in benefit.rates] == ["54.00", "71.10"]


def test_above_the_cap_the_net_wage_is_that_of_the_whole_wage() -> None:
    # 12100.00 / 30.42 = 397.76, above the cap 392.81; 79 % of it is 314.23, just below 80 % of the cap.
    benefit = daily_benefit(accident("12100.00", days=29))

    assert (str(benefit.daily_base), str(benefit.rates[1].daily)) == ("392.81", "314.23")


@pytest.mark.parametrize("stoppage", [sickness("0", "0", "0"), accident("0")])
def test_nothing_was_earned_and_nothing_is_paid(stoppage: WorkStoppage) -> None:
    assert daily_benefit(stoppage).total == 0


@pytest.mark.parametrize("stoppage", [sickness("1980", "2600", "1980"), accident("2737.80", days=35)])
def test_each_step_has_a_source_and_the_last_one_is_the_result(stoppage: WorkStoppage) -> None:
    benefit = daily_benefit(stoppage)

    assert all(step.source and step.label.message % step.label.params for step in benefit.steps)
    assert benefit.steps[-1].amount == benefit.total


def test_the_steps_say_what_was_cut_off() -> None:
    steps = daily_benefit(sickness("2400", "3000", "2400")).steps

    assert [str(step.amount) for step in steps[:3]] == ["2400.00", "2522.52", "2400.00"]
    assert "3000.00" in steps[1].label.message % steps[1].label.params
    assert "decree 2025-160" in steps[1].source


def test_every_figure_has_a_source_and_says_how_sure_it_is() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert all(row["source"] and row["status"] in ("verified", "derived", "unverified") for row in rows)
    for name in {row["figure"] for row in rows}:
        own = [row for row in rows if row["figure"] == name]
        for before, after in pairwise(own):
            end = date.fromisoformat(before["until"])
            assert end + timedelta(1) == date.fromisoformat(after["from"]), name


WAGES = st.integers(0, 2_000_000).map(lambda cents: Decimal(cents).scaleb(-2))
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(st.tuples(WAGES, WAGES, WAGES), DAYS, st.integers(1, 400))
def test_sickness_pays_half_of_the_capped_base_to_the_cent(
    wages: tuple[Decimal, ...], on: date, days: int
) -> None:
    benefit = daily_benefit(WorkStoppage("sickness", wages, on, days))

    cap = figure("sickness_cap_month", on).value
    exact = Fraction(sum(min(wage, cap) for wage in wages)) / Fraction("91.25") / 2
    assert abs(Fraction(benefit.rates[0].daily) - exact) <= Fraction(1, 200)
    assert benefit.waiting_days + benefit.paid_days == days
    assert benefit.total == benefit.rates[0].daily * max(days - 3, 0)


@given(WAGES, DAYS, st.integers(1, 400))
def test_an_accident_never_pays_more_than_the_net_wage_or_the_share_of_the_cap(
    wage: Decimal, on: date, days: int
) -> None:
    benefit = daily_benefit(WorkStoppage("work_accident", (wage,), on, days))

    cap, uncapped = Fraction(figure("accident_cap_day", on).value), Fraction(wage) / Fraction("30.42")
    for rate, share in zip(benefit.rates, (Fraction("0.6"), Fraction("0.8")), strict=False):
        exact = min(min(uncapped, cap) * share, uncapped * Fraction("0.79"))
        assert abs(Fraction(rate.daily) - exact) <= Fraction(1, 200)
    assert benefit.paid_days == days


GOOD: dict[str, Any] = {"risk": "sickness", "wages": ["1980.00"] * 3, "first_day": "2025-09-01", "days": 12}


def cases(*inputs: object) -> bytes:
    return json.dumps({"cases": [{"id": str(at), "input": one} for at, one in enumerate(inputs)]}).encode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("risk", "maternity"),
        ("risk", None),
        ("wages", ["1980.00"] * 2),
        ("wages", ["1980.00"] * 4),
        ("wages", []),
        ("wages", "1980.00"),
        ("wages", ["1980.00", "1980.00", "-0.01"]),
        ("wages", ["1980.00", "1980.00", "1 980,00"]),
        ("wages", ["1980.00", "1980.00", True]),
        ("wages", ["1980.00", "1980.00", "9" * 30]),
        ("first_day", "2025-02-30"),
        ("first_day", "01/09/2025"),
        ("first_day", "2023-12-31"),
        ("first_day", 20250901),
        ("days", 0),
        ("days", -3),
        ("days", "12"),
        ("days", 1.5),
        ("days", 10**400),
    ],
)
def test_a_case_that_cannot_be_understood_names_its_field(field: str, value: object) -> None:
    answer = ij(cases({**GOOD, field: value}, GOOD))

    wrong, right = answer.document["cases"]  # type: ignore[misc]
    assert (wrong["id"], wrong["error"]["field"], right["total"]) == ("0", field, "292.95")
    assert (answer.exit_code, len(wrong["error"]["message"]) < 250) == (1, True)


@pytest.mark.parametrize("field", list(GOOD))
def test_a_case_without_a_field_names_it(field: str) -> None:
    (wrong,) = ij(cases({key: value for key, value in GOOD.items() if key != field})).document["cases"]  # type: ignore[misc]

    assert wrong["error"]["field"] == field


def test_an_accident_has_one_wage_and_a_year_without_cap_is_named() -> None:
    one = {**GOOD, "risk": "work_accident", "wages": [1980]}

    answer = ij(cases({**one, "wages": GOOD["wages"]}, {**one, "first_day": "2027-01-01"}, one))

    found: Any = answer.document["cases"]
    assert [case["error"]["field"] for case in found[:2]] == ["wages", "first_day"]
    assert found[2]["daily_base"] == "65.09"


def test_wages_may_be_written_as_numbers() -> None:
    first, second = ij(cases(GOOD, {**GOOD, "wages": [1980, 1980.0, "1980"]})).document["cases"]  # type: ignore[misc]

    assert {**first, "id": "1"} == second


@pytest.mark.parametrize("data", [b"", b"{}", b'{"cases": 1}', b"<BPIJ/>", b"\xff\xfe\x00"])
def test_a_file_without_cases_is_no_case_file(data: bytes) -> None:
    with pytest.raises(FileRefused):
        ij(data)

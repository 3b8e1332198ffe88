"""The ceiling of unemployment insurance: dated figures, in proportion to the time."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from plugins.ch_fund.rules.ac_ceiling import ac_ceiling, ac_ceiling_of_year, days_of_360

TABLE = Path(__file__).resolve().parents[3] / "plugins/ch_fund/tables/ac_ceiling.csv"


@pytest.mark.parametrize(
    ("first", "until", "days"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), 360),
        (date(2025, 1, 1), date(2025, 1, 31), 30),
        (date(2025, 2, 1), date(2025, 2, 28), 30),
        (date(2024, 2, 1), date(2024, 2, 28), 28),
        (date(2024, 2, 1), date(2024, 2, 29), 30),
        (date(2025, 3, 15), date(2025, 4, 14), 30),
        (date(2025, 5, 31), date(2025, 5, 31), 1),
        (date(2025, 5, 7), date(2025, 5, 7), 1),
    ],
)
def test_every_month_counts_thirty_days(first: date, until: date, days: int) -> None:
    assert days_of_360(first, until) == days


def test_the_ceiling_of_some_days_is_rounded_to_the_cent() -> None:
    assert ac_ceiling(date(2025, 6, 30), date(2025, 6, 30)) == Decimal("411.67")


def test_the_year_decides_which_figure_holds() -> None:
    assert ac_ceiling_of_year(date(2026, 7, 1)) == Decimal(148200)
    assert ac_ceiling_of_year(date(2015, 12, 31)) is None


def test_every_figure_has_its_source_and_says_whether_it_is_confirmed() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert all(row["source"] and row["status"] in ("confirmed", "to be confirmed") for row in rows)
    assert {row["valid_from"]: row["status"] for row in rows}["2024-01-01"] == "confirmed"

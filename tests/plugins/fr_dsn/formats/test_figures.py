"""Amounts in whole cents and days, from what rubrics say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.fr_dsn.formats.figures import amount, cents, day


@given(st.integers(-(10**16), 10**16))
def test_an_amount_is_read_as_it_is_written(hundredths: int) -> None:
    assert cents(amount(hundredths)) == hundredths


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [("0.00", 0), ("-0.05", -5), ("-541.68", -54168), ("000012.30", 1230), ("-0.00", 0)],
)
def test_amounts_of_the_norm_are_understood(text: str, hundredths: int) -> None:
    assert cents(text) == hundredths


@pytest.mark.parametrize(
    "text",
    [None, "", "1", "1.0", "1,00", "1.000", "+1.00", "1_0.00", "--1.00", ".00", "-.00", "1.²3", " 1.00"],
)
def test_what_is_no_amount_is_unknown(text: str | None) -> None:
    assert cents(text) is None


def test_a_day_is_one_of_the_calendar() -> None:
    assert day("29022024") == date(2024, 2, 29)
    assert [day(text) for text in (None, "", "29022025", "2902202", "2902202A", "00002025", "99991962")] == [
        None
    ] * 7


@pytest.mark.parametrize(
    "text", ["30022025", "00012025", "0103202", "010320255", "01O32025", "01\u0663\u06632025"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert day(text) is None

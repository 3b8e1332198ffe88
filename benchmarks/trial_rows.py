"""Typed rows of the 12-field form: 5,000 of them, of which 233 are wrong in 15 ways."""

from __future__ import annotations

from typing import Any

from benchmarks.sheet_book import rows_of

ROWS, EVERY = 5_000, 21
"""Every so manieth row is wrong, up to `WRONG` of them."""
WRONG = 233

Row = dict[str, Any]
_KINDS = 15
_FAULTS: tuple[tuple[str, str], ...] = (
    ("avs", "756.1234.5678.90"),
    ("avs", ""),
    ("name", ""),
    ("name", "A" * 61),
    ("given_name", "Zoé\u202e"),
    ("birth", "31.02.1980"),
    ("birth", "1.1.2020"),
    ("email", "zoe@"),
    ("iban", "CH93 0076 2011 6238 5295 8"),
    ("period.until", "01.01.2020"),
    ("wage", "1,234"),
    ("wage", "-5"),
    ("hours", "61"),
    ("pay", "weekly"),
)
"""A field, and a text that it refuses; the fifteenth kind breaks the rule over two fields."""


def typed_rows(count: int = ROWS) -> list[Row]:
    """Give rows as a page sends them in Swiss form, nested; 233 of 5,000 are wrong."""
    rows = [_typed(cells) for cells in rows_of(count)]
    wrong = range(EVERY // 2, min(count, EVERY * WRONG), EVERY)
    for turn, number in enumerate(wrong):
        if turn % _KINDS < len(_FAULTS):
            _spoil(rows[number], *_FAULTS[turn % _KINDS])
        else:  # one rule over two fields
            rows[number]["period"] = {"from": "01.02.1970", "until": "28.02.1970"}
    return rows


def _spoil(row: Row, path: str, text: str) -> None:
    key, _, part = path.partition(".")
    row[key] = {**row[key], part: text} if part else text


def _typed(cells: Any) -> Row:
    avs, name, given, birth, email, iban, first, until, wage, bonus, hours, pay, married = cells
    return {
        "avs": avs,
        "name": name,
        "given_name": given,
        "birth": f"{birth:%d.%m.%Y}",
        "email": email,
        "iban": iban,
        "period": {"from": f"{first:%d.%m.%Y}", "until": f"{until:%d.%m.%Y}"},
        "wage": _amount(wage),
        "bonus": _amount(bonus),
        "hours": str(hours),
        "pay": pay,
        "married": married,
    }


def _amount(value: float) -> str:
    return f"{value:,.2f}".replace(",", "'")

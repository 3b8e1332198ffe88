"""Amounts, rates and days of a DSN as what they mean; what is ill-formed is said elsewhere, and is unknown here."""

from __future__ import annotations

from datetime import date
from functools import lru_cache


def cents(text: str | None) -> int | None:
    """Give an amount or a rate such as `-541.68` in whole hundredths, or None when it is none."""
    if text is None or text[-3:-2] != ".":
        return None
    whole, parts = text[:-3], text[-2:]
    digits = whole[1:] if whole[:1] == "-" else whole
    if not (digits.isdecimal() and parts.isdecimal()):
        return None
    return int(whole + parts)


def amount(hundredths: int) -> str:
    """Give whole hundredths as the DSN writes an amount: with a dot and two decimals."""
    sign, hundredths = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"


@lru_cache(maxsize=10_000)
def day(text: str | None) -> date | None:
    """Give a day written `DDMMYYYY`, or None when it is no day of the calendar."""
    if text is None or len(text) != 8 or not (text.isascii() and text.isdecimal()):
        return None
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None


def iso(value: date | None) -> str | None:
    """Give a day as answers write it, `2025-03-31`; None for none."""
    return None if value is None else value.isoformat()

"""Euros as they are printed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")


def printed(amount: Decimal) -> str:
    """Give an amount with a dot and two decimals, rounded half up; nothing is never negative."""
    rounded = amount.quantize(_CENT, ROUND_HALF_UP)
    return f"{abs(rounded) if rounded.is_zero() else rounded:f}"

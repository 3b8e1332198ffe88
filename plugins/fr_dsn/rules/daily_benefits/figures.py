"""The figures of daily benefits by the first day of the stoppage, each with its source."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parents[2] / "tables" / "daily_benefits.csv"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that holds for stoppages which begin in a period, both days included."""

    first: date
    until: date | None
    """None: as far as is known it still holds."""
    value: Decimal
    """Euros, a share of 1, days or a divisor, as the figure's name says."""
    source: str
    status: str
    """`verified` (published), `derived` (computed from published figures) or `unverified`."""


class NoFigure(LookupError):
    """No figure is known for a stoppage that begins on this day."""


def figure(name: str, on: date) -> Figure:
    """Give the figure of a name for stoppages that begin on a day; raises `NoFigure`."""
    for found in _figures()[name]:
        if found.first <= on and (found.until is None or on <= found.until):
            return found
    raise NoFigure(name, on)


def known_from(name: str) -> date:
    """Give the first day on which a stoppage may begin for this figure to be known."""
    return min(found.first for found in _figures()[name])


@cache
def _figures() -> Mapping[str, Sequence[Figure]]:
    found: dict[str, list[Figure]] = {}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            until = date.fromisoformat(row["until"]) if row["until"] else None
            found.setdefault(row["figure"], []).append(
                Figure(
                    date.fromisoformat(row["from"]),
                    until,
                    Decimal(row["value"]),
                    row["source"],
                    row["status"],
                )
            )
    return found

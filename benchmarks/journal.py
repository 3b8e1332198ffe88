"""The journal: the rate of acts with lines sealed beside them, against the same acts without, and the sealing lag."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

from benchmarks import grounds
from benchmarks.grounds import Databases
from benchmarks.measuring import Line, take_turns

RATE, LAG = 0.7, 5.0
ROWS = 20_000


def compare(databases: Databases, acts: int, rounds: int) -> list[Line]:
    """Compare acts a second of three ways that take turns, each in a process of its own; judges the longest lag."""
    lags: list[float] = []
    ways = ("plain", "beside", "inside")
    sides: dict[str, Callable[[], float]] = {way: partial(_rate, databases, way, acts, lags) for way in ways}
    rates = take_turns(sides, rounds)
    beside, plain, inside, name = rates["beside"], rates["plain"], rates["inside"], databases.name
    return [
        Line(f"acts sealed beside, to unsealed, {name}", "acts/s", beside, plain, beside / plain, RATE),
        Line(f"acts sealed beside, to sealed inside, {name}", "acts/s", beside, inside, beside / inside),
        Line(f"longest sealing lag, {name}", "seconds", max(lags), None, max(lags), LAG, most=True),
    ]


def _rate(databases: Databases, way: str, acts: int, lags: list[float]) -> float:
    told = json.loads(grounds.run(databases, "journal_side", way, str(acts)))
    if way == "beside":
        lags.append(told["lag"])
    return float(told["rate"])

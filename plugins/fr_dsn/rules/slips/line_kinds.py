"""The kinds of line a slip may hold: benefits, and what is withheld from them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parents[2] / "tables" / "bpij_line_kinds.csv"

WAITING = "CAR"
"""Waiting days: nothing is paid."""
RECOVERIES = frozenset({"RPR", "CIN"})
"""Money that is taken back, or found not to be due."""
PLAIN = frozenset({WAITING, "IJNOR", "IJMAJ"})
"""Lines that may be treated without a person, as may deductions."""


@dataclass(frozen=True, slots=True)
class LineKind:
    """What a code means."""

    label: str
    """In French, as the trade says."""
    is_deduction: bool
    """CSG or RDS, withheld or put right; else a benefit."""


def kind_of(code: str | None) -> LineKind | None:
    """Give the meaning of a code, or None when it is not known."""
    return None if code is None else _kinds().get(code)


def is_deduction(code: str | None) -> bool:
    """Say whether a line is a deduction; what is not known counts as a benefit."""
    kind = kind_of(code)
    return kind is not None and kind.is_deduction


@cache
def _kinds() -> Mapping[str, LineKind]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: LineKind(row["label"], row["family"] == "deduction") for row in csv.DictReader(file)
        }

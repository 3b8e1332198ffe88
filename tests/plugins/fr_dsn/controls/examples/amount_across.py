"""Amounts and dates that depend on the block above or beside them."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Example, add
from tests.plugins.fr_dsn.controls.short import tell

WRONG_AFFILIATION = [
    add("S21.G00.72", {"001": "RETA"}),
    add("S21.G00.83", {"001": "01012025", "002": "31012025"}),
]
WRONG_BASE = {"001": "02", "002": "01012025", "003": "31012025", "004": "100.00"}

EXAMPLES = [
    Example(
        "S21.G00.79.001/CCH-13",
        fires=[tell("79.001", "23", nth=1), tell("79.004", "0.00", nth=1)],
        passes=[tell("79.001", "23", nth=1), tell("81.004", "0.00", nth=2)],
    ),
    Example(
        "S21.G00.84.002/CCH-11",
        fires=[*WRONG_AFFILIATION, add("S21.G00.84", {**WRONG_BASE, "002": "31122024"})],
        passes=[*WRONG_AFFILIATION, add("S21.G00.84", WRONG_BASE)],
    ),
    Example(
        "S21.G00.84.003/CCH-13",
        fires=[*WRONG_AFFILIATION, add("S21.G00.84", {**WRONG_BASE, "003": "01022025"})],
        passes=[*WRONG_AFFILIATION, add("S21.G00.84", WRONG_BASE)],
    ),
]

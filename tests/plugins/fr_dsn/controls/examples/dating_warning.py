"""Warnings of dates after the declared month, March 2025, or after the day on which a signal was made."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Example, add
from tests.plugins.fr_dsn.controls.one_block import BONUS, OPTIONS, SHARES, SUSPENSION, income
from tests.plugins.fr_dsn.controls.short import end, tell

ADHERED = [tell("11.017", "02"), tell("40.029", "03"), tell("40.029", "01", nth=1)]
FOUNDER = {
    **{"001": "10", "002": "1.00", "003": "10.00", "004": "100.00", "005": "01032025", "006": "01"},
    "007": "1610202002008",
}
OTHER_INCOME = {"001": "01", "002": "50.00", "003": "01032025", "004": "31032025"}
RELATIVE = {"003": "01", "004": "01032025", "005": "02022010", "006": "ESSAI", "009": "LOU"}


def late(control: str, rubric: str, *also: str, nth: int = 0) -> Example:
    """A date that is there already, one day after the month."""
    return Example(
        control, fires=[tell(rubric, "01042025", nth)], passes=[tell(rubric, "31032025", nth)], also=also
    )


def added(control: str, block: str, rubrics: dict[str, str], number: str, *also: str) -> Example:
    """A date of a block that is added."""
    return Example(
        control,
        fires=[add(block, {**rubrics, number: "01042025"})],
        passes=[add(block, {**rubrics, number: "31032025"})],
        also=also,
    )


EXAMPLES = [
    added("S21.G00.16.001/SIG-11", "S21.G00.16", {"002": "P0943"}, "001"),
    added("S21.G00.31.001/SIG-11", "S21.G00.31", {"009": "ESSAI"}, "001"),
    late("S21.G00.40.001/SIG-14", "40.001", "S21.G00.51.001/CCH-11", "S21.G00.78.003/SIG-17"),
    Example(
        "S21.G00.40.030/SIG-12",
        fires=[*ADHERED, tell("40.030", "01042025")],
        passes=[*ADHERED, tell("40.030", "31032025")],
    ),
    Example(
        "S21.G00.40.031/SIG-13",
        fires=[tell("40.031", "03042025")],
        passes=[tell("40.031", "02042025")],
        base="ending",
    ),
    added(
        "S21.G00.41.001/SIG-11",
        "S21.G00.41",
        {"002": "06", "028": "01032025"},
        "001",
        "S21.G00.41.001/CCH-15",
    ),
    added("S21.G00.41.021/SIG-11", "S21.G00.41", {"001": "01032025"}, "021"),
    late("S21.G00.51.002/SIG-14", "51.002", nth=2),
    added("S21.G00.52.007/SIG-11", "S21.G00.52", BONUS, "007"),
    Example(
        "S21.G00.52.007/SIG-12",
        fires=[add("S21.G00.52", {**BONUS, "007": "03042025"})],
        passes=[add("S21.G00.52", {**BONUS, "007": "02042025"})],
        base="ending",
    ),
    added("S21.G00.54.004/SIG-12", "S21.G00.54", OTHER_INCOME, "004"),
    Example(
        "S21.G00.60.002/CCH-16",
        fires=[tell("60.002", "01042025"), tell("60.003", "30042025")],
        passes=[tell("60.002", "15032025")],
    ),
    Example(
        "S21.G00.60.002/SIG-14",
        fires=[tell("60.002", "14032025")],
        passes=[tell("60.002", "13032025")],
        base="stoppage",
    ),
    Example(
        "S21.G00.60.005/SIG-12",
        fires=[tell("60.005", "14032025")],
        passes=[tell("60.005", "13032025")],
        base="stoppage",
    ),
    Example(
        "S21.G00.60.010/SIG-12",
        fires=[tell("60.010", "01042025"), tell("60.011", "01")],
        passes=[tell("60.010", "28032025"), tell("60.011", "01")],
    ),
    Example(
        "S21.G00.60.010/SIG-13",
        fires=[tell("60.010", "01042025")],
        passes=[tell("60.010", "12032025")],
        base="resumption",
    ),
    Example(
        "S21.G00.60.012/SIG-13",
        fires=[tell("60.001", "06"), tell("60.012", "14032025")],
        passes=[tell("60.001", "06"), tell("60.012", "13032025")],
        base="stoppage",
    ),
    Example("S21.G00.62.001/SIG-13", fires=[end(n001="01042025")], passes=[end()]),
    added("S21.G00.65.002/SIG-12", "S21.G00.65", {**SUSPENSION, "003": "30042025"}, "002"),
    late("S21.G00.70.014/SIG-11", "70.014"),
    late("S21.G00.70.015/SIG-12", "70.015"),
    added("S21.G00.73.004/SIG-11", "S21.G00.73", RELATIVE, "004"),
    added("S89.G00.87.005/SIG-12", "S89.G00.87", SHARES, "005"),
    added("S89.G00.87.006/SIG-12", "S89.G00.87", SHARES, "006"),
    added("S89.G00.88.006/SIG-12", "S89.G00.88", OPTIONS, "006"),
    added("S89.G00.88.007/SIG-12", "S89.G00.88", OPTIONS, "007"),
    added("S89.G00.89.005/SIG-11", "S89.G00.89", FOUNDER, "005"),
    Example(
        "S89.G00.92.005/SIG-12",
        fires=income(n005="01042025"),
        passes=income(n005="31032025"),
    ),
]

"""The order of two dates of one block."""

from __future__ import annotations

from collections.abc import Mapping

from tests.plugins.fr_dsn.controls.harness import Change, Example, add, put
from tests.plugins.fr_dsn.controls.one_block import (
    AUTHOR,
    BONUS,
    INCOME,
    SUSPENSION,
    contract,
    ending,
    notice,
)

CHANGE = {"001": "01032025", "007": "140.00"}
OTHER_INCOME = {"001": "01", "002": "100.00"}
PART_TIME = {"003": "100.00"}
DEPENDANT = {
    **{"003": "01", "005": "01012010", "006": "ESSAI", "009": "CAMILLE"},
}


def existing(control: str, later: str, earlier: str, base: str = "monthly", nth: int = 0) -> Example:
    """The end of a block of the base a day before its beginning; then the day itself."""
    block = control[:10]
    return Example(
        control,
        fires=[put(block, later, "01032025", nth), put(block, earlier, "02032025", nth)],
        passes=[put(block, later, "02032025", nth), put(block, earlier, "02032025", nth)],
        base=base,
    )


def added(
    control: str, later: str, earlier: str, rubrics: Mapping[str, str], *before: Change, base: str = "monthly"
) -> Example:
    """The same with a block that the base does not hold."""
    block = control[:10]
    return Example(
        control,
        fires=[*before, add(block, {**rubrics, later: "01032025"}), put(block, earlier, "02032025")],
        passes=[*before, add(block, {**rubrics, later: "02032025"}), put(block, earlier, "02032025")],
        base=base,
    )


def affiliated_wrongly(start: str, end: str) -> list[Change]:
    """A period in which the contract was affiliated to the wrong pension fund."""
    return [add("S21.G00.72", {"001": "CRPCEN"}), add("S21.G00.83", {"001": start, "002": end})]


def wrong_base(start: str, end: str) -> Change:
    """What was declared to that fund."""
    return add("S21.G00.84", {"001": "02", "002": start, "003": end, "004": "100.00", "005": "00001"})


EXAMPLES = [
    existing("S21.G00.20.007/CCH-11", "007", "006"),
    existing("S21.G00.22.004/CCH-11", "004", "003"),
    Example(
        "S21.G00.40.010/CCH-11",
        fires=contract(n007="02", n010="31012019", n021="01"),
        passes=contract(n007="02", n010="01022019", n021="01"),
    ),
    Example(
        "S21.G00.41.028/CCH-15",
        fires=[add("S21.G00.41", {**CHANGE, "028": "01042025"})],
        passes=[add("S21.G00.41", {**CHANGE, "028": "01032025"})],
    ),
    existing("S21.G00.51.002/CCH-11", "002", "001"),
    added("S21.G00.52.004/CCH-11", "004", "003", BONUS, base="ending"),
    added("S21.G00.54.004/CCH-11", "004", "003", OTHER_INCOME),
    existing("S21.G00.58.002/CCH-11", "002", "001"),
    Example(
        "S21.G00.60.002/CCH-12",
        fires=[put("S21.G00.60", "003", "10032025")],
        passes=[put("S21.G00.60", "003", "11032025")],
        base="stoppage",
    ),
    Example(
        "S21.G00.60.006/CCH-12",
        fires=[put("S21.G00.60", "006", "11032025")],
        passes=[put("S21.G00.60", "006", "12032025")],
        base="stoppage",
    ),
    Example(
        "S21.G00.62.001/CCH-11",
        fires=[*ending(n002="043", n004="01042025"), *notice("90")],
        passes=ending(n002="043", n004="31032025"),
        base="ending",
    ),
    Example(
        "S21.G00.62.005/CCH-11",
        fires=[*ending(n002="043", n004="31012025", n005="01042025"), *notice("90")],
        passes=ending(n005="31032025"),
        base="ending",
    ),
    Example(
        "S21.G00.63.003/CCH-13",
        fires=[put("S21.G00.63", "002", "01042025")],
        passes=[put("S21.G00.63", "002", "31032025")],
        base="ending",
    ),
    added("S21.G00.65.003/CCH-11", "003", "002", SUSPENSION),
    added("S21.G00.66.002/SIG-11", "002", "001", PART_TIME),
    Example(
        "S21.G00.70.015/CCH-11",
        fires=[put("S21.G00.70", "014", "02032025"), put("S21.G00.70", "015", "01032025")],
        passes=[put("S21.G00.70", "014", "01032025"), put("S21.G00.70", "015", "01032025")],
    ),
    added("S21.G00.73.011/CCH-11", "011", "004", DEPENDANT),
    existing("S21.G00.78.003/CCH-12", "003", "002", nth=2),
    Example(
        "S21.G00.83.002/CCH-11",
        fires=[*affiliated_wrongly("02022025", "01022025")],
        passes=[*affiliated_wrongly("01022025", "01022025")],
        base="substitution",
    ),
    Example(
        "S21.G00.84.003/CCH-11",
        fires=[*affiliated_wrongly("01022025", "28022025"), wrong_base("02022025", "01022025")],
        passes=[*affiliated_wrongly("01022025", "28022025"), wrong_base("01022025", "01022025")],
        base="substitution",
    ),
    Example(
        "S89.G00.92.005/CCH-11",
        fires=[
            add("S89.G00.91", AUTHOR),
            add("S89.G00.92", {**INCOME, "004": "31032025", "005": "30032025"}),
        ],
        passes=[add("S89.G00.91", AUTHOR), add("S89.G00.92", {**INCOME, "004": "31032025"})],
    ),
]

"""What a rubric names must be declared, and what is declared must be named."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Change, Example, add, copy, drop, remove
from tests.plugins.fr_dsn.controls.one_block import BONUS, ELSEWHERE, OPTIONS, SHARES, without
from tests.plugins.fr_dsn.controls.short import leave, tell

SECOND = {"001": "PREV-2025-002", "002": "P0943", "005": "2"}
TEMPORARY_NUMBER = "1999000011MAT0007"
TEMPORARY = [leave("30.001"), tell("30.020", TEMPORARY_NUMBER)]
STRANGER = "1620202002008"
HARDSHIP = {"001": "05", "002": "00001", "003": "2025"}
RIGHT = {"001": "1610202002008", "003": "100.00", "004": "1.00", "005": "2025"}
FOUNDER = {
    **{"001": "10", "002": "1.00", "003": "10.00", "004": "100.00", "005": "01032025", "006": "01"},
    "007": "1610202002008",
}
NO_PARTS = [
    remove("S21.G00.55"),
    drop("S21.G00.20", "003", "004"),
    tell("20.005", "0.00"),
    tell("20.012", "99900002900010"),
    tell("20.010", "06"),
]
BEFORE = {"001": "99900001100026", "002": "00007"}


def holder(control: str, block: str, rubrics: dict[str, str]) -> Example:
    """Rights of a person known by NIR."""
    number = control[11:14]
    return Example(control, fires=[add(block, {**rubrics, number: STRANGER})], passes=[add(block, rubrics)])


def temporary_holder(control: str, block: str, rubrics: dict[str, str], nir: str) -> Example:
    """Rights of a person known by a technical number."""
    unknown = {**without(rubrics, nir), control[11:14]: "1999000011MAT0008"}
    known = {**without(rubrics, nir), control[11:14]: TEMPORARY_NUMBER}
    return Example(control, fires=[*TEMPORARY, add(block, unknown)], passes=[*TEMPORARY, add(block, known)])


def share(reference: str) -> Change:
    """A contribution of the establishment to an insured contract."""
    rubrics = {"001": "10.00", "002": "001", "003": "01032025", "004": "31032025", "005": reference}
    return add("S21.G00.82", rubrics)


def other_contract(number: str) -> list[Change]:
    """A second contract of the first person, with the same affiliation under another number."""
    return [copy("S21.G00.40", {"009": number, "001": "01022020"}), tell("70.012", "2", nth=1)]


EXAMPLES = [
    Example(
        "S20.G00.05.001/CCH-13",
        fires=[add("S21.G00.15", SECOND)],
        passes=[add("S21.G00.15", SECOND), add("S21.G00.70", {"004": "OPT1", "005": "CADRE", "013": "2"})],
        base="priming",
    ),
    Example(
        "S21.G00.15.001/CCH-13",
        fires=[add("S21.G00.15", {**SECOND, "004": "01"})],
        passes=[add("S21.G00.15", {**SECOND, "004": "01"}), tell("11.002", "7820Z")],
    ),
    Example(
        "S21.G00.15.001/CCH-14",
        fires=[tell("15.004", "02")],
        passes=[add("S21.G00.15", {**SECOND, "004": "02"})],
    ),
    Example(
        "S21.G00.20.001/CCH-13",
        fires=[*NO_PARTS, tell("20.001", "P0943")],
        passes=NO_PARTS,
    ),
    Example(
        "S21.G00.34.002/CCH-11",
        fires=[add("S21.G00.34", {**HARDSHIP, "002": "00002"})],
        passes=[add("S21.G00.34", HARDSHIP)],
    ),
    Example(
        "S21.G00.40.009/CCH-13",
        fires=[*other_contract("00002"), remove("S21.G00.70", 1)],
        passes=[tell("40.009", "00001")],
    ),
    Example(
        "S21.G00.40.019/CCH-11",
        fires=[tell("40.019", "SITE01")],
        passes=[tell("40.019", "SITE01"), add("S21.G00.85", ELSEWHERE)],
    ),
    Example(
        "S21.G00.40.046/CCH-13",
        fires=[tell("40.046", "SITE01"), tell("40.040", "745BD")],
        passes=[tell("40.046", "SITE01"), add("S21.G00.85", {**ELSEWHERE, "002": "6201Z"})],
    ),
    Example(
        "S21.G00.51.010/CCH-11",
        fires=[copy("S21.G00.51", {"010": "00002"}, 3)],
        passes=[copy("S21.G00.51", {"011": "003"}, 3)],
    ),
    Example(
        "S21.G00.51.010/CCH-12",
        fires=[copy("S21.G00.51", {"010": "00007"}, 3)],
        passes=[copy("S21.G00.51", {"010": "00007"}, 3), add("S21.G00.45", BEFORE)],
        base="ending",
    ),
    Example(
        "S21.G00.52.006/CCH-11",
        fires=[add("S21.G00.52", {**BONUS, "006": "00002"})],
        passes=[add("S21.G00.52", BONUS)],
    ),
    Example(
        "S21.G00.52.006/CCH-12",
        fires=[add("S21.G00.52", {**BONUS, "006": "00007"})],
        passes=[add("S21.G00.52", {**BONUS, "006": "00007"}), add("S21.G00.45", BEFORE)],
        base="ending",
    ),
    Example(
        "S21.G00.55.003/CCH-11",
        fires=[tell("55.003", "PREV-2025-002")],
        passes=[tell("55.003", "PREV-2025-002"), tell("15.001", "PREV-2025-002")],
    ),
    Example(
        "S21.G00.70.013/CCH-11",
        fires=[tell("70.013", "2")],
        passes=[tell("70.013", "2"), add("S21.G00.15", {**SECOND, "004": "01"})],
    ),
    Example(
        "S21.G00.78.001/CCH-13",
        fires=[remove("S21.G00.78", 2)],
        passes=[remove("S21.G00.78", 2), remove("S21.G00.70")],
    ),
    Example(
        "S21.G00.78.005/CCH-11",
        fires=[tell("78.005", "1")],
        passes=[tell("78.005", "1", nth=2)],
    ),
    Example(
        "S21.G00.78.005/CCH-12",
        fires=[*other_contract("00002"), tell("78.005", "2", nth=2)],
        passes=[tell("78.005", "1", nth=2)],
        also=["S21.G00.40.009/CCH-13", "S21.G00.78.001/CCH-13"],
    ),
    Example(
        "S21.G00.82.005/CCH-14",
        fires=[share("9")],
        passes=[share("1")],
    ),
    Example(
        "S21.G00.86.005/CCH-11",
        fires=[tell("86.005", "00002")],
        passes=[tell("86.005", "00001")],
    ),
    holder("S89.G00.67.001/CCH-13", "S89.G00.67", RIGHT),
    temporary_holder("S89.G00.67.002/CCH-12", "S89.G00.67", RIGHT, "001"),
    holder("S89.G00.87.007/CCH-13", "S89.G00.87", SHARES),
    temporary_holder("S89.G00.87.008/CCH-13", "S89.G00.87", SHARES, "007"),
    holder("S89.G00.88.008/CCH-13", "S89.G00.88", OPTIONS),
    temporary_holder("S89.G00.88.009/CCH-13", "S89.G00.88", OPTIONS, "008"),
    holder("S89.G00.89.007/CCH-13", "S89.G00.89", FOUNDER),
    temporary_holder("S89.G00.89.008/CCH-13", "S89.G00.89", FOUNDER, "007"),
]

"""Dates, years and periods against the declared month, March 2025 in the base files."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Change, Example, add
from tests.plugins.fr_dsn.controls.messages import Message
from tests.plugins.fr_dsn.controls.one_block import (
    CORRECTED_INCOME,
    INCOME_ERROR,
    correction,
    income,
)
from tests.plugins.fr_dsn.controls.short import tell

REPORT = "AB12CD34"
PAST = [tell("78.002", "01022025"), tell("78.003", "28022025")]
WRONG_AFFILIATION = [
    add("S21.G00.72", {"001": "RETA"}),
    add("S21.G00.83", {"001": "01012025", "002": "31012025"}),
]
WRONG_BASE = {"001": "02", "002": "01012025", "003": "31012025", "004": "100.00"}
HOURS = {"001": "01032025", "002": "31032025", "010": "00001", "013": "10.00"}
DISABLED = {"002": "01", "003": "2.00", "004": "2024"}
TAXED = {"001": "001", "002": "100.00", "003": "2024"}
SEIZURE = {"001": "123456", "002": "01", "003": "50.00"}
FEES = {"001": "01", "002": "ESSAI", "003": "CAMILLE", "017": "2025"}
RIGHT = {"001": "1610202002008", "003": "100.00", "004": "1.00", "005": "2025"}


def january(file: Message) -> None:
    """Move the whole file from March to January."""
    for block in file.blocks:
        for number, value in block.rubrics.items():
            block.rubrics[number] = value.replace("032025", "012025").replace("2025M03", "2025M01")


def share(code: str, begin: str) -> Change:
    """A contribution of the establishment that begins on a day."""
    return add("S21.G00.82", {"001": "10.00", "002": code, "003": begin, "004": "31122025", "005": "1"})


def correct(block: str, month: str, kind: str = "01") -> Change:
    """A correction of what was withheld in a month."""
    error = INCOME_ERROR if block == "S21.G00.56" else CORRECTED_INCOME
    return add(block, {**error, "001": month, "002": kind})


EXAMPLES = [
    Example(
        "S21.G00.13.004/CCH-11",
        fires=[add("S21.G00.13", {**DISABLED, "004": "2026"})],
        passes=[add("S21.G00.13", {**DISABLED, "004": "2025"})],
    ),
    Example(
        "S21.G00.20.007/CCH-13",
        fires=[tell("20.007", "01042025", nth=1)],
        passes=[tell("20.007", "28022025", nth=1), tell("20.006", "01022025", nth=1)],
    ),
    Example(
        "S21.G00.20.013/CCH-11",
        fires=[tell("20.013", REPORT, nth=1)],
        passes=[tell("20.013", REPORT), tell("20.006", "01022025"), tell("20.007", "28022025")],
    ),
    Example(
        "S21.G00.22.004/CCH-12",
        fires=[tell("22.004", "30042025")],
        passes=[tell("22.003", "01022025"), tell("22.004", "28022025")],
    ),
    Example(
        "S21.G00.22.006/CCH-11",
        fires=[tell("22.006", REPORT)],
        passes=[tell("22.006", REPORT), tell("22.003", "01022025"), tell("22.004", "28022025")],
    ),
    Example(
        "S21.G00.23.007/CCH-11",
        fires=[tell("23.007", REPORT)],
        passes=[tell("23.007", REPORT), tell("22.003", "01022025"), tell("22.004", "28022025")],
    ),
    Example(
        "S21.G00.41.001/CCH-15",
        fires=[add("S21.G00.41", {"001": "01042025", "002": "06", "028": "01032025"})],
        passes=[add("S21.G00.41", {"001": "31032025", "002": "06", "028": "01032025"})],
        also=["S21.G00.41.001/SIG-11"],
    ),
    Example(
        "S21.G00.44.003/CCH-11",
        fires=[add("S21.G00.44", {**TAXED, "003": "2026"})],
        passes=[add("S21.G00.44", {**TAXED, "003": "2025"})],
    ),
    Example(
        "S21.G00.50.001/CCH-13",
        fires=[tell("50.001", "01052025")],
        passes=[tell("50.001", "30042025")],
    ),
    Example(
        "S21.G00.51.011/CCH-16",
        fires=[add("S21.G00.51", {**HOURS, "011": "026", "012": "5.00"})],
        passes=[tell("51.001", "01122023"), tell("51.002", "31122023"), tell("51.011", "026")],
        norm="P24V01",
    ),
    Example(
        "S21.G00.51.011/CCH-17",
        fires=[add("S21.G00.51", {**HOURS, "011": "027"})],
        passes=[tell("51.001", "01122023"), tell("51.002", "31122023"), tell("51.011", "027")],
        norm="P24V01",
    ),
    Example(
        "S21.G00.55.004/CCH-11",
        fires=[tell("55.004", "2025T03")],
        passes=[tell("55.004", "2025T02")],
    ),
    Example(
        "S21.G00.55.005/CCH-11",
        fires=[tell("55.005", REPORT)],
        passes=[tell("55.005", REPORT), tell("20.006", "01022025"), tell("20.007", "28022025")],
    ),
    Example(
        "S21.G00.56.001/CCH-11",
        fires=[correct("S21.G00.56", "042025")],
        passes=[correct("S21.G00.56", "032025")],
    ),
    Example(
        "S21.G00.56.002/CCH-16",
        fires=[correct("S21.G00.56", "122024")],
        passes=[correct("S21.G00.56", "022025")],
    ),
    Example(
        "S21.G00.56.002/CCH-17",
        fires=[january, correct("S21.G00.56", "012025")],
        passes=[january, correct("S21.G00.56", "122024")],
    ),
    Example(
        "S21.G00.58.002/CCH-12",
        fires=[tell("58.002", "01052025")],
        passes=[tell("58.002", "30042025")],
    ),
    Example(
        "S21.G00.78.003/CCH-15",
        fires=[add("S21.G00.78", {"001": "07", "002": "01032025", "003": "01042025", "004": "10.00"})],
        passes=[tell("78.003", "28022025")],
    ),
    Example(
        "S21.G00.78.007/CCH-11",
        fires=[tell("78.007", REPORT)],
        passes=[tell("78.007", REPORT), *PAST],
    ),
    Example(
        "S21.G00.79.005/CCH-11",
        fires=[tell("79.005", REPORT)],
        passes=[tell("79.005", REPORT, nth=1), tell("78.002", "01022025", 2), tell("78.003", "28022025", 2)],
    ),
    Example(
        "S21.G00.81.006/CCH-11",
        fires=[tell("81.006", REPORT)],
        passes=[tell("81.006", REPORT), *PAST],
    ),
    Example(
        "S21.G00.82.003/CCH-11",
        fires=[share("001", "01052025")],
        passes=[share("001", "01042025")],
    ),
    Example(
        "S21.G00.82.003/CCH-12",
        fires=[share("024", "01042025")],
        passes=[share("024", "01032025")],
    ),
    Example(
        "S21.G00.82.006/CCH-11",
        fires=[share("024", "01032025"), tell("82.006", REPORT), tell("82.004", "31032025")],
        passes=[share("024", "01022025"), tell("82.006", REPORT), tell("82.004", "28022025")],
    ),
    Example(
        "S21.G00.83.002/CCH-12",
        fires=[*WRONG_AFFILIATION, tell("83.002", "01032025")],
        passes=[*WRONG_AFFILIATION, tell("83.002", "28022025")],
    ),
    Example(
        "S21.G00.84.003/CCH-12",
        fires=[
            *WRONG_AFFILIATION,
            add("S21.G00.84", {**WRONG_BASE, "003": "01032025"}),
        ],
        passes=[*WRONG_AFFILIATION, add("S21.G00.84", WRONG_BASE)],
        also=["S21.G00.84.003/CCH-13"],
    ),
    Example(
        "S21.G00.98.004/CCH-11",
        fires=[add("S21.G00.98", {**SEIZURE, "004": "032025"})],
        passes=[add("S21.G00.98", {**SEIZURE, "004": "022025"})],
    ),
    Example(
        "S89.G00.32.017/CCH-11",
        fires=[add("S89.G00.32", {**FEES, "017": "2026"}), add("S89.G00.43", {"001": "01", "002": "100.00"})],
        passes=[add("S89.G00.32", FEES), add("S89.G00.43", {"001": "01", "002": "100.00"})],
    ),
    Example(
        "S89.G00.67.005/CCH-11",
        fires=[add("S89.G00.67", {**RIGHT, "005": "2026"})],
        passes=[add("S89.G00.67", RIGHT)],
    ),
    Example(
        "S89.G00.92.011/CCH-12",
        fires=income(n011="01052025"),
        passes=income(n011="30042025"),
    ),
    Example(
        "S89.G00.92.015/CCH-11",
        fires=income(n015=REPORT),
        passes=income(n015=REPORT, n004="01022025", n005="28022025"),
    ),
    Example(
        "S89.G00.93.001/CCH-12",
        fires=correction({**CORRECTED_INCOME, "001": "042025"}),
        passes=correction({**CORRECTED_INCOME, "001": "032025"}),
    ),
    Example(
        "S89.G00.93.002/CCH-16",
        fires=correction({**CORRECTED_INCOME, "001": "122024"}),
        passes=correction(CORRECTED_INCOME),
    ),
    Example(
        "S89.G00.93.002/CCH-17",
        fires=[*correction({**CORRECTED_INCOME, "001": "012025"}), january],
        passes=[*correction({**CORRECTED_INCOME, "001": "122024"}), january],
    ),
]

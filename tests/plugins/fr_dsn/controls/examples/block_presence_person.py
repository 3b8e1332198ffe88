"""What is declared asks for a block: contracts, stoppages, seniority, fees, people who are no employees."""

from __future__ import annotations

from collections.abc import Mapping

from tests.plugins.fr_dsn.controls.harness import Change, Example, add, remove
from tests.plugins.fr_dsn.controls.one_block import (
    AUTHOR,
    CORRECTED_INCOME,
    INCOME,
    correction,
    without,
)
from tests.plugins.fr_dsn.controls.short import tell

HARDSHIP = {"001": "05", "002": "00001", "003": "2025"}
SHORT_TIME = [tell("40.078", "01")]
HOURS = {"001": "01032025", "002": "31032025", "010": "00001", "011": "019", "012": "5.00", "013": "50.00"}
NO_HOURS = {**HOURS, "012": "0.00", "013": "0.00"}
FEES = {"001": "01", "002": "ESSAI", "003": "CAMILLE", "017": "2025"}
WITHOUT_CATEGORY = {**AUTHOR, "017": "05", "018": "10"}
WITH_CATEGORY = {**AUTHOR, "017": "05", "018": "04"}
PAID = {"001": "001", "002": "10.00"}


def base(kind: str, code: str) -> Change:
    """A base of somebody who is no employee."""
    rubrics: Mapping[str, str] = (
        INCOME if code == "50" else without(INCOME, "006", "007", "008", "010", "013", "016", "017")
    )
    return add("S89.G00.92", {**rubrics, "001": kind, "002": code})


def paid() -> Change:
    """A contribution under the last base."""
    return add("S89.G00.94", PAID, ("S89.G00.92", -1))


EXAMPLES = [
    Example(
        "S21.G00.34.001/CCH-11",
        fires=[add("S21.G00.34", HARDSHIP), tell("40.020", "136")],
        passes=[add("S21.G00.34", HARDSHIP)],
    ),
    Example(
        "S21.G00.40.011/CCH-15",
        fires=[remove("S21.G00.53")],
        passes=[remove("S21.G00.53"), tell("40.011", "21")],
    ),
    Example(
        "S21.G00.40.078/CCH-11",
        fires=[
            *SHORT_TIME,
            add("S21.G00.65", {"001": "602", "002": "01032025"}),
            add("S21.G00.51", NO_HOURS),
        ],
        passes=[*SHORT_TIME, add("S21.G00.51", HOURS)],
    ),
    Example(
        "S21.G00.40.078/CCH-12",
        fires=[*SHORT_TIME, add("S21.G00.51", HOURS)],
        passes=[*SHORT_TIME, add("S21.G00.65", {"001": "602", "002": "01032025"})],
    ),
    Example(
        "S21.G00.53.003/SIG-11",
        fires=[tell("40.004", "389b"), tell("40.005", "C389M")],
        passes=[tell("40.004", "389b"), tell("40.005", "C389M"), tell("53.003", "38")],
    ),
    Example(
        "S21.G00.60.001/SIG-13",
        fires=[tell("60.001", "15")],
        passes=[
            tell("60.001", "15"),
            add("S21.G00.66", {"001": "12032025", "002": "28032025", "003": "100.00"}),
        ],
    ),
    Example(
        "S21.G00.65.001/SIG-11",
        fires=[add("S21.G00.65", {"001": "507", "002": "01032025"})],
        passes=[
            add("S21.G00.65", {"001": "507", "002": "01032025"}),
            add("S21.G00.51", {**HOURS, "011": "025"}),
        ],
    ),
    Example(
        "S21.G00.83.001/CCH-11",
        fires=[add("S21.G00.72", {"001": "RETA"})],
        passes=[
            add("S21.G00.72", {"001": "RETA"}),
            add("S21.G00.83", {"001": "01012025", "002": "31012025"}),
        ],
    ),
    Example(
        "S21.G00.86.001/CCH-12",
        fires=[tell("86.001", "04")],
        passes=[tell("86.001", "06")],
        base="ending",
    ),
    Example(
        "S21.G00.86.001/CCH-14",
        fires=[tell("86.001", "06")],
        passes=[tell("86.001", "06"), tell("40.007", "50")],
    ),
    Example(
        "S89.G00.32.001/CCH-12",
        fires=[add("S89.G00.32", FEES), add("S89.G00.43", {"001": "01", "002": "-5.00"})],
        passes=[add("S89.G00.32", FEES), add("S89.G00.43", {"001": "01", "002": "5.00"})],
    ),
    Example(
        "S89.G00.92.001/CCH-12",
        fires=[add("S89.G00.91", WITH_CATEGORY), base("01", "50"), paid(), base("01", "23")],
        passes=[add("S89.G00.91", WITH_CATEGORY), base("01", "23"), base("01", "43")],
    ),
    Example(
        "S89.G00.92.001/CCH-13",
        fires=[
            add("S89.G00.91", WITH_CATEGORY),
            base("05", "50"),
            paid(),
            base("05", "51"),
            base("05", "52"),
        ],
        passes=[add("S89.G00.91", WITH_CATEGORY), *(base("05", code) for code in ("50", "51", "52", "53"))],
    ),
    Example(
        "S89.G00.92.001/CCH-15",
        fires=[add("S89.G00.91", WITHOUT_CATEGORY), base("05", "51")],
        passes=[add("S89.G00.91", WITHOUT_CATEGORY), base("05", "51"), base("05", "50")],
    ),
    Example(
        "S89.G00.93.001/CCH-11",
        fires=[
            *(add("S89.G00.91", WITHOUT_CATEGORY), base("05", "50"), base("05", "51")),
            add("S89.G00.93", CORRECTED_INCOME, ("S89.G00.92", 1)),
        ],
        passes=correction(CORRECTED_INCOME),
    ),
    Example(
        "S89.G00.94.001/CCH-11",
        fires=[add("S89.G00.91", WITH_CATEGORY), base("01", "50"), base("01", "23"), base("01", "43")],
        passes=[add("S89.G00.91", WITH_CATEGORY), base("01", "50"), paid()],
    ),
    Example(
        "S89.G00.94.001/CCH-12",
        fires=[add("S89.G00.91", WITH_CATEGORY), *(base("05", code) for code in ("50", "51", "52", "53"))],
        passes=[add("S89.G00.91", WITH_CATEGORY), base("05", "50"), paid()],
    ),
]

"""What one rubric says decides whether another one must or may not be there: pay, contributions, S89."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Example, add, drop, put
from tests.plugins.fr_dsn.controls.one_block import (
    BONUS,
    CORRECTED_INCOME,
    CORRECTED_RATE,
    INCOME_ERROR,
    OPTIONS,
    RATE_ERROR,
    SHARES,
    correction,
    income,
    line,
    without,
)

OVERTIME = {"001": "01032025", "002": "31032025", "010": "00001", "011": "017", "013": "100.00"}
OVERPAID = {"002": "03", "003": "-100.00", "007": "0.00"}
PAY = [
    Example(
        "S21.G00.50.008/CCH-11",
        fires=[put("S21.G00.50", "007", "01")],
        passes=[put("S21.G00.50", "007", "01"), put("S21.G00.50", "008", "123456")],
    ),
    Example(
        "S21.G00.51.012/SIG-11",
        fires=[add("S21.G00.51", OVERTIME)],
        passes=[add("S21.G00.51", OVERTIME | {"012": "8.00"})],
    ),
    Example(
        "S21.G00.51.012/SIG-13",
        fires=[put("S21.G00.51", "012", "8.00", nth=3)],
        passes=[add("S21.G00.51", OVERTIME | {"012": "8.00"})],
    ),
    Example(
        "S21.G00.52.003/CCH-12",
        fires=[add("S21.G00.52", without(BONUS, "003"))],
        passes=[add("S21.G00.52", BONUS)],
    ),
    Example(
        "S21.G00.52.004/CCH-13",
        fires=[add("S21.G00.52", without(BONUS, "004"))],
        passes=[add("S21.G00.52", BONUS)],
    ),
    Example(
        "S21.G00.56.002/CCH-11",
        fires=[add("S21.G00.56", without(INCOME_ERROR, "006"))],
        passes=[add("S21.G00.56", INCOME_ERROR)],
    ),
    Example(
        "S21.G00.56.002/CCH-12",
        fires=[add("S21.G00.56", without(RATE_ERROR, "015"))],
        passes=[add("S21.G00.56", RATE_ERROR)],
    ),
    Example(
        "S21.G00.56.002/CCH-13",
        fires=[add("S21.G00.56", {**without(INCOME_ERROR, "006"), **OVERPAID, "010": "-100.00"})],
        passes=[add("S21.G00.56", {**INCOME_ERROR, **OVERPAID, "010": "-100.00"})],
    ),
    Example(
        "S21.G00.56.002/CCH-15",
        fires=[add("S21.G00.56", {**INCOME_ERROR, "015": "2000.00"})],
        passes=[add("S21.G00.56", INCOME_ERROR)],
    ),
    Example(
        "S21.G00.56.002/CCH-18",
        fires=[add("S21.G00.56", {**RATE_ERROR, "006": "5.00"})],
        passes=[add("S21.G00.56", RATE_ERROR)],
    ),
    Example(
        "S21.G00.56.002/CCH-26",
        fires=[add("S21.G00.56", {**without(INCOME_ERROR, "006", "010"), "002": "04", "007": "0.00"})],
        passes=[add("S21.G00.56", {**without(INCOME_ERROR, "006"), "002": "04", "007": "0.00"})],
    ),
    Example(
        "S21.G00.81.001/CCH-16",
        fires=[put("S21.G00.81", "001", "018", nth=1), drop("S21.G00.81", "003", "007", nth=1)],
        passes=[put("S21.G00.81", "001", "018", nth=1), drop("S21.G00.81", "007", nth=1)],
    ),
    Example(
        "S21.G00.81.002/CCH-11",
        fires=[put("S21.G00.81", "002", "53510475600015", nth=2)],
        passes=[put("S21.G00.81", "002", "53510475600015", nth=1)],
    ),
    Example(
        "S21.G00.81.003/CCH-11",
        fires=line("060", "003", "007"),
        passes=line("060", "007"),
    ),
    Example(
        "S21.G00.81.003/CCH-12",
        fires=[put("S21.G00.81", "003", "2450.00", nth=2)],
        passes=[put("S21.G00.81", "003", "2400.00", nth=1)],
    ),
    Example(
        "S21.G00.81.004/CCH-11",
        fires=[drop("S21.G00.81", "004", nth=2)],
        passes=[drop("S21.G00.81", "004", nth=1)],
    ),
    Example(
        "S21.G00.81.004/CCH-12",
        fires=line("131", "004", "007"),
        passes=line("131", "007"),
    ),
    Example(
        "S21.G00.81.004/CCH-13",
        fires=line("061", "004", "007"),
        passes=line("061", "007"),
    ),
    Example(
        "S21.G00.81.005/CCH-11",
        fires=[put("S21.G00.81", "005", "69383", nth=2)],
        passes=line("081", "007", n005="69383"),
    ),
]
EXTRAS = [
    *(
        Example(
            f"S89.G00.87.{number}/CCH-11",
            fires=[add("S89.G00.87", without(SHARES, number))],
            passes=[add("S89.G00.87", SHARES)],
        )
        for number in ("004", "005", "006")
    ),
    *(
        Example(
            f"S89.G00.88.{number}/CCH-11",
            fires=[add("S89.G00.88", without(OPTIONS, number))],
            passes=[add("S89.G00.88", {**without(OPTIONS, "005", "006", "007"), "001": "01"})],
        )
        for number in ("005", "006", "007")
    ),
    *(
        Example(control, fires=income(drop("S89.G00.92", control[11:14])), passes=income())
        for control in (
            "S89.G00.92.006/CCH-12",
            "S89.G00.92.007/CCH-11",
            "S89.G00.92.008/CCH-12",
            "S89.G00.92.010/CCH-12",
            "S89.G00.92.013/CCH-11",
            "S89.G00.92.016/CCH-11",
            "S89.G00.92.017/CCH-11",
        )
    ),
    Example(
        "S89.G00.92.009/CCH-11",
        fires=income(n008="01"),
        passes=income(n008="01", n009="123456"),
    ),
    Example(
        "S89.G00.93.002/CCH-11",
        fires=correction(without(CORRECTED_INCOME, "006")),
        passes=correction(CORRECTED_INCOME),
    ),
    Example(
        "S89.G00.93.002/CCH-12",
        fires=correction(without(CORRECTED_RATE, "013")),
        passes=correction(CORRECTED_RATE),
    ),
    Example(
        "S89.G00.93.002/CCH-13",
        fires=correction({**without(CORRECTED_INCOME, "006"), **OVERPAID, "009": "-100.00"}),
        passes=correction({**CORRECTED_INCOME, **OVERPAID, "009": "-100.00"}),
    ),
    Example(
        "S89.G00.93.002/CCH-18",
        fires=correction({**CORRECTED_INCOME, "013": "2000.00"}),
        passes=correction(CORRECTED_INCOME),
    ),
    Example(
        "S89.G00.93.002/CCH-19",
        fires=correction({**CORRECTED_RATE, "006": "5.00"}),
        passes=correction(CORRECTED_RATE),
    ),
    Example(
        "S89.G00.93.002/CCH-20",
        fires=correction({**without(CORRECTED_INCOME, "006", "009"), "002": "04", "007": "0.00"}),
        passes=correction({**without(CORRECTED_INCOME, "006"), "002": "04", "007": "0.00"}),
    ),
]

EXAMPLES = [*PAY, *EXTRAS]

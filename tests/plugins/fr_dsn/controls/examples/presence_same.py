"""Which rubrics of one block are there together."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Change, Example, add, drop, put
from tests.plugins.fr_dsn.controls.one_block import (
    AUTHOR,
    CORRECTED_INCOME,
    ELSEWHERE,
    INCOME_ERROR,
    OPTIONS,
    SHARES,
    correction,
    fees,
    person,
    without,
)

TTN = "12345678901TEST"
FEES = {
    **{"001": "AVOCAT", "002": "ESSAI", "003": "CAMILLE", "008": "1 RUE DU TEST", "011": "69003"},
    **{"012": "LYON", "017": "2025"},
}
COMPANY_FEES = {
    **without(FEES, "002", "003"),
    **{"004": "999000029", "005": "00010", "006": "CABINET FICTIF D'ESSAI"},
}
RIGHT = {"001": "1610202002008", "003": "100.00", "004": "1.50", "005": "2024"}
WARRANTS = {
    **{"001": "10", "002": "20.00", "003": "25.00", "004": "100.00", "005": "01032024", "006": "36"},
    "007": "1610202002008",
}


def abroad(block: str, street: str, postal: str, place: str, country: str, code: str) -> list[Change]:
    """An address of a block moved to Brussels."""
    return [
        put(block, street, "1 RUE DU TEST"),
        drop(block, postal, place),
        put(block, country, "BE"),
        put(block, code, "1000 BRUXELLES"),
    ]


def address(control: str, street: str, place: str, country: str, code: str, base: str = "monthly") -> Example:
    """A postal code beside a country; and an address abroad without one."""
    block, postal = control[:10], control[11:14]
    return Example(
        control,
        fires=[put(block, country, "BE")],
        passes=abroad(block, street, postal, place, country, code),
        base=base,
    )


def place(control: str, postal: str, base: str = "monthly") -> Example:
    """A postal code without a place; and a place without a postal code."""
    block, number = control[:10], control[11:14]
    return Example(control, fires=[drop(block, number)], passes=[drop(block, postal)], base=base)


EXAMPLES = [
    address("S10.G00.01.005/CCH-12", "004", "006", "007", "008", "stoppage"),
    place("S10.G00.01.006/CCH-11", "005", "stoppage"),
    address("S21.G00.06.005/CCH-11", "004", "006", "010", "011", "ending"),
    place("S21.G00.06.006/CCH-11", "005", "ending"),
    address("S21.G00.11.004/CCH-11", "003", "005", "015", "016"),
    place("S21.G00.11.005/CCH-11", "004"),
    Example(
        "S21.G00.13.003/CCH-11",
        fires=[add("S21.G00.13", {"002": "01", "004": "2024"})],
        passes=[add("S21.G00.13", {"002": "01", "003": "1.00", "004": "2024"})],
    ),
    Example(
        "S21.G00.13.004/CCH-12",
        fires=[add("S21.G00.13", {"004": "2024"})],
        passes=[add("S21.G00.13", {"001": "012345678901", "004": "2024"})],
    ),
    Example(
        "S21.G00.30.009/CCH-12",
        fires=[drop("S21.G00.30", "009")],
        passes=abroad("S21.G00.30", "008", "009", "010", "011", "012"),
    ),
    place("S21.G00.30.010/CCH-11", "009"),
    Example(
        "S21.G00.30.020/CCH-12",
        fires=[drop("S21.G00.30", "001")],
        passes=[drop("S21.G00.30", "001"), put("S21.G00.30", "020", TTN)],
    ),
    Example(
        "S21.G00.31.001/CCH-12",
        fires=[add("S21.G00.31", {"001": "01032025"})],
        passes=[add("S21.G00.31", {"001": "01032025", "009": "ANCIEN"})],
    ),
    Example(
        "S21.G00.40.063/CCH-11",
        fires=[put("S21.G00.40", "026", "01"), put("S21.G00.40", "063", "500")],
        passes=[
            put("S21.G00.40", "026", "01"),
            put("S21.G00.40", "062", "01"),
            put("S21.G00.40", "063", "500"),
        ],
    ),
    Example(
        "S21.G00.41.001/CCH-12",
        fires=[add("S21.G00.41", {"001": "01032025"})],
        passes=[add("S21.G00.41", {"001": "01032025", "014": "00009"})],
    ),
    Example(
        "S21.G00.41.001/CCH-14",
        fires=[add("S21.G00.41", {"001": "01032025", "028": "01032025"})],
        passes=[add("S21.G00.41", {"001": "01032025", "007": "140.00", "028": "01032025"})],
    ),
    Example(
        "S21.G00.56.008/CCH-11",
        fires=[
            add("S21.G00.56", {**without(INCOME_ERROR, "003"), "002": "04", "007": "0.00", "008": "10.00"})
        ],
        passes=[add("S21.G00.56", {**INCOME_ERROR, "008": "10.00"})],
        also=["S21.G00.56.002/CCH-26", "S21.G00.56.010/CCH-11"],
    ),
    Example(
        "S21.G00.56.010/CCH-11",
        fires=[add("S21.G00.56", without(INCOME_ERROR, "003"))],
        passes=[add("S21.G00.56", INCOME_ERROR)],
        also=["S21.G00.56.002/CCH-11"],
    ),
    Example(
        "S21.G00.58.002/CCH-14",
        fires=[drop("S21.G00.58", "002")],
        passes=[drop("S21.G00.58", "001", "002")],
    ),
    Example(
        "S21.G00.85.004/CCH-12",
        fires=[add("S21.G00.85", {**ELSEWHERE, "006": "BE"})],
        passes=[
            add(
                "S21.G00.85",
                {**without(ELSEWHERE, "004", "005", "011"), "006": "BE", "007": "1000 BRUXELLES"},
            )
        ],
    ),
    Example(
        "S21.G00.85.005/CCH-11",
        fires=[add("S21.G00.85", without(ELSEWHERE, "005"))],
        passes=[add("S21.G00.85", ELSEWHERE)],
        base="priming",
    ),
    Example(
        "S21.G00.85.011/CCH-11",
        fires=[add("S21.G00.85", without(ELSEWHERE, "011"))],
        passes=[add("S21.G00.85", ELSEWHERE)],
    ),
    Example(
        "S89.G00.32.003/CCH-11",
        fires=fees(without(FEES, "003")),
        passes=fees(COMPANY_FEES),
    ),
    Example(
        "S89.G00.32.003/CCH-12",
        fires=fees({**FEES, **COMPANY_FEES}),
        passes=fees(COMPANY_FEES),
    ),
    Example(
        "S89.G00.32.006/CCH-11",
        fires=fees(without(COMPANY_FEES, "006")),
        passes=fees(FEES),
    ),
    Example(
        "S89.G00.32.011/CCH-12",
        fires=fees(without(FEES, "011")),
        passes=fees({**without(FEES, "011", "012"), "013": "BE", "014": "1000 BRUXELLES"}),
    ),
    Example(
        "S89.G00.32.012/CCH-11",
        fires=fees(without(FEES, "012")),
        passes=fees(FEES),
    ),
    Example(
        "S89.G00.67.001/CCH-14",
        fires=[add("S89.G00.67", without(RIGHT, "001"))],
        passes=[add("S89.G00.67", {**without(RIGHT, "001"), "002": TTN})],
    ),
    Example(
        "S89.G00.87.007/CCH-14",
        fires=[add("S89.G00.87", without(SHARES, "007"))],
        passes=[add("S89.G00.87", {**without(SHARES, "007"), "008": TTN})],
    ),
    Example(
        "S89.G00.88.008/CCH-14",
        fires=[add("S89.G00.88", without(OPTIONS, "008"))],
        passes=[add("S89.G00.88", {**without(OPTIONS, "008"), "009": TTN})],
    ),
    Example(
        "S89.G00.89.007/CCH-14",
        fires=[add("S89.G00.89", without(WARRANTS, "007"))],
        passes=[add("S89.G00.89", {**without(WARRANTS, "007"), "008": TTN})],
    ),
    Example(
        "S89.G00.91.009/CCH-11",
        fires=person({**without(AUTHOR, "009", "010"), "011": "BE"}),
        passes=person({**without(AUTHOR, "009", "010"), "011": "BE", "012": "1000 BRUXELLES"}),
    ),
    Example(
        "S89.G00.91.010/CCH-11",
        fires=person(without(AUTHOR, "010")),
        passes=person(AUTHOR),
    ),
    Example(
        "S89.G00.91.021/CCH-12",
        fires=person(without(AUTHOR, "001")),
        passes=person({**without(AUTHOR, "001"), "021": TTN}),
    ),
    Example(
        "S89.G00.93.008/CCH-11",
        fires=correction({**without(CORRECTED_INCOME, "009"), "008": "10.00"}),
        passes=correction({**CORRECTED_INCOME, "008": "10.00"}),
        also=["S89.G00.93.002/CCH-11"],
    ),
    Example(
        "S89.G00.93.009/CCH-11",
        fires=correction(without(CORRECTED_INCOME, "003")),
        passes=correction(CORRECTED_INCOME),
        also=["S89.G00.93.002/CCH-11"],
    ),
]

"""What one rubric says decides whether another one must or may not be there: declarations, persons, contracts."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Example, add, drop, put
from tests.plugins.fr_dsn.controls.one_block import (
    ELSEWHERE,
    ESTABLISHMENT,
    HOUSEHOLD,
    SEIZURE_PAYMENT,
    SUSPENSION,
    TAX_PAYMENT,
    contract,
    ending,
    notice,
    without,
)

CIVIL_SERVANT = contract(n026="01")
DECLARATION = [
    Example(
        "S20.G00.05.006/CCH-12",
        fires=[put("S20.G00.05", "006", "120320257")],
        passes=[put("S20.G00.05", "002", "03"), put("S20.G00.05", "006", "120320257")],
        base="stoppage",
    ),
    Example(
        "S20.G00.05.012/CCH-11",
        fires=[put("S20.G00.05", "011", "02")],
        passes=[put("S20.G00.05", "011", "02"), put("S20.G00.05", "012", "99900002900010")],
        base="priming",
    ),
    Example(
        "S21.G00.20.008/CCH-15",
        fires=[put("S21.G00.20", "008", "D12345", nth=1)],
        passes=[put("S21.G00.20", "008", "D12345")],
    ),
    Example(
        "S21.G00.20.010/CCH-12",
        fires=[drop("S21.G00.20", "004")],
        passes=[drop("S21.G00.20", "004"), put("S21.G00.20", "010", "02")],
    ),
    Example(
        "S21.G00.20.010/SIG-13",
        fires=[drop("S21.G00.20", "003")],
        passes=[drop("S21.G00.20", "003"), put("S21.G00.20", "010", "02")],
    ),
    Example(
        "S21.G00.20.012/CCH-13",
        fires=[add("S21.G00.20", {**TAX_PAYMENT, "005": "0.00", "012": "99900001100026"})],
        passes=[add("S21.G00.20", {**TAX_PAYMENT, "005": "0.00", "010": "06", "012": "99900001100026"})],
        also=["S21.G00.20.003/CCH-12", "S21.G00.20.004/CCH-12", "S21.G00.20.010/SIG-14"],
    ),
    Example(
        "S21.G00.20.014/CCH-11",
        fires=[add("S21.G00.20", SEIZURE_PAYMENT)],
        passes=[add("S21.G00.20", {**SEIZURE_PAYMENT, "014": "SATD-2025-1"})],
    ),
    Example(
        "S21.G00.23.006/CCH-11",
        fires=[put("S21.G00.23", "001", "900")],
        passes=[put("S21.G00.23", "001", "900"), put("S21.G00.23", "006", "69383")],
    ),
    Example(
        "S21.G00.44.001/CCH-11",
        fires=[add("S21.G00.44", {"001": "009", "003": "2025"})],
        passes=[add("S21.G00.44", {"001": "009", "002": "1000.00", "003": "2025"})],
    ),
    Example(
        "S21.G00.44.001/CCH-12",
        fires=[add("S21.G00.44", {"001": "010", "002": "1000.00", "003": "2025"})],
        passes=[add("S21.G00.44", {"001": "010", "003": "2025"})],
    ),
    Example(
        "S21.G00.44.004/CCH-11",
        fires=[add("S21.G00.44", {"001": "002", "003": "2025"})],
        passes=[add("S21.G00.44", {"001": "002", "003": "2025", "004": "001"})],
    ),
]
PERSON = [
    Example(
        "S21.G00.30.007/CCH-11",
        fires=[drop("S21.G00.30", "007")],
        passes=[put("S21.G00.30", "014", "99"), drop("S21.G00.30", "007")],
    ),
    Example(
        "S21.G00.30.029/CCH-11",
        fires=[put("S21.G00.30", "014", "99"), put("S21.G00.30", "015", "BE"), drop("S21.G00.30", "007")],
        passes=[
            *(put("S21.G00.30", "014", "99"), put("S21.G00.30", "015", "BE"), drop("S21.G00.30", "007")),
            put("S21.G00.30", "029", "BELGIQUE"),
        ],
    ),
    Example(
        "S21.G00.60.005/CCH-11",
        fires=[drop("S21.G00.60", "005")],
        passes=[put("S21.G00.60", "004", "02"), drop("S21.G00.60", "005", "006", "007", "008")],
        base="stoppage",
    ),
    Example(
        "S21.G00.60.006/CCH-11",
        fires=[put("S21.G00.60", "004", "02"), drop("S21.G00.60", "005", "007", "008")],
        passes=[put("S21.G00.60", "004", "02"), drop("S21.G00.60", "005", "006", "007", "008")],
    ),
    Example(
        "S21.G00.60.007/CCH-11",
        fires=[drop("S21.G00.60", "007")],
        passes=[put("S21.G00.60", "004", "02"), drop("S21.G00.60", "007")],
    ),
    Example(
        "S21.G00.60.008/CCH-11",
        fires=[drop("S21.G00.60", "008")],
        passes=[put("S21.G00.60", "004", "02"), drop("S21.G00.60", "008")],
        base="stoppage",
    ),
    Example(
        "S21.G00.60.012/CCH-11",
        fires=[put("S21.G00.60", "001", "06")],
        passes=[put("S21.G00.60", "001", "06"), put("S21.G00.60", "012", "11032025")],
        base="stoppage",
    ),
    Example(
        "S21.G00.65.004/CCH-11",
        fires=[add("S21.G00.65", without(SUSPENSION, "004"))],
        passes=[add("S21.G00.65", SUSPENSION)],
    ),
    Example(
        "S21.G00.85.002/CCH-11",
        fires=[add("S21.G00.85", without(ESTABLISHMENT, "002"))],
        passes=[add("S21.G00.85", ESTABLISHMENT)],
    ),
    *(
        Example(
            f"S21.G00.85.{number}/CCH-11",
            fires=[add("S21.G00.85", without(HOUSEHOLD, number))],
            passes=[add("S21.G00.85", HOUSEHOLD)],
            norm="P24V01",
        )
        for number in ("012", "013", "015", "016", "017")
    ),
    Example(
        "S21.G00.85.014/CCH-11",
        fires=[add("S21.G00.85", {**ELSEWHERE, "014": "ESSAI"})],
        passes=[add("S21.G00.85", dict(sorted({**HOUSEHOLD, "014": "ESSAI"}.items())))],
        norm="P24V01",
    ),
]
ENDING = [
    Example(
        "S21.G00.62.003/CCH-12",
        fires=[drop("S21.G00.62", "003")],
        passes=[*ending(n002="031"), drop("S21.G00.62", "003")],
        base="ending",
    ),
    Example(
        "S21.G00.62.004/CCH-11",
        fires=[*ending(n002="043"), *notice("90")],
        passes=[*ending(n002="043", n004="31012025"), *notice("90")],
        base="ending",
    ),
    Example(
        "S21.G00.62.005/CCH-12",
        fires=ending(n002="014"),
        passes=ending(n002="014", n005="15012025"),
        base="ending",
    ),
    Example(
        "S21.G00.62.011/CCH-11",
        fires=[*ending(n002="026", n005="15012025", n013="1000.00"), *notice("10")],
        passes=ending(n002="026", n005="15012025", n011="2.00", n013="1000.00"),
        base="ending",
    ),
    Example(
        "S21.G00.62.013/CCH-11",
        fires=[*ending(n002="026", n005="15012025", n011="2.00"), *notice("10")],
        passes=ending(n002="026", n005="15012025", n011="2.00", n013="1000.00"),
        base="ending",
    ),
    Example(
        "S21.G00.62.018/CCH-11",
        fires=ending(n018="2.00"),
        passes=ending(n002="114", n005="15012025", n013="1000.00", n018="2.00"),
        base="ending",
    ),
    Example(
        "S21.G00.63.002/CCH-11",
        fires=[drop("S21.G00.63", "002")],
        passes=[put("S21.G00.63", "001", "90"), drop("S21.G00.63", "002", "003")],
        base="ending",
    ),
    Example(
        "S21.G00.63.003/CCH-14",
        fires=[drop("S21.G00.63", "003")],
        passes=[put("S21.G00.63", "001", "90"), drop("S21.G00.63", "002", "003")],
        base="ending",
    ),
]
CONTRACT = [
    Example(
        "S21.G00.40.010/CCH-12",
        fires=contract(n007="02", n021="01"),
        passes=contract(n007="02", n010="31122025", n021="01"),
    ),
    Example(
        "S21.G00.40.027/CCH-11",
        fires=contract(n027="ABC123", n029="01"),
        passes=contract(n027="ABC123", n029="02", n032="01012015", n033="12345"),
    ),
    Example(
        "S21.G00.40.027/CCH-12",
        fires=contract(n029="02", n032="01012015", n033="12345"),
        passes=contract(n029="02", n032="01012009", n033="C123"),
    ),
    Example(
        "S21.G00.40.030/CCH-11",
        fires=[put("S21.G00.11", "017", "01"), *contract(n029="03")],
        passes=contract(n029="03", n030="01012019"),
    ),
    Example(
        "S21.G00.40.031/CCH-11",
        fires=contract(n029="01", n031="01012024"),
        passes=contract(n029="03", n030="01012019", n031="01012024"),
        base="ending",
    ),
    Example(
        "S21.G00.40.032/CCH-11",
        fires=contract(n029="01", n032="01012015"),
        passes=contract(n027="ABC123", n029="02", n032="01012015", n033="12345"),
    ),
    Example(
        "S21.G00.40.033/CCH-11",
        fires=contract(n027="ABC123", n029="02", n032="01012015"),
        passes=contract(n027="ABC123", n029="02", n032="01012015", n033="12345"),
    ),
    Example(
        "S21.G00.40.042/CCH-11",
        fires=contract(n042="01"),
        passes=contract(n018="300", n042="01"),
    ),
    Example(
        "S21.G00.40.043/SIG-11",
        fires=contract(n040="999ZZ"),
        passes=[*contract(n040="999ZZ"), drop("S21.G00.40", "043")],
    ),
    Example(
        "S21.G00.40.046/CCH-11",
        fires=[
            add("S21.G00.85", ESTABLISHMENT | {"001": "99900002900010"}),
            *contract(n007="03", n010="31122025", n019="99900002900010", n021="01"),
        ],
        passes=contract(n007="03", n010="31122025", n021="01", n046="99900002900010"),
    ),
    Example(
        "S21.G00.40.046/CCH-12",
        fires=contract(n007="08"),
        passes=contract(n007="08", n046="99900002900010"),
    ),
    Example(
        "S21.G00.40.050/CCH-11",
        fires=contract(n050="12345678901A"),
        passes=contract(n007="02", n010="31122025", n021="01", n050="12345678901A"),
    ),
    *(
        Example(
            f"S21.G00.40.{number}/CCH-11",
            fires=[put("S21.G00.40", number, value)],
            passes=[*CIVIL_SERVANT, put("S21.G00.40", number, value)],
        )
        for number, value in {
            **{"052": "A123", "057": "500", "058": "430", "059": "20", "060": "500", "061": "500"},
            **{"064": "500", "065": "500", "080": "49"},
        }.items()
    ),
    Example(
        "S21.G00.40.062/CCH-11",
        fires=contract(n062="01", n063="500"),
        passes=contract(n026="01", n062="01", n063="500"),
    ),
    Example(
        "S21.G00.40.053/CCH-11",
        fires=contract(n053="01"),
        passes=contract(n020="134", n053="01"),
    ),
    Example(
        "S21.G00.40.054/CCH-11",
        fires=contract(n026="01", n053="02"),
        passes=contract(n026="01", n053="02", n054="35.00"),
    ),
    Example(
        "S21.G00.40.066/CCH-11",
        fires=contract(n007="20"),
        passes=contract(n007="20", n066="01"),
    ),
    Example(
        "S21.G00.40.075/CCH-11",
        fires=contract(n075="05"),
        passes=contract(n020="136", n075="05"),
    ),
    Example(
        "S21.G00.40.076/CCH-11",
        fires=contract(n076="00002"),
        passes=contract(n007="93", n076="00002"),
    ),
    Example(
        "S21.G00.71.003/SIG-11",
        fires=[put("S21.G00.71", "003", "1ABC23DE")],
        passes=[put("S21.G00.71", "002", "IRCANTEC"), put("S21.G00.71", "003", "1ABC23DE")],
        norm="P24V01",
    ),
    Example(
        "S21.G00.72.002/SIG-12",
        fires=[
            add("S21.G00.72", {"001": "IRCANTEC"}),
            add("S21.G00.83", {"001": "01012025", "002": "31012025"}),
        ],
        passes=[add("S21.G00.72", {"001": "IRCANTEC", "002": "1ABC23DE"})],
        norm="P24V01",
    ),
]

EXAMPLES = [*DECLARATION, *PERSON, *ENDING, *CONTRACT]

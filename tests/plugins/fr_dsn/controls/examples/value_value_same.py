"""One value of a block allows or forbids values of another rubric of the same block."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Change, Example, add, drop, put
from tests.plugins.fr_dsn.controls.one_block import (
    AUTHOR,
    ELSEWHERE,
    ESTABLISHMENT,
    INCOME,
    TAX_PAYMENT,
    contract,
    person,
)

USER = ESTABLISHMENT | {"001": "99900002900010"}
CONTRIBUTION = {"001": "100.00", "002": "015", "003": "01032025", "004": "31032025", "005": "CONV-1"}


def fixed_term(**rubrics: str) -> list[Change]:
    """The first contract as one of fixed term, with other values."""
    return contract(**{"n007": "02", "n010": "31122025", "n021": "01", **rubrics})


def sending(**rubrics: str) -> list[Change]:
    """The declaration with other values."""
    return [put("S20.G00.05", number[1:], value) for number, value in rubrics.items()]


DECLARATION = [
    Example(
        "S20.G00.05.002/CCH-13",
        fires=sending(n002="04"),
        passes=sending(n002="04", n006="010420259"),
        base="stoppage",
        passes_base="ending",
    ),
    Example("S20.G00.05.002/CCH-14", fires=sending(n002="02"), passes=sending(n002="01"), base="resumption"),
    Example(
        "S20.G00.05.002/CCH-15",
        fires=sending(n002="03", n006="0103202510"),
        passes=sending(n002="04", n006="0103202510"),
        base="priming",
    ),
    Example(
        "S20.G00.05.003/CCH-11",
        fires=sending(n003="12"),
        passes=sending(n003="12"),
        base="stoppage",
        passes_base="monthly",
    ),
    Example(
        "S21.G00.20.002/CCH-11",
        fires=[add("S21.G00.20", {**TAX_PAYMENT, "002": "AUTRE"})],
        passes=[add("S21.G00.20", TAX_PAYMENT)],
    ),
    Example(
        "S21.G00.20.010/CCH-14",
        fires=[add("S21.G00.20", {**TAX_PAYMENT, "010": "02"})],
        passes=[add("S21.G00.20", TAX_PAYMENT)],
    ),
    Example(
        "S21.G00.53.003/CCH-15",
        fires=[put("S21.G00.53", "001", "02"), put("S21.G00.53", "003", "40")],
        passes=[put("S21.G00.53", "003", "40")],
    ),
    Example(
        "S21.G00.82.002/CCH-14",
        fires=[add("S21.G00.82", {**CONTRIBUTION, "002": "025", "005": "1"})],
        passes=[add("S21.G00.82", {**CONTRIBUTION, "002": "025", "005": "CONV-1"})],
    ),
    Example(
        "S21.G00.82.005/CCH-12",
        fires=[add("S21.G00.82", {**CONTRIBUTION, "002": "054", "005": "38"})],
        passes=[add("S21.G00.82", {**CONTRIBUTION, "002": "054", "005": "37"})],
    ),
    Example(
        "S21.G00.85.001/CCH-13",
        fires=[add("S21.G00.85", {**ELSEWHERE, "001": "99900002900010", "010": "03"})],
        passes=[add("S21.G00.85", {**ELSEWHERE, "001": "99900002900011", "010": "03"})],
    ),
    Example(
        "S89.G00.91.018/CCH-11",
        fires=person({**AUTHOR, "017": "05", "018": "01"}),
        passes=person({**AUTHOR, "017": "03", "018": "01"}),
    ),
    Example(
        "S89.G00.91.018/SIG-12",
        fires=person({**AUTHOR, "017": "04", "018": "02"}),
        passes=person({**AUTHOR, "017": "05", "018": "02"}),
    ),
    Example(
        "S89.G00.92.001/CCH-14",
        fires=[
            add("S89.G00.91", AUTHOR),
            add("S89.G00.92", INCOME),
            add("S89.G00.92", {number: INCOME[number] for number in ("001", "003", "004", "005", "011")}),
            put("S89.G00.92", "002", "43", nth=1),
        ],
        passes=[add("S89.G00.91", AUTHOR), add("S89.G00.92", INCOME)],
    ),
]
CONTRACT = [
    Example(
        "S21.G00.40.003/CCH-11",
        fires=contract(n003="01"),
        passes=contract(n002="04", n003="01"),
    ),
    Example(
        "S21.G00.40.003/SIG-15",
        fires=contract(n002="06", n003="02"),
        passes=contract(n002="05", n003="02"),
    ),
    Example(
        "S21.G00.40.005/CCH-11",
        fires=contract(n005="T389N"),
        passes=contract(n004="389b", n005="T389N"),
    ),
    Example(
        "S21.G00.40.005/CCH-12",
        fires=contract(n005="P352"),
        passes=contract(n004="352a", n005="P352"),
    ),
    Example(
        "S21.G00.40.005/CCH-13",
        fires=contract(n004="463b", n005="T001"),
        passes=contract(n004="463b", n005="07"),
    ),
    Example(
        "S21.G00.40.005/CCH-14",
        fires=contract(n005="C643"),
        passes=contract(n004="643a", n005="L643"),
    ),
    Example(
        "S21.G00.40.005/CCH-19",
        fires=contract(n005="S001"),
        passes=contract(n004="424a", n005="S001"),
    ),
    Example(
        "S21.G00.40.005/SIG-20",
        fires=contract(n005="546dN"),
        passes=contract(n004="546d", n005="546dM"),
    ),
    Example(
        "S21.G00.40.008/CCH-11",
        fires=[put("S21.G00.30", "025", "03"), *contract(n008="81")],
        passes=fixed_term(n008="81"),
    ),
    Example("S21.G00.40.008/CCH-12", fires=contract(n008="70"), passes=fixed_term(n008="70")),
    Example("S21.G00.40.008/CCH-13", fires=fixed_term(n008="80"), passes=contract(n008="80")),
    Example(
        "S21.G00.40.008/CCH-14",
        fires=[put("S21.G00.30", "025", "03"), *contract(n007="82", n008="64")],
        passes=contract(n007="01", n008="65"),
    ),
    Example(
        "S21.G00.40.008/CCH-15",
        fires=contract(n007="07", n008="61"),
        passes=fixed_term(n008="61"),
    ),
    Example("S21.G00.40.008/CCH-16", fires=contract(n008="71"), passes=fixed_term(n008="71")),
    Example(
        "S21.G00.40.009/CCH-15",
        fires=[
            add("S21.G00.85", USER),
            *fixed_term(n007="03", n009="00000", n019=USER["001"], n040="745BD", n046=USER["001"]),
            *(put("S21.G00.51", "010", "00000", nth) for nth in range(4)),
            put("S21.G00.86", "005", "00000"),
        ],
        passes=contract(n009="00000"),
    ),
    Example(
        "S21.G00.40.011/CCH-11",
        fires=contract(n011="31"),
        passes=contract(n004="352a", n005="P352", n011="31"),
    ),
    Example(
        "S21.G00.40.011/SIG-14",
        fires=contract(n011="32"),
        passes=contract(n005="49", n011="32"),
    ),
    Example(
        "S21.G00.40.014/CCH-11",
        fires=contract(n014="41"),
        passes=contract(n014="41", n026="01"),
    ),
    Example(
        "S21.G00.40.020/CCH-12",
        fires=contract(n020="120"),
        passes=contract(n007="50", n020="120", n026="01"),
    ),
    Example(
        "S21.G00.40.021/CCH-12",
        fires=fixed_term(n021="11"),
        passes=fixed_term(n008="64", n021="11"),
    ),
    Example(
        "S21.G00.40.021/CCH-13",
        fires=fixed_term(n021="14"),
        passes=fixed_term(n007="92", n021="14"),
    ),
    Example(
        "S21.G00.40.021/SIG-11",
        fires=[*fixed_term(), drop("S21.G00.40", "021")],
        passes=[*fixed_term(n008="61"), drop("S21.G00.40", "021")],
    ),
    Example(
        "S21.G00.40.029/CCH-11",
        fires=contract(n029="05"),
        passes=fixed_term(n008="81", n029="05"),
    ),
    Example(
        "S21.G00.40.033/CCH-12",
        fires=contract(n027="ABC123", n029="02", n032="31122009", n033="12345"),
        passes=contract(n027="ABC123", n029="02", n032="01012010", n033="12345"),
    ),
    Example(
        "S21.G00.40.039/CCH-11",
        fires=contract(n039="300"),
        passes=contract(n039="300", n040="RA110"),
    ),
    Example(
        "S21.G00.40.040/CCH-11",
        fires=contract(n039="147"),
        passes=contract(n039="147", n040="401ZE"),
    ),
    Example(
        "S21.G00.40.040/CCH-12",
        fires=[add("S21.G00.85", USER), *contract(n019=USER["001"], n046=USER["001"])],
        passes=contract(n040="745BD", n046="99900002900010"),
    ),
    Example(
        "S21.G00.40.040/CCH-15",
        fires=contract(n040="RA110"),
        passes=contract(n039="300", n040="RA110"),
    ),
]

EXAMPLES = [*DECLARATION, *CONTRACT]

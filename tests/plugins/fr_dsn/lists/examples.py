"""For each control that needs a list: a change that it must answer to, and one that it must let pass."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.blocks import independent, payee
from tests.plugins.fr_dsn.controls.harness import Change, Example, add, drop, put
from tests.plugins.fr_dsn.controls.one_block import ELSEWHERE, ESTABLISHMENT

URSSAF, AGIRC, OTHER = "78861779300013", "77777777700012", "66666666600016"
BELGIAN = "BE68539007547034"
AGREED = {"001": "ABCDEF123456", "002": "01", "003": "1.00", "004": "2024"}


def place(**changes: str) -> Change:
    """Another establishment that somebody works at."""
    return add("S21.G00.85", {**ESTABLISHMENT, **{number[1:]: value for number, value in changes.items()}})


def changed(number: str, value: str) -> Change:
    """A change of the contract, with what was declared before."""
    return add("S21.G00.41", {"001": "01032025", number: value})


def adhesion(code: str, delegate: str) -> list[Change]:
    """The insured contract with another body, and its delegate."""
    return [put("S21.G00.15", "002", code), put("S21.G00.15", "003", delegate)]


def payment(code: str, delegate: str) -> list[Change]:
    """The payment to the insurer with another body, and its delegate."""
    return [put("S21.G00.20", "001", code), put("S21.G00.20", "008", delegate)]


def of(control: str, bad: str, good: str, **more: str) -> Example:
    """A rubric of the base file with another value."""
    block, number = control[:10], control[11:14]
    return Example(control, fires=[put(block, number, bad)], passes=[put(block, number, good)], **more)


def foreign(block: str, number: str, code: str, value: str) -> list[Change]:
    """An address with a postal code abroad, and its country."""
    return [drop(block, code), put(block, number, value)]


EXAMPLES = [
    of("S10.G00.01.002/CRE-11", "00028", "00010", base="substitution"),
    of("S10.G00.01.005/CRE-11", "75002", "69003"),
    Example(
        "S10.G00.01.007/CRE-11",
        fires=foreign("S10.G00.01", "007", "005", "XX"),
        passes=foreign("S10.G00.01", "007", "005", "BE"),
    ),
    Example(
        "S20.G00.08.001/CRE-11",
        fires=[add("S20.G00.08", {"001": "ODRT2"})],
        passes=[add("S20.G00.08", {"001": "ODRT1"})],
    ),
    of("S21.G00.06.001/CME-11", "999000052", "999000011", also=("S21.G00.11.001/CME-11",)),
    of("S21.G00.06.003/CRE-11", "6202A", "7810Z"),
    of("S21.G00.06.005/CRE-11", "69999", "75001"),
    Example(
        "S21.G00.06.010/CRE-11",
        fires=foreign("S21.G00.06", "010", "005", "FR"),
        passes=foreign("S21.G00.06", "010", "005", "BE"),
    ),
    of("S21.G00.06.015/CRE-11", "9998", "0044"),
    Example(
        "S21.G00.13.001/CRE-11",
        fires=[add("S21.G00.13", {**AGREED, "001": "ABCDEF999999"})],
        passes=[add("S21.G00.13", AGREED)],
    ),
    of("S21.G00.11.001/CME-11", "00026", "00018"),
    of("S21.G00.11.002/CRE-11", "0000Z", "6201Z"),
    of("S21.G00.11.004/CRE-11", "00000", "75001"),
    Example(
        "S21.G00.11.015/CRE-11",
        fires=foreign("S21.G00.11", "015", "004", "MC"),
        passes=foreign("S21.G00.11", "015", "004", "BE"),
    ),
    of("S21.G00.11.022/CRE-11", "0045", "0044"),
    of("S21.G00.11.023/CRE-11", "99", "01"),
    of("S21.G00.15.002/CRE-11", "P0943", "A0A001"),
    Example("S21.G00.15.003/CCH-11", fires=adhesion("A0A001", "D0P001"), passes=adhesion("A0A001", "D0A001")),
    Example("S21.G00.15.003/CCH-12", fires=adhesion("P0942", "D0A001"), passes=adhesion("P0942", "D0P001")),
    Example(
        "S21.G00.15.003/CCH-13", fires=adhesion("999000003", "D0A001"), passes=adhesion("999000003", "D0M001")
    ),
    Example(
        "S21.G00.15.003/CCH-14", fires=adhesion("AB1000003", "D0A001"), passes=adhesion("AB1000003", "D0I001")
    ),
    Example(
        "S21.G00.16.002/CRE-11",
        fires=[add("S21.G00.16", {"001": "01032025", "002": "P0943"})],
        passes=[add("S21.G00.16", {"001": "01032025", "002": "A0A001"})],
    ),
    Example(
        "S21.G00.20.001/CRE-11",
        fires=[put("S21.G00.20", "001", "53510475600015", 1)],
        passes=[put("S21.G00.20", "001", AGIRC, 1)],
    ),
    Example(
        "S21.G00.20.004/CCH-13",
        fires=[put("S21.G00.20", "001", OTHER, 1), put("S21.G00.20", "004", BELGIAN, 1)],
        passes=[put("S21.G00.20", "004", BELGIAN, 0), put("S21.G00.20", "004", BELGIAN, 1)],
    ),
    Example(
        "S21.G00.20.006/CCH-11",
        fires=[put("S21.G00.20", "006", "15022025", 1)],
        passes=[put("S21.G00.20", "001", OTHER, 1), put("S21.G00.20", "006", "15022025", 1)],
    ),
    *(
        Example(
            control,
            fires=[put("S21.G00.20", "001", AGIRC, 1), put("S21.G00.20", "006", "15122024", 1)],
            passes=[put("S21.G00.20", "001", AGIRC, 1), put("S21.G00.20", "006", "15022025", 1)],
            also=("S21.G00.20.006/CCH-12", "S21.G00.20.007/CCH-12"),
        )
        for control in ("S21.G00.20.006/CCH-12", "S21.G00.20.007/CCH-12")
    ),
    Example("S21.G00.20.008/CCH-11", fires=payment("P0942", "D0A001"), passes=payment("P0942", "D0P001")),
    Example("S21.G00.20.008/CCH-12", fires=payment("A0A001", "D0P001"), passes=payment("A0A001", "D0A001")),
    Example(
        "S21.G00.20.008/CCH-13", fires=payment("999000003", "D0P001"), passes=payment("999000003", "D0M001")
    ),
    Example(
        "S21.G00.20.008/CCH-14", fires=payment("AB1000003", "D0P001"), passes=payment("AB1000003", "D0I001")
    ),
    of("S21.G00.22.001/CRE-11", "53510475600015", OTHER),
    Example(
        "S21.G00.22.003/CCH-11",
        fires=[put("S21.G00.22", "003", "15022025")],
        passes=[put("S21.G00.22", "001", OTHER), put("S21.G00.22", "003", "15022025")],
    ),
    Example(
        "S21.G00.22.005/CCH-11",
        fires=[put("S21.G00.22", "005", "-20.00")],
        passes=[
            put("S21.G00.22", "005", "-20.00"),
            put("S21.G00.22", "003", "01022025"),
            put("S21.G00.22", "004", "28022025"),
        ],
    ),
    of("S21.G00.23.006/CRE-11", "69384", "69383"),
    Example(
        "S21.G00.44.004/CRE-11",
        fires=[add("S21.G00.44", {"001": "001", "002": "100.00", "003": "2024", "004": "002"})],
        passes=[add("S21.G00.44", {"001": "001", "002": "100.00", "003": "2024", "004": "001"})],
    ),
    of("S21.G00.30.009/CRE-11", "69999", "75001"),
    Example(
        "S21.G00.30.011/CRE-11",
        fires=foreign("S21.G00.30", "011", "009", "GP"),
        passes=foreign("S21.G00.30", "011", "009", "BE"),
    ),
    of("S21.G00.30.015/CRE-11", "XX", "SU"),
    of("S21.G00.40.004/CRE-11", "000z", "389b"),
    of("S21.G00.40.005/CRE-11", "NONE1", "GRADE1"),
    Example(
        "S21.G00.40.005/CCH-16",
        fires=[put("S21.G00.40", "026", "06"), put("S21.G00.40", "005", "T01")],
        passes=[put("S21.G00.40", "026", "06"), put("S21.G00.40", "005", "H01")],
    ),
    Example(
        "S21.G00.40.005/CCH-18",
        fires=[put("S21.G00.40", "004", "353b")],
        passes=[put("S21.G00.40", "004", "353b"), put("S21.G00.40", "005", "ARTA")],
    ),
    of("S21.G00.40.017/CRE-11", "1487", "0044"),
    of("S21.G00.40.022/CRE-11", "34ABC", "33ABC"),
    of("S21.G00.40.040/CRE-11", "722ZC", "722ZB"),
    of("S21.G00.40.052/CRE-11", "1235", "1234"),
    Example("S21.G00.41.011/CRE-11", fires=[changed("011", "1487")], passes=[changed("011", "9998")]),
    Example("S21.G00.41.019/CRE-11", fires=[changed("019", "999z")], passes=[changed("019", "000z")]),
    Example("S21.G00.41.020/CRE-11", fires=[changed("020", "NONE1")], passes=[changed("020", "999999")]),
    Example("S21.G00.41.023/CRE-11", fires=[changed("023", "34ABC")], passes=[changed("023", "99")]),
    Example("S21.G00.41.024/CRE-11", fires=[changed("024", "722ZC")], passes=[changed("024", "722ZB")]),
    Example("S21.G00.41.029/CRE-11", fires=[changed("029", "1235")], passes=[changed("029", "1234")]),
    Example(
        "S21.G00.65.004/CRE-11",
        fires=[add("S21.G00.65", {"001": "655", "002": "01032025", "004": "D02"})],
        passes=[add("S21.G00.65", {"001": "655", "002": "01032025", "004": "D01"})],
    ),
    of("S21.G00.81.002/CRE-11", "53510475600023", "DMSA01"),
    of("S21.G00.81.005/CRE-11", "69384", "69383"),
    Example("S21.G00.85.001/CME-11", fires=[place(n001="99900003700013")], passes=[place()]),
    Example("S21.G00.85.002/CRE-11", fires=[place(n002="0000Z")], passes=[place(n002="7810Z")]),
    Example("S21.G00.85.004/CRE-11", fires=[place(n004="69999")], passes=[place(n004="75001")]),
    Example(
        "S21.G00.85.006/CRE-11",
        fires=[add("S21.G00.85", {**ELSEWHERE, "006": "XX"})],
        passes=[add("S21.G00.85", {**ELSEWHERE, "006": "BE"})],
    ),
    Example("S21.G00.85.011/CRE-11", fires=[place(n011="69384")], passes=[place()]),
    Example(
        "S89.G00.32.005/CME-11",
        fires=[payee(_004="999000037", _005="00013")],
        passes=[payee(_004="999000029", _005="00010")],
    ),
    Example("S89.G00.32.009/CRE-11", fires=[payee(_009="69384")], passes=[payee()]),
    Example("S89.G00.32.011/CRE-11", fires=[payee(_011="69999")], passes=[payee(_011="75001")]),
    Example("S89.G00.32.013/CRE-11", fires=[payee(_013="XX")], passes=[payee(_013="BE")]),
    Example("S89.G00.91.009/CRE-11", fires=[independent(_009="69999")], passes=[independent()]),
    Example("S89.G00.91.011/CRE-11", fires=[independent(_011="RE")], passes=[independent(_011="BE")]),
    Example("S89.G00.91.020/CRE-11", fires=[independent(_020="XX")], passes=[independent(_020="SU")]),
]

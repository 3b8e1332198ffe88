"""What may stand only once."""

from tests.plugins.fr_dsn.controls.blocks import AGNES, IBAN, NTT, PAUL, independent
from tests.plugins.fr_dsn.controls.harness import Change, Example, add, copy, drop, put, remove

PERSON, CONTRACT, PAYMENT, ADHESION = "S21.G00.30", "S21.G00.40", "S21.G00.50", "S21.G00.15"
AFFILIATION, BONUS, BASE, PART = "S21.G00.70", "S21.G00.52", "S21.G00.78", "S21.G00.79"


def account(iban: str) -> Change:
    return add("S21.G00.12", {"001": "01", "002": "AGRIFRPPXXX", "003": iban})


def adhesion(**rubrics: str) -> Change:
    return add(
        ADHESION,
        {"001": "PREV-2025-002", "002": "P0942", "005": "2", **{key[1:]: v for key, v in rubrics.items()}},
    )


def bonus(code: str, amount: str = "100.00") -> Change:
    return add(BONUS, {"001": code, "002": amount, "006": "00001"})


def affiliation(number: str, option: str = "OPT2", adhesion: str = "1") -> Change:
    return add(AFFILIATION, {"004": option, "005": "CADRE", "012": number, "013": adhesion})


def basis(amount: str) -> list[Change]:
    return [copy(BASE, {}, nth=2), put("S21.G00.81", "004", amount, nth=3)]


def with_number(nir: str, ntt: str, nth: int) -> list[Change]:
    return [drop(PERSON, "001", nth=nth), put(PERSON, "020", ntt, nth=nth)]


EXAMPLES = [
    Example(
        "S21.G00.12.001/CCH-13",
        base="priming",
        fires=[account(IBAN), account("ES9121000418450200051332")],
        passes=[account(IBAN), account(IBAN)],
    ),
    Example(
        "S21.G00.15.001/CCH-11",
        base="stoppage",
        fires=[adhesion(_001="PREV-2025-001")],
        passes=[adhesion(_001="PREV-2025-001", _002="P1012")],
    ),
    Example("S21.G00.15.005/CCH-11", base="stoppage", fires=[adhesion(_005="1")], passes=[adhesion()]),
    Example(
        "S21.G00.30.001/CCH-14",
        fires=[put(PERSON, "001", PAUL, nth=1), put(PERSON, "006", "02021961", nth=1)],
        passes=[put(PERSON, "001", AGNES[:-1] + "6", nth=1)],
    ),
    Example(
        "S21.G00.30.020/CCH-14",
        fires=[*with_number(PAUL, NTT, 0), *with_number(AGNES, NTT, 1)],
        passes=[*with_number(PAUL, NTT, 0), *with_number(AGNES, NTT + "B", 1)],
    ),
    Example(
        "S21.G00.40.009/CCH-12",
        fires=[copy(CONTRACT, {}), remove(AFFILIATION, nth=1)],
        passes=[copy(CONTRACT, {"009": "00002"})],
    ),
    Example(
        "S21.G00.50.003/CCH-11",
        fires=[put(PAYMENT, "003", "01"), copy(PAYMENT, {})],
        passes=[put(PAYMENT, "003", "01"), copy(PAYMENT, {"003": "02"})],
    ),
    Example(
        "S21.G00.50.003/CCH-12",
        fires=[put(PAYMENT, "003", "01"), copy(PAYMENT, {}), drop(PAYMENT, "003", nth=1)],
        passes=[put(PAYMENT, "003", "01"), copy(PAYMENT, {"003": "02"})],
    ),
    Example(
        "S21.G00.52.001/CCH-11",
        fires=[bonus("022"), bonus("022", "50.00")],
        passes=[bonus("028"), bonus("028", "50.00")],
    ),
    Example("S21.G00.52.001/CCH-20", fires=[bonus("009"), bonus("010")], passes=[bonus("009"), bonus("008")]),
    Example("S21.G00.70.012/CCH-11", fires=[affiliation("1")], passes=[affiliation("2")]),
    Example(
        "S21.G00.70.013/CCH-12",
        fires=[affiliation("2", "OPT1")],
        passes=[affiliation("2")],
        also=["S21.G00.78.001/CCH-13"],
    ),
    Example(
        "S21.G00.71.002/CCH-12",
        fires=[add("S21.G00.71", {"002": "90000"})],
        passes=[put("S21.G00.71", "002", "90000")],
    ),
    Example("S21.G00.78.001/SIG-23", fires=basis("1.00"), passes=basis("-1.00")),
    Example(
        "S21.G00.79.001/CCH-16",
        fires=[add(PART, {"001": "10", "004": "1.00"}, under=(BASE, 2))],
        passes=[add(PART, {"001": "17", "004": "1.00"}, under=(BASE, 2))],
    ),
    Example(
        "S21.G00.79.001/SIG-18",
        fires=[
            add(PART, {"001": "23", "004": "0.00"}, under=(BASE, 2)),
            put("S21.G00.81", "004", "0.00", nth=2),
        ],
        passes=[
            put(PART, "001", "23", nth=1),
            put(PART, "004", "0.00", nth=1),
            put("S21.G00.81", "004", "0.00", nth=2),
        ],
    ),
    Example(
        "S21.G00.86.001/CCH-13",
        fires=[copy("S21.G00.86", {"003": "14"})],
        passes=[copy("S21.G00.86", {"001": "06"})],
    ),
    Example(
        "S89.G00.91.001/CCH-13",
        fires=[independent(), independent()],
        passes=[independent(), independent(_001="1550404004010")],
    ),
    Example(
        "S89.G00.91.021/CCH-14",
        fires=[independent(_001=None, _021=NTT), independent(_001=None, _021=NTT)],
        passes=[independent(_001=None, _021=NTT), independent(_001=None, _021=NTT + "B")],
    ),
]

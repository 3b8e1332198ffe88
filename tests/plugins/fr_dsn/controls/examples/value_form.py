"""Forms of names, mail addresses, contract numbers, technical numbers and job titles."""

from tests.plugins.fr_dsn.controls.blocks import NTT, granted, independent, payee
from tests.plugins.fr_dsn.controls.harness import Change, Example, add, drop, put

PERSON, ME = "S21.G00.30", "S10.G00.02"
WRONG_START, SPACED = "3999000011MAT0007", "1999000011MAT 0007"


def name(control: str, bad: str, good: str) -> Example:
    block, number = control[:10], control[11:14]
    return Example(control, fires=[put(block, number, bad)], passes=[put(block, number, good)])


def earlier(number: str, bad: str, good: str) -> Example:
    def block(value: str):
        return add("S21.G00.31", {"001": "01032025", number: value})

    return Example(f"S21.G00.31.{number}/CSL-11", fires=[block(bad)], passes=[block(good)])


def alone(number: str, bad: str, good: str) -> Example:
    control = f"S89.G00.91.{number}/CSL-11"
    return Example(
        control, fires=[independent(**{f"_{number}": bad})], passes=[independent(**{f"_{number}": good})]
    )


def technical(block: str, nir: str, number: str, control: str, bad: str) -> Example:
    differs = "CCH-12" if block == "S89.G00.67" else "CCH-13"
    return Example(
        f"{block}.{number}/{control}",
        fires=[
            drop(PERSON, "001"),
            put(PERSON, "020", NTT),
            granted(block, **{nir: None, f"_{number}": bad}),
        ],
        passes=[
            drop(PERSON, "001"),
            put(PERSON, "020", NTT),
            granted(block, **{nir: None, f"_{number}": NTT}),
        ],
        also=[f"{block}.{number}/{differs}"],
    )


def renumbered(number: str) -> list[Change]:
    """Give the first contract of the monthly file another number, wherever it is named."""
    pay = [put("S21.G00.51", "010", number, nth=nth) for nth in range(4)]
    return [put("S21.G00.40", "009", number), *pay, put("S21.G00.86", "005", number)]


NAMING = {"S21.G00.40.009/CSL-11", "S21.G00.51.010/CSL-11", "S21.G00.86.005/CSL-11"}
BAD, GOOD = "CDI:0001", "CDI 1/2_é@-."


def contract(control: str, block: dict[str, str] | None = None) -> Example:
    def naming(number: str) -> list[Change]:
        if block is None:
            return renumbered(number)
        return [
            *renumbered(number),
            add(control[:10], dict(sorted({**block, control[11:14]: number}.items()))),
        ]

    return Example(control, fires=naming(BAD), passes=naming(GOOD), also=sorted(NAMING - {control}))


EXAMPLES = [
    name("S10.G00.02.002/CSL-11", "ESSAI -CAMILLE", "MME ESSAI"),
    name("S20.G00.07.001/CSL-11", "MADAME ESSAI", "D'ESSAI CAMILLE"),
    name("S10.G00.02.004/CSL-11", "essai..rh@fictif.invalid", "essai.rh@fictif.invalid"),
    name("S20.G00.07.003/CSL-11", "essai@fictif", "e-s_s@fic-tif.invalid"),
    name("S21.G00.30.002/CSL-11", "DUPONT--MARTIN--DURAND", "'T HOOFT--MARTIN DURAND"),
    name("S21.G00.30.003/CSL-11", "DUPONT-", "DUPONT-MARTIN"),
    name("S21.G00.30.004/CSL-11", "Mme Anne", "Maurice"),
    name("S21.G00.30.007/CSL-11", "ST. -JEAN", "ST. JEAN"),
    name("S21.G00.30.018/CSL-11", "paul@fictif_lyon.invalid", "paul-_-7@fictif.invalid"),
    earlier("009", "- DUPONT", "O'DUPONT"),
    earlier("010", "JEAN--PAUL", "JEAN-PAUL"),
    Example(
        "S89.G00.32.002/CSL-11",
        fires=[payee(_002="ESSAI'")],
        passes=[payee(_002="D'ESSAI")],
    ),
    Example("S89.G00.32.003/CSL-11", fires=[payee(_003="M JEAN")], passes=[payee(_003="JEAN-PAUL")]),
    alone("002", "ESSAI-", "ESSAI--DURAND"),
    alone("003", "M ESSAI", "MARTIN"),
    alone("004", "JEAN--PAUL", "JEAN PAUL"),
    alone("015", "jean.@fictif.invalid", "jean@fictif.invalid"),
    Example(
        "S21.G00.30.020/CSL-11",
        fires=[drop(PERSON, "001"), put(PERSON, "020", WRONG_START)],
        passes=[drop(PERSON, "001"), put(PERSON, "020", NTT)],
    ),
    Example(
        "S21.G00.30.020/CSL-12",
        fires=[drop(PERSON, "001"), put(PERSON, "020", SPACED)],
        passes=[drop(PERSON, "001"), put(PERSON, "020", NTT)],
    ),
    technical("S89.G00.67", "_001", "002", "CSL-11", WRONG_START),
    technical("S89.G00.67", "_001", "002", "CSL-12", SPACED),
    technical("S89.G00.87", "_007", "008", "CSL-11", WRONG_START),
    technical("S89.G00.87", "_007", "008", "CSL-12", SPACED),
    technical("S89.G00.88", "_008", "009", "CSL-11", WRONG_START),
    technical("S89.G00.88", "_008", "009", "CSL-12", SPACED),
    technical("S89.G00.89", "_007", "008", "CSL-11", WRONG_START),
    technical("S89.G00.89", "_007", "008", "CSL-12", SPACED),
    Example(
        "S89.G00.91.021/CSL-11",
        fires=[independent(_001=None, _021=WRONG_START)],
        passes=[independent(_001=None, _021=NTT)],
    ),
    Example(
        "S89.G00.91.021/CSL-15",
        fires=[independent(_001=None, _021=SPACED)],
        passes=[independent(_001=None, _021=NTT)],
    ),
    contract("S21.G00.40.009/CSL-11"),
    contract("S21.G00.51.010/CSL-11"),
    contract("S21.G00.86.005/CSL-11"),
    contract("S21.G00.34.002/CSL-11", {"001": "05", "003": "2025"}),
    contract("S21.G00.52.006/CSL-11", {"001": "028", "002": "100.00"}),
    contract("S21.G00.54.005/CSL-14", {"001": "17", "002": "100.00"}),
    name("S21.G00.40.006/CSL-11", "AAAide", "Ouvrier niveau iii 2000"),
]

"""What must equal, or differ from, the SIREN or SIRET of the establishment."""

from tests.plugins.fr_dsn.controls.blocks import NTT, OTHER_SIRET, PAUL, SIRET, granted, independent
from tests.plugins.fr_dsn.controls.harness import Change, Example, drop, put

PAYMENT, PERSON, CONTRACT = "S21.G00.20", "S21.G00.30", "S21.G00.40"
FOREIGN_NTT = "1999000029MAT0007"


def payer(siret: str, mode: str = "06", nth: int = 1) -> list[Change]:
    return [put(PAYMENT, "012", siret, nth), put(PAYMENT, "010", mode, nth)]


TO_TAX_OFFICE = [
    put(PAYMENT, "001", "DGFIP", nth=1),
    put(PAYMENT, "002", "DGFIP_PAS", nth=1),
    put(PAYMENT, "005", "0.00", nth=1),
]
MISSION = [
    put(CONTRACT, "007", "03"),
    put(CONTRACT, "010", "30042025"),
    put(CONTRACT, "021", "01"),
    put(CONTRACT, "046", OTHER_SIRET),
]
NO_ACCOUNT = drop(PAYMENT, "003", "004", nth=1)
BY_NUMBER = [drop(PERSON, "001"), put(PERSON, "020", NTT)]


def repeated(block: str, nir: str, number: str, differs: str, control: str = "CCH-12") -> Example:
    return Example(
        f"{block}.{number}/{control}",
        fires=[*BY_NUMBER, granted(block, **{nir: None, f"_{number}": FOREIGN_NTT})],
        passes=[*BY_NUMBER, granted(block, **{nir: None, f"_{number}": NTT})],
        also=[f"{block}.{number}/{differs}"],
    )


EXAMPLES = [
    Example(
        "S20.G00.05.009/CCH-11",
        fires=[put("S20.G00.05", "009", PAUL)],
        passes=[put("S20.G00.05", "009", PAUL[:12])],
    ),
    Example(
        "S21.G00.20.003/CCH-12",
        fires=[*payer(OTHER_SIRET), drop(PAYMENT, "004", nth=1)],
        passes=[*payer(OTHER_SIRET), NO_ACCOUNT],
    ),
    Example(
        "S21.G00.20.004/CCH-12",
        fires=[*payer(OTHER_SIRET), drop(PAYMENT, "003", nth=1)],
        passes=payer(SIRET, "05"),
    ),
    Example(
        "S21.G00.20.010/SIG-14",
        fires=[*payer(OTHER_SIRET, "01"), NO_ACCOUNT],
        passes=[*payer(OTHER_SIRET), NO_ACCOUNT],
    ),
    Example(
        "S21.G00.20.012/CCH-11",
        fires=[*payer(OTHER_SIRET, nth=0), drop(PAYMENT, "003", "004")],
        passes=[
            *payer(OTHER_SIRET, nth=0),
            drop(PAYMENT, "003", "004"),
            put(PAYMENT, "005", "0.00"),
            put("S21.G00.55", "001", "0.00"),
        ],
    ),
    Example("S21.G00.20.012/CCH-12", fires=payer(SIRET), passes=[*payer(OTHER_SIRET), NO_ACCOUNT]),
    Example(
        "S21.G00.20.012/CCH-14",
        fires=[*TO_TAX_OFFICE, *payer(OTHER_SIRET), NO_ACCOUNT],
        passes=[*TO_TAX_OFFICE, *payer("99900001100026"), NO_ACCOUNT],
    ),
    Example(
        "S21.G00.30.020/CCH-13",
        fires=[drop(PERSON, "001"), put(PERSON, "020", FOREIGN_NTT)],
        passes=BY_NUMBER,
    ),
    Example(
        "S21.G00.40.019/CCH-12",
        fires=MISSION,
        also=["S21.G00.40.040/CCH-12", "S21.G00.40.046/CCH-13"],
        passes=[*MISSION, put(CONTRACT, "019", "AGENCE1")],
    ),
    Example(
        "S21.G00.40.074/CCH-11",
        fires=[put(CONTRACT, "074", "03")],
        passes=[put(CONTRACT, "074", "01")],
    ),
    repeated("S89.G00.67", "_001", "002", "CCH-12", "CCH-11"),
    repeated("S89.G00.87", "_007", "008", "CCH-13"),
    repeated("S89.G00.88", "_008", "009", "CCH-13"),
    repeated("S89.G00.89", "_007", "008", "CCH-13"),
    Example(
        "S89.G00.91.021/CCH-13",
        fires=[independent(_001=None, _021=FOREIGN_NTT)],
        passes=[independent(_001=None, _021=NTT)],
    ),
]

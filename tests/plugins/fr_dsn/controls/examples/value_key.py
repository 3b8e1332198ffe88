"""Keys of SIREN, SIRET and accounts."""

from tests.plugins.fr_dsn.controls.blocks import IBAN, OTHER_SIRET, SIREN, SIRET, payee
from tests.plugins.fr_dsn.controls.harness import Example, add, put

WRONG_RIB, SPANISH = "FR0630006000011234567890188", "ES9121000418450200051332"
POST_OFFICE = "35600000000001"


def old_establishment(siret: str):
    return add("S21.G00.41", {"001": "01032025", "012": siret})


def place_of_work(siret: str, nature: str = "01"):
    return [
        put("S21.G00.40", "019", siret),
        add(
            "S21.G00.85",
            {
                "001": siret,
                "002": "6201Z",
                "003": "1 RUE DU TEST",
                "004": "69003",
                "005": "LYON",
                "010": nature,
                "011": "69383",
            },
        ),
    ]


def company(siren: str, nic: str):
    return payee(_002=None, _003=None, _004=siren, _005=nic, _006="ATELIER FICTIF")


def account(iban: str):
    return add("S21.G00.12", {"001": "01", "002": "AGRIFRPPXXX", "003": iban})


EXAMPLES = [
    Example(
        "S10.G00.01.001/CSL-11",
        fires=[put("S10.G00.01", "001", "999000028")],
        passes=[put("S10.G00.01", "001", "999000011"), put("S10.G00.01", "002", "00018")],
    ),
    Example(
        "S10.G00.01.002/CCH-11",
        fires=[put("S10.G00.01", "002", "00011")],
        passes=[put("S10.G00.01", "001", "999000028")],
    ),
    Example(
        "S20.G00.05.012/CSL-12",
        base="priming",
        fires=[put("S20.G00.05", "011", "02"), put("S20.G00.05", "012", "99900002900011")],
        passes=[put("S20.G00.05", "011", "02"), put("S20.G00.05", "012", OTHER_SIRET)],
    ),
    Example(
        "S21.G00.06.001/CSL-11",
        fires=[put("S21.G00.06", "001", "999000012")],
        passes=[put("S21.G00.06", "001", "999000029")],
        also=["S21.G00.40.019/CCH-11"],
    ),
    Example(
        "S21.G00.06.002/CSL-11",
        fires=[put("S21.G00.06", "002", "00019")],
        passes=[put("S21.G00.06", "001", "999000012")],
    ),
    Example(
        "S21.G00.11.001/CSL-12",
        fires=[put("S21.G00.11", "001", "00019")],
        also=["S21.G00.40.019/CCH-11"],
        passes=[put("S21.G00.06", "001", "356000000"), put("S21.G00.11", "001", POST_OFFICE[9:])],
    ),
    Example(
        "S21.G00.12.003/CSL-11",
        base="priming",
        fires=[account("ES9121000418450200051333")],
        passes=[account(IBAN)],
    ),
    Example("S21.G00.12.003/CSL-12", base="priming", fires=[account(WRONG_RIB)], passes=[account(SPANISH)]),
    Example(
        "S21.G00.20.004/CSL-11",
        fires=[put("S21.G00.20", "004", "ES9121000418450200051333")],
        passes=[put("S21.G00.20", "004", SPANISH)],
    ),
    Example(
        "S21.G00.20.004/CSL-13",
        fires=[put("S21.G00.20", "004", WRONG_RIB)],
        passes=[put("S21.G00.20", "004", "MC5811222000010123456789030")],
    ),
    Example(
        "S21.G00.41.012/CSL-11",
        fires=[old_establishment("99900001200017")],
        passes=[old_establishment(OTHER_SIRET)],
    ),
    Example(
        "S21.G00.41.012/CSL-12",
        fires=[old_establishment("99900002900011")],
        passes=[old_establishment(POST_OFFICE)],
    ),
    Example(
        "S21.G00.45.001/CSL-11",
        base="ending",
        fires=[add("S21.G00.45", {"001": "99900001200017"})],
        passes=[add("S21.G00.45", {"001": OTHER_SIRET})],
    ),
    Example(
        "S21.G00.45.001/CSL-12",
        base="ending",
        fires=[add("S21.G00.45", {"001": "99900002900011"})],
        passes=[add("S21.G00.45", {"001": OTHER_SIRET})],
    ),
    Example(
        "S21.G00.85.001/CCH-11",
        fires=place_of_work("99900001200017"),
        passes=place_of_work("99900001200017", "02"),
    ),
    Example(
        "S21.G00.85.001/CCH-12", fires=place_of_work("99900002900011"), passes=place_of_work(OTHER_SIRET)
    ),
    Example(
        "S89.G00.32.004/CSL-12", fires=[company("999000012", "00018")], passes=[company("999000029", "00010")]
    ),
    Example(
        "S89.G00.32.005/CCH-11",
        fires=[company(SIREN, "00019")],
        passes=[company(SIREN, SIRET[9:])],
    ),
]

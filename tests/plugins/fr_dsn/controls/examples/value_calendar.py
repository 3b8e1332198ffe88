"""Days that the calendar must have."""

from tests.plugins.fr_dsn.controls.blocks import granted, independent
from tests.plugins.fr_dsn.controls.harness import Example, add, put


def old_birth(value: str):
    return add("S21.G00.31", {"001": "01032025", "011": value})


def place(value: str):
    rubrics = {
        "001": "0000000001",
        "003": "1 RUE DU TEST",
        "004": "69003",
        "005": "LYON",
        "010": "05",
        "011": "69383",
    }
    household = {"012": "01", "013": "ESSAI", "015": "JEAN", "016": value, "017": "LYON"}
    return [put("S21.G00.40", "019", "0000000001"), add("S21.G00.85", {**rubrics, **household})]


EXAMPLES = [
    Example(
        "S21.G00.30.006/CSL-11",
        fires=[put("S21.G00.30", "006", "30021961")],
        passes=[put("S21.G00.30", "006", "99021961")],
    ),
    Example("S21.G00.31.011/CSL-11", fires=[old_birth("29021961")], passes=[old_birth("99991961")]),
    Example("S21.G00.85.016/CSL-11", norm="P24V01", fires=place("31041980"), passes=place("31991980")),
    Example(
        "S89.G00.91.006/CSL-11",
        fires=[independent(_006="31041955")],
        passes=[independent(_006="29991955")],
    ),
    Example(
        "S89.G00.87.005/CSL-12",
        fires=[granted("S89.G00.87", _005="31022022")],
        passes=[granted("S89.G00.87", _005="28022022")],
    ),
    Example(
        "S89.G00.87.006/CSL-12",
        fires=[granted("S89.G00.87", _006="29022025")],
        passes=[granted("S89.G00.87", _006="28022025")],
    ),
    Example(
        "S89.G00.89.005/CSL-11",
        fires=[granted("S89.G00.89", _005="31022025")],
        passes=[granted("S89.G00.89", _005="28022025")],
    ),
]

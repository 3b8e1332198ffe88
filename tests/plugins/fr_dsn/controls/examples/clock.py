"""Years of birth that are possible."""

from tests.plugins.fr_dsn.controls.blocks import independent
from tests.plugins.fr_dsn.controls.examples.value_calendar import old_birth, place
from tests.plugins.fr_dsn.controls.harness import Example, add, put

NOT_OF_THIS_NIR = "S21.G00.30.006/CCH-11"


def relative(born: str):
    return add("S21.G00.73", {"003": "01", "005": born, "006": "ESSAI", "009": "LEO"})


EXAMPLES = [
    Example(
        "S21.G00.30.006/CCH-12",
        fires=[put("S21.G00.30", "006", "02021861")],
        passes=[put("S21.G00.30", "006", "02021961")],
    ),
    Example("S21.G00.31.011/CCH-12", fires=[old_birth("02021905")], passes=[old_birth("02021906")]),
    Example("S21.G00.73.005/CCH-11", fires=[relative("01012026")], passes=[relative("01012025")]),
    Example("S21.G00.85.016/CCH-12", norm="P24V01", fires=place("01011899"), passes=place("01011990")),
    Example(
        "S89.G00.91.006/CCH-12",
        fires=[independent(_006="04041855")],
        passes=[independent(_006="04041955")],
    ),
]

"""Registration numbers of persons."""

from tests.plugins.fr_dsn.controls.blocks import granted, independent
from tests.plugins.fr_dsn.controls.harness import Example, add, put

PERSON = "S21.G00.30"
NOBODY = "1999999999999"
NAMED = {"S89.G00.67": "001", "S89.G00.87": "007", "S89.G00.88": "008", "S89.G00.89": "007"}


def numbered(value: str, born: str = "02021961", department: str = "02"):
    return [put(PERSON, "001", value), put(PERSON, "006", born), put(PERSON, "014", department)]


def relative(value: str, born: str):
    return add("S21.G00.73", {"003": "01", "005": born, "006": "ESSAI", "007": value, "009": "LEO"})


def right_of(block: str, value: str):
    return granted(block, **{f"_{NAMED[block]}": value})


def of_someone(block: str, control: str, bad: str, also: tuple[str, ...] = ()) -> Example:
    """A NIR that a right, share or option repeats from a person."""
    number = NAMED[block]
    return Example(
        f"{block}.{number}/{control}",
        fires=[*numbered(bad, "01011999", "99"), right_of(block, bad)],
        passes=[*numbered("1999901002009", "01011999", "99"), right_of(block, "1999901002009")],
        also=also,
    )


def named(block: str) -> list[Example]:
    nines = "CCH-15"
    number = NAMED[block]
    return [
        Example(
            f"{block}.{number}/CCH-11",
            fires=[
                *numbered("1610220002008"),
                *[put(PERSON, "006", "02021961"), put(PERSON, "001", "161022A002008")],
                right_of(block, "161022A002008"),
            ],
            passes=[*numbered("1610220002008", department="20"), right_of(block, "1610220002008")],
            also=["S21.G00.30.001/CCH-11"],
        ),
        of_someone(
            block,
            "CCH-12",
            NOBODY,
            (f"{block}.{number}/{nines}", "S21.G00.30.001/CCH-13", "S21.G00.30.001/CCH-16"),
        ),
        of_someone(block, nines, "1990199999999", ("S21.G00.30.001/CCH-16",)),
    ]


EXAMPLES = [
    Example(
        "S21.G00.30.001/CCH-11",
        fires=numbered("1610296002008"[:5] + "2B002008"),
        passes=numbered("1610296002008"),
    ),
    Example(
        "S21.G00.30.001/CCH-13",
        fires=numbered(NOBODY, "01011999"),
        passes=numbered("1990199002008", "01011999"),
        also=["S21.G00.30.001/CCH-16"],
    ),
    Example("S21.G00.30.001/CCH-16", fires=numbered("1610299999999"), passes=numbered("1610299899999")),
    Example(
        "S21.G00.30.006/CCH-11",
        fires=[put(PERSON, "006", "02021960")],
        passes=[put(PERSON, "006", "99991961")],
    ),
    Example("S21.G00.30.014/CCH-11", fires=[put(PERSON, "014", "2A")], passes=[put(PERSON, "014", "96")]),
    Example(
        "S21.G00.73.007/CCH-11",
        fires=[relative("1760120002008", "01011976")],
        passes=[relative("176012A002008", "01011976")],
    ),
    Example(
        "S21.G00.73.007/CCH-12",
        fires=[relative("1760199999999", "01011976")],
        passes=[relative("1760199899999", "01011976")],
    ),
    *named("S89.G00.67"),
    *named("S89.G00.87"),
    *named("S89.G00.88"),
    *named("S89.G00.89"),
    Example(
        "S89.G00.91.001/CCH-11",
        fires=[independent(_001="1680496002009", _006="04041968")],
        passes=[independent(_001="1670496002009", _006="04041967")],
    ),
    Example(
        "S89.G00.91.001/CCH-12",
        fires=[independent(_001=NOBODY)],
        passes=[independent()],
        also=["S89.G00.91.001/CCH-15"],
    ),
    Example("S89.G00.91.001/CCH-15", fires=[independent(_001="1550499999999")], passes=[independent()]),
    Example(
        "S89.G00.91.006/CCH-11", fires=[independent(_006="04041956")], passes=[independent(_006="99991955")]
    ),
    Example("S89.G00.91.019/CCH-11", fires=[independent(_019="2B")], passes=[independent(_019="20")]),
]

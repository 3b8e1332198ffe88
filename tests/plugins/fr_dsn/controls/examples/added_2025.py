"""Controls that the norm of 2025 added."""

from tests.plugins.fr_dsn.controls.harness import Change, Example, add, copy, put, remove

REVENUE, BONUS, END = "S21.G00.54", "S21.G00.52", "S21.G00.62"


def deduction(number: str | None) -> list[Change]:
    given = {"001": "10", "002": "100.00"}
    second = [put("S21.G00.40", "009", "00002", 1), put("S21.G00.51", "010", "00002", 3)]
    return [
        copy("S21.G00.40", {}),
        remove("S21.G00.70", nth=1),
        *second,
        add(REVENUE, given | ({"005": number} if number else {})),
    ]


def bonus(paid: str | None, end: str | None) -> Change:
    days = {"003": "01032022", "004": end, "006": "00001", "007": paid}
    rubrics = {"001": "902", "002": "500.00", **days}
    return add(BONUS, {number: value for number, value in rubrics.items() if value is not None})


def of_contract(number: str) -> Change:
    return add(REVENUE, {"001": "17", "002": "100.00", "005": number})


def refused(nature: str) -> list[Change]:
    return [put("S21.G00.40", "007", nature), put(END, "021", "01")]


EXAMPLES = [
    Example(
        "S21.G00.50.001/CCH-16",
        fires=deduction(None),
        passes=deduction("00002"),
        also=["S21.G00.51.011/CCH-11"],
    ),
    Example("S21.G00.52.004/CCH-14", fires=[bonus(None, "01042022")], passes=[bonus(None, "31032022")]),
    Example(
        "S21.G00.52.007/CCH-13", fires=[bonus("31032022", "30032022")], passes=[bonus("30032022", "31032022")]
    ),
    Example("S21.G00.54.005/CCH-11", fires=[of_contract("00009")], passes=[of_contract("00001")]),
    Example(
        "S21.G00.54.005/CCH-12", base="ending", fires=[of_contract("00009")], passes=[of_contract("00001")]
    ),
    Example("S21.G00.62.021/CCH-11", base="ending", fires=refused("01"), passes=refused("02")),
]

"""Periods within one year or one month."""

from tests.plugins.fr_dsn.controls.harness import Example, add, put

BASE = "S21.G00.78"


def contribution(code: str, first: str):
    rubrics = {"001": "100.00", "002": code, "003": first, "004": "31032025", "005": "OETH"}
    return add("S21.G00.82", rubrics)


EXAMPLES = [
    Example(
        "S21.G00.58.002/CCH-13",
        fires=[put("S21.G00.58", "001", "01122024")],
        passes=[put("S21.G00.58", "001", "01012025")],
    ),
    Example(
        "S21.G00.78.003/CCH-16",
        fires=[put(BASE, "002", "01122024", nth=2)],
        passes=[put(BASE, "002", "01012025", nth=2)],
        also=["S21.G00.78.003/SIG-11"],
    ),
    Example(
        "S21.G00.78.003/SIG-11",
        fires=[put(BASE, "002", "28022025", nth=2)],
        passes=[put(BASE, "002", "15032025", nth=2)],
    ),
    Example(
        "S21.G00.82.002/CCH-21",
        fires=[contribution("060", "01122024")],
        passes=[contribution("060", "01012025")],
    ),
]

"""Amounts bounded by a code of their block."""

from tests.plugins.fr_dsn.controls.blocks import independent
from tests.plugins.fr_dsn.controls.harness import Change, Example, add, put

CONTRACT, SERVICE, PAYMENT = "S21.G00.40", "S21.G00.86", "S21.G00.20"


def payment(paid: str) -> list[Change]:
    return [
        put(PAYMENT, "001", "DGFIP", nth=1),
        put(PAYMENT, "002", "DGFIP_PAS", nth=1),
        put(PAYMENT, "005", paid, nth=1),
    ]


def working_time(unit: str, usual: str, own: str) -> list[Change]:
    return [put(CONTRACT, "011", unit), put(CONTRACT, "012", usual), put(CONTRACT, "013", own)]


def activity(unit: str, measure: str) -> list[Change]:
    return [put("S21.G00.53", "002", measure), put("S21.G00.53", "003", unit)]


def correction(code: str, **rubrics: str) -> Change:
    given = {
        "001": "022025",
        "002": code,
        "007": "0.00",
        **{key[1:]: value for key, value in rubrics.items()},
    }
    return add("S21.G00.56", dict(sorted(given.items())))


def other_correction(code: str, **rubrics: str) -> list[Change]:
    given = {
        "001": "022025",
        "002": code,
        "007": "0.00",
        **{key[1:]: value for key, value in rubrics.items()},
    }
    return [independent(), add("S89.G00.93", dict(sorted(given.items())), under=("S89.G00.92", 0))]


def service(kind: str, unit: str, value: str) -> list[Change]:
    return [put(SERVICE, "001", kind), put(SERVICE, "002", unit), put(SERVICE, "003", value)]


EXAMPLES = [
    Example("S21.G00.20.005/CCH-13", fires=payment("999999999.01"), passes=payment("999999999.00")),
    Example(
        "S21.G00.40.011/CCH-12",
        fires=working_time("12", "21.67", "31.01"),
        passes=working_time("12", "31.00", "21.67"),
    ),
    Example(
        "S21.G00.40.011/CCH-13",
        fires=working_time("10", "250.01", "250.00"),
        passes=working_time("10", "250.00", "151.67"),
    ),
    Example(
        "S21.G00.40.012/CCH-11",
        fires=working_time("21", "0.00", "0.00"),
        passes=working_time("32", "0.00", "0.00"),
    ),
    Example(
        "S21.G00.50.007/CCH-11",
        fires=[put("S21.G00.50", "007", "99"), put("S21.G00.50", "006", "5.00")],
        passes=[
            put("S21.G00.50", "007", "99"),
            put("S21.G00.50", "006", "0.00"),
            put("S21.G00.50", "009", "0.00"),
        ],
    ),
    Example(
        "S21.G00.51.012/CCH-12",
        fires=[put("S21.G00.51", "012", "0.00", nth=3)],
        passes=[put("S21.G00.51", "012", "-7.00", nth=3)],
        also=["S21.G00.51.012/SIG-13"],
    ),
    Example("S21.G00.53.003/CCH-13", fires=activity("10", "3250.01"), passes=activity("10", "3250.00")),
    Example("S21.G00.53.003/CCH-14", fires=activity("12", "403.01"), passes=activity("20", "403.00")),
    Example(
        "S21.G00.56.002/CCH-14",
        fires=[correction("03", _003="10.00", _006="5.00", _010="-10.00")],
        passes=[correction("03", _003="-10.00", _006="5.00", _010="0.00")],
    ),
    Example(
        "S21.G00.56.002/CCH-27",
        fires=[correction("04", _003="-10.00", _007="1.00", _010="0.00")],
        passes=[correction("04", _003="-10.00", _010="0.00")],
    ),
    Example(
        "S21.G00.78.004/CCH-11",
        fires=[put("S21.G00.78", "004", "1.00", nth=2)],
        passes=[put("S21.G00.78", "004", "000.00", nth=2)],
    ),
    Example(
        "S21.G00.79.001/SIG-19",
        fires=[put("S21.G00.79", "001", "23", nth=1), put("S21.G00.81", "004", "0.00", nth=2)],
        passes=[
            put("S21.G00.79", "001", "23", nth=1),
            put("S21.G00.79", "004", "0.00", nth=1),
            put("S21.G00.81", "004", "0.00", nth=2),
        ],
    ),
    Example("S21.G00.86.003/CCH-11", fires=service("07", "02", "1188"), passes=service("07", "02", "1187")),
    Example("S21.G00.86.003/CCH-12", fires=service("07", "03", "0"), passes=service("07", "01", "1")),
    Example(
        "S89.G00.92.008/CCH-11",
        fires=[independent(), put("S89.G00.92", "008", "99")],
        passes=[
            independent(),
            put("S89.G00.92", "008", "99"),
            put("S89.G00.92", "007", "0.00"),
            put("S89.G00.92", "010", "0.00"),
        ],
    ),
    Example(
        "S89.G00.93.002/CCH-14",
        fires=other_correction("03", _003="-10.00", _006="5.00", _009="0.01"),
        passes=other_correction("03", _003="-10.00", _006="5.00", _009="-10.00"),
    ),
    Example(
        "S89.G00.93.002/CCH-21",
        fires=other_correction("04", _003="-10.00", _007="-1.00", _009="0.00"),
        passes=other_correction("04", _003="-10.00", _009="0.00"),
    ),
]

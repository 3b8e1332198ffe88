"""What is declared asks for a block, or for its absence: declarations, payments of the establishment, pay."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Change, Example, add, copy, drop, put, remove
from tests.plugins.fr_dsn.controls.one_block import AUTHOR, ELSEWHERE
from tests.plugins.fr_dsn.controls.short import leave, tell

EVENT = "S20.G00.05"
SELF = add("S89.G00.91", AUTHOR)
NOBODY = [remove("S21.G00.30"), remove("S21.G00.15")]
TEMPORARY = [leave("30.001"), tell("30.020", "1999000011MAT0007")]
PERIOD = {"002": "01032025", "003": "31032025"}
LINE = {"001": "01032025", "002": "31032025"}
DISABLED = {"001": "10.00", "003": "01012025", "004": "31122025", "005": "999000011"}


def event(code: str) -> Change:
    """The event that a priming signal tells."""
    return put(EVENT, "011", code)


MOVED = [event("07"), put(EVENT, "012", "99900002900010")]


def priming(control: str, fires: list[Change], passes: list[Change], *also: str) -> Example:
    """An example of a priming signal."""
    return Example(control, fires=fires, passes=passes, base="priming", also=also)


def share(code: str) -> Change:
    """A contribution of the establishment for disabled workers."""
    return add("S21.G00.82", {**DISABLED, "002": code})


def base(code: str) -> Change:
    """One more base in the first payment."""
    return add("S21.G00.78", {"001": code, **PERIOD, "004": "10.00"})


def service_line(*kinds: str) -> list[Change]:
    """A service line under an engagement at sea, with these kinds of pay."""
    return [
        tell("40.007", "91"),
        copy("S21.G00.40", {"007": "93", "009": "00009", "076": "00001"}),
        remove("S21.G00.70", 1),
        *(add("S21.G00.51", {**LINE, "010": "00009", "011": kind, "013": "10.00"}) for kind in kinds),
    ]


DECLARATION = [
    priming("S20.G00.05.001/CCH-11", NOBODY, [remove("S21.G00.15")], "S20.G00.05.002/CCH-16"),
    priming(
        "S20.G00.05.001/CCH-12",
        [remove("S21.G00.86")],
        [remove("S21.G00.86"), remove("S21.G00.15")],
        "S21.G00.86.001/CCH-12",
    ),
    Example(
        "S20.G00.05.002/CCH-16",
        fires=[*[remove("S21.G00.30")] * 2, put("S21.G00.15", "004", "02")],
        passes=[put(EVENT, "002", "02"), *[remove("S21.G00.30")] * 2],
    ),
    priming(
        "S20.G00.05.011/CCH-11",
        [event("06"), remove("S21.G00.15"), remove("S21.G00.70")],
        [event("06"), *NOBODY, SELF],
    ),
    priming(
        "S20.G00.05.011/CCH-12", [event("03"), remove("S21.G00.15"), remove("S21.G00.70")], [event("03")]
    ),
    priming(
        "S20.G00.05.011/CCH-13",
        [event("06"), *NOBODY, SELF, add("S21.G00.85", ELSEWHERE)],
        [event("06"), *NOBODY, SELF],
    ),
    priming(
        "S20.G00.05.011/CCH-14",
        [*MOVED, remove("S21.G00.15"), remove("S21.G00.70")],
        [*MOVED, remove("S21.G00.15"), remove("S21.G00.40"), remove("S21.G00.86")],
    ),
    priming(
        "S21.G00.30.001/CCH-15",
        [SELF],
        [remove("S21.G00.15")],
        "S20.G00.05.011/CCH-11",
        "S89.G00.91.001/CCH-14",
    ),
    priming(
        "S21.G00.30.020/CCH-15",
        [*TEMPORARY, SELF],
        TEMPORARY,
        "S20.G00.05.011/CCH-11",
        "S89.G00.91.001/CCH-14",
    ),
    priming(
        "S89.G00.91.001/CCH-14",
        [*TEMPORARY, SELF],
        [event("06"), *NOBODY, SELF],
        "S20.G00.05.011/CCH-11",
        "S21.G00.30.020/CCH-15",
    ),
    priming(
        "S89.G00.91.021/CCH-15",
        [SELF, drop("S89.G00.91", "001"), put("S89.G00.91", "021", "1999000011MAT0007")],
        [
            event("06"),
            *NOBODY,
            SELF,
            drop("S89.G00.91", "001"),
            put("S89.G00.91", "021", "1999000011MAT0007"),
        ],
        "S20.G00.05.011/CCH-11",
        "S21.G00.30.001/CCH-15",
    ),
    Example(
        "S21.G00.20.001/CCH-12",
        fires=[remove("S21.G00.55")],
        passes=[remove("S21.G00.55"), tell("20.005", "0.00"), tell("20.012", "99900002900010")],
    ),
    Example("S21.G00.82.002/CCH-22", fires=[share("065"), share("068")], passes=[share("066"), share("065")]),
    Example("S21.G00.82.002/CCH-23", fires=[share("067")], passes=[share("067"), share("066")]),
    Example("S21.G00.82.002/CCH-24", fires=[share("068")], passes=[share("068"), share("065")]),
]
PAY = [
    Example(
        "S21.G00.50.001/CCH-14",
        fires=[remove("S21.G00.58")],
        passes=[remove("S21.G00.58"), tell("50.001", "28022025")],
    ),
    Example(
        "S21.G00.50.001/CCH-15",
        fires=[remove("S21.G00.58"), tell("50.001", "05042025")],
        passes=[tell("50.001", "05042025")],
        also=["S21.G00.50.001/CCH-14"],
    ),
    Example(
        "S21.G00.51.011/CCH-11",
        fires=[tell("51.011", "012", nth=3), tell("51.012", "5.00", nth=3)],
        passes=[tell("40.007", "93"), tell("40.076", "00001"), tell("51.011", "012", nth=3)],
    ),
    Example(
        "S21.G00.51.011/CCH-12",
        fires=service_line("001", "003", "010"),
        passes=service_line("002"),
    ),
    Example(
        "S21.G00.51.011/CCH-13",
        fires=[*service_line("002"), tell("51.013", "0.00", nth=1)],
        passes=[*service_line("001", "002", "003", "010"), tell("51.013", "0.00", nth=1)],
    ),
    Example(
        "S21.G00.51.011/CCH-15",
        fires=[remove("S21.G00.51", -1)],
        passes=[remove("S21.G00.51", 2)],
        base="ending",
    ),
    Example(
        "S21.G00.51.013/SIG-11",
        fires=[remove("S21.G00.78")],
        passes=[remove("S21.G00.78"), tell("51.013", "0.00")],
        base="ending",
    ),
    Example(
        "S21.G00.53.001/CCH-11",
        fires=[add("S21.G00.53", {"001": "01", "002": "10.00", "003": "10"}, ("S21.G00.51", 0))],
        passes=[add("S21.G00.53", {"001": "02", "002": "10.00", "003": "10"}, ("S21.G00.51", 1))],
    ),
    Example(
        "S21.G00.78.001/SIG-18",
        fires=[add("S21.G00.71", {"002": "CRPNPAC"})],
        passes=[add("S21.G00.71", {"002": "CRPNPAC"}), base("41")],
    ),
    Example(
        "S21.G00.78.001/SIG-19",
        fires=[remove("S21.G00.78")],
        passes=[tell("78.002", "01022025", nth) for nth in (0, 1)],
    ),
    Example(
        "S21.G00.79.001/CCH-11",
        fires=[remove("S21.G00.79", 1)],
        passes=[remove("S21.G00.79", 0)],
    ),
    Example(
        "S21.G00.79.001/CCH-12",
        fires=[tell("79.001", "07", nth=1)],
        passes=[tell("79.001", "24", nth=1)],
    ),
    Example(
        "S21.G00.79.001/CCH-14",
        fires=[add("S21.G00.79", {"001": "01", "004": "10.00"}, ("S21.G00.78", 0))],
        passes=[add("S21.G00.79", {"001": "07", "004": "10.00"}, ("S21.G00.78", 0))],
    ),
    Example(
        "S21.G00.79.001/CCH-17",
        fires=[add("S21.G00.79", {"001": "06", "004": "10.00"}, ("S21.G00.78", 2))],
        passes=[add("S21.G00.79", {"001": "24", "004": "10.00"}, ("S21.G00.78", 2))],
    ),
    Example(
        "S21.G00.81.001/CCH-11",
        fires=[base("28")],
        passes=[
            base("28"),
            add("S21.G00.81", {"001": "060", "003": "10.00", "004": "1.00"}, ("S21.G00.78", 3)),
        ],
    ),
    Example(
        "S21.G00.81.001/CCH-15",
        fires=[add("S21.G00.81", {"001": "059", "004": "1.00"}, ("S21.G00.78", 2))],
        passes=[tell("81.004", "1.00", nth=2)],
    ),
    Example(
        "S21.G00.81.001/CCH-17",
        fires=[remove("S21.G00.79"), tell("81.001", "106", nth=1)],
        passes=[tell("81.001", "106", nth=1)],
    ),
]
EXAMPLES = [*DECLARATION, *PAY]

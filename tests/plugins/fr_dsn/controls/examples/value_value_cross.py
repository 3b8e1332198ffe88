"""What one rubric says decides what one of another block may say."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Change, Example, add, drop
from tests.plugins.fr_dsn.controls.one_block import BONUS
from tests.plugins.fr_dsn.controls.short import end, tell

MANAGER = tell("40.002", "03")
SECURED = [
    *(tell("62.002", "026"), tell("62.005", "15012025"), tell("62.011", "2.00"), tell("62.013", "100.00")),
]
GUIDED = [
    *(tell("62.002", "114"), tell("62.005", "15012025"), tell("62.013", "100.00"), tell("62.018", "2.00")),
]
CNIEG = tell("40.020", "147")
PUBLIC = [tell("71.002", "IRCANTEC"), tell("71.003", "1ABC12AB"), tell("40.003", "98")]
CASUAL = [tell("40.007", "02"), tell("40.010", "31032025"), tell("40.021", "05")]


def bonus(kind: str, reason: str) -> list[Change]:
    """An indemnity paid with an end of the contract."""
    return [add("S21.G00.52", {**BONUS, "001": kind}), end(n002=reason)]


def paid(control: str, kind: str, wrong: str, right: str, *also: str) -> Example:
    """An indemnity that goes with some reasons of an end only."""
    return Example(control, fires=bonus(kind, wrong), passes=bonus(kind, right), also=also)


EXAMPLES = [
    Example(
        "S21.G00.20.002/CCH-12",
        fires=[tell("20.002", "CNIEG_COT_RS", nth=1)],
        passes=[tell("20.002", "CNIEG_COT_RS", nth=1), CNIEG],
    ),
    Example(
        "S21.G00.22.002/CCH-13",
        fires=[tell("22.002", "CNIEG_COT_RS")],
        passes=[tell("22.002", "CNIEG_COT_RS"), CNIEG],
    ),
    Example(
        "S21.G00.40.003/CCH-16",
        fires=[MANAGER, tell("40.003", "01"), tell("71.002", "RETA")],
        passes=[tell("40.003", "01")],
    ),
    Example(
        "S21.G00.40.003/CCH-17",
        fires=[tell("71.002", "IRCANTEC")],
        passes=[tell("71.002", "RETA")],
    ),
    Example(
        "S21.G00.40.003/SIG-12",
        fires=[MANAGER, tell("40.003", "01"), add("S21.G00.71", {"002": "IRCANTEC"})],
        passes=[add("S21.G00.71", {"002": "IRCANTEC"})],
    ),
    paid("S21.G00.52.001/CCH-21", "001", "059", "043"),
    paid("S21.G00.52.001/CCH-22", "003", "059", "038"),
    paid("S21.G00.52.001/CCH-23", "005", "043", "039"),
    paid("S21.G00.52.001/CCH-24", "007", "059", "020"),
    paid("S21.G00.52.001/CCH-27", "016", "059", "099"),
    paid("S21.G00.52.001/CCH-29", "032", "059", "091"),
    paid("S21.G00.52.001/CCH-31", "033", "059", "020"),
    Example(
        "S21.G00.52.001/CCH-32",
        fires=[add("S21.G00.52", {**BONUS, "001": "039"})],
        passes=[add("S21.G00.52", {**BONUS, "001": "039"}), tell("40.007", "50")],
    ),
    Example(
        "S21.G00.52.001/CCH-33",
        fires=[add("S21.G00.52", {**BONUS, "001": "045"})],
        passes=[add("S21.G00.52", {**BONUS, "001": "045"}), tell("40.007", "03")],
    ),
    Example(
        "S21.G00.53.003/CCH-12",
        fires=[tell("53.003", "31")],
        passes=[tell("53.003", "31"), tell("40.004", "352a")],
    ),
    Example(
        "S21.G00.53.003/SIG-13",
        fires=[tell("53.003", "32")],
        passes=[tell("53.003", "32"), tell("40.005", "49")],
    ),
    Example(
        "S21.G00.62.002/CCH-11",
        fires=[end(n002="031")],
        passes=[end(n002="081"), tell("40.008", "64"), tell("30.025", "03")],
    ),
    Example(
        "S21.G00.62.002/CCH-14",
        fires=[end(n002="116")],
        passes=[end(n002="116"), tell("40.020", "136")],
    ),
    Example(
        "S21.G00.62.017/CCH-12",
        fires=[*CASUAL, end(n002="998", n017="01")],
        passes=[*CASUAL, end(n002="031", n017="01")],
    ),
    Example(
        "S21.G00.63.001/CCH-11",
        fires=[tell("62.002", "034")],
        passes=[tell("62.002", "034"), tell("63.001", "60")],
        base="ending",
    ),
    Example(
        "S21.G00.63.001/CCH-12",
        fires=[tell("62.002", "043"), tell("62.004", "15012025")],
        passes=[tell("62.002", "043"), tell("63.001", "90")],
        base="ending",
    ),
    Example(
        "S21.G00.63.001/CCH-13",
        fires=SECURED,
        passes=[*SECURED, tell("63.003", "31052025")],
        base="ending",
    ),
    Example(
        "S21.G00.63.001/CCH-14",
        fires=GUIDED,
        passes=[*GUIDED, tell("63.001", "61")],
        base="ending",
    ),
    Example(
        "S21.G00.71.002/CCH-13",
        fires=[add("S21.G00.71", {"002": "RETC"})],
        passes=[add("S21.G00.71", {"002": "RETC"}), tell("40.002", "04")],
    ),
    Example(
        "S21.G00.71.002/SIG-11",
        fires=[add("S21.G00.71", {"002": "CRPCEN"})],
        passes=[add("S21.G00.71", {"002": "CRPCEN"}), tell("40.016", "01")],
    ),
    Example(
        "S21.G00.71.002/SIG-14",
        fires=[tell("40.020", "140")],
        passes=[tell("40.020", "140"), tell("71.002", "90000")],
    ),
    Example(
        "S21.G00.72.001/CCH-11",
        fires=[add("S21.G00.72", {"001": "RUAA"}), add("S21.G00.83", {"001": "01012025", "002": "31012025"})],
        passes=[add("S21.G00.72", {"001": "RETA"})],
    ),
    Example(
        "S21.G00.72.002/CCH-11",
        fires=[
            *PUBLIC,
            add("S21.G00.72", {"001": "IRCANTEC", "002": "1ABC12AB"}),
            add("S21.G00.83", {"001": "01012025", "002": "31012025"}),
        ],
        passes=[*PUBLIC, add("S21.G00.72", {"001": "IRCANTEC", "002": "1ABC12AC"})],
        norm="P24V01",
    ),
    Example(
        "S21.G00.78.001/CCH-11",
        fires=[add("S21.G00.78", {"001": "21", "002": "01032025", "003": "31032025", "004": "10.00"})],
        passes=[
            add("S21.G00.78", {"001": "21", "002": "01032025", "003": "31032025", "004": "10.00"}),
            tell("40.022", "37"),
        ],
    ),
    Example(
        "S21.G00.81.001/CCH-13",
        fires=[drop("S21.G00.81", "002", "003", "007"), tell("81.001", "059")],
        passes=[tell("81.001", "059", nth=2)],
    ),
]

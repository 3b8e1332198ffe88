"""Order of dates in different blocks: the contract begins in February 2019, the month is March 2025."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Example, add
from tests.plugins.fr_dsn.controls.one_block import SUSPENSION
from tests.plugins.fr_dsn.controls.short import END, end, leave, tell

DAYS = [tell("40.011", "20"), tell("40.012", "18.00"), tell("40.013", "18.00")]
CHANGE = {"001": "01032025", "002": "06"}
CANCELLED = tell("62.002", "099")
NO_PAY_AFTER = [tell("78.003", "15032025", nth) for nth in (0, 1, 2)]

EXAMPLES = [
    Example(
        "S21.G00.40.001/CCH-13",
        fires=[add("S21.G00.62", {**END, "001": "31012019", "006": "31012019"}), tell("40.011", "21")],
        passes=[end()],
        also=["S21.G00.51.002/CCH-13", "S21.G00.62.006/CCH-15", "S21.G00.78.003/SIG-17"],
    ),
    Example(
        "S21.G00.40.001/CCH-15",
        fires=[tell("40.001", "02021961")],
        passes=[tell("40.001", "03021961")],
    ),
    Example(
        "S21.G00.41.028/CCH-13",
        fires=[add("S21.G00.41", {**CHANGE, "028": "15022025"})],
        passes=[tell("40.001", "15022019"), add("S21.G00.41", {**CHANGE, "028": "15022019"})],
    ),
    Example(
        "S21.G00.41.028/CCH-14",
        fires=[add("S21.G00.41", {**CHANGE, "028": "01012019"})],
        passes=[add("S21.G00.41", {**CHANGE, "028": "01022019"})],
    ),
    Example(
        "S21.G00.51.001/CCH-11",
        fires=[tell("40.001", "04032025"), *(tell("78.002", "04032025", nth) for nth in (0, 1, 2))],
        passes=[tell("40.001", "03032025")],
    ),
    Example(
        "S21.G00.51.002/CCH-13",
        fires=[end(n001="28032025", n006="28032025"), *NO_PAY_AFTER],
        passes=[end(n001="29032025", n006="29032025"), *NO_PAY_AFTER],
    ),
    Example(
        "S21.G00.53.002/CCH-11",
        fires=[leave("53.003"), tell("53.002", "3250.01")],
        passes=[leave("53.003"), tell("53.002", "3250.00")],
    ),
    Example(
        "S21.G00.53.002/CCH-12",
        fires=[*DAYS, leave("53.003"), tell("53.002", "403.01")],
        passes=[*DAYS, leave("53.003"), tell("53.002", "403.00")],
    ),
    Example(
        "S21.G00.60.002/CCH-13",
        fires=[tell("60.002", "28022019")],
        passes=[tell("60.002", "28022019"), tell("40.007", "50", nth=1)],
    ),
    Example(
        "S21.G00.60.002/CCH-17",
        fires=[
            end(1, n001="10032025", n006="10032025"),
            tell("40.011", "21", nth=1),
            *(tell("51.013", "0.00", nth) for nth in (4, 5)),
            *(tell("78.003", "10032025", nth) for nth in (3, 4, 5)),
        ],
        passes=[end(1, n001="11032025", n006="11032025")],
    ),
    Example(
        "S21.G00.60.002/CCH-18",
        fires=[tell("60.002", "31012019")],
        passes=[tell("60.002", "01022019")],
        base="stoppage",
    ),
    Example(
        "S21.G00.60.010/CCH-11",
        fires=[tell("60.010", "10032025")],
        passes=[tell("60.010", "11032025")],
        base="resumption",
    ),
    Example(
        "S21.G00.60.012/SIG-14",
        fires=[tell("60.001", "06"), tell("60.012", "31012019")],
        passes=[tell("60.001", "06"), tell("60.012", "01022019")],
        base="stoppage",
    ),
    Example(
        "S21.G00.62.003/CCH-11",
        fires=[tell("62.003", "28022019")],
        passes=[tell("62.003", "01032019")],
        base="ending",
    ),
    Example(
        "S21.G00.62.006/CCH-15",
        fires=[tell("62.006", "01042025")],
        passes=[tell("62.006", "01042025"), CANCELLED],
        base="ending",
    ),
    Example(
        "S21.G00.63.002/CCH-13",
        fires=[tell("62.003", "02022025")],
        passes=[tell("62.003", "01022025")],
        base="ending",
    ),
    Example(
        "S21.G00.63.002/CCH-14",
        fires=[tell("62.005", "01022025"), tell("62.003", "01022025")],
        passes=[tell("62.005", "31012025")],
        base="ending",
    ),
    Example(
        "S21.G00.63.002/CCH-15",
        fires=[
            tell("63.003", "28022025"),
            add("S21.G00.63", {"001": "02", "002": "02032025", "003": "31032025"}),
            tell("62.006", "28022025"),
        ],
        passes=[
            tell("63.003", "28022025"),
            add("S21.G00.63", {"001": "02", "002": "01032025", "003": "31032025"}),
        ],
        base="ending",
    ),
    Example(
        "S21.G00.63.002/CCH-16",
        fires=[tell("63.002", "28022019"), tell("62.002", "065"), leave("62.003")],
        passes=[tell("63.002", "01032019"), tell("62.002", "065"), leave("62.003")],
        base="ending",
    ),
    Example(
        "S21.G00.65.002/CCH-11",
        fires=[add("S21.G00.65", {**SUSPENSION, "002": "31012019"})],
        passes=[add("S21.G00.65", {**SUSPENSION, "002": "01022019"})],
    ),
    Example(
        "S21.G00.65.002/CCH-13",
        fires=[end(n001="30032025", n006="30032025"), add("S21.G00.65", {**SUSPENSION, "002": "31032025"})],
        passes=[end(), add("S21.G00.65", {**SUSPENSION, "002": "31032025"})],
        also=["S21.G00.78.003/SIG-17"],
    ),
    Example(
        "S21.G00.78.003/SIG-17",
        fires=[tell("40.001", "02032025")],
        passes=[tell("40.001", "02032025"), tell("40.007", "03")],
    ),
]

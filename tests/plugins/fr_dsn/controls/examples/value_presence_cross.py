"""What one rubric says decides whether a rubric of another block must or may not be there."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Example, add
from tests.plugins.fr_dsn.controls.one_block import ELSEWHERE, income
from tests.plugins.fr_dsn.controls.short import end, leave, tell

CASUAL = [tell("40.007", "02"), tell("40.010", "31032025"), tell("40.021", "05")]
LEAVE = add("S21.G00.78", {"001": "20", "002": "01032025", "003": "31032025", "004": "10.00"})
USER = [tell("40.046", "SITE01"), tell("40.040", "745BD"), add("S21.G00.85", ELSEWHERE)]
MISSION = [
    *(
        tell("40.007", "03"),
        tell("40.010", "31032025"),
        tell("40.021", "01"),
        tell("40.046", "99900004500012"),
    ),
    *(tell("40.019", "99900004500012"), tell("40.040", "745BD")),
    add("S21.G00.85", {**ELSEWHERE, "001": "99900004500012", "002": "6201Z"}),
]
DISMISSED = [tell("62.005", "15012025"), tell("62.002", "014"), tell("63.001", "02")]

EXAMPLES = [
    Example(
        "S21.G00.11.017/CCH-11",
        fires=[tell("40.029", "03"), tell("40.030", "01022019")],
        passes=[tell("40.029", "03"), tell("40.029", "01", nth=1), tell("11.017", "02")],
    ),
    Example(
        "S21.G00.30.025/CCH-11",
        fires=[tell("40.008", "64")],
        passes=[tell("40.008", "64"), tell("30.025", "03")],
    ),
    Example(
        "S21.G00.40.029/SIG-12",
        fires=[tell("11.017", "02"), tell("40.029", "01")],
        passes=[tell("11.017", "02"), tell("40.029", "01"), tell("40.029", "01", nth=1)],
    ),
    Example(
        "S21.G00.51.014/CCH-11",
        fires=[tell("51.014", "50.00")],
        passes=[tell("51.014", "50.00"), tell("40.026", "01")],
    ),
    Example(
        "S21.G00.62.006/CCH-12",
        fires=[*DISMISSED, tell("62.006", "01022025")],
        passes=[*DISMISSED, tell("62.006", "31012025")],
        base="ending",
    ),
    Example(
        "S21.G00.62.006/CCH-14",
        fires=[*MISSION, end(), leave("62.006")],
        passes=[*MISSION, end()],
    ),
    Example(
        "S21.G00.62.006/CCH-16",
        fires=[*CASUAL, end(n002="031", n017="02"), leave("62.006")],
        passes=[*CASUAL, end(n002="099"), leave("62.006")],
    ),
    Example(
        "S21.G00.62.017/CCH-11",
        fires=[*CASUAL, end(n002="031")],
        passes=[*CASUAL, end(n002="031", n017="02")],
    ),
    Example(
        "S21.G00.62.019/CCH-12",
        fires=[end(n019="5.00")],
        passes=[end(n019="5.00"), tell("40.020", "136")],
    ),
    Example(
        "S21.G00.78.001/CCH-24",
        fires=[LEAVE],
        passes=[LEAVE, tell("40.022", "01")],
    ),
    Example(
        "S21.G00.78.001/CCH-26",
        fires=[LEAVE],
        passes=[LEAVE, tell("40.022", "01")],
        base="ending",
    ),
    Example(
        "S21.G00.85.002/CCH-12",
        fires=USER,
        passes=[*USER, tell("85.002", "6201Z")],
    ),
    Example(
        "S89.G00.92.001/CCH-11",
        fires=income(n001="05"),
        passes=income(tell("S89.91.017", "05"), tell("S89.91.018", "10"), n001="05"),
    ),
]

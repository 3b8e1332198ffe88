"""The four principles of changes of a contract."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Example, add

HOURS = {"001": "01032025", "007": "140.00", "028": "01032025"}
NUMBER = {"001": "01032025", "014": "00009"}

EXAMPLES = [
    Example(
        "S21.G00.41.001/CCH-13",
        fires=[add("S21.G00.41", {"001": "01032025", "006": "12", "007": "140.00", "028": "01032025"})],
        passes=[
            add("S21.G00.41", {"001": "01032025", "006": "12", "028": "01032025"}),
            add("S21.G00.41", HOURS),
        ],
    ),
    Example(
        "S21.G00.41.001/CCH-16",
        fires=[add("S21.G00.41", {**NUMBER, "007": "140.00"})],
        passes=[add("S21.G00.41", HOURS), add("S21.G00.41", NUMBER)],
    ),
    Example(
        "S21.G00.41.028/CCH-11",
        fires=[
            add("S21.G00.41", {"001": "01032025", "007": "140.00"}),
            add("S21.G00.41", {"001": "15032025", "007": "145.00", "028": "01032025"}),
        ],
        passes=[
            add("S21.G00.41", HOURS),
            add("S21.G00.41", {"001": "15032025", "007": "145.00"}),
            add("S21.G00.41", HOURS, under=("S21.G00.40", 1)),
        ],
    ),
    Example(
        "S21.G00.41.028/CCH-12",
        fires=[add("S21.G00.41", {**NUMBER, "028": "01032025"})],
        passes=[add("S21.G00.41", NUMBER)],
    ),
]

"""Prints the comparisons as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from benchmarks.measuring import Line

#: Units whose figure is the console's own, not a ratio.
COUNTED = ("statements", "MB", "seconds")
_HEADS = ("comparison", "ours", "peer", "figure", "required", "")


def table(lines: Sequence[Line]) -> str:
    """Give the lines under their heads, in columns."""
    rows = [_HEADS, *(_cells(line) for line in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEADS))]
    text = [
        "  ".join(
            cell.ljust(width) if n in (0, 5) else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([text[0], "-" * len(text[0]), *text[1:]])


def as_json(lines: Sequence[Line]) -> str:
    """Give the lines for a machine."""
    return json.dumps([{**asdict(line), "passed": line.passed} for line in lines], indent=2)


def _cells(line: Line) -> tuple[str, ...]:
    sign = "" if line.unit in COUNTED else " x"
    required = "" if line.limit is None else f"{'at most' if line.most else 'at least'} {line.limit:g}{sign}"
    verdict = {None: "", True: "pass", False: "FAIL"}[line.passed]
    return (
        line.what,
        _amount(line.ours, line.unit),
        "" if line.peer is None else _amount(line.peer, line.unit),
        f"{line.figure:g}" if not sign else f"{line.figure:.2f}{sign}",
        required,
        verdict,
    )


def _amount(value: float, unit: str) -> str:
    if unit == "statements":
        return f"{value:g}"
    return f"{value * 1000:.1f} ms" if unit == "s" else f"{value:.2f} {unit}"

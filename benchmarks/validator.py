"""Validation: the compiled validator against WTForms around the same readers, and against the form written by hand."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from flask import Flask
from flask_babel import Babel

from benchmarks.measuring import Line, take_turns
from benchmarks.trial_rows import ROWS, WRONG, typed_rows
from benchmarks.validator_sides import Judge, Texts, by_hand, ours, same_readers

SAME_READERS, BY_HAND = 12.0, 25.0


class Differs(RuntimeError):
    """Two sides judge a row differently: the comparison says nothing."""


def compare(rounds: int) -> list[Line]:
    """Compare the seconds for all rows, texts included; raises `Differs` unless verdicts and texts agree."""
    rows = typed_rows()
    app = Flask("benchmark")
    Babel(app)
    with app.test_request_context():
        sides = {"ours": ours(rows), "same": same_readers(rows), "hand": by_hand(rows)}
        found = {name: judge() for name, judge in sides.items()}
        _must_agree(found)
        medians = take_turns({name: _timed(judge) for name, judge in sides.items()}, rounds)
    mine = medians["ours"]
    what = f"{ROWS:,} typed rows of 12 fields"
    return [
        Line(
            f"{what}, to WTForms with our readers",
            "s",
            mine,
            medians["same"],
            medians["same"] / mine,
            SAME_READERS,
        ),
        Line(f"{what}, to WTForms by hand", "s", mine, medians["hand"], medians["hand"] / mine, BY_HAND),
    ]


def _timed(judge: Judge) -> Callable[[], float]:
    def run() -> float:
        gc.collect()  # what the others left behind is not this side's work
        begin = time.perf_counter()
        judge()
        return time.perf_counter() - begin

    return run


def _must_agree(found: dict[str, list[Texts]]) -> None:
    bad = sum(1 for texts in found["ours"] if texts)
    if bad != WRONG:
        raise Differs(f"{bad} rows are faulty, not {WRONG}")
    for number, (mine, same, hand) in enumerate(
        zip(found["ours"], found["same"], found["hand"], strict=True)
    ):
        if mine != same:
            raise Differs(f"row {number}: {mine} and {same}")
        if bool(mine) != bool(hand):
            raise Differs(f"row {number}: {mine} and {hand}")

"""Files that are made to hurt: they are answered, in bounded time and memory."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable

import pytest

from plugins.fr_dsn.formats import handing_on
from plugins.fr_dsn.formats.collecting import MOST
from plugins.fr_dsn.formats.reading import Outcome, Silent, read
from tests.plugins.fr_dsn.reading_twice import told_of
from tests.plugins.fr_dsn.sendings import MONTHLY, STOPPAGE

HEAD, PERSONS, END = MONTHLY.splitlines()[:75], MONTHLY.splitlines()[75:-2], MONTHLY.splitlines()[-2:]


def of(lines: list[str]) -> bytes:
    """Give the bytes of lines."""
    return ("\n".join(lines) + "\n").encode("latin-1")


def outcome_of(data: bytes) -> Outcome:
    """Read and keep nothing."""
    return read(io.BytesIO(data), "file", Silent())


def test_one_person_of_many_lines_is_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.fr_dsn.formats.careful.MOST_LINES", 500)
    assert handing_on.MOST_LINES > 500
    pay = [line for line in PERSONS if line.startswith("S21.G00.51")][:5]
    sink, outcome = told_of(of([*HEAD, *PERSONS[:37], *pay * 400, *END]), slowly=True)
    persons = [told for told in sink.told if isinstance(told, tuple) and told[0] == "person"]
    assert len(persons) == 5
    assert outcome.records == len(HEAD) + 37 + 2000 + 2


def test_a_thousand_signals_are_a_thousand_declarations() -> None:
    lines = STOPPAGE.splitlines()
    signal = [line for line in lines if line[:3] in ("S20", "S21")]
    of_them = [*lines[:17], *signal * 1000, "S90.G00.90.001,'30019'", "S90.G00.90.002,'1000'"]
    sink, outcome = told_of(of(of_them))
    assert sink.findings == []
    assert outcome.declarations == 1000


@pytest.mark.parametrize(
    "data",
    [
        lambda: of([*HEAD, *END]),
        lambda: of([*HEAD, *["garbage"] * 20_000, *END]),
        lambda: of([*HEAD, *[""] * 20_000, *END]),
        lambda: of([*HEAD, *["S21.G00.30.001,'1610202002008'"] * 10_000, *END]),
        lambda: of(HEAD) + b"x" * 3_000_000 + b"\n" + of([*PERSONS, *END]),
        lambda: of(HEAD) + b"'\n" * 20_000,
        lambda: of(HEAD) + "é".encode() * 200_000,
        lambda: bytes(3_000_000),
        lambda: b"S10.G00.00.001,'A'\n" * 20_000,
        lambda: b"S20.G00.05.001,'01'\n" * 5_000 + b"S10.G00.00.001,'A'\n",
    ],
    ids=["no person", "garbage", "blank", "persons", "one line", "quotes", "no end", "nul", "S10", "S20"],
)
def test_strange_files_are_answered_in_bounded_memory(data: Callable[[], bytes]) -> None:
    raw = data()
    outcome_of(raw[:1000])
    tracemalloc.start()
    outcome = outcome_of(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert outcome.refused or outcome.reached == "read"
    assert peak < 30_000_000


def test_findings_are_bounded() -> None:
    sink, outcome = told_of(of([*HEAD, *["S21.G00.85.001,'\x92'"] * (MOST * 2), *END]))
    assert sum(one.control == "ENCODING" for one, _ in sink.findings) == MOST
    assert outcome.suppressed["ENCODING"] == MOST

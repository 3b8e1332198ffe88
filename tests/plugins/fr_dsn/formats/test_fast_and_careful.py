"""The fast path and the careful one tell the same, whatever is in a file."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from plugins.fr_dsn.formats import opening, streaming
from plugins.fr_dsn.formats.fast import Fast
from plugins.fr_dsn.formats.levels import levels_of
from plugins.fr_dsn.formats.reading import Profile
from plugins.fr_dsn.norm.norms import norm_of
from tests.plugins.fr_dsn.damage import damaged
from tests.plugins.fr_dsn.random_files import Drawing
from tests.plugins.fr_dsn.reading_twice import told_of
from tests.plugins.fr_dsn.sendings import MONTHLY

FILES = sorted((Path(__file__).resolve().parent.parent / "files").glob("*.dsn"))


def same(data: bytes, profile: Profile = "file", *, values: bool = True) -> None:
    """Read twice, and compare all that was told."""
    quick, of_quick = told_of(data, profile, values=values)
    slow, of_slow = told_of(data, profile, slowly=True, values=values)
    assert quick.told == slow.told
    assert quick.findings == slow.findings
    assert of_quick == of_slow


def drawn(seed: int, *natures: str) -> bytes:
    """Draw a sending."""
    return ("\n".join(Drawing(Random(seed)).sending(*natures)) + "\n").encode("latin-1")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
@pytest.mark.parametrize("profile", ["file", "received"])
def test_the_examples_read_the_same_on_both_paths(file: Path, profile: Profile) -> None:
    same(file.read_bytes(), profile)


@pytest.mark.parametrize("natures", [("01",), ("01", "01"), ("07", "01", "04"), ("09",), ("08", "05")])
def test_drawn_sendings_are_right_and_read_the_same_on_both_paths(natures: tuple[str, ...]) -> None:
    for seed in range(6):
        data = drawn(seed, *natures)
        same(data)
        assert told_of(data)[0].findings == []


def test_structure_alone_reads_the_same_on_both_paths() -> None:
    for seed in range(6):
        same(drawn(seed, "01", "07"), values=False)


def test_blocks_that_may_begin_with_any_rubric_are_told_apart_at_once() -> None:
    norm = norm_of("P25V01")
    assert norm is not None
    text = MONTHLY[MONTHLY.index("S21.G00.30.001") :].partition("S21.G00.30.001,'2620303003015'")[0]
    more = "S21.G00.70.005,'CADRE'\nS21.G00.70.012,'2'\nS21.G00.73.003,'01'\nS21.G00.73.005,'CHARLES'\n"
    text = text.replace("S21.G00.70.013,'1'\n", f"S21.G00.70.013,'1'\n{more}", 1)
    lines = text.removesuffix("'\n").split("'\n")
    read = Fast(levels_of(norm, "01", True), values=False).group(lines, 1)
    assert read is not None
    group, used = read
    blocks = [plan.block for plan in group.plans]
    at = blocks.index("S21.G00.70")
    assert used == len(lines)
    assert blocks[at : at + 3] == ["S21.G00.70", "S21.G00.70", "S21.G00.73"]
    assert (group.value(at + 1, "012"), group.parents[at + 2]) == ("2", at + 1)


@pytest.mark.parametrize("window", [60, 200, 1000])
def test_it_does_not_matter_where_windows_end(window: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = drawn(3, "01", "07", "01")
    whole, _ = told_of(data)
    monkeypatch.setattr(streaming, "WINDOW", window)
    monkeypatch.setattr(opening, "WINDOW", window)
    monkeypatch.setattr(streaming, "MOST_CARRIED", 4 * window)
    parts, _ = told_of(data)
    assert parts.told == whole.told
    assert parts.findings == whole.findings == []


@pytest.mark.parametrize("window", [3_000, 1 << 17])
@pytest.mark.parametrize("profile", ["file", "received"])
def test_damaged_sendings_read_the_same_on_both_paths(
    profile: Profile, window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "WINDOW", window)
    draw = Random(5)
    for seed in range(4):
        data = drawn(seed, "01", "04", "01")
        for _ in range(15):
            same(damaged(data, draw), profile)


def test_a_file_cut_off_at_any_byte_reads_the_same_on_both_paths() -> None:
    data = FILES[0].read_bytes()
    for end in range(0, len(data), 3):
        same(data[:end])

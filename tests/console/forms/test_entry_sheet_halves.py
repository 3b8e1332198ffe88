"""A large plain sheet is opened and judged by two processes: what they find is what one finds."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from console.base.errors import ConsoleError
from console.base.sheets import SheetRefused, TableLimits, xlsx_halves, xlsx_parts, xlsx_reading
from console.forms import importing
from console.forms.titles import TitlesRefused, read_titles, refusals_of
from tests.support.entry_sheets import PLAIN, Read, book, read, row, titles

SHEET = "xl/worksheets/sheet1.xml"
HEAD = titles(PLAIN)
ROWS = [row(name=f"Person {n}") if n % 3 else row(name="") for n in range(40)]
Change = Callable[[bytes], bytes]


def written(change: Change) -> bytes:
    """Write the rows under the titles into a workbook, its XML as `change` makes it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book([HEAD, *ROWS]))) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == SHEET else content)
    return file.getvalue()


def same(xml: bytes) -> bytes:
    return xml


def cell(place: bytes, content: bytes) -> Change:
    """Put a cell at the end of its row."""
    number = re.sub(rb"[A-Z]", b"", place)
    return lambda xml: re.sub(
        rb'(<row r="%s".*?)</row>' % number, rb'\1<c r="%s"%s</c></row>' % (place, content), xml
    )


def without(pattern: bytes) -> Change:
    return lambda xml: re.sub(pattern, b"", xml)


def around_the_cut(before: bytes, behind: bytes) -> Change:
    """Put something in front of the rows in the middle, and something behind them."""
    return lambda xml: xml.replace(b'<row r="17"', before + b'<row r="17"').replace(
        b'<row r="37"', behind + b'<row r="37"'
    )


@pytest.fixture
def wholes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let small sheets be divided; hears of those that were read as a whole."""
    heard: list[str] = []

    def whole(data: bytes, filename: str, *more: Any) -> Any:
        heard.append(filename)
        return read_titles(data, filename, *more)

    monkeypatch.setattr(xlsx_halves, "_SMALL", 0)
    monkeypatch.setattr(xlsx_reading, "_SMALL", 0)
    monkeypatch.setattr(xlsx_parts, "_PIECE", 3_000)
    monkeypatch.setattr(importing, "PIECE", 3)
    monkeypatch.setattr(importing, "EXPLAINED", 9)
    monkeypatch.setattr(importing, "read_titles", whole)
    return heard


def both(content: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[Read, Read]:
    """Read a sheet with one process, then with two."""
    found = []
    for room in (False, True):
        monkeypatch.setattr(importing, "has_room", lambda room=room: room)
        found.append(read(PLAIN, content))
    return found[0], found[1]


def told(found: Read) -> tuple[Any, ...]:
    rows = sum(piece.rows for piece in found.pieces)
    return found.opened, found.entries, found.explained, found.faulty, rows, found.pieces[-1].last


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(same, id="nothing"),
        pytest.param(without(rb'(?<=<row) r="3\d"'), id="rows without a number"),
        pytest.param(without(rb'(?<=<c) r="[A-Z]3\d"'), id="cells without a place"),
        pytest.param(without(rb'<row r="(19|2[0-6])".*?</row>'), id="blank rows at the cut"),
        pytest.param(without(rb'(?<=<row r="2\d" spans="1:8">).*?(?=</row>)'), id="empty rows at the cut"),
        pytest.param(without(rb'<row r="[2-9]".*?</row>'), id="blank rows under the titles"),
        pytest.param(without(rb'<c r="[A-D]([23]\d|4\d)".*?</c>'), id="first columns only in the first half"),
        pytest.param(without(rb'<c r="B41".*?</c>'), id="a fault in the last row"),
    ],
)
def test_two_processes_find_in_halves_what_one_finds(
    change: Change, wholes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, together = both(written(change), monkeypatch)

    assert told(together) == told(alone)
    assert len(wholes) == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(cell(b"J40", b"><v>1</v>"), id="a cell without title in the second half"),
        pytest.param(cell(b"J15", b"><v>1</v>"), id="a cell without title in the first half"),
        pytest.param(cell(b"J2", b"><v>1</v>"), id="a cell without title at the beginning"),
        pytest.param(cell(b"H40", b"><f>1+1</f><v>2</v>"), id="a formula"),
        pytest.param(cell(b"H40", b' t="e"><v>#N/A</v>'), id="an error"),
        pytest.param(lambda xml: xml.replace(b'r="B40"', b'r="B5"'), id="a cell that names another row"),
        pytest.param(lambda xml: xml.replace(b'r="B5"', b'r="B40"'), id="a cell that names a row far down"),
        pytest.param(around_the_cut(b"<!--", b"-->"), id="a remark"),
        pytest.param(around_the_cut(b"<?a ", b"?>"), id="an instruction"),
        pytest.param(around_the_cut(b"</sheetData><x>", b"</x><sheetData>"), id="an early end"),
        pytest.param(lambda xml: xml.replace(b"<sheetData>", b"<sheetData >"), id="another way of writing"),
        pytest.param(without(rb'(?<=<row) r="\d+"'), id="no row with a number"),
    ],
)
def test_a_sheet_that_is_not_plain_in_both_halves_is_read_as_a_whole(
    change: Change, wholes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, together = both(written(change), monkeypatch)

    assert told(together) == told(alone)
    assert len(wholes) == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda xml: xml.replace(b'<c r="B40"', b"<c r="), "unreadable"),
        (lambda xml: xml.replace(b"</sheetData>", b"</sheetDat>"), "unreadable"),
        (without(rb'<row r="([2-9]|\d\d)".*?</row>'), "no_rows"),
        (without(rb'<c r="A1".*?</c>'), "missing_title"),
        (lambda xml: xml.replace(b'<row r="41"', b'<row r="41000"').replace(b'41"', b'41000"'), "rows"),
    ],
)
def test_a_sheet_is_refused_before_anything_of_it_is_told(
    change: Change, code: str, wholes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "has_room", lambda: True)
    monkeypatch.setattr(importing, "LIMITS", TableLimits(rows=30_000))

    with pytest.raises(ConsoleError) as refused:
        read(PLAIN, written(change))

    assert isinstance(refused.value, SheetRefused | TitlesRefused)
    assert refusals_of(refused.value)[0].code == code
    assert len(wholes) == 1


def test_a_form_whose_titles_stand_in_the_second_sheet_is_found(
    wholes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = [["Remark"], *[[f"A remark of some length that fills the pieces {n}"] for n in range(200)]]
    alone, together = both(book(notes, [HEAD, *ROWS], names=["Notes", "Persons"]), monkeypatch)

    assert together.opened.sheet == "Persons"
    assert told(together) == told(alone)


def test_a_sheet_that_goes_on_is_read_as_a_whole(wholes: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "has_room", lambda: True)

    found = read(PLAIN, book([HEAD, *ROWS]), after=30)

    assert (sum(piece.rows for piece in found.pieces), found.opened.rows) == (11, 40)
    assert len(wholes) == 1

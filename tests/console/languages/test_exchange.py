"""The translators' file goes out and comes back with nothing lost and nothing broken taken in."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.base.sheets import SheetRefused, read_sheet
from console.languages import exchange
from console.languages.entries import Entry
from console.languages.exchange import FileRefused, Reading, missing_of, read_back, write_po, write_sheet

MADE = datetime(2026, 3, 5, tzinfo=UTC)
SAVE = Entry(None, "Save", None, (), ("demo/views.py",))
DAYS = Entry("time", "%(num)s day", "%(num)s days", ("%(num)s jour", "%(num)s jours"))
LINK = Entry(None, "<b>%(name)s</b>", None, ("<b>%(name)s</b>",), fuzzy=True)
ENTRIES = (SAVE, DAYS, LINK)


@pytest.fixture(autouse=True)
def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limited child has tests of its own; here it would only take time."""
    monkeypatch.setattr(exchange, "read_upload", read_sheet)
    monkeypatch.setattr(exchange, "run_bounded", lambda function, *arguments, **limits: function(*arguments))


def filled(entries: tuple[Entry, ...], cells: dict[int, object], owner: str = "demo") -> bytes:
    """The sheet as it comes back; `cells` are the new translations by row number (from 2)."""
    sheet = read_sheet(write_sheet(owner, "fr", entries, created=MADE), "demo.xlsx")
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, sheet.header)
        for row in sheet.rows:
            page.write_row(row.number - 1, 0, [cell or "" for cell in row.cells])
            if row.number in cells:
                page.write(row.number - 1, exchange.NEW, cells[row.number])
    return file.getvalue()


def back(data: bytes, name: str = "demo.xlsx", owner: str = "demo") -> Reading:
    return read_back(data, name, owner, "fr", ENTRIES)


def faults(reading: Reading) -> list[tuple[int, str]]:
    return [(fault.row, fault.flaw.code) for fault in reading.faults]


def test_a_filled_sheet_proposes_the_new_texts() -> None:
    reading = back(filled(ENTRIES, {2: "Enregistrer", 4: "%(num)s journées"}))
    assert reading.faults == ()
    assert [(change.context, change.msgid, change.text) for change in reading.changes] == [
        (None, "Save", "Enregistrer"),
        ("time", "%(num)s day", ("%(num)s jour", "%(num)s journées")),
    ]
    assert {(change.owner, change.locale) for change in reading.changes} == {("demo", "fr")}


def test_an_untouched_file_proposes_nothing() -> None:
    assert back(write_sheet("demo", "fr", ENTRIES, created=MADE)) == Reading((), ())
    assert back(write_po("demo", "fr", ENTRIES), "demo.po") == Reading((), ())


def test_confirming_a_guessed_translation_is_a_change() -> None:
    assert [change.msgid for change in back(filled(ENTRIES, {5: "<b>%(name)s</b>"})).changes] == [LINK.msgid]


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        (2, "x" * 40, "length"),
        (2, "=1+1", "formula"),
        (2, 12, "not_text"),
        (3, "un jour", "placeholders"),
        (5, "%(name)s", "tags"),
    ],
)
def test_a_row_that_would_break_a_page_is_refused_with_its_number(row: int, cell: object, code: str) -> None:
    reading = back(filled(ENTRIES, {row: cell}))
    assert reading.changes == ()
    assert faults(reading) == [(row, code)]


def test_a_file_of_another_owner_is_refused_row_by_row() -> None:
    assert faults(back(filled(ENTRIES, {2: "Enregistrer"}, owner="other"))) == [(2, "unknown")]


def test_columns_sorted_apart_from_each_other_are_noticed() -> None:
    sheet = filled(ENTRIES, {2: "Enregistrer"})
    file, shared = io.BytesIO(), "xl/sharedStrings.xml"
    with zipfile.ZipFile(io.BytesIO(sheet)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b">Save<", b">Sole<") if name == shared else old.read(name)
            )
    assert faults(back(file.getvalue())) == [(2, "other_source")]


def test_a_row_that_stands_twice_is_refused() -> None:
    assert faults(back(filled((SAVE, SAVE), {2: "Enregistrer", 3: "Sauver"}))) == [(3, "twice")]


def test_a_plural_with_one_form_is_refused() -> None:
    entry = Entry(None, "%(num)s day", "%(num)s days", ())
    reading = read_back(filled((entry,), {2: "%(num)s jour"}), "a.xlsx", "demo", "fr", (entry,))
    assert faults(reading) == [(2, "forms")]


def test_a_po_file_comes_back_with_new_unknown_and_unfinished_texts() -> None:
    text = write_po("demo", "fr", ENTRIES).decode()
    text = text.replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Enregistrer"')
    text += '\nmsgid "Other"\nmsgstr "Autre"\n'
    text = text.replace('"%(num)s jours"', '"%(num)s journées"')
    text = text.replace('msgctxt "time"', '#, fuzzy\nmsgctxt "time"')
    reading = back(text.encode(), "demo.po")
    assert [(change.msgid, change.text) for change in reading.changes] == [("Save", "Enregistrer")]
    assert {code for _, code in faults(reading)} == {"fuzzy", "unknown"}
    lines = text.split("\n")
    for fault in reading.faults:
        assert lines[fault.row - 1].startswith("msgid")


@pytest.mark.parametrize("text", [b'msgid "Save\n', b"\xff\xfe"])
def test_a_damaged_po_file_is_refused_as_a_whole(text: bytes) -> None:
    with pytest.raises(FileRefused):
        back(text, "demo.po")


def test_files_of_other_kinds_and_sizes_are_refused_before_they_are_opened() -> None:
    with pytest.raises(FileRefused, match="xlsx"):
        back(b"%PDF", "demo.pdf")
    with pytest.raises(FileRefused, match="10 MB"):
        back(b"#" * (10 * 1024 * 1024 + 1), "demo.po")
    with pytest.raises(SheetRefused):
        back(b"PK\x03\x04 nothing", "demo.xlsx")


def test_a_sheet_with_other_columns_is_refused() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write_row(0, 0, ["Source", "Translation"])
    with pytest.raises(FileRefused, match="columns"):
        back(file.getvalue())


def test_only_the_new_translation_can_be_typed_into() -> None:
    with zipfile.ZipFile(io.BytesIO(write_sheet("demo", "fr", ENTRIES, created=MADE))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert "<sheetProtection" in sheet
    assert styles.count('locked="0"') == 1
    assert 'hidden="1"' in sheet


def test_the_file_may_hold_only_what_is_missing() -> None:
    assert missing_of(ENTRIES) == [SAVE, LINK]


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=30
).filter(lambda text: text == text.strip() and not set(text) & set("<>%&"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(words, words, min_size=1, max_size=6), st.sampled_from(["demo.xlsx", "demo.po"]))
def test_whatever_a_translator_types_comes_back_as_typed(texts: dict[str, str], name: str) -> None:
    entries = tuple(Entry(None, msgid, None, ()) for msgid in texts)
    if name.endswith("xlsx"):
        sheet = filled_as_text(entries, list(texts.values()))
    else:
        done = [Entry(None, msgid, None, (text,)) for msgid, text in texts.items()]
        sheet = write_po("demo", "fr", done)
    reading = read_back(sheet, name, "demo", "fr", entries)
    long = {msgid for msgid, text in texts.items() if len(text) > 3 * len(msgid) + 20}
    assert {change.msgid: change.text for change in reading.changes} == {
        msgid: text for msgid, text in texts.items() if msgid not in long
    }
    assert len(reading.faults) == len(long)


def filled_as_text(entries: tuple[Entry, ...], texts: list[str]) -> bytes:
    sheet = read_sheet(write_sheet("demo", "fr", entries, created=MADE), "demo.xlsx")
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        for row in sheet.rows:
            for column, cell in enumerate(row.cells):
                page.write_string(row.number - 1, column, str(cell or ""))
            page.write_string(row.number - 1, exchange.NEW, texts[row.number - 2])
        page.write_row(0, 0, sheet.header)
    return file.getvalue()


@pytest.mark.parametrize("name", ["demo.xlsx", "demo.po"])
def test_files_of_others_are_read_in_a_limited_process(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.undo()
    done = (Entry(None, "Save", None, ("Enregistrer",)),)
    data = write_po("demo", "fr", done) if name.endswith("po") else filled(ENTRIES, {2: "Enregistrer"})
    assert [change.text for change in back(data, name).changes] == ["Enregistrer"]

"""Sheets of entries: what is written into the empty sheet is read back, and what is wrong is found where it is."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from console.base import clock
from console.base.beside import beside
from console.base.bounded import Crashed
from console.base.figures import style_of
from console.base.sheets import SheetRefused
from console.forms import importing
from console.forms.canonical import to_canonical
from console.forms.declarations import Form, Section
from console.forms.entries import decode_entries
from console.forms.fields import Text
from console.forms.importing import read_entries
from console.forms.invent import invented
from console.forms.revisions import publish, to_stored
from console.forms.sheets import columns_of, rows_of
from console.forms.template import template_of
from console.forms.titles import TitlesRefused
from console.forms.tongue import Tongue
from plugins.ch_fund.forms import FORMS
from tests.support import every_field
from tests.support.entry_sheets import (
    AVS,
    FAMILY,
    PLAIN,
    book,
    job,
    read,
    revision_of,
    row,
    titles,
    without_documents,
)
from tests.support.fund_sheets import Formula

EVERY = [without_documents(form) for form in (*FORMS, every_field.FORM, PLAIN, FAMILY)]


def fill(content: bytes, rows: list[list[Any]]) -> bytes:
    """Type rows into the empty sheet as a spreadsheet program does."""
    workbook = load_workbook(io.BytesIO(content))
    for number, cells in enumerate(rows, start=2):
        for column, cell in enumerate(cells, start=1):
            if cell is not None:
                workbook.worksheets[0].cell(
                    number, column, float(cell) if isinstance(cell, Decimal) else cell
                )
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


@pytest.mark.parametrize("language", ["en", "fr", "de", "nl"])
@pytest.mark.parametrize("form", EVERY, ids=lambda form: form.key)
def test_what_is_typed_into_the_empty_sheet_is_read_back(form: Form, language: str) -> None:
    texts = every_field.TEXTS if form.key == without_documents(every_field.FORM).key else {}
    revision = publish(form, tuple(texts), lambda one, message: texts[one].get(message, message))
    tongue = Tongue(style_of(language, "CH"), revision.texts)
    values = [invented(form, seed) for seed in range(1, 21)]
    columns = columns_of(form)
    rows = [cells for one in values for cells in rows_of(columns, one, tongue)]
    content = fill(template_of(revision, tongue, created=clock.now()), rows)

    found = read_with(revision, content, language)

    assert [entry.values for entry in found] == [to_canonical(form, one) for one in values]


def read_with(revision: Any, content: bytes, language: str) -> list[Any]:
    told = job(PLAIN, content, language=language)
    told = importing.SheetJob(told.path, told.filename, to_stored(revision), told.style, ())
    pieces = [one for one in read_entries(told) if isinstance(one, importing.Piece)]
    Path(told.path).unlink()
    assert [piece.faults for piece in pieces] == [b"[]"] * len(pieces)
    return [entry for piece in pieces for entry in decode_entries(piece.entries)]


def test_the_empty_sheet_has_no_row_and_is_refused_as_it_is() -> None:
    revision = revision_of(PLAIN)
    content = template_of(revision, Tongue(style_of("fr", "CH"), revision.texts), created=clock.now())

    with pytest.raises(TitlesRefused) as refused:
        read(PLAIN, content)
    assert [one.code for one in refused.value.refusals] == ["no_rows"]


def test_the_empty_sheet_offers_answers_and_keeps_numbers_as_text() -> None:
    revision = revision_of(PLAIN)
    content = template_of(revision, Tongue(style_of("de", "CH"), revision.texts), created=clock.now())
    entries, explanations, lists = load_workbook(io.BytesIO(content)).worksheets

    assert [cell.value for cell in entries[1]] == list(titles(PLAIN, "de"))
    assert entries.freeze_panes == "A2"
    assert entries.column_dimensions["A"].width >= 12
    assert {one.type for one in entries.data_validations.dataValidation} == {"list", "date", None}
    assert lists.sheet_state == "hidden"
    assert [cell.value for cell in lists["H"]][:2] == ["Monthly", "Hourly"]
    assert explanations.max_row == 1 + len(columns_of(PLAIN))


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_titles_of_any_language_and_paths_are_known(language: str) -> None:
    in_words = read(PLAIN, book([titles(PLAIN, "de"), row()]), language=language)
    by_path = read(PLAIN, book([[column.path for column in columns_of(PLAIN)], row()]), language=language)

    assert in_words.entries == by_path.entries
    assert in_words.values()[0]["wage"] == Decimal("6500.50")


def test_columns_may_stand_in_any_order_and_voluntary_ones_may_be_missing() -> None:
    head, cells = titles(PLAIN), row()
    order = [4, 1, 0, 2, 3, 5]
    found = read(PLAIN, book([[head[n] for n in order], [cells[n] for n in order]]))

    assert found.opened.letters == ("C", "B", "D", "E", "A", "F", "", "")
    assert found.values()[0]["name"] == "Exemple"
    assert "hours" not in found.values()[0]


def test_a_row_without_main_values_goes_on_with_the_groups_of_the_entry_above() -> None:
    born = date(2020, 5, 1)
    rows = [
        ["Favre", "no", None, "Zoé", born],
        [None, None, None, "Léa", born],
        ["Keller", "yes", date(2019, 1, 1), None, None],
    ]
    found = read(FAMILY, book([titles(FAMILY), *rows]))

    assert [entry.row for entry in found.entries] == [2, 4]
    assert [child["name"] for child in found.values()[0]["children"]] == ["Zoé", "Léa"]
    assert found.entries[0].values["count"] == "2"
    assert found.entries[0].rows == {"children": [2, 3]}


def test_faults_in_groups_are_found_in_their_own_row() -> None:
    rows = [
        ["Favre", "no", None, "Zoé", date(2020, 5, 1)],
        [None, None, None, "Léa", "31.02.2020"],
        [None, None, None, None, date(2020, 5, 1)],
    ]
    found = read(FAMILY, book([titles(FAMILY), *rows]))

    assert found.faults == [(3, "children.birth", "no_such_day"), (4, "children.name", "required")]


def test_too_many_rows_of_a_group_are_one_fault() -> None:
    rows = [["Favre", "no", None, "Zoé", date(2020, 5, 1)], *[[None] * 3 + ["Léa", date(2020, 5, 1)]] * 3]

    assert read(FAMILY, book([titles(FAMILY), *rows])).faults == [(2, "children.name", "too_many_rows")]


def test_a_value_that_is_not_asked_for_is_not_dropped_in_silence() -> None:
    found = read(FAMILY, book([titles(FAMILY), ["Favre", "no", date(2019, 1, 1), None, None]]))

    assert found.faults == [(2, "since", "not_asked")]


def test_a_rule_over_two_columns_names_the_cell() -> None:
    found = read(PLAIN, book([titles(PLAIN), row(first=date(1980, 1, 1))]))

    assert found.faults == [(2, "period.from", "unborn")]


CELLS = [
    ("wage", Formula("=A2", 5), "formula"),
    ("wage", Formula("=A2"), "formula"),
    ("hours", Formula("=1/0", "#DIV/0!"), "formula"),
    ("wage", True, "not_a_number"),
    ("hours", True, "not_a_number"),
    ("wage", "1,234", "two_readings"),
    ("wage", 12.345, "too_many_decimals"),
    ("hours", "４２", None),
    ("birth", datetime(1988, 4, 12, 8, 30), "day_with_time"),
    ("birth", 32245, "not_a_day"),
    ("birth", "31.02.1988", "no_such_day"),
    ("birth", "12.4.88", None),
    ("avs", 7560000000119.0, "number_digit"),
    ("name", 12.5, "not_text"),
    ("name", None, "required"),
    ("pay", "Weekly", "choice"),
]


@pytest.mark.parametrize(("column", "cell", "code"), CELLS, ids=lambda value: str(value)[:24])
def test_a_wrong_cell_is_named_by_row_column_and_reason(column: str, cell: object, code: str | None) -> None:
    found = read(PLAIN, book([titles(PLAIN), row(), row(**{column: cell})]))

    (fault,) = found.faults
    assert fault[:2] == (3, column)
    assert code in (None, fault[2])
    assert len(found.entries) == 1


def test_numbers_as_text_and_full_width_digits_never_mean_something_else() -> None:
    found = read(
        PLAIN,
        book([titles(PLAIN, "de"), row(wage="65.50"), row(wage="65,50"), row(wage="６５")]),
        language="de",
    )

    assert [one["wage"] for one in found.values()] == [Decimal("65.50"), Decimal("65.50")]
    assert [fault[:2] for fault in found.faults] == [(4, "wage")]


def test_an_official_number_typed_as_a_number_keeps_its_zeros() -> None:
    found = read(PLAIN, book([titles(PLAIN), row(avs=7560000000118.0)]))

    assert found.values()[0]["avs"] == AVS.replace(".", "")


def test_a_number_and_a_truth_in_one_column_are_never_taken_for_each_other() -> None:
    found = read(PLAIN, book([titles(PLAIN), row(hours=1), row(hours=True), row(hours=1)]))

    assert found.faults == [(3, "hours", "not_a_number")]


def test_error_cells_are_told() -> None:
    workbook = load_workbook(io.BytesIO(book([titles(PLAIN), row()])))
    cell = workbook.worksheets[0]["E2"]
    cell.value, cell.data_type = "#N/A", "e"
    file = io.BytesIO()
    workbook.save(file)

    assert read(PLAIN, file.getvalue()).faults == [(2, "period.until", "error_cell")]


def refusals(form: Form, content: bytes, **more: Any) -> list[str]:
    with pytest.raises((TitlesRefused, SheetRefused)) as refused:
        read(form, content, **more)
    error = refused.value
    return [one.code for one in error.refusals] if isinstance(error, TitlesRefused) else [error.code]


HEAD = titles(PLAIN)
TABLES = [
    ("a sheet without a known title", book([["Foo", "Bar"], [1, 2]]), "no_titles"),
    ("a file of such sheets", book([["Foo"], [1]], [["Bar"], [1]]), "no_titles_in"),
    ("an unknown title", book([[*HEAD, "Remark"], [*row(), "x"]]), "unknown_title"),
    ("a title that is there twice", book([[*HEAD, "Name"], [*row(), "x"]]), "title_twice"),
    ("a missing column", book([HEAD[1:], row()[1:]]), "missing_title"),
    ("two header lines", book([HEAD, titles(PLAIN, "fr"), row()]), "two_headers"),
    ("titles without rows", book([HEAD]), "no_rows"),
    ("merged cells", book([HEAD, row()], merged="B3:C4"), "merged"),
    ("300 columns", book([[*HEAD, *(f"X{n}" for n in range(300))], row()]), "columns"),
    ("an empty sheet", book([]), "empty"),
    ("another file named .xlsx", b"%PDF-1.4 no sheet", "content"),
    ("an empty file", b"", "content"),
]


@pytest.mark.parametrize(("content", "code"), [one[1:] for one in TABLES], ids=[one[0] for one in TABLES])
def test_a_sheet_that_does_not_fit_is_refused_as_a_whole(content: bytes, code: str) -> None:
    assert refusals(PLAIN, content) == [code]


def test_everything_that_is_wrong_with_the_titles_is_said_at_once() -> None:
    assert refusals(PLAIN, book([["Remark", "Name", "Nom"], ["x", "y", "z"]])) == [
        "unknown_title",
        "title_twice",
        *["missing_title"] * 4,
    ]


def test_another_sheet_of_the_file_is_taken_when_only_that_one_fits() -> None:
    content = book([["Read me"], ["…"]], [HEAD, row()], names=["Notes", "Persons"])

    assert read(PLAIN, content).opened.sheet == "Persons"


def test_a_cell_under_no_title_is_told() -> None:
    found = read(PLAIN, book([[*HEAD, ""], [*row(), "lost"], row()]))

    assert found.faults == [(2, "", "untitled")]
    assert len(found.entries) == 1


def test_columns_that_the_console_itself_has_added_are_left_alone() -> None:
    content = book([[*HEAD, "What to do"], [*row(), "Correct the wage"]])

    assert len(read(PLAIN, content, ignored=("What to do",)).entries) == 1


def test_more_rows_than_a_sheet_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LIMITS", importing.TableLimits(rows=3))

    assert refusals(PLAIN, book([HEAD, *[row()] * 4])) == ["rows"]
    assert len(read(PLAIN, book([HEAD, *[row()] * 3])).entries) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_with_semicolons_is_read_in_the_code_pages_of_our_countries(encoding: str) -> None:
    cells = [AVS, "Müller", "12.04.1988", "01.01.2026", "", "6500.50", "42", "Monthly"]
    text = ";".join(HEAD) + "\r\n" + ";".join(cells) + "\r\n"

    found = read(PLAIN, text.encode(encoding), name="sheet.csv")

    assert found.values()[0]["name"] == "Müller"


def test_a_form_of_one_column_is_read() -> None:
    form = Form(
        key="test.one", title="One", sections=(Section("all", "All", (Text("name", "Name", required=True),)),)
    )

    assert [one["name"] for one in read(form, book([["Name"], ["Favre"], ["Keller"]])).values()] == [
        "Favre",
        "Keller",
    ]


def test_pieces_go_on_behind_the_last_row_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "PIECE", 4)
    rows = [row(name=f"Person {n}") if n % 3 else row(name="") for n in range(10)]
    whole = read(PLAIN, book([HEAD, *rows]))
    first = whole.pieces[0]
    rest = read(PLAIN, book([HEAD, *rows]), after=first.last, explained=first.explained)

    assert [piece.last for piece in whole.pieces] == [5, 9, 11]
    assert [piece.rows for piece in whole.pieces] == [4, 4, 2]
    assert rest.entries == whole.entries[first.good :]
    assert rest.faulty + first.faulty == whole.faulty == 4


def test_only_the_first_faulty_entries_are_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "EXPLAINED", 2)
    found = read(PLAIN, book([HEAD, *[row(name="")] * 5, row()]))

    assert (len(found.explained), found.faulty, len(found.entries)) == (2, 5, 1)


def test_counting_does_not_call_good_entries_of_a_form_with_conditions_faulty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "EXPLAINED", 0)
    found = read(FAMILY, book([titles(FAMILY), ["Favre", "no"], ["", "no"], ["Keller", "no"]]))

    assert (found.faulty, len(found.entries)) == (1, 2)


def test_two_processes_judge_a_large_sheet_as_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "PIECE", 3)
    rows = [row(name=f"Person {n}") if n % 3 else row(name="") for n in range(20)]
    alone = read(PLAIN, book([HEAD, *rows]))
    monkeypatch.setattr(importing, "ALONE", 4)
    monkeypatch.setattr(importing, "has_room", lambda: True)
    monkeypatch.setattr(importing, "EXPLAINED", 5)

    together = read(PLAIN, book([HEAD, *rows]))

    assert together.entries == alone.entries
    assert together.faulty == alone.faulty == 7
    assert together.explained == alone.explained[:5]


def test_what_ends_the_second_process_is_no_end_of_the_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(_work: object) -> Any:
        return beside(lambda: (1 // 0 for _ in range(1)))

    monkeypatch.setattr(importing, "ALONE", 1)
    monkeypatch.setattr(importing, "has_room", lambda: True)
    monkeypatch.setattr(importing, "beside", end)

    with pytest.raises(Crashed):
        read(PLAIN, book([HEAD, *[row()] * 4]))

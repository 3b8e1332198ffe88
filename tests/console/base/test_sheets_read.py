import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from console.base.sheets import Unreadable, column_letters, read_sheet, read_upload

SHEET = "xl/worksheets/sheet1.xml"


def workbook(fill, **options):
    """A workbook of which `fill` writes the first sheet; the second one holds one word."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options) as book:
        fill(book, book.add_worksheet())
        book.add_worksheet().write_string(0, 0, "other")
    return file.getvalue()


def replaced(data, part, old, new):
    """The same workbook with other words in one part."""
    file = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if name == part else content)
    return file.getvalue()


def cells(sheet):
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_file_is_understood_in_each_encoding_and_with_each_separator(encoding, separator):
    text = f"Nom{separator}Prénom\r\nFavre{separator}Zoé\r\n"

    sheet = read_sheet(text.encode(encoding), "PERSONS.CSV")

    assert (sheet.header, cells(sheet)) == (("Nom", "Prénom"), [("Favre", "Zoé")])


def test_rows_keep_the_numbers_people_see_and_blank_ones_are_left_out():
    sheet = read_sheet(b"\n ;\na;b\n;;\n1;2\n", "a.csv")

    assert (sheet.header_number, [row.number for row in sheet.rows]) == (3, [5])


def test_a_row_longer_than_the_titles_keeps_its_cells():
    sheet = read_sheet(b"a;b\n1;2;3\n4\n", "a.csv")

    assert (sheet.header, cells(sheet)) == (("a", "b", ""), [("1", "2", "3"), ("4", None, None)])


def test_rows_of_a_workbook_keep_the_numbers_people_see():
    def fill(book, sheet):
        sheet.write_string("C4", "Nom")
        sheet.write_string("C7", "Favre")

    sheet = read_sheet(workbook(fill), "a.xlsx")

    assert (sheet.header, sheet.header_number) == (("", "", "Nom"), 4)
    assert [(row.number, row.cells) for row in sheet.rows] == [(7, (None, None, "Favre"))]


def test_zeros_in_front_stay_and_a_number_keeps_its_figures():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_string(1, 0, "007")
        sheet.write_number(1, 1, 756000000118.0)
        sheet.write_number(1, 2, 0.1 + 0.2)

    assert cells(read_sheet(workbook(fill), "a.xlsx")) == [("007", Decimal(756000000118), Decimal("0.3"))]


def test_formulas_errors_and_times_are_marked_where_they_stand():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["a", "b", "c", "d"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_string(1, 1, "kept")
        sheet.write_formula(2, 2, "=NA()", None, "#N/A")
        sheet.write_number(1, 3, 1.5, book.add_format({"num_format": "[h]:mm"}))

    data = replaced(workbook(fill), SHEET, b"<f>NA()</f>", b"")

    assert cells(read_sheet(data, "a.xlsx")) == [
        (Unreadable.FORMULA, "kept", None, Unreadable.DURATION),
        (None, None, Unreadable.ERROR, None),
    ]


def test_a_formula_that_was_never_computed_is_marked_too():
    data = workbook(lambda book, sheet: [sheet.write(0, 0, "a"), sheet.write_formula(1, 0, "=1+6", None, 7)])

    assert cells(read_sheet(replaced(data, SHEET, b"<v>7</v>", b""), "a.xlsx")) == [(Unreadable.FORMULA,)]


def test_formulas_of_colours_and_drop_downs_are_no_formulas_of_cells():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["a"])
        sheet.write_number(1, 0, 1)
        sheet.data_validation(1, 0, 1, 0, {"validate": "list", "source": "=$A$1:$A$2"})
        sheet.add_sparkline(1, 1, {"range": "A1:A2"})

    assert cells(read_sheet(workbook(fill), "a.xlsx")) == [(Decimal(1),)]


def test_the_first_sheet_that_people_see_is_read():
    def fill(book, sheet):
        sheet.write_string(0, 0, "hidden")

    data = replaced(workbook(fill), "xl/workbook.xml", b'name="Sheet1"', b'name="Sheet1" state="veryHidden"')

    assert read_sheet(data, "a.xlsx").header == ("other",)


def test_days_counted_from_1904_are_the_same_days():
    def fill(book, sheet):
        sheet.write_string(0, 0, "a")
        sheet.write_datetime(1, 0, date(2026, 3, 5), book.add_format({"num_format": "dd.mm.yyyy"}))

    assert cells(read_sheet(workbook(fill, date_1904=True), "a.xlsx")) == [(date(2026, 3, 5),)]


def test_colours_far_away_do_not_make_a_sheet_too_large():
    def fill(book, sheet):
        sheet.write_string(0, 0, "a")
        sheet.write_blank("XFD1048576", None, book.add_format({"bold": True}))

    assert read_sheet(workbook(fill), "a.xlsx").header == ("a",)


def test_a_sheet_somebody_sent_is_read_in_a_child_process():
    assert cells(read_upload(b"a;b\n1;2\n", "a.csv")) == [("1", "2")]


def test_columns_have_the_letters_people_see():
    assert [column_letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]

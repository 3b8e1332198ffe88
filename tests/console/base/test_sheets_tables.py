import io
import re
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from console.base.sheets import SheetRefused, TableLimits, Unreadable, open_table, read_upload, xlsx_reading
from console.base.sheets.xlsx_marks import NOTHING, looks_plain, walk_through

SHEET = "xl/worksheets/sheet1.xml"


def workbook(fill, *more, options=None):
    """A workbook whose sheets are written by the functions given."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options or {}) as book:
        for write in (fill, *more):
            write(book, book.add_worksheet())
    return file.getvalue()


def changed(data, part, change):
    """The workbook with one part as `change` makes it."""
    file = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == part else content)
    return file.getvalue()


def one_word(word):
    return lambda book, sheet: sheet.write_string(0, 0, word)


def two_columns(book, sheet):
    sheet.write_row(0, 0, ["Nom", "Montant"])
    sheet.write_row(1, 0, ["Favre", 12.5])


def opened(data, filename="a.xlsx", **options):
    table = open_table(data, filename, **options)
    return table, list(table.rows())


def refusal(data, filename="a.xlsx", **options):
    with pytest.raises(SheetRefused) as refused:
        open_table(data, filename, **options)
    return refused.value.code


@pytest.fixture(params=["walked through", "looked at"])
def _each_look(request, monkeypatch):
    """Small sheets are walked through; the quick look is meant for large ones, and must see the same."""
    if request.param == "looked at":
        monkeypatch.setattr(xlsx_reading, "_SMALL", 0)


@pytest.mark.usefixtures("_each_look")
def test_cells_come_as_they_were_found():
    def fill(book, sheet):
        looks = {look: book.add_format({"num_format": look}) for look in ("dd.mm.yyyy", "hh:mm", "[h]:mm")}
        sheet.write_row(0, 0, ["a", "b", "c", "d", "e", "f", "g", "h"])
        sheet.write_row(1, 0, ["007", 12.5, True, 3])
        sheet.write_datetime(1, 4, date(2026, 3, 5), looks["dd.mm.yyyy"])
        sheet.write_datetime(1, 5, datetime(2026, 3, 5, 9, 30), looks["dd.mm.yyyy"])
        sheet.write_datetime(1, 6, time(9, 30), looks["hh:mm"])
        sheet.write_number(1, 7, 1.5, looks["[h]:mm"])

    day = date(2026, 3, 5)
    cells = ["007", 12.5, True, 3.0, day, datetime(2026, 3, 5, 9, 30), time(9, 30), timedelta(hours=36)]
    assert opened(workbook(fill))[1] == [(2, cells)]


@pytest.mark.usefixtures("_each_look")
def test_places_are_those_that_people_see():
    def fill(book, sheet):
        sheet.write_row(3, 2, ["Nom", "Montant"])
        sheet.write_row(6, 2, ["Favre", 12.5])
        sheet.write_row(8, 3, [" "])

    table, rows = opened(workbook(fill))

    assert (table.header, table.header_number) == (("", "", "Nom", "Montant"), 4)
    assert rows == [(7, ["", "", "Favre", 12.5])]


@pytest.mark.usefixtures("_each_look")
def test_formulas_and_errors_are_marked_also_where_the_file_keeps_no_value():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_formula(2, 1, "=NA()", None, "#N/A")
        sheet.write_formula(4, 2, "=1+6", None, 7)

    data = changed(
        workbook(fill), SHEET, lambda xml: xml.replace(b"<f>NA()</f>", b"").replace(b"<v>7</v>", b"")
    )

    table, rows = opened(data)
    assert (table.header, table.last_number) == (("a", "b", ""), 5)
    assert rows == [
        (2, [Unreadable.FORMULA, "", ""]),
        (3, ["", Unreadable.ERROR, ""]),
        (5, ["", "", Unreadable.FORMULA]),
    ]


@pytest.mark.usefixtures("_each_look")
def test_a_program_that_writes_its_elements_with_a_prefix_is_understood():
    data = workbook(lambda book, sheet: [two_columns(book, sheet), sheet.write_formula(1, 1, "=1", None, 1)])
    prefixed = changed(
        data, SHEET, lambda xml: re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x=")
    )

    assert opened(prefixed)[1] == [(2, ["Favre", Unreadable.FORMULA])]


def test_a_sheet_is_found_by_its_name_in_the_order_people_see():
    book = workbook(one_word("first file"), one_word("second file"), one_word("hidden"))
    moved = changed(
        book,
        "xl/workbook.xml",
        lambda xml: re.sub(rb'(<sheet name="Sheet1".*?/>)(<sheet name="Sheet2".*?/>)', rb"\2\1", xml).replace(
            b'name="Sheet3"', b'name="Sheet3" state="hidden"'
        ),
    )

    table = open_table(moved, "a.xlsx")
    assert (table.sheet, table.sheets, table.header) == ("Sheet2", ("Sheet2", "Sheet1"), ("second file",))
    assert open_table(moved, "a.xlsx", sheet="sheet1").header == ("first file",)
    assert refusal(moved, sheet="Sheet3") == "sheet"


@pytest.mark.usefixtures("_each_look")
def test_merged_cells_are_named_where_they_touch_the_table():
    def fill(book, sheet):
        sheet.merge_range("A1:B1", "")
        sheet.write_row(2, 0, ["Nom", "Montant"])
        sheet.merge_range("A4:B5", "Favre")
        sheet.merge_range("D3:E9", "")

    assert open_table(workbook(fill), "a.xlsx").merged == ("A4:B5",)


def test_a_table_of_separated_text_has_texts_in_equally_long_rows():
    table, rows = opened(b"Nom;Montant\r\n;\r\nFavre;12.50;x\r\n'=1;;;;\r\n", "a.csv")

    assert (table.sheets, table.header, table.last_number) == ((), ("Nom", "Montant", ""), 4)
    assert rows == [(3, ["Favre", "12.50", "x"]), (4, ["=1", "", ""])]


def test_what_a_table_may_be_is_said_in_its_limits():
    def wide(book, sheet):
        sheet.write_row(0, 0, ["x"] * 300)

    def long(book, sheet):
        sheet.write_column(0, 0, ["x"] * 5)

    assert refusal(workbook(wide)) == "columns"
    assert refusal(workbook(long), limits=TableLimits(rows=3)) == "rows"
    assert refusal(b"a\n" * 5, "a.csv", limits=TableLimits(rows=3)) == "rows"
    assert refusal(workbook(long), limits=TableLimits(parts=3)) == "unpacked"
    assert refusal(workbook(long), limits=TableLimits(megabytes=0)) == "size"


@pytest.mark.usefixtures("_each_look")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda xml: xml[: len(xml) // 2], "unreadable"),
        (lambda xml: xml[: xml.index(b"</worksheet>")], "unreadable"),
        (lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml, "doctype"),
        (lambda xml: xml.decode().encode("utf-16"), "unreadable"),
        (lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 30_000_000), "unpacked"),
        (lambda xml: xml.replace(b'r="A2"', b'r="XFD2"'), "columns"),
    ],
    ids=["cut", "cut behind its rows", "document type", "UTF-16", "bomb", "far cell"],
)
def test_a_sheet_that_is_no_sheet_is_refused_with_its_reason(change, code):
    assert refusal(changed(workbook(two_columns), SHEET, change)) == code


def test_a_pdf_under_another_name_is_no_workbook():
    assert refusal(b"%PDF-1.7\n" + bytes(100)) == "content"


@pytest.mark.parametrize("rows", [2, 60_000], ids=["small", "large"])
def test_a_far_cell_is_refused_before_anything_makes_room_for_it(rows):
    def far(xml):
        cells = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, rows))
        last = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        return xml.replace(b"</sheetData>", cells + last + b"</sheetData>")

    with pytest.raises(SheetRefused) as refused:
        read_upload(changed(workbook(two_columns), SHEET, far), "a.xlsx")

    assert refused.value.code == "columns"


@pytest.mark.parametrize("prefix", [b"", b"x:"])
def test_the_quick_look_suffices_for_a_sheet_of_values(prefix):
    data = changed(
        workbook(two_columns),
        SHEET,
        lambda xml: re.sub(rb"<(/?)(?=[a-z])", rb"<\1" + prefix, xml),
    )

    assert looks_plain(zipfile.ZipFile(io.BytesIO(data)).read(SHEET), [])


CELLS = st.sampled_from(
    [
        b'<c r="A2"><v>1</v></c>',
        b'<c r="A2" t="e"><v>#N/A</v></c>',
        b'<c r="B2"><f>1+1</f><v>2</v></c>',
        b'<c r="B2"><f t="shared" si="0"/></c>',
        b'<c r="C2"><f\n>1</f></c>',
        b'<c r="D2" t="inlineStr"><is><t>&lt;f&gt;</t></is></c>',
        b"<!-- a -->",
        b'<c r="ZZ2"/>',
    ]
)
ENDS = st.sampled_from(
    [b"", b'<mergeCells><mergeCell ref="A1:B2"/></mergeCells>', b"<filterColumn/>", b"<formula1>1</formula1>"]
)


@given(st.lists(CELLS, max_size=4), ENDS, st.integers(1, 300), st.sampled_from([b"", b"x:"]))
def test_the_quick_look_finds_nothing_only_where_the_walk_marks_nothing(cells, end, size, prefix):
    inside = re.sub(rb"<(/?)(?=[a-z])", rb"<\1" + prefix, b"".join(cells) + b"</row></sheetData>" + end)
    opening = b'<%sworksheet xmlns:x="y"><%ssheetData><%srow r="2">' % (prefix, prefix, prefix)
    xml = opening + b"%s</%sworksheet>" % (inside, prefix)
    # The root stands in the first piece, however small the others are.
    pieces = [xml[:60], *(xml[start : start + size] for start in range(60, len(xml), size))]

    if looks_plain(pieces[0], pieces[1:]):
        assert walk_through([xml], TableLimits()) == NOTHING

import csv
import io
import unicodedata
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.base.sheets import SheetRefused, read_sheet, write_csv, write_workbook, write_xlsx

CREATED = datetime(2026, 3, 5, 9, 7, tzinfo=UTC)
OPENERS = "=+-@\t\r＝＋－＠"

# No NUL, which marks another format, and none of the signs that XML cannot hold.
letters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff")
texts = st.text(st.one_of(st.sampled_from("'=+-@\t\r\n;,\" \u200b＝"), letters), max_size=12)
filled = texts.filter(str.strip)


def xlsx(columns, rows, title="Personen", language="fr_CH"):
    return write_xlsx(title, columns, rows, language, created=CREATED)


def part(data, name):
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def cells(sheet):
    return [list(row.cells) for row in sheet.rows]


@given(st.lists(filled, min_size=1, max_size=4), st.data(), st.sampled_from(";,\t"))
def test_a_csv_file_reads_back_as_it_was_written(header, data, separator):
    rows = data.draw(st.lists(st.lists(filled, min_size=len(header), max_size=len(header)), max_size=4))

    sheet = read_sheet(write_csv(header, rows, separator=separator), "persons.csv")

    assert (list(sheet.header), cells(sheet)) == (header, rows)


@given(texts)
def test_no_text_in_a_csv_file_opens_a_formula(text):
    written = write_csv(["a"], [["x", text]]).decode("utf-8-sig")

    shown = list(csv.reader(io.StringIO(written, newline=""), delimiter=";"))[1][1]

    unseen = {"Cc", "Cf", "Zs", "Zl", "Zp"}
    visible = [sign for sign in shown if sign in OPENERS or unicodedata.category(sign) not in unseen]
    assert not visible or visible[0] not in OPENERS


@pytest.mark.parametrize(
    "text", ["=1+1", "+41 21 555 01 02", "-5", "@x", "\t=1", " =1", "\u200b＝1", "＠x", "'=1"]
)
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(text):
    data = write_csv(["a"], [[text]])

    assert f'"\'{text}"' in data.decode("utf-8-sig")
    assert cells(read_sheet(data, "a.csv")) == [[text]]


def test_a_csv_file_writes_days_amounts_and_yes_in_one_form_everywhere():
    data = write_csv(["a", "b", "c", "d"], [[date(2026, 3, 5), Decimal("-1234.50"), True, None]])

    assert data == b'\xef\xbb\xbf"a";"b";"c";"d"\r\n"2026-03-05";"-1234.50";"1";""\r\n'


@given(st.lists(st.lists(filled, min_size=2, max_size=2), max_size=4))
def test_texts_in_a_workbook_read_back_as_they_were_written(rows):
    assert cells(read_sheet(xlsx(["a", "b"], rows), "a.xlsx")) == rows


@given(
    st.decimals(-(10**12), 10**12, places=2, allow_nan=False),
    st.dates(date(1900, 3, 1)),
    st.booleans(),
)
def test_numbers_days_and_yes_keep_their_type_in_a_workbook(amount, day, answer):
    assert cells(read_sheet(xlsx(["a", "b", "c"], [[amount, day, answer]]), "a.xlsx")) == [
        [amount, day, answer]
    ]


@pytest.mark.parametrize("text", ["=1+1", "https://example.org", "<r><f>1</f></r>", "</t></is><f>1</f>"])
def test_a_text_in_a_workbook_never_computes_or_links(text):
    data = xlsx(["a"], [[text]])

    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert cells(read_sheet(data, "a.xlsx")) == [[text]]


def test_what_a_number_or_a_day_cannot_hold_is_written_as_text():
    data = xlsx(["a", "b"], [[Decimal("1234567890123456789"), date(1899, 12, 31)]])

    assert cells(read_sheet(data, "a.xlsx")) == [["1234567890123456789", "1899-12-31"]]


def test_equal_rows_give_equal_bytes_that_tell_nothing_of_the_machine():
    rows = [["Favre", Decimal("12.50")]]

    data = xlsx(["Nom", "Montant"], rows, title="Personnes")

    assert data == xlsx(["Nom", "Montant"], rows, title="Personnes")
    core = part(data, "docProps/core.xml")
    assert core.count("2026-03-05T09:07:00Z") == 2
    assert "<dc:creator></dc:creator>" in core


def test_the_header_of_a_workbook_is_bold_and_stays_in_view():
    data = xlsx(["Nom"], [["Favre"]])

    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert 'state="frozen"' in sheet
    assert '<c r="A1" s="1"' in sheet
    assert "<b/>" in part(data, "xl/styles.xml")


@pytest.mark.parametrize(("language", "look"), [("fr_CH", "dd.mm.yyyy"), ("nl_BE", "dd/mm/yyyy")])
def test_days_look_as_in_the_country_of_the_reader(language, look):
    assert f'formatCode="{look}"' in part(
        xlsx(["a"], [[date(2026, 3, 5)]], language=language), "xl/styles.xml"
    )


@pytest.mark.parametrize("title", ["Löhne: 2026/2027 [alle]", "History", "'", "x" * 40])
def test_any_title_makes_a_workbook_that_opens(title):
    assert cells(read_sheet(xlsx(["a"], [["b"]], title=title), "a.xlsx")) == [["b"]]


def test_a_text_too_long_for_a_cell_is_refused_instead_of_cut():
    with pytest.raises(SheetRefused) as refused:
        xlsx(["a"], [["x"], ["x" * 40_000]])

    assert (refused.value.code, refused.value.params) == ("long_text", {"row": 3})


def test_a_workbook_has_its_sheets_in_order_each_with_its_header():
    sheets = [("Months", ["Month", "Count"], [["March", 3]]), ("Causes", ["Cause"], [])]

    book = openpyxl.load_workbook(io.BytesIO(write_workbook("Report", sheets, "fr", created=CREATED)))

    found = {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in book}
    assert found == {"Months": [["Month", "Count"], ["March", 3]], "Causes": [["Cause"]]}

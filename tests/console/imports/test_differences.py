from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel

from console.base.figures import style_of
from console.base.sheets import Sheet, SheetRow, Unreadable, read_sheet
from console.imports.declarations import Column, Fault, RowKind, read_day, read_text
from console.imports.differences import Change, differences

STYLE = style_of("fr", "CH")


def read_number(cell, style):
    text = read_text(cell, style)
    if not text.isdigit():
        raise Fault("number", "Type figures, not %(text)s.", text=text)
    return text


def show(value, style):
    return "" if value is None else str(value)


COMPANIES = RowKind(
    columns=(
        Column("number", "Number", True, read_number, show),
        Column("name", "Name", True, read_text, show),
        Column("since", "Since", False, read_day, show),
    ),
    key=("number",),
)
TITLES = {"number": ["Numéro", "Nummer"], "name": ["Nom de l’entreprise"], "since": ["Dès le"]}
FAVRE = {"number": "007", "name": "Favre SA", "since": date(2020, 1, 1)}
MEIER = {"number": "008", "name": "Meier AG", "since": None}


def sheet_of(*rows, header=("Number", "Name", "Since")):
    return Sheet(header, 1, tuple(SheetRow(number, row) for number, row in enumerate(rows, start=2)))


def compare(sheet, *existing, limit=200):
    return differences(COMPANIES, sheet, existing, style=STYLE, translations=TITLES, limit=limit)


def codes(faults):
    return [(fault.column, fault.code) for fault in faults]


def test_rows_are_new_changed_same_or_missing():
    found = compare(
        sheet_of(("007", "Favre Sàrl", "01.01.2020"), ("008", "Meier AG", None), ("009", "Rey", None)),
        FAVRE,
        MEIER,
        {"number": "001", "name": "Gone", "since": None},
    )

    assert (found.counts.new, found.counts.changed, found.counts.same, found.counts.missing) == (1, 1, 1, 1)
    assert [(row.number, row.key) for row in found.new] == [(4, ("009",))]
    assert found.changed[0].changes == {"name": Change("Favre SA", "Favre Sàrl")}
    assert found.missing == (("001",),)
    assert found.is_clean


def test_a_column_the_sheet_does_not_have_keeps_its_values():
    found = compare(sheet_of(("007", "Favre SA"), header=("Number", "Name")), FAVRE)

    assert (found.columns, found.counts.same) == (("number", "name"), 1)


def test_an_empty_cell_empties_a_value_that_may_be_empty():
    found = compare(sheet_of(("007", "Favre SA", " ")), FAVRE)

    assert found.changed[0].changes == {"since": Change(date(2020, 1, 1), None)}


def test_an_empty_text_of_ours_is_the_same_as_an_empty_cell():
    assert compare(sheet_of(("008", "Meier AG", None)), {**MEIER, "since": ""}).counts.same == 1


@pytest.mark.parametrize(
    "header",
    [("NUMÉRO", "  nom  de l'entreprise ", "dès le"), ("nummer", "name", "since"), ("number", "NAME", "")],
)
def test_columns_are_found_by_their_title_in_any_language_or_by_their_key(header):
    assert compare(sheet_of(("007", "Favre SA", None), header=header)).counts.new == 1


def test_unknown_missing_double_and_empty_titles_are_named():
    found = compare(sheet_of(("007", "a", "x", "y"), header=("Numéro", "Nummer", "Colour", "")))

    assert [(fault.code, fault.params) for fault in found.title_faults] == [
        ("double_title", {"title": "Number", "first": "A", "second": "B"}),
        ("unknown_title", {"title": "Colour", "letters": "C"}),
        ("untitled", {"letters": "D"}),
        ("missing_title", {"title": "Name"}),
    ]
    assert not found.is_clean
    assert found.counts.new == 0


def test_all_faults_of_a_row_are_told_at_once():
    found = compare(sheet_of(("x", "", "31.02.2026")), MEIER)

    assert codes(found.faulty[0].faults) == [
        ("number", "number"),
        ("name", "required"),
        ("since", "no_such_day"),
    ]
    assert (found.faulty[0].number, found.counts.faulty, found.is_clean) == (2, 1, False)


@pytest.mark.parametrize("cell", Unreadable)
def test_a_cell_that_computes_or_failed_is_a_fault(cell):
    assert codes(compare(sheet_of(("007", cell, None))).faulty[0].faults) == [("name", cell.value)]


def test_a_row_that_stands_twice_is_a_fault_of_both_that_names_both():
    found = compare(sheet_of(("007", "Favre", None), ("008", "Meier", None), ("007", "Fabre", None)))

    told = [(row.number, fault.code, fault.params) for row in found.faulty for fault in row.faults]
    assert told == [
        (2, "duplicate", {"first": 2, "second": 4}),
        (4, "duplicate", {"first": 2, "second": 4}),
    ]
    assert found.counts.new == 1


def test_faults_are_said_in_words():
    faults = compare(sheet_of(("x", Unreadable.FORMULA, "31.02.2026"))).faulty[0].faults
    app = Flask(__name__)
    Babel(app)

    with app.test_request_context():
        said = [fault.say(STYLE) for fault in faults]

    assert said[:2] == ["Type figures, not x.", "This cell holds a formula. Replace it by its value."]
    assert "31.02.2026" in said[2]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("007", "007"),
        (Decimal("756000000118"), "756000000118"),
        (" Rue\u00a0du Lac\n3 ", "Rue du Lac 3"),
        ("Zoe\u0308", "Zoë"),
    ],
)
def test_a_text_is_taken_over_as_it_was_meant(cell, text):
    assert read_text(cell, STYLE) == text


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (Decimal("1E+15"), "lost_figures"),
        (Decimal("1.5"), "not_text"),
        (True, "not_text"),
        (date(2026, 3, 5), "not_text"),
        ("a\u202eb", "hidden_signs"),
    ],
)
def test_a_text_that_is_none_is_a_fault(cell, code):
    with pytest.raises(Fault) as fault:
        read_text(cell, STYLE)

    assert fault.value.code == code


def test_a_bare_number_is_no_day():
    with pytest.raises(Fault):
        read_day(Decimal(46000), STYLE)


def test_the_listing_is_limited_and_the_counts_are_not():
    rows = [(f"{number:04}", "Favre", None) for number in range(500)]

    found, full = compare(sheet_of(*rows), limit=10), compare(sheet_of(*rows), limit=None)

    assert (len(found.new), found.counts.new, len(full.new)) == (10, 500, 500)
    assert found.digest == full.digest


def test_the_digest_tells_whether_the_sheet_or_our_rows_changed():
    sheet = sheet_of(("007", "Favre", None), ("008", "Meier AG", None))
    before = compare(sheet, FAVRE, MEIER).digest

    assert compare(sheet, MEIER, FAVRE).digest == before
    assert compare(sheet, FAVRE).digest != before
    assert compare(sheet, {**FAVRE, "name": "Other"}, MEIER).digest != before
    assert compare(sheet, FAVRE, MEIER, {**MEIER, "number": "009"}).digest != before
    assert compare(replace(sheet, rows=sheet.rows[:1]), FAVRE, MEIER).digest != before


def test_a_kind_whose_key_may_be_empty_is_refused():
    with pytest.raises(ValueError, match="required"):
        RowKind(COMPANIES.columns, ("since",))


def test_a_file_goes_from_bytes_to_differences():
    data = "Numéro;Nom de l’entreprise\r\n007;Favre & Fils\r\n".encode("cp1252")

    assert compare(read_sheet(data, "a.csv")).new[0].values == {"number": "007", "name": "Favre & Fils"}


def test_a_sheet_of_twenty_thousand_rows_is_compared_row_by_row():
    rows = [(f"{number:06}", f"Company {number}", "01.01.2020") for number in range(20_000)]
    existing = [{"number": f"{n:06}", "name": f"Company {n // 2 * 2}", "since": None} for n in range(20_000)]
    sheet = sheet_of(*rows)

    found = compare(sheet, *existing)

    assert found.counts.changed == 20_000

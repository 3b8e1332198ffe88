"""A payroll clerk tries DSN files: what the page tells her, and what a hostile file does to it."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from tests.plugins.fr_dsn.pages.trying import APRIL, FEBRUARY, MARCH, START, bring, brought
from tests.support.house import House

HOSTILE = {
    "empty": b"",
    "of zeros": bytes(5000),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "of one endless line": b"S10.G00.00.001,'" + b"A" * 300_000,
    "with signs that nobody can show": FEBRUARY[1].replace(b"MARCHAND", b"M\x00\x07\x1bCHAND"),
    "with formulas": FEBRUARY[1].replace(b"'MARCHAND'", b"'=HYPERLINK(1)'"),
    "cut in the middle": FEBRUARY[1][:3001],
    "of persons without a number": b"S10.G00.00.001,'X'\n" + b"S21.G00.30.001,'<script>'\n" * 3000,
}


def test_a_file_without_fault_is_told_so(lite_house: House) -> None:
    browser = lite_house.browser("camille")

    page = browser.get(brought(browser)).get_data(as_text=True)

    assert "declaration-fevrier.dsn" in page
    assert "Accept" in page
    assert "Nothing to correct" in page or "Rien à corriger" in page


def test_a_fault_stands_with_person_line_rubric_and_official_number(lite_house: House) -> None:
    browser = lite_house.browser("camille")
    line = 1 + APRIL[1].split(b"\n").index(b"S21.G00.30.006,'31021979'")

    page = browser.get(brought(browser, APRIL)).get_data(as_text=True)

    assert "S21.G00.30.006/CSL-11" in page
    assert "BERTIN OLIVIER" in page
    assert "1 79 07 69 123 457".replace(" ", "\xa0") in page
    assert "Date de naissance" in page
    assert f">{line}<" in page


def test_several_files_are_a_sequence_with_months_stoppages_and_changes(lite_house: House) -> None:
    browser = lite_house.browser("camille")

    page = browser.get(brought(browser, FEBRUARY, MARCH, FEBRUARY)).get_data(as_text=True)

    assert "DUPLICATE" not in page  # one name twice is one part of the form: the second February is left out
    assert "PREV-2025-001" in page
    assert "64,00" in page
    assert "32,00" in page
    assert "02/2025" in page
    assert "11/03/2025" in page
    assert "D&#39;AZUR INES" in page


def test_the_same_month_brought_twice_is_refused_the_second_time(lite_house: House) -> None:
    browser = lite_house.browser("camille")

    page = browser.get(brought(browser, FEBRUARY, ("again.dsn", FEBRUARY[1]))).get_data(as_text=True)

    assert "DUPLICATE" in page


def test_findings_are_grouped_and_narrowed_by_the_address(lite_house: House) -> None:
    browser = lite_house.browser("camille")
    place = brought(browser, MARCH, APRIL)

    by_control = browser.get(f"{place}?by=control").get_data(as_text=True)
    warnings = browser.get(f"{place}?severity=business").get_data(as_text=True)
    hers = browser.get(f"{place}?person=bertin").get_data(as_text=True)

    assert by_control.index("S21.G00.30.006/CSL-11</h3>") > 0
    assert 'id="group-1">' in warnings
    assert "31/02/1979" not in warnings
    assert "31/02/1979" in hers
    assert 'id="group-2">' not in hers


@pytest.mark.parametrize("asked", ["by=colour", "severity=none", "page=0", "page=x", "page=99999999999999"])
def test_an_address_that_no_page_asks_is_refused_in_words(lite_house: House, asked: str) -> None:
    browser = lite_house.browser("camille")
    [place] = [f"{START}{reference}" for reference in _references(lite_house)]

    assert browser.get(f"{place}?{asked}").status_code == 400


def test_every_table_has_a_page_of_its_own(lite_house: House) -> None:
    browser = lite_house.browser("camille")
    [reference] = _references(lite_house)

    parts = ("declarations", "contracts", "months", "changes", "stoppages", "endings", "persons")
    answers = {part: browser.get(f"{START}{reference}/{part}").status_code for part in parts}

    assert answers == dict.fromkeys(parts, 200)
    assert browser.get(f"{START}{reference}/anything").status_code == 404


def test_the_sheet_holds_the_findings_asked_for_and_nothing_that_computes(lite_house: House) -> None:
    browser = lite_house.browser("camille")
    wrong = APRIL[1].replace(b"'BERTIN'", b"'=HYPERLINK(1)'")
    place = brought(browser, ("=1+1.dsn", wrong))

    answer = browser.get(f"{place}/findings.xlsx?severity=refusal")
    (row, *_others) = list(load_workbook(_stream(answer.get_data())).active.iter_rows(min_row=2))

    assert [cell.data_type for cell in row] == ["s", "s", "n", "s", "s", "s", "s", "s", "s"]
    assert row[1].value == "=1+1.dsn"
    assert row[6].value.startswith("=HYPERLINK(1)")


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_gives_a_clear_page(lite_house: House, kind: str) -> None:
    browser = lite_house.browser("camille")

    answer = bring(browser, {"hostile.dsn": HOSTILE[kind]})
    page = browser.get(answer.location) if answer.status_code == 303 else answer
    text = page.get_data(as_text=True)

    assert page.status_code in (200, 422)
    assert "hostile.dsn" in text
    assert "<script>" not in text.split("<main", 1)[1].split("</main>", 1)[0]


def test_a_name_of_a_file_is_shown_without_its_folder_and_strange_signs(lite_house: House) -> None:
    browser = lite_house.browser("camille")

    page = browser.get(brought(browser, ("C:\\\u202ecache\\<b>.dsn", FEBRUARY[1]))).get_data(as_text=True)

    assert "&lt;b&gt;.dsn" in page
    assert "\u202e" not in page


def test_a_form_without_a_file_says_so_at_its_field(lite_house: House) -> None:
    answer = bring(lite_house.browser("camille"), {})

    assert answer.status_code == 422
    assert 'id="files-fault"' in answer.get_data(as_text=True)


def test_a_check_that_breaks_off_is_told_and_leaves_nothing(
    lite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.fr_dsn.checking.running.MEMORY_MB", 20)

    answer = bring(lite_house.browser("camille"), dict([FEBRUARY]))

    assert answer.status_code == 422
    assert 'id="files-fault"' in answer.get_data(as_text=True)
    assert len(_references(lite_house)) == 1


def _references(house: House) -> list[str]:
    from sqlalchemy import select

    from plugins.fr_dsn.models import Check

    with house.reading("Hexalia") as session:
        return list(session.scalars(select(Check.reference)))


def _stream(data: bytes):  # type: ignore[no-untyped-def]
    import io

    return io.BytesIO(data)

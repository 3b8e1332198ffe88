"""Reading a list from a sheet: what its columns may say, and which row is wrong."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import pytest
from openpyxl import Workbook

from console.plugin import read_upload
from plugins.fr_dsn.formats.listing import Read, read_list, restored, stored
from plugins.fr_dsn.rules.lists.catalog import LISTS
from plugins.fr_dsn.rules.lists.codes import Code


def of_csv(text: str, name: str = "IDCC", encoding: str = "utf-8") -> Read:
    return read_list(LISTS[name], read_upload(text.encode(encoding), "list.csv"))


def of_book(rows: Sequence[Sequence[object]], name: str = "IDCC") -> Read:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(out)
    return read_list(LISTS[name], read_upload(out.getvalue(), "list.xlsx"))


def said(found: Read) -> list[str]:
    return [one.message % one.params for one in found.faults]


def test_a_code_alone_is_enough() -> None:
    assert of_csv("code\n1486\n0044\n").codes == (Code("1486"), Code("0044"))


def test_label_and_days_may_stand_beside_it_in_any_order_and_in_french() -> None:
    found = of_csv(
        "Libellé;Fin de validité;Code;Début de validité;Autre\nEssai;31/12/2025;1486;2019-04-01;x\n"
    )

    assert found.codes == (Code("1486", "Essai", date(2019, 4, 1), date(2025, 12, 31)),)


def test_a_file_of_an_old_program_keeps_its_letters() -> None:
    [code] = of_csv("code;libellé\n1486;Société d’essai\n", encoding="cp1252").codes

    assert code.label == "Société d’essai"


def test_days_and_zeros_of_a_workbook_are_understood() -> None:
    found = of_book([["code", "label", "valid from", "valid until"], [44, "Essai", date(2020, 1, 1), None]])

    assert found.codes == (Code("0044", "Essai", date(2020, 1, 1)),)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (";;;", None),
        (";Essai;;", "Row 3: the code is missing."),
        ("44;;;", "Row 3: the code “44” has 2 characters instead of 4 to 4."),
        ("14A6;;;", "Row 3: the code “14A6” holds signs that codes of this list do not have."),
        ("1487;;31/02/2025;", "Row 3, column “valid from”: “31/02/2025” is no day."),
        ("1487;;;20250101", "Row 3, column “valid until”: “20250101” is no day."),
        ("1487;;31/12/2025;01/01/2025", "Row 3: the code “1487” ends before it begins."),
    ],
)
def test_a_row_that_is_wrong_is_named_and_nothing_is_taken(row: str, sentence: str | None) -> None:
    found = of_csv(f"code;label;valid from;valid until\n1486;;;\n{row}\n")

    if sentence is None:
        assert [one.code for one in found.codes] == ["1486"]
    else:
        [told] = said(found)
        assert told.startswith(sentence)
        assert found.codes == ()


def test_a_formula_is_never_taken_for_a_code() -> None:
    [told] = said(of_book([["code"], ["=1486+0"]]))

    assert told == "Row 2, column “code”: a formula or an error stands where a value belongs."


def test_a_sheet_without_titles_is_not_guessed_at() -> None:
    [told] = said(of_csv("1486\n0044\n"))

    assert told.startswith("No column is titled “code”.")


def test_two_columns_of_one_kind_are_refused() -> None:
    [told] = said(of_csv("code;label;libellé\n1486;a;b\n"))

    assert told == "Two columns are titled “libellé”. Leave one of them."


def test_of_many_wrong_rows_the_first_twenty_are_named() -> None:
    found = of_csv("code\n" + "x\n" * 50)

    assert (len(found.faults), found.more_faults) == (20, 30)


def test_a_code_may_come_again_in_another_time() -> None:
    found = of_csv("code;valid from;valid until\n1486;;31/12/2019\n1486;01/01/2025;\n")

    assert len(found.codes) == 2


def test_what_is_kept_comes_back_as_it_was() -> None:
    codes = [
        Code("1486", 'Essai, "Société"; №', date(2019, 4, 1)),
        Code("0044"),
        Code("0018", "", None, date(2020, 1, 1)),
    ]

    assert list(restored(stored(codes))) == codes

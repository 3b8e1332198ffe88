"""A sheet of e-mail addresses finds the requests it is for."""

from __future__ import annotations

from console.base.sheets.cells import Sheet, SheetRow
from console.mailbox.addressing import Request, lines_of

ANNA, LUC = "7561234567897", "7569217076985"
NOE, LEA = "7560000000001", "7560000000002"
REQUESTS = (
    Request("AAAA-BBBB-CCCC", "Formation de Noé", "Anna Rochat", frozenset({ANNA, NOE})),
    Request("DDDD-EEEE-FFFF", "Formation de Léa", "Anna Rochat", frozenset({ANNA, LEA})),
    Request("GGGG-HHHH-JJJJ", "Formation de Tim", "Luc Perret", frozenset({LUC})),
)


def sheet(*rows: tuple[object, ...], header: tuple[str, ...] = ("No AVS", "Enfant", "E-mail")) -> Sheet:
    """Give a sheet with these rows."""
    made = tuple(SheetRow(number, cells) for number, cells in enumerate(rows, start=2))  # type: ignore[arg-type]
    return Sheet(header, 1, made)


def problems(found: Sheet) -> list[tuple[str, str]]:
    """Give for each row the reference it is for and the message id of its problem."""
    return [
        (line.request.reference if line.request else "", line.problem.message if line.problem else "")
        for line in lines_of(found, REQUESTS)
    ]


def test_a_row_is_found_by_the_number_of_the_person_however_it_is_written() -> None:
    assert problems(sheet(("756.9217.0769.85", None, "luc@example.org"))) == [("GGGG-HHHH-JJJJ", "")]


def test_the_number_of_the_child_tells_two_requests_of_one_person_apart() -> None:
    assert problems(sheet((ANNA, LEA, "anna@example.org"))) == [("DDDD-EEEE-FFFF", "")]


def test_a_row_that_fits_two_requests_is_left_out_until_it_says_which() -> None:
    ((reference, problem),) = problems(sheet((ANNA, None, "anna@example.org")))

    assert (reference, problem.split(".")[0]) == ("", "Several open requests fit this row")


def test_the_reference_of_our_template_decides() -> None:
    titles = ("Reference", "Subject", "E-mail")
    found = problems(sheet(("AAAA-BBBB-CCCC", "Formation", "anna@example.org"), header=titles))

    assert found == [("AAAA-BBBB-CCCC", "")]


def test_a_faulty_address_a_stranger_and_a_second_row_are_each_named() -> None:
    found = problems(
        sheet(
            (LUC, None, "luc at example"),
            ("7560000000999", None, "x@example.org"),
            (ANNA, NOE, "anna@example.org"),
            (ANNA, NOE, "other@example.org"),
        )
    )

    assert [text.split(" ")[0] for _reference, text in found] == ["Give", "No", "", "Row"]

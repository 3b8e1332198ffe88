"""A sheet of recipients: what is there is checked, what is not there the company fills in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from console.base.figures import style_of
from console.base.sheets import Cell, Sheet, SheetRow, Unreadable
from console.campaigns.sheet import Read, SheetReader
from console.forms.revisions import publish
from plugins.ch_fund.forms.training_confirmation import TRAINING_CONFIRMATION
from plugins.ch_fund.rules.form_rules import RULES

OWN = ("company", "person", "person_number", "about")
REVISION = publish(
    TRAINING_CONFIRMATION, ["de"], lambda _, text: {"Family name": "Familienname"}.get(text, text)
)
READER = SheetReader(
    style_of("de", "CH"),
    {"company": ["Mitgliednummer oder UID"]},
    REVISION,
    {rule.name: rule for rule in RULES},
)


def read(head: tuple[str, ...], *rows: tuple[Cell, ...]) -> Read:
    """Read a sheet with this header, whose first row is row 2."""
    lines = tuple(SheetRow(number, row) for number, row in enumerate(rows, 2))
    return READER.read(Sheet(head, 1, lines))


def faults(found: Read) -> list[tuple[int, str, str]]:
    """Give row, column and code of what is wrong."""
    return [(one.row, one.column, getattr(one.why, "code", "phrase")) for one in found.faults]


def test_values_stand_filled_in_as_a_page_would_hold_them() -> None:
    head = (*OWN, "avs", "birth", "kind", "period.from")
    row = (
        "41002",
        "Aline Exemple",
        "756.1234.5678.97",
        "Noé",
        "7560000000118",
        date(2008, 5, 14),
        "School",
        "01.08.2027",
    )

    (line,) = read(head, row).lines

    assert line.recipient.prefill == {
        "avs": "756.0000.0001.18",
        "birth": "14.05.2008",
        "kind": "school",
        "period": {"from": "01.08.2027"},
    }
    assert (line.named, line.recipient.person_number) == ("41002", "7561234567897")


def test_titles_are_known_in_every_language() -> None:
    found = read(("Mitgliednummer oder UID", "Familienname"), (Decimal(41002), "Rochat"))

    assert [one.recipient.prefill for one in found.lines] == [{"family_name": "Rochat"}]


@pytest.mark.parametrize(
    ("cell", "column", "code"),
    [
        ({"avs": "756.0000.0001.19"}, "AVS number", "number_digit"),
        ({"birth": "31.02.2008"}, "Date of birth", "no_such_day"),
        ({"kind": "Yoga"}, "Kind of training", "choice"),
        ({"person_number": "756.1234.5678.98"}, "Official number of the person", "number_digit"),
        ({"person": "x" * 121}, "Person concerned", "too_long_text"),
        ({"person": Unreadable.FORMULA}, "Person concerned", "not_text"),
        ({"company": None}, "Company number or UID", "phrase"),
    ],
)
def test_a_bad_cell_is_named_with_row_and_column(
    lite_house: Any, cell: dict[str, Cell], column: str, code: str
) -> None:
    good: dict[str, Cell] = {
        "company": "41002",
        "person": "Aline",
        "person_number": None,
        "avs": None,
        "birth": None,
        "kind": None,
    }
    with lite_house.app.test_request_context():
        found = read(tuple(good), tuple(good.values()), tuple({**good, **cell}.values()))

        assert faults(found) == [(3, column, code)]
        assert len(found.lines) == 1


def test_values_that_do_not_fit_together_are_named_too(lite_house: Any) -> None:
    with lite_house.app.test_request_context():
        found = read(
            ("company", "birth", "period.from", "period.until"),
            ("41002", "14.05.1990", "01.08.2026", "31.07.2027"),
        )

        assert [one.why.code for one in found.faults] == ["training_too_old"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (("company", "Shoe size"), "unknown_title"),
        (("company", "person", "company"), "title_twice"),
        (("person",), "missing_title"),
    ],
)
def test_titles_that_do_not_fit_refuse_the_sheet(lite_house: Any, head: tuple[str, ...], code: str) -> None:
    with lite_house.app.test_request_context():
        found = read(head, tuple("x" for _ in head))

    assert code in [one.code for one in found.refusals]
    assert not found.lines

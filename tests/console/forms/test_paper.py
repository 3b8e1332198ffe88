"""A form on paper says everything that was answered, and asks for everything by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from console.base.figures import style_of
from console.documents.paper import (
    Barcode,
    Blank,
    Boxes,
    Heading,
    Lines,
    LongText,
    Note,
    Paper,
    Rules,
    Table,
    Ticks,
)
from console.forms import paper
from console.forms import surface as f
from console.forms.revisions import publish
from console.forms.tongue import Tongue
from plugins.ch_fund.forms import EMPLOYEE_ENTRY, GENERAL_QUESTION, INSTALMENT_REQUEST, TRAINING_CONFIRMATION
from tests.support.house import House

HEAD = paper.Letterhead("CC Léman", datetime(2026, 11, 22, 14, tzinfo=UTC), "K7QF-2MXR")


@pytest.fixture(autouse=True)
def reader(lite_house: House) -> Iterator[None]:
    with lite_house.app.test_request_context():
        yield


def tongue_of(form: f.Form, **texts: dict[str, str]) -> Tongue:
    return Tongue(style_of("en", "CH"), texts)


def blank(form: f.Form) -> Paper:
    return paper.blank(publish(form, [], lambda _, text: text), tongue_of(form), HEAD)


def filled(form: f.Form, values: dict[str, Any], **more: Any) -> Paper:
    return paper.filled(publish(form, [], lambda _, text: text), values, tongue_of(form), HEAD, **more)


def asked(found: Paper) -> dict[str, Blank]:
    return {block.label: block for block in found.blocks if isinstance(block, Blank)}


def form(*fields: Any) -> f.Form:
    return f.Form(key="test.form", title="Test", sections=(f.section("only", "Only", *fields),))


def test_official_numbers_and_days_have_a_box_for_each_figure() -> None:
    found = asked(blank(EMPLOYEE_ENTRY))

    assert found["AVS number"].space == Boxes((3, 4, 4, 2), ".")
    assert found["Date of birth"].space == Boxes((2, 2, 4), ".")


@pytest.mark.parametrize(
    ("field", "boxes"),
    [
        (f.UidNumber("a", "A"), Boxes((3, 3, 3, 3), ".")),
        (f.Niss("a", "A"), Boxes((2, 2, 2, 3, 2), ".")),
        (f.BceNumber("a", "A"), Boxes((4, 3, 3), ".")),
        (f.Siren("a", "A"), Boxes((3, 3, 3))),
        (f.Siret("a", "A"), Boxes((3, 3, 3, 5))),
        (f.Nir("a", "A"), Boxes((1, 2, 2, 2, 3, 3, 2))),
    ],
)
def test_boxes_are_grouped_as_the_number_is_printed(field: Any, boxes: Boxes) -> None:
    assert asked(blank(form(field)))["A"].space == boxes


def test_answers_are_ticked_and_long_lists_are_written_out() -> None:
    found = asked(blank(EMPLOYEE_ENTRY))

    assert found["Sex"].space == Ticks(("Female", "Male"))
    assert found["Is the AVS number known?"].space == Ticks(("Yes", "No"))
    assert found["Canton of work"].space == Rules(1)
    assert "AG, AI, AR" in found["Canton of work"].help


def test_a_condition_stands_below_the_field_in_words() -> None:
    assert asked(blank(EMPLOYEE_ENTRY))["AVS number"].help == (
        "Only if the answer to “Is the AVS number known?” is: Yes."
    )
    assert asked(blank(GENERAL_QUESTION))["Telephone"].help == (
        "Only if the answer to “How may we answer?” is: By telephone."
    )


def test_each_part_of_an_address_and_a_period_is_asked_for() -> None:
    found = asked(blank(TRAINING_CONFIRMATION))

    assert found["Duration of the training: From"].space == Boxes((2, 2, 4), ".")
    assert "Duration of the training: To" in found
    assert found["Confirmation"].space == Ticks(("The document is enclosed.",))


def test_repeated_entries_have_empty_rows_and_amounts_their_currency() -> None:
    found = blank(INSTALMENT_REQUEST)

    (table,) = (block for block in found.blocks if isinstance(block, Table))
    assert [column.title for column in table.columns] == ["Day of payment", "Amount"]
    assert len(table.rows) == 5
    assert "Amount due (CHF)" in asked(found)


def test_a_group_too_wide_for_a_table_is_asked_for_entry_by_entry() -> None:
    group = f.Group("all", "All", fields=tuple(f.Text(f"t{n}", f"T{n}") for n in range(7)))

    found = blank(form(group))

    assert [block.text for block in found.blocks if isinstance(block, Heading)] == [
        "Only",
        "All, entry 1",
        "All, entry 2",
    ]
    assert not any(isinstance(block, Table) for block in found.blocks)


def test_the_reference_is_a_barcode_and_without_one_there_is_none() -> None:
    revision = publish(GENERAL_QUESTION, [], lambda _, text: text)
    bare = paper.blank(revision, tongue_of(GENERAL_QUESTION), paper.Letterhead("CC Léman", HEAD.made_at))

    assert blank(GENERAL_QUESTION).blocks[0] == Barcode("K7QF-2MXR")
    assert not any(isinstance(block, Barcode) for block in bare.blocks)


def test_long_texts_stand_outside_of_tables_and_gaps_are_said() -> None:
    values = {
        "subject": "Move",
        "question": "First line\nSecond line",
        "employee": "756.1",
        "reach": "message",
    }

    found = filled(
        GENERAL_QUESTION, values, names=paper.Names({("ch_fund.employee", "756.1"): "Anna Keller"})
    )

    assert LongText("Question", ("First line", "Second line")) in found.blocks
    lines = [line for block in found.blocks if isinstance(block, Lines) for line in block.rows]
    assert ("Employee concerned", "756.1 · Anna Keller") in {(line.label, line.value) for line in lines}
    assert ("Documents", "not stated", "none") in {(line.label, line.value, line.kind) for line in lines}


def test_documents_have_their_names() -> None:
    found = filled(
        GENERAL_QUESTION, {"attachments": ("A-1",)}, names=paper.Names(files={"A-1": "letter.pdf"})
    )

    lines = [line for block in found.blocks if isinstance(block, Lines) for line in block.rows]
    assert "letter.pdf" in {line.value for line in lines}


def test_a_draft_shows_what_could_not_be_read_as_it_was_typed() -> None:
    found = filled(INSTALMENT_REQUEST, {"invoice": "R-1"}, typed={"due": "about 1000"}, draft=True)

    lines = [line for block in found.blocks if isinstance(block, Lines) for line in block.rows]
    assert ("Amount due", "about 1000") in {(line.label, line.value) for line in lines}
    assert found.draft


def test_a_note_of_the_form_stands_on_both_papers() -> None:
    note = Note("Interest on arrears runs until everything is paid (RAVS art. 41bis).")

    assert note in blank(INSTALMENT_REQUEST).blocks
    assert note in filled(INSTALMENT_REQUEST, {}).blocks

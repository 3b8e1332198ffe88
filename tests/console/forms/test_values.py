"""What a page sends, what is kept, what people read of it and what differs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from console.base.figures import API, COUNTRIES, LANGUAGES, style_of
from console.forms.canonical import digest_of, to_canonical, to_raw
from console.forms.conditions import equals
from console.forms.declarations import Form, Section
from console.forms.expressions import Sum
from console.forms.fields import (
    AvsNumber,
    Choice,
    Choices,
    Computed,
    Day,
    Group,
    LongText,
    Money,
    Note,
    Option,
    Period,
    Span,
    Text,
    YesNo,
)
from console.forms.invent import invented
from console.forms.lines import Change, Line, Rows, chapters, differences, mail_text
from console.forms.raw import act, nested
from console.forms.revisions import Revision
from console.forms.tongue import Tongue
from console.forms.validator import Validator
from tests.support.every_field import FORM, TEXTS

FRENCH = Tongue(style_of("fr", "CH"), {"fr": {"Amount": "Montant", "Child": "Enfant"}})
PAGES = [style_of(language, country) for country in COUNTRIES for language in LANGUAGES]
REQUEST = Form(
    key="t.request",
    title="Request",
    sections=(
        Section(
            "you",
            "You",
            (
                AvsNumber("avs", "AVS number"),
                Money("amount", "Amount", required=True),
                Period("stay", "Stay"),
                YesNo("agreed", "Agreed"),
                Choice("kind", "Kind", of=(Option("a", "First"), Option("b", "Second"))),
                Choices("several", "Several", of=(Option("a", "First"), Option("b", "Second"))),
                LongText("why", "Why"),
                Note("note", "Thank you."),
            ),
        ),
        Section(
            "family",
            "Family",
            (
                Group(
                    "children",
                    "Children",
                    max=3,
                    fields=(
                        Text("name", "Name", personal=True),
                        Day("birth", "Birth"),
                        Choices("several", "Several", of=(Option("a", "First"), Option("b", "Second"))),
                    ),
                ),
                Group("costs", "Costs", fields=(Text("what", "What"), Money("cost", "Cost"))),
                Computed("total", "Total", value=Sum(("costs.cost", "amount")), currency="CHF"),
            ),
            when=equals("agreed", True),
        ),
    ),
)
VALUES: dict[str, Any] = {
    "avs": "7561234567897",
    "amount": Decimal("65.50"),
    "stay": Span(date(2026, 1, 1), None),
    "agreed": True,
    "kind": "b",
    "several": ("a", "b"),
    "why": "One.\nTwo.",
    "children": ({"name": "Lea", "birth": date(2020, 2, 1)}, {"name": "Max"}),
    "costs": ({"what": "Train", "cost": Decimal(12)},),
    "total": Decimal("77.50"),
}


def revised(form: Form = REQUEST) -> Revision:
    return Revision(form, {})


# What a page sends.

PAIRS = [
    ("csrf_token", "x"),
    ("f-amount", "65.50"),
    ("f-stay.from", "1.1.2026"),
    ("f-stay.until", ""),
    ("f-several", "a"),
    ("f-several", ""),
    ("f-several", "b"),
    ("f-kind", "a"),
    ("f-kind", "b"),
    ("f-children.a1._row", "a1"),
    ("f-children.a1.name", "Lea"),
    ("f-children.b2._row", "b2"),
    ("f-children.a1.several", "a"),
    ("f-children.a1.several", "b"),
    ("f-note", "x"),
    ("f-total", "5"),
    ("f-unknown", "x"),
    ("f-stay", "x"),
    ("f-amount.part", "x"),
    ("f-children", "x"),
    ("f-children..name", "x"),
    ("f-children." + "x" * 30 + ".name", "x"),
    ("f-", "x"),
    ("do", "save"),
]


def test_the_pairs_of_a_page_become_nested_values_and_all_else_is_left_alone() -> None:
    assert nested(REQUEST, PAIRS) == {
        "amount": "65.50",
        "stay": {"from": "1.1.2026", "until": ""},
        "several": ["a", "b"],
        "kind": "b",
        "children": [{"_row": "a1", "name": "Lea", "several": ["a", "b"]}, {"_row": "b2"}],
    }


def test_a_row_is_added_with_a_name_of_its_own_and_nothing_is_lost() -> None:
    raw = nested(REQUEST, PAIRS)
    added = act(REQUEST, raw, "add:children")
    names = [row["_row"] for row in added["children"]]
    assert names[:2] == ["a1", "b2"]
    assert len(set(names)) == 3
    assert {**added, "children": raw["children"]} == raw


def test_the_row_that_was_named_is_removed() -> None:
    after = act(REQUEST, nested(REQUEST, PAIRS), "remove:children:a1")
    assert after["children"] == [{"_row": "b2"}]


@pytest.mark.parametrize(
    "do", ["save", "", "add:unknown", "add:amount", "remove:children:zz", "remove:children", "x:children"]
)
def test_other_buttons_leave_the_rows(do: str) -> None:
    raw = nested(REQUEST, PAIRS)
    assert act(REQUEST, raw, do) == raw


def test_no_row_is_added_beyond_the_most() -> None:
    raw: dict[str, Any] = {}
    for _ in range(5):
        raw = act(REQUEST, raw, "add:children")
    assert len(raw["children"]) == 3


# What is kept.


@pytest.mark.parametrize("style", PAGES, ids=lambda style: style.locale)
def test_what_a_page_shows_of_invented_values_reads_back_to_them(style: Any) -> None:
    tongue = Tongue(style, TEXTS)
    validator = Validator(Revision(FORM, TEXTS), tongue, "text", {})
    for seed in range(100, 115):
        values = invented(FORM, seed)
        verdict = validator.check(to_raw(FORM, values, tongue))
        assert (verdict.values, verdict.faults) == (values, ())


def test_the_same_seed_invents_the_same_values() -> None:
    assert invented(FORM, 7) == invented(FORM, 7)
    assert any(invented(FORM, 7) != invented(FORM, seed) for seed in (8, 9))


def test_only_required_values_are_enough() -> None:
    values = invented(FORM, 1, only_required=True)
    assert (
        Validator(Revision(FORM, {}), Tongue(API), "json", {}).check(to_canonical(FORM, values)).faults == ()
    )


def test_canonical_values_are_plain_json_in_the_order_of_the_form() -> None:
    shuffled = dict(reversed(VALUES.items()))
    canonical = to_canonical(REQUEST, {**shuffled, "unknown": 1})
    assert list(canonical) == list(VALUES)
    assert canonical["amount"] == "65.50"
    assert canonical["stay"] == {"from": "2026-01-01", "until": None}
    assert canonical["children"] == [{"name": "Lea", "birth": "2020-02-01"}, {"name": "Max"}]
    assert digest_of(canonical) == digest_of(dict(reversed(canonical.items())))
    assert digest_of(canonical) != digest_of({**canonical, "amount": "65.51"})


# What people read.


def test_a_submission_is_told_section_by_section() -> None:
    you, family = chapters(revised(), VALUES, FRENCH)
    texts = {line.label: line.text for line in you.lines if isinstance(line, Line)}
    assert texts["Montant"] == "CHF\u00a065.50"
    assert texts["Stay"] == "01.01.2026 –"
    assert texts["Agreed"] == "Oui"
    assert texts["Thank you."] == ""
    children = family.lines[0]
    assert isinstance(children, Rows)
    assert children.columns == ("Name", "Birth", "Several")
    assert children.rows == (("Lea", "01.02.2020", ""), ("Max", "", ""))


def test_what_was_not_asked_for_is_not_told() -> None:
    assert [chapter.key for chapter in chapters(revised(), {**VALUES, "agreed": False}, FRENCH)] == ["you"]


def test_a_mail_leaves_out_what_tells_about_a_person() -> None:
    text = mail_text(revised(), VALUES, FRENCH)
    for secret in ("756", "Lea", "Max", "2020"):
        assert secret not in text
    assert "Montant: CHF\u00a065.50" in text
    assert "- What: Train; Cost: CHF\u00a012.00" in text
    assert "Why:\nOne.\nTwo." in text


def test_a_mail_to_the_person_herself_has_everything() -> None:
    text = mail_text(revised(), VALUES, FRENCH, personal=True)
    assert "AVS number: 756.1234.5678.97" in text
    assert "- Name: Lea; Birth: 01.02.2020" in text


def test_a_section_of_personal_values_only_has_no_title_in_the_mail() -> None:
    form = Form(key="t", title="T", sections=(Section("s", "Secret", (Text("a", "A", personal=True),)),))
    assert mail_text(revised(form), {"a": "x"}, FRENCH) == ""


def test_two_submissions_differ_where_their_texts_do() -> None:
    after = {
        **VALUES,
        "amount": Decimal(70),
        "kind": None,
        "children": ({"name": "Lea", "birth": date(2020, 2, 2)},),
    }
    after.pop("kind")
    assert differences((revised(), VALUES), (revised(), after), FRENCH) == (
        Change("Montant", "CHF\u00a065.50", "CHF\u00a070.00"),
        Change("Kind", "Second", None),
        Change("Children 1, Birth", "01.02.2020", "02.02.2020"),
        Change("Children 2, Name", "Max", None),
    )
    assert differences((revised(), VALUES), (revised(), VALUES), FRENCH) == ()


def test_submissions_of_two_revisions_are_compared_by_their_fields() -> None:
    """A field that is gone keeps the label it had; one with another label is still the same field."""
    old = Form(key="t", title="T", sections=(Section("s", "S", (Text("a", "Name"), Text("b", "Gone"))),))
    new = Form(key="t", title="T", sections=(Section("z", "Z", (Text("c", "New"), Text("a", "Surname"))),))
    assert differences(
        (revised(old), {"a": "x", "b": "y"}), (revised(new), {"a": "x", "c": "z"}), FRENCH
    ) == (
        Change("New", None, "z"),
        Change("Gone", "y", None),
    )
    assert differences((revised(old), {"a": "x"}), (revised(new), {"a": "w"}), FRENCH) == (
        Change("Surname", "x", "w"),
    )

"""What is asked for, in rows too; values of several parts; rules over several values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from console.forms.conditions import equals, filled
from console.forms.declarations import Form, FormFault, Section
from console.forms.expressions import Sum
from console.forms.faults import Fault, say
from console.forms.fields import (
    Address,
    Choices,
    Computed,
    Day,
    Email,
    File,
    Group,
    LongText,
    Money,
    Period,
    Span,
    Text,
    YesNo,
)
from console.forms.revisions import Revision
from console.forms.rules import Rule, UnknownRule, faults_of_rules
from console.forms.validator import Validator, Verdict
from tests.support.judging import PAGE, RULES, SEX, check, codes, form

# Conditions.

CONDITIONAL = Form(
    key="t",
    title="T",
    sections=(
        Section("s", "S", (YesNo("a", "A"), Text("b", "B", required=True, when=equals("a", True)), Text("c", "C", required=True, when=filled("b")))),
        Section("u", "U", (Money("d", "D", required=True), Text("e", "E", required=True, when=equals("a", True))), when=filled("c")),
    ),
)  # fmt: skip


def test_a_field_that_is_not_asked_for_has_neither_value_nor_fault_whatever_was_sent() -> None:
    verdict = check(CONDITIONAL, {"a": "no", "b": "x" * 500, "c": "\u202e", "d": "1.234", "e": "x"})
    assert verdict == Verdict({"a": False})


def test_conditions_make_chains() -> None:
    """What is asked for because of an answer that is not asked for itself is not asked for either."""
    assert codes(check(CONDITIONAL, {"a": "yes"})) == {"b": "required"}
    assert codes(check(CONDITIONAL, {"a": "yes", "b": "x"})) == {"c": "required"}
    assert codes(check(CONDITIONAL, {"a": "yes", "b": "x", "c": "y"})) == {"d": "required", "e": "required"}
    assert check(CONDITIONAL, {"a": "yes", "b": "x", "c": "y", "d": "5", "e": "z"}).faults == ()


def test_a_section_is_asked_for_as_a_whole() -> None:
    assert check(CONDITIONAL, {"a": "no", "c": "y"}).faults == ()


# Rows.

ROWS = form(
    Text("spouse", "Spouse"),
    Text("town", "Town"),
    Group(
        "rows",
        "Rows",
        min=1,
        max=3,
        fields=(
            Text("name", "Name", required=True),
            YesNo("away", "Away"),
            Text("town", "Town", required=True, when=equals("away", True)),
            Text("partner", "Partner", required=True, when=filled("spouse")),
            Text("near", "Near", required=True, when=filled("town")),
            Money("amount", "Amount"),
            Computed("twice", "Twice", value=Sum(("amount", "amount"))),
        ),
    ),
    Computed("total", "Total", value=Sum(("rows.amount", "rows.twice"))),
    Text("thanks", "Thanks", required=True, when=filled("rows")),
)


def test_places_carry_the_names_of_rows() -> None:
    raw = {"thanks": "x", "rows": [{"_row": "a1", "name": "x", "away": "yes"}, {"_row": "b2", "amount": "x"}]}
    assert codes(check(ROWS, raw)) == {
        "rows.a1.town": "required",
        "rows.b2.name": "required",
        "rows.b2.amount": "currency",
    }


def test_rows_of_machines_are_named_by_their_position() -> None:
    assert codes(check(ROWS, {"rows": [{}, {"away": True, "name": "x"}], "thanks": "x"}, "json")) == {
        "rows.1.town": "required"
    }


def test_conditions_of_a_row_see_the_form_around_it_but_not_its_fields_of_the_same_name() -> None:
    raw = {"spouse": "x", "town": "Bern", "rows": [{"name": "x"}], "thanks": "x"}
    assert codes(check(ROWS, raw)) == {"rows.0.partner": "required"}


def test_blank_rows_are_no_rows() -> None:
    raw = {
        "rows": [{"_row": "a1", "name": " ", "away": ""}, {"_row": "b2", "name": "x"}, {"_row": "c3"}],
        "thanks": "x",
    }
    assert check(ROWS, raw) == Verdict({"rows": ({"name": "x"},), "thanks": "x"})
    assert codes(check(ROWS, {"rows": [{"_row": "a1", "name": ""}]})) == {"rows": "too_few_rows"}


def test_a_group_counts_as_filled_when_it_has_rows() -> None:
    assert codes(check(ROWS, {"rows": [{"name": "x"}]})) == {"thanks": "required"}


def test_values_are_computed_in_rows_and_over_rows() -> None:
    raw = {
        "rows": [{"name": "x", "amount": "1.5"}, {"name": "y", "amount": "2"}, {"name": "z"}],
        "thanks": "x",
    }
    values = check(ROWS, raw).values
    assert [row.get("twice") for row in values["rows"]] == [3, 4, None]
    assert values["total"] == Decimal("10.5")


def test_ten_thousand_rows_are_one_fault() -> None:
    (fault,) = check(ROWS, {"rows": [{"_row": str(n), "name": "x"} for n in range(10_000)]}).faults
    assert fault.fault == Fault("too_many_rows", most=3, has=10_000)
    assert say(fault.fault, PAGE.style)


@pytest.mark.parametrize("rows", ["x", 5, True, {"a": 1}, [1], [[]], [None], ["x"]])
def test_rows_that_are_no_rows_are_a_fault(rows: Any) -> None:
    assert codes(check(ROWS, {"rows": rows}, "json"))["rows"] == "not_a_list"


# Parts of a value.


NO_HOME = {"home.postcode": "required", "home.town": "required", "home.country": "required_choice"}


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        ({}, {"stay.from": "required", **NO_HOME}),
        ({"stay": {"until": "1.1.2026"}, "home": {"street": "x"}}, {"stay.from": "required", **NO_HOME}),
        ({"stay": {"from": "2.1.2026", "until": "1.1.2026"}}, {"stay.until": "period_end", **NO_HOME}),
        ({"stay": {"from": "x", "until": "y"}}, {"stay.from": "day_form", "stay.until": "day_form", **NO_HOME}),
        ({"stay": "1.1.2026", "home": 5}, {"stay": "not_an_object", "home": "not_an_object"}),
    ],
)  # fmt: skip
def test_the_parts_of_a_value_have_their_own_places(raw: Any, faults: dict[str, str]) -> None:
    assert (
        codes(check(form(Period("stay", "Stay", required=True), Address("home", "Home", required=True)), raw))
        == faults
    )


def test_parts_are_required_only_when_another_one_is_filled() -> None:
    declared = form(Period("stay", "Stay", closed=True), Address("home", "Home"))
    assert check(declared, {"stay": {"from": " "}, "home": {}}) == Verdict({})
    assert codes(check(declared, {"stay": {"from": "1.1.2026"}, "home": {"town": "Bern"}})) == {
        "stay.until": "required",
        "home.postcode": "required",
        "home.country": "required_choice",
    }


@pytest.mark.parametrize("given", [[], [""], ["", ""], "", " ", None])
def test_an_answer_of_nothing_is_no_answer(given: Any) -> None:
    declared = form(Choices("several", "S", of=SEX, required=True), File("proof", "P", required=True))
    expected = {"several": "required_choice", "proof": "required_file"}
    assert codes(check(declared, {"several": given, "proof": given})) == expected


def test_signs_between_answers_without_answers_are_none() -> None:
    declared = form(Choices("several", "S", of=SEX), File("proof", "P"))
    assert codes(check(declared, {"several": " ; ", "proof": ";"})) == {
        "several": "choice",
        "proof": "unknown_file",
    }


def test_a_blank_text_of_a_machine_is_no_answer() -> None:
    assert codes(
        check(
            form(Text("a", "A", required=True), LongText("b", "B", required=True)),
            {"a": " ", "b": "\n"},
            "json",
        )
    ) == {
        "a": "required",
        "b": "required",
    }


# Rules.


def test_a_rule_says_where_and_why() -> None:
    raw = {"birth": "1.1.2000", "stay": {"from": "1.1.1999"}}
    declared = form(Day("birth", "Birth"), Period("stay", "Stay"), rules=("t.born@1",))
    verdict = check(declared, raw, rules=RULES)
    assert codes(verdict) == {"stay.from": "too_early_for_birth"}
    sentence = say(
        verdict.faults[0].fault, PAGE.style, Validator(Revision(declared, {}), PAGE, "text", RULES).sentences
    )
    assert sentence == "Give a day after the birth, 01.01.2000."


def stay_with_birth(birth: date | None, stay: Span | None) -> tuple[str, Fault] | None:
    return ("stay", Fault("choice", text="")) if birth and not stay else None


@pytest.mark.parametrize(
    "stay", [{"from": "x"}, {"until": "1.1.2026"}, {"from": "2.1.2026", "until": "1.1.2026"}, 5]
)
def test_a_rule_is_not_asked_when_a_value_it_needs_has_a_fault(stay: Any) -> None:
    """No faults that follow from faults: to the rule a value that cannot be read would look like none."""
    declared = form(Day("birth", "Birth"), Period("stay", "Stay"), rules=("t.stay@1",))
    rules = {"t.stay@1": Rule("t.stay@1", stay_with_birth)}
    assert "choice" not in codes(check(declared, {"birth": "1.1.2000", "stay": stay}, rules=rules)).values()
    assert codes(check(declared, {"birth": "1.1.2000"}, rules=rules)) == {"stay": "choice"}


def test_a_rule_is_asked_although_another_value_has_a_fault() -> None:
    declared = form(Day("birth", "Birth"), Period("stay", "Stay"), Email("email", "E"), rules=("t.born@1",))
    raw = {"birth": "1.1.2000", "stay": {"from": "1.1.1999"}, "email": "x"}
    assert set(codes(check(declared, raw, rules=RULES)).values()) == {"email", "too_early_for_birth"}


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(UnknownRule) as unknown:
        check(form(rules=("t.gone@2",)), {})
    assert unknown.value.name == "t.gone@2"


def test_a_form_that_lacks_what_a_rule_needs_is_refused() -> None:
    declared = form(Day("birth", "Birth"), rules=("t.born@1", "t.gone@2"))
    assert faults_of_rules(declared, RULES) == [
        "no installed plugin brings the rule 't.gone@2'",
        "the rule 't.born@1' needs the field 'stay', which the form lacks",
    ]
    with pytest.raises(FormFault, match="needs the field 'stay'"):
        check(form(Day("birth", "Birth"), rules=("t.born@1",)), {}, rules=RULES)

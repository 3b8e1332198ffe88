"""A declaration is a value: strict when read, sound when published, frozen with its texts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from console.forms.conditions import AtLeast, Equals, Not, equals, filled
from console.forms.declarations import Form, FormFault, Section, faults_of, from_json, schema, to_json
from console.forms.expressions import Count, Product, Sum
from console.forms.fields import (
    Choice,
    Computed,
    Day,
    File,
    Group,
    Money,
    Note,
    Number,
    Option,
    Period,
    Text,
)
from console.forms.revisions import Revision, from_stored, publish, to_stored
from tests.support.every_field import FORM, TEXTS


def form(*fields: Any, **more: Any) -> Form:
    return Form(key="t.form", title="Form", sections=(Section("first", "First", fields),), **more)


def as_json(**changed: Any) -> bytes:
    """Give the JSON of a form with one text field that has these attributes."""
    field = {"type": "text", "key": "name", "label": "Name", **changed}
    section = {"key": "first", "title": "First", "fields": [field]}
    return json.dumps({"key": "t", "title": "T", "sections": [section]}).encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (as_json(max="abc"), "Expected `int`, got `str` - at `$.sections[0].fields[0].max`"),
        (as_json(type="colour"), "Invalid value 'colour' - at `$.sections[0].fields[0].type`"),
        (as_json(colour="red"), "unknown field `colour` - at `$.sections[0].fields[0]`"),
        (as_json(label=None), "Expected `str`, got `null` - at `$.sections[0].fields[0].label`"),
        (as_json(when={"test": "perhaps"}), "Invalid value 'perhaps' - at `$.sections[0].fields[0].when.test`"),
        (as_json(when={"test": "equals", "field": "a", "value": 1}), "got `int` - at `$.sections[0].fields[0].when.value`"),
        (b'{"key": "t", "title": "T"}', "missing required field `sections`"),
        (b"[]", "Expected `object`, got `array`"),
        (b"{", "truncated"),
        (b"", "truncated"),
        (b'{"key": "\xff"}', "utf-8"),
        (b"[" * 500 + b"]" * 500, "Expected `object`, got `array`"),
    ],
)  # fmt: skip
def test_a_wrong_declaration_is_refused_with_the_path_of_the_fault(data: bytes, said: str) -> None:
    with pytest.raises(FormFault) as refused:
        from_json(data)
    assert said in str(refused.value)


@pytest.mark.parametrize("depth", [200, 500, 3_000, 100_000])
def test_a_declaration_nested_too_deep_is_refused(depth: int) -> None:
    nested = b'{"test":"not","of":' * depth + b'{"test":"filled","field":"a"}' + b"}" * depth
    data = as_json(when="HERE").replace(b'"HERE"', nested)
    with pytest.raises(FormFault):
        from_json(data)


@pytest.mark.parametrize(
    ("declared", "fault"),
    [
        (form(Text("a", "A"), Text("a", "B")), "field 'a' is there twice"),
        (form(Group("g", "G", fields=(Text("a", "A"), Text("a", "B")))), "g: field 'a' is there twice"),
        (form(Text("a", "A", when=filled("b")), Text("b", "B")), "a: its condition asks about 'b'"),
        (form(Text("a", "A", when=filled("a"))), "a: its condition asks about 'a'"),
        (form(Note("n", "N"), Text("a", "A", when=filled("n"))), "a: its condition asks about 'n'"),
        (form(Group("g", "G", fields=(Text("a", "A"),)), Text("b", "B", when=filled("g.a"))), "b: its condition asks about 'g.a'"),
        (form(Money("a", "A"), Text("b", "B", when=AtLeast("a", "many"))), "b: its condition compares with 'many'"),
        (form(Money("a", "A"), Text("b", "B", when=Not(AtLeast("a", "NaN")))), "b: its condition compares with 'NaN'"),
        (form(Computed("c", "C", value=Sum(("a",))), Money("a", "A")), "c: it is computed from 'a', which does not stand"),
        (form(Text("a", "A"), Computed("c", "C", value=Sum(("a",)))), "c: it cannot be computed from 'a', which is a text"),
        (form(Money("a", "A"), Computed("c", "C", value=Count("a"))), "c: it cannot be computed from 'a', which is a money"),
        (form(Money("a", "A"), Group("g", "G", fields=(Text("t", "T"), Computed("c", "C", value=Sum(("a",)))))), "g.c: it is computed from 'a'"),
        (form(Money("a", "A"), Computed("c", "C", value=Product("a", "half"))), "c: by must be a number"),
        (form(Money("a", "A"), Computed("c", "C", value=Sum(("a",)), step="0")), "c: step must be a number"),
        (form(Money("a", "A"), Computed("c", "C", value=Sum(("a",)), step="Infinity")), "c: step must be a number"),
        (form(Money("a", "A"), Computed("c", "C", value=Sum(("a",)), step="0.001", currency="CHF")), "c: step must be an amount"),
        (form(Text("Name", "A")), "the key 'Name' must be lower case"),
        (form(Text("a b", "A")), "the key 'a b' must be lower case"),
        (form(Text("_row", "A")), "the key '_row' must be lower case"),
        (form(Text("a.b", "A")), "the key 'a.b' must be lower case"),
        (form(Text("a", "A", min=9, max=3)), "a: min and max must be in order"),
        (form(Money("a", "A", min="5", max="3")), "a: min is above max"),
        (form(Money("a", "A", min="NaN")), "a: min and max must be numbers"),
        (form(Money("a", "A", max="many")), "a: min and max must be numbers"),
        (form(Money("a", "A", step="0.001")), "a: step must be an amount"),
        (form(Number("a", "A", places=40)), "a: places must be from 0 to 9"),
        (form(Day("a", "A", earliest="soon")), "a: soon is neither an ISO day"),
        (form(Day("a", "A", earliest="2026-02-01", latest="2026-01-01")), "a: earliest is after latest"),
        (form(Period("a", "A", latest="soon")), "a.from: soon is neither an ISO day"),
        (form(Choice("a", "A", of=())), "a: it needs answers"),
        (form(Choice("a", "A", of=(Option("x", "X"), Option("x", "Y")))), "a: it needs answers, each with its own key"),
        (form(Choice("a", "A", of=(Option("x", "a; b"),))), "a: no answer may contain a semicolon"),
        (form(Choice("a", "A", of=(Option("x", " "),))), "a: no answer may be blank"),
        (form(File("a", "A", kinds=("exe",))), "a: kinds must be some of"),
        (form(Group("g", "G", fields=(), min=1)), "g: it needs a field"),
        (form(Group("g", "G", fields=(Text("a", "A"),), min=5, max=2)), "g: min and max must be in order"),
        (form(Group("g", "G", fields=(Text("a", "A"),), max=20_001)), "g: max times its fields"),
        (form(File("a", "A", most=51)), "a: most and megabytes must lie between 1 and 50"),
        (form(File("a", "A", megabytes=10**12)), "a: most and megabytes must lie between 1 and 50"),
        (form(Money("a", "A", currency="<b>")), "a: currency must be a code such as CHF"),
        (form(Text("a" * 101, "A")), "a key has at most 100 characters"),
        (form(Text("a", "A" * 2_001)), "a text of a form has at most 2000 characters"),
        (form(Group("g", "G", fields=(Money("a", "A", min="x"),))), "g.a: min and max must be numbers"),
    ],
)  # fmt: skip
def test_an_unsound_declaration_is_refused_before_anybody_fills_it_in(declared: Form, fault: str) -> None:
    assert any(one.startswith(fault) for one in faults_of(declared))
    with pytest.raises(FormFault):
        from_json(to_json(declared))
    with pytest.raises(FormFault):
        publish(declared, (), said)


def test_a_declaration_in_code_is_checked_as_strictly_as_json() -> None:
    with pytest.raises(FormFault, match="Expected `int`, got `str`"):
        publish(form(Text("a", "A", max="abc")), (), said)  # type: ignore[arg-type]


def test_a_declaration_with_lists_for_tuples_is_the_same_form() -> None:
    listed = Form(key="t.form", title="Form", sections=[Section("first", "First", [Text("a", "A")])])  # type: ignore[arg-type]
    assert publish(listed, (), lambda _, text: text) == publish(
        form(Text("a", "A")), (), lambda _, text: text
    )


def test_the_sound_form_of_all_types_has_no_fault() -> None:
    assert faults_of(FORM) == []


def test_the_one_schema_takes_every_declaration() -> None:
    judge = Draft202012Validator(schema())
    assert judge.is_valid(json.loads(to_json(FORM)))
    assert not judge.is_valid(json.loads(as_json(max="abc")))


def said(language: str, message: str) -> str:
    return TEXTS.get(language, {}).get(message, message)


def test_digest_and_shape_stay_the_same_through_json() -> None:
    revision = publish(FORM, TEXTS, said)
    again = from_stored(to_stored(revision))
    assert (again.digest, again.shape) == (revision.digest, revision.shape)
    assert from_stored(to_stored(again)) == revision


def test_another_translation_is_another_revision_of_the_same_shape() -> None:
    one = publish(FORM, TEXTS, said)
    other = publish(FORM, TEXTS, lambda language, message: f"{said(language, message)}!")
    assert one.shape == other.shape
    assert one.digest != other.digest


def test_another_attribute_is_another_shape_and_a_default_written_out_is_not() -> None:
    plain = publish(form(Text("a", "A")), (), said)
    assert publish(form(Text("a", "A", max=120, required=False)), (), said).digest == plain.digest
    assert publish(form(Text("a", "A", max=121)), (), said).shape != plain.shape


def test_texts_are_frozen_with_the_form() -> None:
    catalogue = {"A": "Nom"}
    revision = publish(form(Text("a", "A")), ("fr",), lambda _, message: catalogue.get(message, message))
    catalogue["A"] = "Prénom"
    assert revision.texts == {"fr": {"A": "Nom"}}
    assert set(revision.texts["fr"]) <= set(revision.form.messages())


def test_every_text_that_people_see_is_frozen() -> None:
    revision = publish(FORM, ("fr",), lambda _, message: f"[{message}]")
    frozen = set(revision.texts["fr"])
    assert {
        "Everything",
        "Every type",
        "Groups, results and notes",
        "Married",
        "Child",
        "per cent",
        "From",
        "Street",
    } <= frozen
    assert "What else should we know?" in frozen


def test_a_revision_of_a_newer_console_is_refused_in_words() -> None:
    stored = to_stored(publish(form(Text("a", "A")), (), said)).replace(
        b'"type":"text"', b'"type":"hologram"'
    )
    with pytest.raises(FormFault, match="hologram"):
        from_stored(stored)


def test_a_form_tells_its_fields() -> None:
    declared = form(Text("a", "A"), Text("b", "B", when=equals("a", "x")))
    assert declared.field("b").when == Equals("a", "x")
    with pytest.raises(KeyError):
        declared.field("c")
    assert Revision(declared, {}).form.field("a").label == "A"

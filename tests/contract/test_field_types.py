"""Every field type through every output and back, for all readers; a form in code and one out of a database alike."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from random import Random
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

import console.forms.fields
from console.base.figures import API
from console.forms.canonical import from_canonical, to_canonical, to_raw
from console.forms.controls import bound
from console.forms.declarations import Form, Section, from_json, to_json
from console.forms.fields import AnyInput, Composite, Computed, Field, File, Group, Note, PartFault, Simple
from console.forms.invent import invented
from console.forms.leaves import layout_of
from console.forms.lines import Line, chapters
from console.forms.raw import nested
from console.forms.revisions import Revision, from_stored, publish, to_stored
from console.forms.schema import schema_of
from console.forms.tongue import Tongue
from console.forms.validator import Validator
from tests.support.every_field import (
    EXAMPLES,
    FORM,
    INPUT_TYPES,
    TEXTS,
    TONGUES,
    TYPES,
    cell_reader,
    json_reader,
    leaves,
    reader,
    values,
)

MACHINE = Tongue(API, TEXTS)
every_field = pytest.mark.parametrize(
    "field", EXAMPLES, ids=lambda field: f"{type(field).__name__}-{field.key}"
)
every_tongue = pytest.mark.parametrize("tongue", TONGUES, ids=lambda tongue: tongue.style.locale)
a_few = settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


def published() -> Revision:
    return publish(FORM, TEXTS, lambda language, message: TEXTS[language].get(message, message))


def out_of_a_database() -> Revision:
    """Give the same form as it exists where no code declares it."""
    return from_stored(to_stored(Revision(from_json(to_json(FORM)), published().texts)))


every_origin = pytest.mark.parametrize(
    "revision", [published(), out_of_a_database()], ids=["code", "database"]
)


def as_stored(cell: Any) -> Any:
    """Give what a sheet gives back for a cell: all numbers are floats."""
    return float(cell) if isinstance(cell, Decimal) else cell


def test_every_field_type_has_an_example() -> None:
    tried = {type(field) for section in FORM.sections for field in section.fields}
    assert tried == set(TYPES), "add an example of the new type to tests/support/every_field.py"


def test_every_field_type_can_be_declared() -> None:
    """A concrete type, which has a tag, that is missing in the union would be unknown in a declaration."""
    found = [
        one for one in vars(console.forms.fields).values() if isinstance(one, type) and issubclass(one, Field)
    ]
    assert {one for one in found if one.__struct_config__.tag not in (None, one.__name__)} == set(TYPES)


@every_field
@a_few
@given(data=st.data())
def test_what_was_shown_gives_the_value_back(field: AnyInput, data: st.DataObject) -> None:
    """The law: page, sheet (a cell and its text) and interface mean the same value in every form of figures."""
    value = data.draw(values(field))
    assert field.from_json(field.to_json(value)) == value
    parts = field.split(value) if isinstance(field, Composite) else (value,)
    for leaf, part in zip(leaves(field), parts, strict=True):
        if part is None:
            continue
        for tongue in TONGUES:
            shown = leaf.show(part, tongue)
            assert reader(leaf, tongue)(shown) == part, tongue.style.locale
            assert cell_reader(leaf, tongue)(as_stored(leaf.cell(part, tongue))) == part
            assert cell_reader(leaf, tongue)(shown) == part
            assert json_reader(leaf, tongue)(leaf.to_json(part)) == part


@pytest.mark.parametrize(
    "field", [field for field in EXAMPLES if isinstance(field, Composite)], ids=lambda field: field.key
)
def test_parts_make_the_value_they_were_split_of(field: Composite) -> None:
    for seed in range(50):
        value = field.invent(Random(seed))
        assert field.join(field.split(value)) == value
        assert list(field.to_json(value)) == [part.key for part in field.parts()]


@every_field
def test_a_field_goes_to_json_and_back(field: AnyInput) -> None:
    form = Form(key="one", title="One", sections=(Section("s", "S", (field,)),))
    assert from_json(to_json(form)).field(field.key) == field


@every_field
def test_a_field_says_whether_it_tells_about_a_person_and_freezes_its_texts(field: AnyInput) -> None:
    assert isinstance(field.personal, bool)
    assert field.label in set(field.messages())
    assert all(isinstance(message, str) and message for message in field.messages())


def test_the_official_numbers_of_persons_tell_about_a_person_unless_the_form_says_otherwise() -> None:
    told = {field.key for field in EXAMPLES if field.personal}
    assert {"avs", "niss", "nir", "person"} <= told
    assert not {"uid", "bce", "siren", "siret", "company"} & told


@every_field
@every_tongue
def test_a_line_for_people_names_the_value(field: AnyInput, tongue: Tongue) -> None:
    for seed in range(5):
        line = field.line(field.invent(Random(seed)), tongue)
        assert line
        assert line == line.strip()


@every_field
@a_few
@given(data=st.data())
def test_the_published_schema_takes_every_value(field: AnyInput, data: st.DataObject) -> None:
    value = data.draw(values(field))
    assert list(checker(field).iter_errors(field.to_json(value))) == []


@cache
def checker(field: AnyInput) -> Draft202012Validator:
    return Draft202012Validator(field.schema(MACHINE), format_checker=FormatChecker())


@every_field
@a_few
@given(data=st.data())
def test_the_published_schema_refuses_other_shapes_as_the_validator_does(
    field: AnyInput, data: st.DataObject
) -> None:
    """Numbers, lists and objects where a text belongs, and texts where none does."""
    given = data.draw(
        st.integers() | st.floats(allow_nan=False) | st.lists(st.integers(), min_size=1) | st.just({"x": 1})
    )
    form = Form(key="one", title="One", sections=(Section("s", "S", (field,)),))
    verdict = Validator(Revision(form, {}), MACHINE, "json", {}).check({field.key: given})
    assert verdict.faults
    assert list(checker(field).iter_errors(given))


@every_field
@every_tongue
def test_the_control_carries_what_was_typed(field: AnyInput, tongue: Tongue) -> None:
    """Drawn and sent again unchanged, the page gives the same raw values."""
    form = Form(key="one", title="One", sections=(Section("s", "S", (field,)),))
    for seed in range(3):
        raw = to_raw(form, {field.key: field.invent(Random(seed))}, tongue)
        drawn = bound(layout_of(form), tongue, raw, {})
        if isinstance(field, File):
            assert drawn[field.key].references() == raw[field.key]
            continue
        html = "".join(str(control()) for control in drawn)
        assert nested(form, sent(html)) == raw


@every_field
def test_the_control_also_carries_what_cannot_be_read(field: AnyInput) -> None:
    form = Form(key="one", title="One", sections=(Section("s", "S", (field,)),))
    for leaf in layout_of(form).leaves:
        if hasattr(leaf.field, "options") or isinstance(leaf.field, File):
            continue  # a list of answers can only give one of them
        typed = "1.234\"<b>&'12"
        raw = {leaf.key: {leaf.part: typed}} if leaf.part else {leaf.key: typed}
        path = ".".join(leaf.path)
        drawn = bound(layout_of(form), TONGUES[0], raw, {path: ["No."]})
        assert dict(sent(str(drawn[path]())))[f"f-{path}"] == typed
        assert drawn[path].errors == ["No."]


class Sent(HTMLParser):
    """Gathers what a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self._name, self._text = "", cast("str | None", None)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "input" and (found.get("type") not in ("radio", "checkbox") or "checked" in found):
            self.pairs.append((found["name"], found.get("value", "")))
        elif tag in ("select", "textarea"):
            self._name, self._text = found["name"], "" if tag == "textarea" else None
        elif tag == "option" and "selected" in found:
            self.pairs.append((self._name, found["value"]))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self.pairs.append((self._name, self._text.removeprefix("\r\n")))
            self._text = None


def sent(html: str) -> list[tuple[str, str]]:
    page = Sent()
    page.feed(html)
    return page.pairs


# The whole form, declared in code and as it exists only in a database.


def test_both_origins_are_one_form() -> None:
    assert published() == out_of_a_database()
    assert (published().digest, published().shape) == (out_of_a_database().digest, out_of_a_database().shape)


def seeds(count: int) -> Iterator[dict[str, Any]]:
    for seed in range(count):
        yield invented(FORM, seed, only_required=seed % 3 == 0)


@every_origin
@pytest.mark.parametrize("tongue", TONGUES[:-1], ids=lambda tongue: tongue.style.locale)
def test_the_page_reads_the_values_it_shows(revision: Revision, tongue: Tongue) -> None:
    validator = Validator(revision, tongue, "text", {})
    for filled in seeds(6):
        verdict = validator.check(to_raw(revision.form, filled, tongue))
        assert verdict.faults == ()
        assert verdict.values == filled


@every_origin
def test_the_interface_reads_the_values_it_gives(revision: Revision) -> None:
    validator = Validator(revision, MACHINE, "json", {})
    for filled in seeds(20):
        verdict = validator.check(to_canonical(revision.form, filled))
        assert verdict.faults == ()
        assert verdict.values == filled


@every_origin
def test_what_was_kept_is_the_values_again(revision: Revision) -> None:
    for filled in seeds(20):
        kept = json.loads(json.dumps(to_canonical(revision.form, filled)))
        assert from_canonical(revision.form, kept) == filled


@every_origin
@every_tongue
def test_a_sheet_reads_the_cells_it_holds(revision: Revision, tongue: Tongue) -> None:
    validator = Validator(revision, tongue, "cell", {})
    for filled in seeds(6):
        verdict = validator.check(cells_of(revision.form, filled, tongue))
        assert verdict.faults == ()
        assert verdict.values == filled


def cells_of(form: Form | Group, filled: Mapping[str, Any], tongue: Tongue) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in form.fields if isinstance(form, Group) else form.fields():
        if field.key not in filled or isinstance(field, Computed | Note):
            continue
        value = filled[field.key]
        if isinstance(field, Group):
            found[field.key] = [cells_of(field, row, tongue) for row in value]
        elif isinstance(field, Composite):
            parts = zip(field.parts(), field.split(value), strict=True)
            found[field.key] = {
                part.key: as_stored(part.cell(one, tongue)) for part, one in parts if one is not None
            }
        elif isinstance(field, Simple):
            found[field.key] = as_stored(field.cell(value, tongue))
    return found


@every_origin
@every_tongue
def test_the_schema_of_the_form_takes_its_values(revision: Revision, tongue: Tongue) -> None:
    schema = schema_of(revision, tongue)
    Draft202012Validator.check_schema(schema)
    judge = Draft202012Validator(schema, format_checker=FormatChecker())
    for filled in seeds(5):
        assert [fault.message for fault in judge.iter_errors(to_canonical(revision.form, filled))] == []


@every_origin
def test_the_schema_of_the_form_refuses_what_the_validator_refuses_for_its_shape(revision: Revision) -> None:
    judge = Draft202012Validator(schema_of(revision, MACHINE), format_checker=FormatChecker())
    validator = Validator(revision, MACHINE, "json", {})
    sound = to_canonical(revision.form, invented(revision.form, 1))
    required = [field.key for field in EXAMPLES if field.required]
    wrong = [
        *({key: one for key, one in sound.items() if key != left} for left in required),
        *({**sound, field.key: 5} for field in EXAMPLES),
        *({**sound, field.key: [[]]} for field in EXAMPLES),
        {**sound, "unknown": "x"},
        {**sound, "stay": {**sound["stay"], "unknown": "x"}},
        {**sound, "children": [{**sound["children"][0], "unknown": "x"}]},
        {**sound, "children": []},
        {**sound, "children": sound["children"] * 30},
        {**sound, "wage": "12,5"},
        {**sound, "birth": "05.03.2026"},
        {**sound, "nation": "Schweiz"},
        {**sound, "civil": "Married"},
    ]
    for one in wrong:
        assert validator.check(one).faults
        assert list(judge.iter_errors(one))


@every_origin
@every_tongue
def test_all_that_was_answered_is_told_to_people(revision: Revision, tongue: Tongue) -> None:
    filled = invented(revision.form, 1)
    told = [line for chapter in chapters(revision, filled, tongue) for line in chapter.lines]
    texts = {line.field.key: line.text for line in told if isinstance(line, Line)}
    assert {key for key, text in texts.items() if text} == {key for key in filled if key != "children"}


@every_origin
def test_a_required_field_without_value_says_so_at_its_place(revision: Revision) -> None:
    faults = {
        fault.place[0]: fault.fault.code
        for fault in Validator(revision, MACHINE, "json", {}).check({}).faults
    }
    assert set(faults) == {field.key for field in EXAMPLES if field.required} | {"children"}
    assert set(faults.values()) == {"required", "required_choice", "required_file", "too_few_rows"}


def test_a_day_outside_of_all_plausible_years_is_refused_in_a_sheet_as_on_a_page() -> None:
    birth = FORM.field("birth")
    assert isinstance(birth, Simple)
    for year in (1799, 2200, 9999):
        with pytest.raises(ValueError, match="year_range"):
            birth.cell_reader(TONGUES[0])(date(year, 12, 31))


def test_the_end_of_a_period_is_not_before_its_beginning() -> None:
    stay = FORM.field("stay")
    assert isinstance(stay, Composite)
    with pytest.raises(PartFault):
        stay.join((date(2026, 3, 2), date(2026, 3, 1)))


def test_all_inputs_are_fields_of_a_section() -> None:
    assert set(INPUT_TYPES) < set(TYPES)

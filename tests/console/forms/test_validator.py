"""One validator: the quick way and the slow one agree, hostile input gives faults, and the words are everywhere the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from console.forms.canonical import to_canonical, to_raw
from console.forms.expressions import Sum
from console.forms.faults import say
from console.forms.fields import (
    Address,
    AvsNumber,
    Choice,
    Choices,
    Composite,
    Computed,
    Country,
    Day,
    Email,
    Group,
    Iban,
    Money,
    Number,
    Period,
    Person,
    Phone,
    Text,
    YesNo,
)
from console.forms.invent import invented
from console.forms.revisions import Revision
from console.forms.takes import Source
from console.forms.validator import Validator
from tests.support.every_field import FORM, TEXTS
from tests.support.judging import MACHINE, PAGE, RULES, SEX, check, codes, form

# The quick way.


PLAIN = form(
    AvsNumber("avs", "AVS", required=True),
    Text("name", "Name", required=True, max=20),
    Day("birth", "Birth", required=True),
    Email("email", "E-mail"),
    Iban("iban", "IBAN"),
    Period("stay", "Stay", required=True),
    Money("wage", "Wage", min="0"),
    Number("hours", "Hours", places=1, max="60"),
    Choice("sex", "Sex", of=SEX),
    Choices("several", "Several", of=SEX),
    Address("home", "Home"),
    YesNo("agreed", "Agreed"),
    rules=("t.born@1",),
)
BAD: tuple[Any, ...] = (
    "", " ", "x", "1.234", "31.02.2026", "756.1234.5678.90", "-5", "a@", "CH00", "1700-01-01", "f;m", ";", "f;x",
    None, 5, 5.5, True, [], ["f"], ["x"], [5], {}, {"from": "x"}, {"from": "1.1.2026", "until": "1.1.2025"}, {"x": 1},
    {"until": "1.1.2026"}, "x" * 500, date(1900, 1, 1),
)  # fmt: skip


@pytest.mark.parametrize("source", ["text", "cell", "json"])
def test_the_quick_way_accepts_exactly_what_the_slow_one_finds_no_fault_in(source: Source) -> None:
    validator = Validator(Revision(PLAIN, {}), MACHINE if source == "json" else PAGE, source, RULES)
    chance, accepted = Random(1), 0
    for seed in range(1_500):
        values = invented(PLAIN, seed)
        raw = to_canonical(PLAIN, values) if source == "json" else to_raw(PLAIN, values, PAGE)
        if source == "cell":
            raw = {key: ";".join(one) if isinstance(one, list) else one for key, one in raw.items()}
        for _ in range(chance.choice((0, 1, 2))):
            key = chance.choice([*raw, "unknown"])
            raw[key] = chance.choice(BAD)
        slow = validator.explain(raw)
        quick = quickly(validator, raw)
        assert (quick is not None) == (not slow.faults), raw
        assert quick is None or quick == slow.values
        assert validator.check(raw) == slow
        accepted += quick is not None
    assert 100 < accepted < 1_000


def quickly(validator: Validator, raw: dict[str, Any]) -> dict[str, Any] | None:
    """Give the values of the quick way where it may be taken, None where it refuses."""
    assert validator.quick is not None
    if not validator.fields.fit(raw):
        return validator.explain(raw).values if not validator.explain(raw).faults else None
    try:
        return validator.named(validator.quick(validator.layout.flat(raw)))
    except Exception:
        return None


def test_an_equal_row_is_read_equally_the_second_time() -> None:
    """Remembered readings do not change a verdict."""
    validator = Validator(Revision(PLAIN, {}), PAGE, "cell", RULES)
    raw = to_raw(PLAIN, invented(PLAIN, 1), PAGE) | {"several": "f"}
    assert validator.check(raw) == validator.check(raw) == validator.explain(raw)


# Hostile input.

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.text("0123456789.,-'", max_size=9)
)
json_values = st.recursive(
    scalars,
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=5), one, max_size=3),
    max_leaves=8,
)
KEYS = [field.key for field in FORM.fields()]
EVERY = {
    source: Validator(Revision(FORM, TEXTS), MACHINE if source == "json" else PAGE, source, {})
    for source in ("text", "cell", "json")
}


@pytest.mark.parametrize("source", ["text", "cell", "json"])
@settings(max_examples=150)
@given(raw=json_values | st.dictionaries(st.sampled_from(KEYS), json_values, max_size=12))
def test_whatever_is_sent_gives_values_and_faults_and_never_an_error(source: Source, raw: Any) -> None:
    for fault in EVERY[source].check(raw).faults:
        assert say(fault.fault, PAGE.style).encode()
        assert fault.path.encode() is not None


@pytest.mark.parametrize("source", ["text", "cell", "json"])
@pytest.mark.parametrize("inner", [[], {}, "x", None, 1e400])
def test_deep_nesting_gives_faults(source: Source, inner: Any) -> None:
    for _ in range(5_000):
        inner = [inner] if _ % 2 else {"children": inner}
    raw = dict.fromkeys(KEYS, inner)
    assert EVERY[source].check(raw).faults
    assert EVERY[source].check({"children": [{"first": inner}]}).faults


def test_halves_of_signs_can_be_named_in_the_answer() -> None:
    raw = {
        "\ud800": 1,
        "civil": "\udfff",
        "wage": "\ud800",
        "email": "\ud800@x.ch",
        "children": [{"\ud801": 1}],
    }
    verdict = EVERY["json"].check(raw)
    assert all((say(fault.fault, PAGE.style) + fault.path).encode() for fault in verdict.faults)


READ = [field for field in FORM.fields() if field.is_read and not isinstance(field, Group)]


@pytest.mark.parametrize("source", ["text", "cell", "json"])
@pytest.mark.parametrize("sign", ["a", "é", "9", ";", "a;", "a ", "\u0301", ".", "-"])
def test_a_text_of_five_megabytes_is_a_fault(source: Source, sign: str) -> None:
    text = "a" + sign * (5_000_000 // len(sign)) + "a"
    for field in READ:
        raw: Any = {part.key: text for part in field.parts()} if isinstance(field, Composite) else text
        assert check(form(structs.replace(field, when=None)), {field.key: raw}, source).faults, field


@pytest.mark.parametrize("source", ["text", "cell", "json"])
def test_what_is_unknown_is_named_with_its_place_to_machines_only(source: Source) -> None:
    declared = form(
        Text("name", "Name"), Period("stay", "Stay"), Group("rows", "Rows", fields=(Text("a", "A"),))
    )
    raw = {
        "nam": "x",
        "stay": {"from": "2026-01-01", "to": "x"},
        "rows": [{"a": "x", "b": "y", "_row": "r1"}],
    }
    expected = {
        "nam": "unknown_field",
        "stay.to": "unknown_field",
        "rows.0.b": "unknown_field",
        "rows.0._row": "unknown_field",
    }
    assert codes(check(declared, raw, source)) == (expected if source == "json" else {})


def test_the_computed_value_of_a_machine_must_be_ours() -> None:
    declared = form(Money("a", "A"), Computed("b", "B", value=Sum(("a", "a")), currency="CHF"))
    assert check(declared, {"a": "1.25", "b": "2.50"}, "json").faults == ()
    assert codes(check(declared, {"a": "1.25", "b": "2.51"}, "json")) == {"b": "no_computed"}
    assert codes(check(declared, {"a": "1.25", "b": [2]}, "json")) == {"b": "no_computed"}
    assert check(declared, {"a": "1.25", "b": "2.51"}).values["b"] == Decimal("2.50")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (AvsNumber("f", "F"), "756.1234.5678.90"),
        (AvsNumber("f", "F"), "12"),
        (Iban("f", "F"), "CH00"),
        (Email("f", "F"), "name@"),
        (Money("f", "F", max="10"), "11"),
        (Money("f", "F", step="0.05"), "1.01"),
        (Number("f", "F"), "1.5"),
        (Day("f", "F"), "2026-02-31"),
        (Day("f", "F", latest="2026-01-01"), "2026-02-01"),
        (Choice("f", "F", of=SEX), "x"),
        (Country("f", "F"), "Atlantis"),
        (Text("f", "F", max=3), "abcd"),
        (Text("f", "F", required=True), ""),
        (Phone("f", "F"), "12a"),
        (Phone("f", "F"), "x" * 500),
        (Person("f", "F", source="s"), "x" * 200),
    ],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_the_same_fault_has_the_same_words_on_page_interface_and_sheet(field: Any, text: str) -> None:
    said = set()
    sources: tuple[Source, ...] = ("text", "cell", "json")
    for source in sources:
        (fault,) = check(form(field), {"f": text}, source).faults
        said.add((fault.path, say(fault.fault, PAGE.style).replace("+41 21", "021")))
    assert len(said) == 1

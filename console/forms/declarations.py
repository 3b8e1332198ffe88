"""A form as a value: it goes to JSON and back unchanged, and one schema checks it, whoever wrote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from console.forms.conditions import AnyTest, AtLeast
from console.forms.expressions import AnyExpression, Count, is_decimal
from console.forms.fields import AnyField, Computed, Figure, Group


class FormFault(ValueError):
    """A declaration that cannot be used: one line per fault, for its author."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Section(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A step of the page, a chapter on paper."""

    key: str
    title: str
    fields: tuple[AnyField, ...]
    help: str = ""
    when: AnyTest | None = None
    private: bool = False
    """Filled in by the person herself when the form is delegated; the rest is the company's part then."""


class Form(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Everything that is asked, in order. `key` carries the plugin's name: `ch_fund.training_confirmation`."""

    key: str
    title: str
    sections: tuple[Section, ...]
    rules: tuple[str, ...] = ()
    """Names of rules with their version: `ch_fund.training_not_over@1`."""
    help: str = ""
    theme: str = ""
    """Subject area whose rights guard it."""
    for_companies: bool = True
    """Whether a company's people fill it in; else only the institution's staff do."""
    delegable: bool = False
    """Whether it can be handed to a person, who fills in the private sections, or all of it where none is."""

    def fields(self) -> Iterator[AnyField]:
        """Give all fields in order, those of groups within their group."""
        for section in self.sections:
            yield from section.fields

    def field(self, key: str) -> AnyField:
        """Give a field by its key; raises KeyError."""
        for field in self.fields():
            if field.key == key:
                return field
        raise KeyError(key)

    def messages(self) -> Iterator[str]:
        """Give every text that people see of it."""
        yield from filter(None, (self.title, self.help))
        for section in self.sections:
            yield from filter(None, (section.title, section.help))
            for field in section.fields:
                yield from field.messages()


def to_json(form: Form) -> bytes:
    """Give the canonical JSON of a declaration: sorted, compact, defaults left out."""
    return msgspec.json.encode(form, order="deterministic")


def from_json(data: bytes) -> Form:
    """Read a declaration; raises `FormFault` with the path of what does not fit."""
    try:
        form = msgspec.json.decode(data, type=Form)
        faults = faults_of(form)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise FormFault([str(fault)]) from None
    if faults:
        raise FormFault(faults)
    return form


def schema() -> dict[str, Any]:
    """Give the one JSON Schema of all declarations."""
    return msgspec.json.schema(Form)


LONGEST_KEY, LONGEST_TEXT = 100, 2_000
"""Characters of a key, and of a title, label, help or note."""


def faults_of(form: Form) -> list[str]:
    """Say what is wrong with a declaration beyond its shape, in English, one line each."""
    faults = [fault for field in form.fields() for fault in field.faults()]
    faults += _doubled("section", [section.key for section in form.sections])
    faults += _doubled("field", [field.key for field in form.fields()])
    for field in form.fields():
        if isinstance(field, Group):
            faults += _doubled(f"{field.key}: field", [inner.key for inner in field.fields])
    faults += [
        f"the key {key!r} must be lower case letters, figures and underscores"
        for key in _keys(form)
        if not _sound(key)
    ]
    if not form.title.strip():
        faults.append("the form needs a title")
    if any(len(key) > LONGEST_KEY for key in (form.key, *_keys(form))):
        faults.append(f"a key has at most {LONGEST_KEY} characters")
    if any(len(text) > LONGEST_TEXT for text in form.messages()):
        faults.append(f"a text of a form has at most {LONGEST_TEXT} characters")
    return faults + list(_references(form))


def _keys(form: Form) -> Iterator[str]:
    for section in form.sections:
        yield section.key
        for field in section.fields:
            yield field.key
            if isinstance(field, Group):
                yield from (inner.key for inner in field.fields)


def _sound(key: str) -> bool:
    return key.isascii() and key.isidentifier() and key == key.lower() and not key.startswith("_")


def _references(form: Form) -> Iterator[str]:
    """Conditions ask about earlier fields only: one walk judges them, and nobody waits for a later page."""
    known: dict[str, AnyField] = {}
    for section in form.sections:
        yield from _asked(section.key, section.when, known)
        for field in section.fields:
            yield from _asked(field.key, field.when, known)
            if isinstance(field, Group):
                yield from _within(field, known)
            elif isinstance(field, Computed):
                yield from _needed(field.key, field.value, known)
            if field.holds_value:
                known[field.key] = field


def _within(group: Group, known: dict[str, AnyField]) -> Iterator[str]:
    """The conditions of a row see the form around it too; its computed values are made of the row alone."""
    row: dict[str, AnyField] = {}
    for field in group.fields:
        path = f"{group.key}.{field.key}"
        yield from _asked(path, field.when, {**known, **row})
        if isinstance(field, Computed):
            yield from _needed(path, field.value, row)
        row[field.key] = field


def _asked(key: str, when: AnyTest | None, known: Container[str]) -> Iterator[str]:
    if when is None:
        return
    for test in when.tests():
        if isinstance(test, AtLeast) and not is_decimal(test.least):
            yield f"{key}: its condition compares with {test.least!r}, which is no number such as 0.05"
    for name in when.fields():
        if name not in known:
            yield f"{key}: its condition asks about {name!r}, which does not stand before it"


def _needed(key: str, value: AnyExpression, known: dict[str, AnyField]) -> Iterator[str]:
    for path in value.fields():
        if (field := _at(path, known)) is None:
            yield f"{key}: it is computed from {path!r}, which does not stand before it"
        elif not isinstance(field, Group if isinstance(value, Count) else Figure | Computed):
            yield f"{key}: it cannot be computed from {path!r}, which is a {type(field).__struct_config__.tag}"


def _at(path: str, known: dict[str, AnyField]) -> AnyField | None:
    """Give the field at a path: of the form, or of the rows of a group."""
    key, _, inner = path.partition(".")
    field = known.get(key)
    if not inner or not isinstance(field, Group):
        return None if inner else field
    return next((one for one in field.fields if one.key == inner), None)


def _doubled(what: str, keys: list[str]) -> list[str]:
    return [f"{what} {key!r} is there twice" for key, count in Counter(keys).items() if count > 1]

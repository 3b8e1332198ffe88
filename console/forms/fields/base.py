"""What every field type has in common: it reads, shows, describes and draws its values. A new type is a new class.

Words: *raw* is what came in (text of a page, cell of a sheet, JSON); a *value* is what it means; *canonical* is the
value as JSON. A reader is a closure made once for a tongue: it gets a filled text without blanks around it and gives
the value or raises a `Misread`. What a field shows, it reads back, in every tongue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from msgspec import Struct

from console.base.sheets.cells import Unreadable, Writable
from console.forms.conditions import AnyTest
from console.forms.faults import Fault
from console.forms.tongue import Tongue, for_machines

if TYPE_CHECKING:
    from wtforms.fields.core import UnboundField

Raw: TypeAlias = str | int | float | bool | date | datetime | timedelta | Unreadable | list[Any] | None
Read: TypeAlias = Callable[[str], Any]
ReadCell: TypeAlias = Callable[[Any], Any]

FIGURES = 15
"""Figures a number in a spreadsheet program can hold; behind them it writes zeros."""


class Named(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Key and label come first in every field."""

    key: str
    label: str


class Field(Named, frozen=True, kw_only=True):
    """A line of a form. Labels and helps are message ids; a default never changes, since hashes leave defaults out."""

    help: str = ""
    when: AnyTest | None = None
    """Asked for only when this holds; else it has neither value nor fault, whatever was sent."""

    holds_value: ClassVar[bool] = True
    """Whether a submission has a value for it."""
    is_read: ClassVar[bool] = True
    """Whether the value is typed by somebody."""

    def messages(self) -> Iterator[str]:
        """Give the texts that the revision freezes in every language."""
        yield from filter(None, (self.label, self.help))

    def faults(self) -> Iterator[str]:
        """Say in English what is wrong with this declaration."""
        return iter(())


class Input(Field, frozen=True, kw_only=True):
    """A field with one value that somebody gives."""

    required: bool = False
    personal: bool = False
    """Whether the value tells something about a person: it is hidden in logs and mails and goes out with her data."""

    def show(self, value: Any, tongue: Tongue) -> str:
        """Give the text of a value that the reader of the same tongue takes back."""
        raise NotImplementedError

    def line(self, value: Any, tongue: Tongue) -> str:
        """Give the value for people: on paper, in a mail, in a list."""
        return self.show(value, tongue)

    def to_json(self, value: Any) -> Any:
        """Give the canonical value."""
        return value

    def from_json(self, canonical: Any) -> Any:
        """Give the value of a canonical one that was accepted before: today's limits do not matter."""
        return canonical

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """Give the JSON Schema of the canonical value."""
        raise NotImplementedError

    def invent(self, chance: Random) -> Any:
        """Give an invented valid value."""
        raise NotImplementedError


class Simple(Input, frozen=True, kw_only=True):
    """A value that is one text on a page and one cell in a sheet."""

    repeats: ClassVar[bool] = False
    """Whether a sheet holds few distinct values of it, so that readings are worth remembering."""
    many: ClassVar[bool] = False
    """Whether the raw value of a page and of JSON is a list."""
    in_sheet: ClassVar[bool] = True
    """Whether a sheet can carry it."""
    needed: ClassVar[str] = "required"
    """Code of the fault when it is missing."""
    longest: ClassVar[int] = 400
    """Characters of the longest raw text that is looked at; what is longer is refused before any work."""

    def is_steady(self) -> bool:
        """Say whether what was read once may be read so again tomorrow."""
        return True

    def width(self) -> str:
        """Say how wide its control is, so that it tells how much to type: `short`, `medium`, or all there is."""
        return ""

    def reader(self, tongue: Tongue) -> Read:
        """Give the closure from a filled text to the value; it raises `Misread`."""
        raise NotImplementedError

    def cell_reader(self, tongue: Tongue) -> ReadCell:
        """Give the closure from a filled cell to the value: texts are read as texts, whole numbers as their figures."""
        read = self.reader(tongue)

        def from_cell(cell: Any) -> Any:
            return read(cell if cell.__class__ is str else figures_of(cell))

        return from_cell

    def json_reader(self, tongue: Tongue) -> ReadCell:
        """Give the closure from a canonical value to the value; only texts are taken, in the form for machines."""
        read = self.reader(for_machines(tongue))

        def from_json(given: Any) -> Any:
            if not isinstance(given, str):
                raise Fault("not_text")
            return read(given.strip())

        return from_json

    def cell(self, value: Any, tongue: Tongue) -> Writable:
        """Give what a sheet holds for a value."""
        return self.show(value, tongue)

    def control(self, tongue: Tongue) -> UnboundField:
        """Give the WTForms control; it keeps what was typed and reads nothing."""
        from console.forms.controls import text_control

        return text_control(self, tongue)


class Composite(Input, frozen=True, kw_only=True):
    """A value of several parts, each with its own control and cell: a period, an address."""

    def parts(self) -> tuple[Simple, ...]:
        """Give the parts in order; their keys are those of the canonical object."""
        raise NotImplementedError

    def join(self, values: tuple[Any, ...]) -> Any:
        """Make the value of the parts, at least one of which is filled; raises `PartFault`."""
        raise NotImplementedError

    def split(self, value: Any) -> tuple[Any, ...]:
        """Give the parts of a value."""
        raise NotImplementedError

    def to_json(self, value: Any) -> Any:
        """Give an object with the parts."""
        return {
            part.key: None if one is None else part.to_json(one)
            for part, one in zip(self.parts(), self.split(value), strict=True)
        }

    def from_json(self, canonical: Any) -> Any:
        """Join the parts."""
        given = ((part, canonical.get(part.key)) for part in self.parts())
        return self.join(tuple(None if one is None else part.from_json(one) for part, one in given))

    def show(self, value: Any, tongue: Tongue) -> str:
        """Give the filled parts one after the other."""
        shown = zip(self.parts(), self.split(value), strict=True)
        return ", ".join(part.show(one, tongue) for part, one in shown if one is not None)

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """Give an object with the parts."""
        return {
            "type": "object",
            "properties": {
                part.key: part.schema(tongue) if part.required else or_nothing(part.schema(tongue))
                for part in self.parts()
            },
            "required": [part.key for part in self.parts() if part.required],
            "additionalProperties": False,
        }

    def messages(self) -> Iterator[str]:
        """Give the texts of the field and of its parts."""
        yield from super().messages()
        for part in self.parts():
            yield from part.messages()

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the parts that it makes of itself."""
        for part in self.parts():
            yield from (f"{self.key}.{fault}" for fault in part.faults())


class PartFault(Exception):
    """The parts do not fit together: the part that is wrong, and why."""

    def __init__(self, part: str, fault: Fault) -> None:
        super().__init__(part, fault)
        self.part = part
        self.fault = fault


def figures_of(cell: Any, length: int = 0) -> str:
    """Give the figures of a cell with a whole number, filled up with zeros in front; raises `Fault` for other cells."""
    if cell.__class__ is str:
        return str(cell)
    if cell.__class__ is int:
        cell = float(cell)
    if cell.__class__ is not float:
        raise not_text(cell)
    if not cell.is_integer() or cell < 0:
        raise Fault("not_text")
    if cell >= 10**FIGURES:
        raise Fault("lost_figures")
    return str(int(cell)).zfill(length)


def not_text(cell: Any) -> Fault:
    """Give the fault of a cell that can be no text: a formula, an error, a day, yes or no."""
    if cell is Unreadable.FORMULA:
        return Fault("formula")
    return Fault("error_cell") if cell is Unreadable.ERROR else Fault("not_text")


def or_nothing(schema: dict[str, Any]) -> dict[str, Any]:
    """Give a schema that also takes null."""
    return {"anyOf": [schema, {"type": "null"}]}

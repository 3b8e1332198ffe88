"""Numbers and amounts: kept as exact decimals, read by the one rule of the figures (`console.base.figures`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from math import isfinite
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar

from console.base.sheets.cells import Unreadable, Writable
from console.forms.expressions import is_decimal, rounded
from console.forms.faults import Fault
from console.forms.fields.base import FIGURES, Read, ReadCell, Simple
from console.forms.tongue import Tongue

if TYPE_CHECKING:
    from wtforms.fields.core import UnboundField

CENTS = 2
MOST_PLACES = 9
"""Decimals a number may be declared with."""
_CANONICAL = re.compile(r"-?[0-9]{1,20}(?:\.([0-9]{1,20}))?")
_PLAIN = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,2})?")
"""Figures that have one reading everywhere: nothing groups, and what divides is followed by one or two figures."""
_QUIET = re.compile(r"-?[1-9][0-9]{0,2}(['’\u00a0\u202f])[0-9]{3}(?:\1[0-9]{3}){0,2}(?:[.,][0-9]{1,2})?")
"""The same with signs between thousands that divide nowhere."""
_WITHOUT_GROUPS = str.maketrans(",", ".", "'’\u00a0\u202f")
_NOISE, _LAST_BITS = 1e-4, 4e-16
"""How far a float of a sheet may be from the figures that stand there: a part of the last decimal, and of itself."""


class Figure(Simple, frozen=True, kw_only=True):
    """What numbers and amounts share: limits, and cells that hold numbers."""

    min: str | None = None
    max: str | None = None

    repeats: ClassVar[bool] = True

    def width(self) -> str:
        """Figures are short."""
        return "short"

    def decimals(self) -> int:
        """Give the most decimals a value has."""
        raise NotImplementedError

    def within(self) -> Callable[[Decimal], Decimal]:
        """Give the check of the limits as a closure; what has more figures than a sheet can hold is outside."""
        end = Decimal(10**FIGURES - 1).scaleb(-self.decimals())
        least = -end if self.min is None else Decimal(self.min)
        most = end if self.max is None else Decimal(self.max)

        def check(value: Decimal) -> Decimal:
            if value < least:
                raise Fault("too_small", least=least)
            if value > most:
                raise Fault("too_large", most=most)
            return value

        return check

    def machine_reader(self) -> Read:
        """Give the reader of canonical texts: figures, a point and decimals, without a style."""
        places, check, form = self.decimals(), self.within(), _CANONICAL.fullmatch

        def read(text: str) -> Decimal:
            found = form(text)
            if not found:
                raise Fault("number_form", text=text[:40])
            if len(found[1] or "") > places:
                raise Fault("too_many_decimals", text=text[:40], places=places)
            return check(Decimal(text))

        return read

    def cell_reader(self, tongue: Tongue) -> ReadCell:
        """A number is taken as it stands, a text is read; yes, no and days are no numbers."""
        read, check, places = self.reader(tongue), self.within(), self.decimals()
        unit = 10.0**places
        most, plain = 10.0 ** (FIGURES - places), f"%.{places}f"

        def from_cell(cell: Any) -> Decimal:
            if cell.__class__ is str:
                return read(cell)  # type: ignore[no-any-return]
            if cell.__class__ is not float:
                cell = _number(cell)
            # Most cells hold exactly what their figures say; the noise of sums is looked at below.
            if cell and -most < cell < most and float(text := plain % cell) == cell:
                return check(Decimal(text))
            scaled = cell * unit
            if not abs(scaled) < 10**FIGURES:
                raise Fault("lost_figures" if isfinite(cell) else "not_a_number")
            whole = round(scaled)
            if abs(scaled - whole) > max(_NOISE, abs(scaled) * _LAST_BITS):
                raise _decimals(cell, places)
            return check(Decimal(whole).scaleb(-places))

        return from_cell

    def cell(self, value: Any, tongue: Tongue) -> Writable:
        """The number itself."""
        return Decimal(value)

    def to_json(self, value: Any) -> str:
        """A text with a point and all decimals, never a float."""
        places, text = self.decimals(), str(value)
        if text.isdigit() if not places else (text[-places - 1 : -places] == "." and text[0] != "-"):
            return text
        return f"{value + 0:.{places}f}"  # zero has no minus

    def from_json(self, canonical: Any) -> Decimal:
        """The decimal in the text."""
        return Decimal(canonical)

    def invent(self, chance: Random) -> Decimal:
        """Something within the limits."""
        places = self.decimals()
        least = Decimal(self.min) if self.min is not None else Decimal(0)
        most = Decimal(self.max) if self.max is not None else max(least * 2, least + 10_000)
        step = Decimal(1).scaleb(-places)
        return (least + (most - least) * chance.randrange(1001) / 1000).quantize(step)

    def faults(self) -> Iterator[str]:
        """Limits are decimals and in order."""
        if not all(limit is None or is_decimal(limit) for limit in (self.min, self.max)):
            yield f"{self.key}: min and max must be numbers such as 0.05"
        elif self.min is not None and self.max is not None and Decimal(self.min) > Decimal(self.max):
            yield f"{self.key}: min is above max"

    def control(self, tongue: Tongue) -> UnboundField:
        """Text with the keyboard for figures; `type=number` would refuse what people type."""
        from console.forms.controls import text_control

        return text_control(self, tongue, inputmode="decimal" if self.decimals() else "numeric")


class Number(Figure, frozen=True, kw_only=True, tag="number"):
    """A number with at most `places` decimals, in a unit named in the label or help."""

    places: int = 0
    unit: str = ""

    def decimals(self) -> int:
        """As declared."""
        return self.places

    def reader(self, tongue: Tongue) -> Read:
        """Plain figures are read at once, others by the style."""
        if tongue.is_api:
            return self.machine_reader()
        places, style, check = self.places, tongue.style, self.within()
        plain = _PLAIN.fullmatch if places >= CENTS else re.compile(r"-?[0-9]{1,12}").fullmatch
        unit = Decimal(1).scaleb(-places)

        def read(text: str) -> Decimal:
            if plain(text):
                return check(Decimal(text.replace(",", "."))).quantize(unit)
            return check(style.read_number(text, places=places)).quantize(unit)

        return read

    def show(self, value: Any, tongue: Tongue) -> str:
        """In the style's figures; machines get a point and nothing else."""
        return self.to_json(value) if tongue.is_api else tongue.style.show_number(value, places=self.places)

    def line(self, value: Any, tongue: Tongue) -> str:
        """With its unit."""
        return f"{self.show(value, tongue)} {tongue.say(self.unit)}".rstrip()

    def messages(self) -> Iterator[str]:
        """The unit too."""
        yield from super().messages()
        yield from filter(None, (self.unit,))

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """A decimal as text."""
        decimals = f"(\\.[0-9]{{1,{self.places}}})?" if self.places else ""
        return {"type": "string", "pattern": f"^-?[0-9]+{decimals}$"}

    def faults(self) -> Iterator[str]:
        """Decimals leave room for figures before them."""
        yield from super().faults()
        if not 0 <= self.places <= MOST_PLACES:
            yield f"{self.key}: places must be from 0 to {MOST_PLACES}"


class Money(Figure, frozen=True, kw_only=True, tag="money"):
    """An amount with cents; `step` (such as "0.05") says to what it must be rounded."""

    currency: str = "CHF"
    step: str = "0.01"

    def decimals(self) -> int:
        """Cents."""
        return CENTS

    def within(self) -> Callable[[Decimal], Decimal]:
        """The limits, and the step."""
        check, step, coarse = super().within(), self.step, self.step != "0.01"

        def stepped(value: Decimal) -> Decimal:
            if rounded(check(value), step) != value:
                raise Fault("step", step=Decimal(step))
            return value

        return stepped if coarse else check

    def reader(self, tongue: Tongue) -> Read:
        """Plain figures are read at once, others (grouped, with the currency, without cents) by the style."""
        if tongue.is_api:
            return self.machine_reader()
        style, currency, check = tongue.style, self.currency, self.within()
        plain, quiet = _PLAIN.fullmatch, _QUIET.fullmatch

        def read(text: str) -> Decimal:
            if plain(text):
                return check(Decimal(text.replace(",", ".")))
            if quiet(text):
                return check(Decimal(text.translate(_WITHOUT_GROUPS)))
            return check(style.read_amount(text, currency))

        return read

    def show(self, value: Any, tongue: Tongue) -> str:
        """With the currency as the style writes it; machines get a point and nothing else."""
        return self.to_json(value) if tongue.is_api else tongue.style.show_amount(value, self.currency)

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """A decimal as text, with cents or without."""
        return {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,2})?$"}

    def invent(self, chance: Random) -> Decimal:
        """Rounded to the step, within the limits."""
        found, step = rounded(super().invent(chance), self.step), Decimal(self.step)
        if self.max is not None and found > Decimal(self.max):
            return found - step
        return found + step if self.min is not None and found < Decimal(self.min) else found

    def faults(self) -> Iterator[str]:
        """The currency is an ISO 4217 code, the step an amount."""
        yield from super().faults()
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            yield f"{self.key}: currency must be a code such as CHF"
        if not is_decimal(self.step) or Decimal(self.step) <= 0 or Decimal(self.step) % Decimal("0.01"):
            yield f"{self.key}: step must be an amount such as 0.05"


def _number(cell: Any) -> float:
    """Give the number of a cell that is no float; raises `Fault` for all that is none."""
    if cell.__class__ is int or cell.__class__ is Decimal:
        return float(cell)
    if cell is Unreadable.FORMULA:
        raise Fault("formula")
    raise Fault("error_cell") if cell is Unreadable.ERROR else Fault("not_a_number")


def _decimals(cell: float, places: int) -> Fault:
    return Fault("too_many_decimals", text=f"{cell:.15g}", places=places)

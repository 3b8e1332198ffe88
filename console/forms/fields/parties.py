"""Choosers: a person, company or establishment that the institution knows.

The value is the reference by which the `source` knows it (an AVS number, a member number). Reading checks its form
only; whether it exists, for this person, is looked up for all of them together (`console.forms.sources`).
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any, ClassVar

from console.forms.fields.base import Read, Simple
from console.forms.fields.texts import Text
from console.forms.tongue import Tongue

if TYPE_CHECKING:
    from wtforms.fields.core import UnboundField

BETWEEN = " · "
"""Parts reference and name in a suggestion: "41 002 · Clinique des Alpes"."""


class Chooser(Simple, frozen=True, kw_only=True):
    """One of the parties that a source knows, such as `ch_fund.employee`."""

    source: str

    repeats: ClassVar[bool] = True

    def reader(self, tongue: Tongue) -> Read:
        """What stands before the dot of a suggestion is the reference."""
        read_line, check = (
            Text("line", "", max=self.longest).reader(tongue),
            Text("key", "", max=160).reader(tongue),
        )

        def read(text: str) -> str:
            return str(check(read_line(text).partition(BETWEEN)[0].strip()))

        return read

    def show(self, value: Any, tongue: Tongue) -> str:
        """The reference."""
        return str(value)

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """A reference."""
        return {"type": "string", "minLength": 1, "maxLength": 160}

    def invent(self, chance: Random) -> str:
        """A reference that may belong to nobody."""
        return f"{chance.randrange(1, 1000):05}"

    def control(self, tongue: Tongue) -> UnboundField:
        """Text with suggestions."""
        from console.forms.controls import chooser_control

        return chooser_control(self, tongue)


class Person(Chooser, frozen=True, kw_only=True, tag="person"):
    """A person the institution knows."""

    personal: bool = True


class CompanyChooser(Chooser, frozen=True, kw_only=True, tag="company"):
    """A company the institution knows."""

    source: str = "company"


class Establishment(Chooser, frozen=True, kw_only=True, tag="establishment"):
    """An establishment the institution knows."""

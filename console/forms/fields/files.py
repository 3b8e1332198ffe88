"""Documents that are added to a form. The value is the references of stored files (`console.documents`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar

from console.forms.faults import Fault
from console.forms.fields.base import Read, ReadCell, Simple
from console.forms.tongue import Tongue

if TYPE_CHECKING:
    from wtforms.fields.core import UnboundField

MOST = 50
"""Documents of one field, and megabytes of one document."""
KINDS = ("pdf", "png", "jpeg", "tiff", "docx", "xlsx", "odt", "txt", "csv")
REFERENCE = re.compile(r"[0-9A-Za-z_-]{4,64}")


class File(Simple, frozen=True, kw_only=True, tag="file"):
    """One document or, with `most` above one, several; of these kinds and no larger than `megabytes` each."""

    kinds: tuple[str, ...] = ("pdf", "png", "jpeg")
    megabytes: int = 10
    most: int = 1

    longest: ClassVar[int] = 20_000
    many: ClassVar[bool] = True
    in_sheet: ClassVar[bool] = False
    needed: ClassVar[str] = "required_file"

    def reader(self, tongue: Tongue) -> Read:
        """References parted by blanks; that they exist is looked up for all of them together."""
        most = self.most

        def read(text: str) -> tuple[str, ...]:
            found = tuple(dict.fromkeys(text.replace(";", " ").split()))
            if not found or not all(REFERENCE.fullmatch(one) for one in found):
                raise Fault("unknown_file")
            if len(found) > most:
                raise Fault("too_many_files", most=most)
            return found

        return read

    def json_reader(self, tongue: Tongue) -> ReadCell:
        """A list of references."""
        read = self.reader(tongue)

        def from_json(given: Any) -> tuple[str, ...]:
            if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
                raise Fault("not_a_list")
            if any(not REFERENCE.fullmatch(one) for one in given):
                raise Fault("unknown_file")
            return read(" ".join(given))  # type: ignore[no-any-return]

        return from_json

    def show(self, value: Any, tongue: Tongue) -> str:
        """The references; their names are known where files are."""
        return " ".join(value)

    def to_json(self, value: Any) -> list[str]:
        """A list of references."""
        return list(value)

    def from_json(self, canonical: Any) -> tuple[str, ...]:
        """The references."""
        return tuple(canonical)

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """References, each once."""
        one = {"type": "string", "pattern": f"^{REFERENCE.pattern}$"}
        return {"type": "array", "items": one, "maxItems": self.most, "uniqueItems": True}

    def faults(self) -> Iterator[str]:
        """Only kinds that are recognised by their content."""
        if not self.kinds or not set(self.kinds) <= set(KINDS):
            yield f"{self.key}: kinds must be some of {', '.join(KINDS)}"
        if not 1 <= self.most <= MOST or not 1 <= self.megabytes <= MOST:
            yield f"{self.key}: most and megabytes must lie between 1 and {MOST}"

    def invent(self, chance: Random) -> tuple[str, ...]:
        """The reference of a file nobody added."""
        return (f"EXMP-{chance.randrange(10**4):04}",)

    def control(self, tongue: Tongue) -> UnboundField:
        """A file picker; what was added before is carried on by its reference."""
        from console.forms.controls import file_control

        return file_control(self, tongue)

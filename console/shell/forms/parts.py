"""The fields of a section as the page draws them: texts said, faults placed, conditions written out for the script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from wtforms import Field as Control


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What every part has: its key and kind, and the condition under which it is asked for, as JSON."""

    draws: ClassVar[str]

    key: str
    kind: str
    when: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InputPart(Part):
    """One control; the note says where its value comes from, or whom it means."""

    draws: ClassVar[str] = "input"

    control: Control
    note: str = ""
    places: int = 0
    """Decimals of a number."""
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositePart(Part):
    """Several controls under one label."""

    draws: ClassVar[str] = "composite"

    id: str
    label: str
    help: str
    errors: tuple[str, ...]
    controls: tuple[Control, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An added document: its name and size, the address that gives it, the button that takes it away."""

    reference: str
    name: str
    size: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePart(Part):
    """Documents added so far, and the way to add one."""

    draws: ClassVar[str] = "file"

    path: str
    label: str
    help: str
    limits: str
    errors: tuple[str, ...]
    documents: tuple[Document, ...]
    may_add: bool
    several: bool
    accept: str
    most_bytes: int
    too_large: str
    """What the page says of a file that is too large, before it is sent."""

    @property
    def id(self) -> str:
        """Give the name of the control on the page."""
        return f"f-{self.path}"


@dataclass(frozen=True, slots=True)
class RowPart:
    """One row of a group."""

    name: str
    legend: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPart(Part):
    """Rows with their buttons; of very many, one page at a time."""

    draws: ClassVar[str] = "group"

    label: str
    help: str
    errors: tuple[str, ...]
    rows: tuple[RowPart, ...]
    may_add: bool
    add: str
    pages: tuple[int, ...] = ()
    page: int = 1
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedPart(Part):
    """A value made of others: what it is now, and how the script makes it again."""

    draws: ClassVar[str] = "computed"

    label: str
    help: str
    text: str
    compute: str
    step: str
    places: int
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePart(Part):
    """A paragraph."""

    draws: ClassVar[str] = "note"

    text: str
    help: str

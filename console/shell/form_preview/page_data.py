"""What the templates of the form preview take, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass

from console.shell.forms.parts import Part
from console.shell.pages import Action, Choice, Crumb, Fact, Tag


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to look at a form."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A section as the page draws it."""

    key: str
    title: str
    help: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the form: what it is for, and where it is."""

    title: str
    text: str
    action: Action


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of the form with its translations; None where one is missing."""

    message: str
    texts: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """Whether an own form is open, and where that is changed."""

    label: str
    on: bool
    url: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A form in one way; of `sections`, `downloads`, `text` and `wordings` the one that this way shows is filled."""

    title: str
    crumbs: tuple[Crumb, ...]
    tags: tuple[Tag, ...]
    facts: tuple[Fact, ...]
    tabs: tuple[Tab, ...]
    shows: str
    lead: str = ""
    sections: tuple[DrawnSection, ...] = ()
    is_narrow: bool = False
    downloads: tuple[Download, ...] = ()
    text: str = ""
    wordings: tuple[Wording, ...] = ()
    languages: tuple[Choice, ...] = ()
    missing: str = ""
    other: Action | None = None
    switch: Switch | None = None
    edit: Action | None = None


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The page on which an own form is brought in: what was typed, what is wrong with it, how it would look."""

    title: str
    crumbs: tuple[Crumb, ...]
    lead: str
    declaration: str
    texts: str
    plugin: str
    plugins: tuple[Choice, ...]
    faults: tuple[str, ...]
    checked: bool
    sections: tuple[DrawnSection, ...]
    cancel_url: str

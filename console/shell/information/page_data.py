"""What the templates of information take."""

from __future__ import annotations

from dataclasses import dataclass

from console.information.markup import Html
from console.shell.pages import Action, Crumb, Empty, Fact, Tag


@dataclass(frozen=True, slots=True)
class Entry:
    """A page or leaflet in the list; `lang` is set when it is not in the reader's language."""

    title: str
    url: str
    icon: str
    detail: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What there is to read about one theme."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """Everything to read, by theme."""

    title: str
    lead: str
    groups: tuple[Group, ...]
    empty: Empty
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """The text in one language; `heading` is its language where several stand below each other."""

    text: Html
    lang: str = ""
    heading: str = ""
    title: str = ""
    file_url: str | None = None
    file_label: str = ""


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page to read, or all its languages before it is published; `notes` say what is missing."""

    title: str
    versions: tuple[Version, ...]
    crumbs: tuple[Crumb, ...]
    notes: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    actions: tuple[Action, ...] = ()
    facts: tuple[Fact, ...] = ()
    changed: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How one institution is reached."""

    institution: str
    phone: str = ""
    phone_url: str = ""
    email: str = ""
    email_url: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class ContactPage:
    """Contacts for a theme, and the form with which to ask in writing."""

    title: str
    lead: str
    reference: str
    ways: tuple[Way, ...]
    empty: Empty
    ask_url: str | None = None
    actions: tuple[Action, ...] = ()

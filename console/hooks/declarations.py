"""What a plugin hands over: frozen values, checked by the console before anything is built from them.

Words: a *theme* is a subject area with its own rights; a *level* is what a person may do in it; a *right* is an
act on a view, written `<plugin>.<view>.<act>`; a *part* is anything below a plugin that has a switch of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeAlias

Text: TypeAlias = Any
"""A text of the interface: a `str` or a lazy translation, looked up when the page is made."""


class Level(IntEnum):
    """What a person may do in a theme; each level contains the ones below."""

    READ = 1
    PREPARE = 2
    SEND = 3


@dataclass(frozen=True)
class Manifest:
    """Facts about a plugin, readable without importing the rest of it."""

    name: str
    """Lower-case identifier; prefix of its tables, endpoints, rights and URLs."""
    title: Text
    description: Text
    version: str
    console: str
    """Versions of the console it works with, as a specifier: `>=0.1,<1`."""
    countries: tuple[str, ...] = ()
    """ISO 3166 codes of the institutions it is meant for; empty means any."""
    requires: tuple[str, ...] = ()
    """Names of plugins that must be enabled first."""
    author: str = ""


@dataclass(frozen=True)
class Theme:
    """A subject area of a plugin: people get rights in it, an institution can switch it."""

    key: str
    title: Text
    description: Text = ""


@dataclass(frozen=True)
class Right:
    """An act a role may be allowed, with the roles that have it from the start."""

    view: str
    act: str
    title: Text
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class MenuEntry:
    """A line in the side navigation."""

    label: Text
    icon: str = "folder"


@dataclass(frozen=True)
class View:
    """A page class of the plugin, with its place in the menu and the theme that guards it."""

    view: type[Any]
    menu: MenuEntry | None = None
    theme: str | None = None


@dataclass(frozen=True)
class Resource:
    """A read-only collection of the open API over one model.

    It can be searched when the model is, and when all that is searched stands in `fields`.
    """

    key: str
    model: type[Any]
    fields: tuple[str, ...]
    sorts: tuple[str, ...] = ()
    """Fields by which it can be ordered, each with an index; by `id` it always can."""
    theme: str | None = None


@dataclass(frozen=True)
class Setting:
    """One value an institution's administrator sets for a plugin."""

    key: str
    title: Text
    help: Text = ""
    kind: str = "text"
    """`text`, `yes_no`, `number` or `choice`."""
    default: str = ""
    required: bool = False
    choices: tuple[tuple[str, Text], ...] = ()
    check: Callable[[str], Text | None] | None = None
    """Gives the fault of a value in words, or nothing."""


@dataclass(frozen=True)
class AuditAction:
    """A kind of journal line and the sentence that shows it; `%(name)s` placeholders come from the line's facts."""

    key: str
    sentence: Text


@dataclass(frozen=True)
class Tile:
    """A figure on the start page."""

    title: Text
    text: Text
    url: str
    count: int | None = None
    icon: str = "folder"


@dataclass(frozen=True)
class Health:
    """What a configuration check found: `state` is `ok`, `warn` or `bad`; `text` says what to do."""

    state: str
    text: Text


@dataclass(frozen=True)
class Contribution:
    """Everything one plugin declared at start, in the order of its hooks."""

    manifest: Manifest
    package: str
    source: str
    """The distribution it came from, with its version."""
    models: tuple[type[Any], ...] = ()
    themes: tuple[Theme, ...] = ()
    rights: tuple[Right, ...] = ()
    views: tuple[View, ...] = ()
    resources: tuple[Resource, ...] = ()
    settings: tuple[Setting, ...] = ()
    actions: tuple[AuditAction, ...] = ()
    forms: tuple[Any, ...] = ()
    """`console.forms.declarations.Form`."""
    rules: tuple[Any, ...] = ()
    """`console.forms.rules.Rule`."""
    sources: tuple[Any, ...] = ()
    """`console.forms.sources.PartySource`."""
    hooks: tuple[str, ...] = ()
    """Names of the hooks it implements."""

    @property
    def name(self) -> str:
        """Give the plugin's name."""
        return self.manifest.name

    def theme_of_view(self, view: str) -> str | None:
        """Give the theme that guards the view with this key, if any."""
        return next((v.theme for v in self.views if v.view.key == view), None)

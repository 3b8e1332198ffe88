"""What the templates of the Modules page take; texts are translated, counts written out, rights applied."""

from __future__ import annotations

from dataclasses import dataclass

from console.shell.pages import Action, Crumb, Fact, Tag


@dataclass(frozen=True, slots=True)
class SwitchControl:
    """A switch as a form that is posted to `url`; without `url` it only shows, `why` says what stands in the way."""

    label: str
    on: bool
    url: str = ""
    why: str = ""
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A module in the list."""

    title: str
    description: str
    url: str
    switch: SwitchControl
    brings: str
    version: str
    health: Tag


@dataclass(frozen=True, slots=True)
class ModuleGroup:
    """The modules meant for the institution's country, or the others."""

    title: str
    rows: tuple[ModuleRow, ...]


@dataclass(frozen=True, slots=True)
class ModulesPage:
    """The list of all installed modules."""

    title: str
    count: str
    lead: str
    groups: tuple[ModuleGroup, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the module's health."""

    tag: Tag
    text: str


@dataclass(frozen=True, slots=True)
class Bringing:
    """One kind of thing a module brings, with the names."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A theme or form of a module."""

    title: str
    description: str
    kind: str
    switch: SwitchControl
    start: str
    pilots: str
    edit_url: str | None = None


@dataclass(frozen=True, slots=True)
class ModulePage:
    """One module in the institution."""

    title: str
    crumbs: tuple[Crumb, ...]
    description: str
    tags: tuple[Tag, ...]
    switch: SwitchControl
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    settings: tuple[Fact, ...]
    settings_action: Action | None
    parts: tuple[PartRow, ...]
    brings: tuple[Bringing, ...]

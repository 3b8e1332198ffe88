"""What surrounds every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from console.information.markup import Html


@dataclass(frozen=True, slots=True)
class InstitutionBadge:
    """The institution in the top bar; `version` rises with each change of its accent colour."""

    name: str
    short: str
    country: str
    id: int
    version: int
    logo_url: str | None = None


@dataclass(frozen=True, slots=True)
class PersonBadge:
    """The person signed in."""

    name: str


@dataclass(frozen=True, slots=True)
class Mandate:
    """One membership the person may work under; `detail` says the company, the role or the alias."""

    id: int
    label: str
    detail: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language in its own words: `de`, Deutsch."""

    code: str
    name: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One line of the navigation; `hot` fills the count, for work that waits for the reader."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: str | None = None
    hot: bool = False


@dataclass(frozen=True, slots=True)
class NavSection:
    """Lines of the navigation under one heading; one that folds is open where the reader is."""

    title: str
    entries: tuple[NavEntry, ...]
    folds: bool = False

    @property
    def is_here(self) -> bool:
        """Say whether the page at hand is in this section."""
        return any(entry.current for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Banner:
    """A notice on every page while it lasts; `lang` is set when it is not in the reader's language."""

    title: str
    text: Html
    until: str
    institution: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class FrameLinks:
    """Where the frame leads; `switch`, `language` and `logout` are posted to."""

    home_url: str
    login_url: str
    logout_url: str
    language_url: str
    switch_url: str
    profile_url: str
    devices_url: str
    mandates_url: str | None = None
    """Left out for who has one mandate."""
    tasks_url: str | None = None
    """Left out for who works for nobody."""
    search_url: str | None = None
    """Left out for who has no mailbox to search."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page. `institution` and `person` are None for a reader who has not signed in."""

    product: str
    lang: str
    links: FrameLinks
    theme: Literal["light", "dark", "system"] = "light"
    density: Literal["normal", "compact"] = "normal"
    institution: InstitutionBadge | None = None
    person: PersonBadge | None = None
    mandates: tuple[Mandate, ...] = ()
    languages: tuple[LanguageChoice, ...] = ()
    sections: tuple[NavSection, ...] = ()
    keys_off: bool = False
    banners: tuple[Banner, ...] = ()
    is_practice: bool = False
    """Nothing on the page has a legal effect."""

    @property
    def mandate(self) -> Mandate | None:
        """The mandate the person works under now."""
        return next((mandate for mandate in self.mandates if mandate.current), None)

    @property
    def language(self) -> LanguageChoice | None:
        """The language of the page, if it is one to choose from."""
        return next((language for language in self.languages if language.current), None)

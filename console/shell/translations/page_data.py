"""What the translators' templates take, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass

from console.shell.pages import Action, Choice, Crumb, Empty, Pager, Tag


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """One language of an owner: `text` says the figures of the bar in words."""

    name: str
    url: str
    total: int
    translated: int
    text: str
    missing: str
    missing_url: str
    own: str
    own_url: str


@dataclass(frozen=True, slots=True)
class OwnerCard:
    """The console or a module with its languages; `note` says why there are none."""

    title: str
    lines: tuple[LanguageLine, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """How far all texts are translated."""

    title: str
    lead: str
    owners: tuple[OwnerCard, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the glossary: the idea in English, the word to use, and what to mind."""

    idea: str
    word: str
    note: str


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a text: its source and what is typed into its field."""

    label: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text. `shipped` is what the release says when the institution says it otherwise."""

    key: str
    state: Tag
    forms: tuple[Form, ...]
    context: str
    where: str
    kept: tuple[str, ...]
    words: tuple[Word, ...]
    was: str
    """Digest of the text when the page was made: saving tells by it that somebody was quicker."""
    shipped: tuple[str, ...] = ()
    reset_url: str | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextsPage:
    """The texts of one owner in one language; `save_url` is None for a reader who may not write."""

    title: str
    crumbs: tuple[Crumb, ...]
    count: str
    language: str
    """Code of the language the fields are written in."""
    languages: tuple[Action, ...]
    files: tuple[Action, ...]
    import_url: str | None
    shows: tuple[Choice, ...]
    show: str
    search: str
    rows: tuple[TextRow, ...]
    empty: Empty
    pager: Pager
    save_url: str | None


@dataclass(frozen=True, slots=True)
class PreviewChange:
    """What the file would change in one text."""

    source: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PreviewFault:
    """Why a row of the file cannot be taken over."""

    row: str
    text: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a translators' file would change; without `submit` there is nothing to store."""

    title: str
    crumbs: tuple[Crumb, ...]
    file_name: str
    language: str
    fresh: str
    replaced: str
    faulty: str
    changes: tuple[PreviewChange, ...]
    faults: tuple[PreviewFault, ...]
    cancel_url: str
    confirm_url: str
    more_changes: int = 0
    more_faults: int = 0
    submit: str | None = None
    note: str = ""
    hidden: tuple[tuple[str, str], ...] = ()

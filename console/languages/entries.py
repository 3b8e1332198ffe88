"""A message with its translation in one language, as checks, report and translators' file see it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .files import Text


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who brings texts: the console or a plugin, in this tree or outside."""

    name: str
    source: Path
    """Folder whose Python files and templates hold the texts."""
    catalogues: Path
    """Folder with one `<language>/LC_MESSAGES/messages.po` per language."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message of an owner in one language."""

    context: str | None
    msgid: str
    plural: str | None
    texts: tuple[str, ...]
    """The translation, one text per plural form; empty when there is none."""
    where: tuple[str, ...] = ()
    fuzzy: bool = False
    """Whether the translation was guessed from a similar message and waits for a translator."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The English text, or singular and plural."""
        return (self.msgid,) if self.plural is None else (self.msgid, self.plural)

    @property
    def is_done(self) -> bool:
        """Whether there is a finished translation of every form."""
        return bool(self.texts) and all(self.texts) and not self.fuzzy


def text_of(texts: tuple[str, ...], plural: str | None) -> Text:
    """The forms of a message as a catalogue holds them."""
    return texts[0] if plural is None else texts

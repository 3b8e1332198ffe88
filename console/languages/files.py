"""Catalogue files of gettext as plain mappings, read once per state of the file.

A fresh clone has sources (.po) only; a .mo beside a source is taken when it is not older.
"""

from __future__ import annotations

import gettext as gnu
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

Text = str | tuple[str, ...]
"""A translation; for a message with a plural one text per form."""

Messages = Mapping[str, Text]
"""Message key (see `key_of`) to translation."""

CONTEXT_END = "\x04"


def key_of(context: str | None, msgid: str) -> str:
    """The key of a message in a catalogue; of a message with a plural `msgid` is its singular."""
    return f"{context}{CONTEXT_END}{msgid}" if context else msgid


def split_key(key: str) -> tuple[str | None, str]:
    """Context and message id of a key."""
    context, end, msgid = key.partition(CONTEXT_END)
    return (context, msgid) if end else (None, key)


def source_file(folder: Path, language: str) -> Path:
    """Where the translations of a language stand in a folder of catalogues."""
    return folder / language / "LC_MESSAGES" / "messages.po"


def messages_of(folder: Path, language: str) -> Messages:
    """The translations of a language in a folder; none when there is no file. Unfinished ones are left out.

    Raises OSError or ValueError when the file cannot be read.
    """
    source = source_file(folder, language)
    compiled = source.with_suffix(".mo")
    changed = _changed(source)
    built = _changed(compiled)
    if built and built >= changed:
        return read_compiled(compiled, built)
    return _read_source(source, changed) if changed else {}


def compiled_messages_of(folder: Path, language: str) -> Messages:
    """Like `messages_of`, from the .mo alone: for packages whose sources Babel cannot read."""
    compiled = source_file(folder, language).with_suffix(".mo")
    built = _changed(compiled)
    return read_compiled(compiled, built) if built else {}


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=64)
def read_compiled(path: Path, changed: int) -> Messages:
    """The messages of a .mo file; `changed` (its time) is what makes the cache let go of an older state."""
    with path.open("rb") as file:
        # GNUTranslations is the standard library's reader; its catalogue has no public door.
        pairs: dict[str | tuple[str, int], str] = gnu.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    messages: dict[str, Text] = {}
    for key, text in pairs.items():
        if isinstance(key, tuple):
            forms = sum(1 for form in range(6) if (key[0], form) in pairs)
            messages[key[0]] = tuple(pairs[key[0], form] for form in range(forms))
        elif key:
            messages[key] = text
    return messages


@lru_cache(maxsize=64)
def _read_source(path: Path, changed: int) -> Messages:
    from .pofiles import entries_in, read_catalogue  # Babel's tools are not loaded where .mo files are fresh

    try:
        entries = [entry for _, entry in entries_in(read_catalogue(path.read_bytes()))]
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
    return {
        key_of(entry.context, entry.msgid): entry.texts[0] if entry.plural is None else entry.texts
        for entry in entries
        if entry.is_done
    }

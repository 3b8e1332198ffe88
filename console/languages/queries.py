"""An institution's texts: what is shipped, and what it says in its own words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.base.folding import fold

from .catalogues import LANGUAGES, Overrides, variant
from .entries import Entry
from .files import Text, key_of, messages_of, source_file
from .glossary import Glossary
from .models import OwnText


@dataclass(frozen=True, slots=True)
class Brought:
    """Who brings texts, as a running console sees it: `console` or the name of a plugin, and its catalogues."""

    owner: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is shipped, and in the institution's own words if it has any."""

    key: str
    shipped: Entry
    own: tuple[str, ...] = ()

    @property
    def entry(self) -> Entry:
        """The text as pages show it."""
        return replace(self.shipped, texts=self.own, fuzzy=False) if self.own else self.shipped

    @property
    def is_missing(self) -> bool:
        """Whether pages show English."""
        return not self.entry.is_done


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an owner's texts are translated into a language for an institution."""

    owner: str
    language: str
    total: int
    missing: int
    own: int

    @property
    def translated(self) -> int:
        """Texts that pages show in the language."""
        return self.total - self.missing


def digest_of(context: str | None, msgid: str) -> str:
    """The key under which an own text is stored and addressed: 64 characters whatever the length of the text."""
    return hashlib.sha256(key_of(context, msgid).encode()).hexdigest()


def wordings(session: Session, brought: Brought, language: str, country: str) -> list[Wording]:
    """Every text of an owner in a language, in the session's institution.

    Raises OSError or ValueError when a catalogue cannot be read.
    """
    rows = session.execute(
        select(OwnText.key, OwnText.texts).where(OwnText.language == language, OwnText.owner == brought.owner)
    )
    own = {key: tuple(texts) for key, texts in rows}
    return [_wording(key, entry, own.get(key, ())) for key, entry in _shipped(brought, language, country)]


def progress(session: Session, every: Iterable[Brought], country: str) -> list[Progress]:
    """How far each owner is translated into each language, in the session's institution."""
    found = []
    for brought in every:
        for language in LANGUAGES:
            texts = wordings(session, brought, language, country)
            missing = sum(one.is_missing for one in texts)
            own = sum(bool(one.own) for one in texts)
            found.append(Progress(brought.owner, language, len(texts), missing, own))
    return found


def overrides(session: Session, every: Sequence[Brought], language: str) -> Overrides:
    """The institution's own texts for a page on which the owners' catalogues lie over each other in this order.

    An own text says what its owner says. Where a later owner brings the text itself, it is not said.
    """
    own: dict[str, dict[tuple[str | None, str], Text]] = {}
    for row in session.scalars(select(OwnText).where(OwnText.language == language)):
        text = row.texts[0] if len(row.texts) == 1 else tuple(row.texts)
        own.setdefault(row.owner, {})[(row.context or None, row.msgid)] = text
    found: dict[tuple[str | None, str], Text] = {}
    for brought in every if own else ():
        said = messages_of(brought.folder, language)
        found = {key: text for key, text in found.items() if key_of(*key) not in said}
        found.update(own.get(brought.owner, {}))
    return found


def said_otherwise(session: Session) -> set[tuple[str, str, str]]:
    """Give owner, language and key of each text that the session's institution says in its own words."""
    found = session.execute(select(OwnText.owner, OwnText.language, OwnText.key))
    return {(owner, language, key) for owner, language, key in found}


def matching(
    texts: Iterable[Wording], *, show: str = "", search: str = "", glossary: Glossary, country: str
) -> list[Wording]:
    """The texts that are `missing` or said in `own` words, and hold what is searched for.

    A text holds a word when its source or translation does, or when it speaks of the idea that the glossary has the
    word for: `affilié` also finds every text about a member.
    """
    folded, named = fold(search), glossary.named(search, country) if search else []

    def wanted(one: Wording) -> bool:
        return one.is_missing if show == "missing" else show != "own" or bool(one.own)

    def holds(one: Wording) -> bool:
        said = "\n".join((*one.shipped.sources, *one.entry.texts))
        if search.casefold() in said.casefold() or (folded and folded in fold(said)):
            return True
        return bool(named) and any(
            term in named for term in glossary.in_text(one.shipped.sources[-1], country)
        )

    return [one for one in texts if wanted(one) and (not search or holds(one))]


def _wording(key: str, entry: Entry, own: tuple[str, ...]) -> Wording:
    """An own text for a message that meanwhile has, or lost, its plural fits no longer."""
    return Wording(key, entry, own if len(own) == len(entry.sources) else ())


def _shipped(brought: Brought, language: str, country: str) -> tuple[tuple[str, Entry], ...]:
    """The catalogue of an owner; a language it does not have lists the texts of one it has, untranslated."""
    for one in (language, *LANGUAGES):
        path = source_file(brought.folder, one)
        if path.exists():
            locale = f"{language}_{country}" if one == language else ""
            return _read(path, path.stat().st_mtime_ns, locale)
    return ()


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, locale: str) -> tuple[tuple[str, Entry], ...]:
    """The entries of a catalogue as a country writes them; `changed` lets the cache go of an older state."""
    from .pofiles import entries_in, read_catalogue  # Babel's tools are loaded by the first translator's page

    change = variant(locale) or (lambda text: text)
    return tuple(
        (
            digest_of(entry.context, entry.msgid),
            replace(
                entry,
                texts=tuple(map(change, entry.texts)) if locale else (),
                fuzzy=entry.fuzzy and bool(locale),
            ),
        )
        for _, entry in entries_in(read_catalogue(path.read_bytes()))
    )

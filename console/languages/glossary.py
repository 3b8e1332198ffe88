"""The glossary: the word of the house for an idea in each language, and which ideas a text speaks of."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .catalogues import LANGUAGES

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NOT_SAID = re.compile(r"%\(\w+\)[a-z]|<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Term:
    """An idea: its English name, and the word to use in each language with a note about it."""

    name: str
    context: str
    country: str
    """ISO 3166 code of the country whose word it is, or `all`."""
    words: Mapping[str, str]
    notes: Mapping[str, str]


class Glossary:
    """The terms, found by the words of a text."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = tuple(terms)
        self._by_words: dict[tuple[str, ...], list[Term]] = defaultdict(list)
        for term in self._terms:
            # "decision (CH)" is the idea `decision` where it is spoken of in Switzerland.
            self._by_words[_words(term.name.partition("(")[0])].append(term)
        self._longest = max(map(len, self._by_words), default=0)

    def __len__(self) -> int:
        return len(self._terms)

    def in_text(self, source: str, country: str) -> list[Term]:
        """The terms in an English text, in its order; longer terms win, a country's own word before that of all."""
        words, found, at = _words(source), [], 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                terms = self._of_country(words[at : at + length], country)
                if terms:
                    found += [term for term in terms if term not in found]
                    at += length - 1
                    break
            at += 1
        return found

    def named(self, word: str, country: str) -> list[Term]:
        """The terms that are called so, in English or any other language."""
        wanted = word.casefold().strip()
        return [
            term
            for term in self._terms
            if term.country in ("all", country)
            and wanted in {term.name.casefold(), *(text.casefold() for text in term.words.values())}
        ]

    def _of_country(self, words: tuple[str, ...], country: str) -> list[Term]:
        terms = self._by_words.get(words, [])
        own = [term for term in terms if term.country == country]
        return own or [term for term in terms if term.country == "all"]


@cache
def glossary_of(file: Path) -> Glossary:
    """Read a glossary, a CSV file with one row per idea; an empty one when there is no such file."""
    if not file.exists():
        return Glossary(())
    with file.open(encoding="utf-8", newline="") as lines:
        return Glossary(
            Term(
                name=row["term_en"],
                context=row["context"],
                country=row["country"],
                words={language: row[language] for language in LANGUAGES},
                notes={language: row[f"{language}_note"] for language in LANGUAGES},
            )
            for row in csv.DictReader(lines)
        )


def _words(text: str) -> tuple[str, ...]:
    """The words of an English text, in the singular and in lower case, without placeholders and tags."""
    return tuple(_singular(word.casefold()) for word in _WORD.findall(_NOT_SAID.sub(" ", text)))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word

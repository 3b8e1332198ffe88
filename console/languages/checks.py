"""What a translation must keep of its source, and the manners of each language (the house style)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from console.base.sheets import N_, Phrase

from .entries import Entry

_PLACEHOLDER = re.compile(r"%\((\w+)\)[#0 +-]*[0-9]*(?:\.[0-9]+)?[a-zA-Z]|%%")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&\w+;")
_FORMS = 2
"""Plural forms of French, German and Dutch."""

SENTENCES = {
    "missing": N_("The translation is missing."),
    "fuzzy": N_("The translation was guessed from a similar text. Check it."),
    "forms": N_("Fill in the singular and the plural."),
    "placeholders": N_("Keep these placeholders as they are: %(expected)s. Found: %(found)s."),
    "tags": N_("Keep these tags as they are: %(expected)s. Found: %(found)s."),
    "no_placeholders": N_("The source has no placeholders. Leave these out: %(found)s."),
    "no_tags": N_("The source has no tags and no angle brackets. Leave these out: %(found)s."),
    "edges": N_("Begin and end the text with the same spaces and line breaks as the source."),
    "length": N_("Shorten the text to %(limit)s characters."),
    "apostrophe": N_("Use the typographic apostrophe (’)."),
    "quotes": N_("Use the quotation marks of the language instead of straight ones."),
    "colon": N_("Put a no-break space before the colon."),
    "breaking_space": N_("Put a no-break space, not an ordinary one, at this place: %(found)s"),
    "ellipsis": N_("Write an ellipsis as one character (…)."),
    "exclamation": N_("Leave out the exclamation mark."),
    "double_space": N_("Write one space instead of two."),
    "bracketed_ending": N_("Write the word out instead of an ending in brackets: %(found)s"),
    "inclusive_sign": N_("Use a neutral word or both forms, which screen readers can read: %(found)s"),
    "unknown": N_("This text is not one of those asked for. Ask for a new file."),
    "other_source": N_("The source of this row was changed. Ask for a new file."),
    "twice": N_("This text stands in row %(row)s already."),
    "formula": N_("Type the translation as text instead of a formula."),
    "not_text": N_("Format the cell as text and type the translation again."),
    "unused": N_("This text is no longer used. Update the catalogue."),
    "repeated": N_("This catalogue holds a message twice. Update the catalogue."),
    "unreadable": N_("This catalogue cannot be read: %(reason)s"),
}
"""Code of a flaw to its sentence."""

_MANNERS = (
    (("fr", "nl"), "apostrophe", re.compile("'")),
    (("fr", "de", "nl"), "quotes", re.compile('"')),
    (("fr",), "colon", re.compile("(?<![\u00a0 ]):(?![/0-9])")),
    (("fr",), "breaking_space", re.compile(" [:;?!»]|« ")),
    (("fr", "de", "nl"), "breaking_space", re.compile("[0-9] [%€]")),
    (("fr", "de", "nl"), "ellipsis", re.compile(r"\.\.\.")),
    (("fr", "de", "nl"), "exclamation", re.compile("!")),
    (("fr", "de", "nl"), "double_space", re.compile("(?<=[^ \n])  +")),
    (("fr", "de", "nl"), "bracketed_ending", re.compile(r"\w+\(-?(?:s|e|n|en|es|in|innen|rice|trice)\)")),
    (("fr",), "inclusive_sign", re.compile(r"\w+[·•]\w+")),
    (("de",), "inclusive_sign", re.compile(r"\w+[*:_/]in(?:nen)?\b|\w+[a-zäöüß]Innen\b")),
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a translation: a key of `SENTENCES` and what the sentence needs."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(Phrase(SENTENCES[self.code], self.params))


def breaks(entry: Entry, texts: tuple[str, ...], language: str) -> Iterator[Flaw]:
    """What in a translation would break a page or lose a value; `texts` has one text per plural form."""
    if not texts or not any(texts):
        yield Flaw("missing")
        return
    if len(texts) != (1 if entry.plural is None else _FORMS) or not all(texts):
        yield Flaw("forms")
        return
    for index, text in enumerate(texts):
        # The French singular also says "0", so it must keep the number even where the English says "one".
        many = entry.plural is not None and (index > 0 or language == "fr")
        allowed = [entry.plural or entry.msgid] if many else list(entry.sources)
        yield from _break(allowed, text)


def _break(sources: list[str], text: str) -> Iterator[Flaw]:
    found, expected = _placeholders(text), [_placeholders(source) for source in sources]
    if found not in expected:
        yield _altered("placeholders", expected[0], found)
    found, expected = _tags(text), [_tags(source) for source in sources]
    if found not in expected:
        yield _altered("tags", expected[0], found)
    if _edges(text) not in [_edges(source) for source in sources]:
        yield Flaw("edges")
    limit = 3 * max(len(source) for source in sources) + 20
    if len(text) > limit:
        yield Flaw("length", {"limit": limit})


def kept(entry: Entry) -> tuple[str, ...]:
    """What a translation must take over as it stands: placeholders and tags, in the order of the source."""
    source = entry.plural or entry.msgid
    return tuple(
        dict.fromkeys(found[0] for pattern in (_PLACEHOLDER, _TAG) for found in pattern.finditer(source))
    )


def manners(texts: tuple[str, ...], language: str) -> Iterator[Flaw]:
    """Where a translation departs from the written manners of its language."""
    for text in texts:
        words = _TAG.sub("", _PLACEHOLDER.sub("x", text))
        for languages, code, pattern in _MANNERS:
            if language in languages and (found := pattern.search(words)):
                yield Flaw(code, {"found": found[0]})


def _placeholders(text: str) -> tuple[str, ...]:
    """The set of placeholders, and every per cent sign that is none."""
    named = {found[0] for found in _PLACEHOLDER.finditer(text)}
    return tuple(sorted(named) + ["%"] * _PLACEHOLDER.sub("", text).count("%"))


def _tags(text: str) -> tuple[str, ...]:
    """The tags with their attributes, and every angle bracket outside of them."""
    rest = _TAG.sub("", text)
    return tuple(sorted(found[0] for found in _TAG.finditer(text)) + [sign for sign in rest if sign in "<>"])


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _altered(what: str, expected: tuple[str, ...], found: tuple[str, ...]) -> Flaw:
    if not expected:
        return Flaw(f"no_{what}", {"found": _listed(found)})
    return Flaw(what, {"expected": _listed(expected), "found": _listed(found)})


def _listed(parts: tuple[str, ...]) -> str:
    return " ".join(parts) or "–"

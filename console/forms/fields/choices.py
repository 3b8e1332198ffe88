"""Answers: yes or no, one of several, several of several, a country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct

from console.base.figures import LANGUAGES
from console.base.folding import fold
from console.base.sheets.cells import Writable
from console.base.sheets.phrases import N_
from console.forms.faults import Fault
from console.forms.fields.base import Read, ReadCell, Simple, not_text
from console.forms.tongue import Tongue

if TYPE_CHECKING:
    from wtforms.fields.core import UnboundField

YES, NO = N_("Yes"), N_("No")
_WORDS = {
    **dict.fromkeys(("yes", "oui", "ja", "true", "1", "x", "vrai", "wahr", "waar"), True),
    **dict.fromkeys(("no", "non", "nein", "nee", "neen", "false", "0", "faux", "falsch", "onwaar"), False),
}
_SHOWN = {"en": ("Yes", "No"), "fr": ("Oui", "Non"), "de": ("Ja", "Nein"), "nl": ("Ja", "Nee")}


class YesNo(Simple, frozen=True, kw_only=True, tag="yes_no"):
    """Yes or no; not answered is neither."""

    needed: ClassVar[str] = "required_choice"

    def reader(self, tongue: Tongue) -> Read:
        """The words of every language, since sheets travel."""

        def read(text: str) -> bool:
            found = _WORDS.get(text.lower())
            if found is None:
                raise Fault("not_yes_no")
            return found

        return read

    def cell_reader(self, tongue: Tongue) -> ReadCell:
        """Also a yes-or-no cell, and 1 and 0."""
        read = self.reader(tongue)

        def from_cell(cell: Any) -> bool:
            if cell.__class__ is bool:
                return bool(cell)
            if cell.__class__ is str:
                return read(cell)  # type: ignore[no-any-return]
            if cell in (0.0, 1.0):
                return bool(cell)
            fault = not_text(cell)
            raise Fault("not_yes_no") if fault.code == "not_text" else fault

        return from_cell

    def json_reader(self, tongue: Tongue) -> ReadCell:
        """Only true and false."""

        def from_json(given: Any) -> bool:
            if given.__class__ is not bool:
                raise Fault("not_yes_no")
            return bool(given)

        return from_json

    def show(self, value: Any, tongue: Tongue) -> str:
        """The word of the language; for machines true and false."""
        if tongue.is_api:
            return "true" if value else "false"
        return _SHOWN[tongue.style.language][0 if value else 1]

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}

    def invent(self, chance: Random) -> bool:
        """Either."""
        return chance.random() < 0.5

    def options(self, tongue: Tongue) -> list[tuple[str, str]]:
        """Give the two answers of the page and of the drop-down, as value and text."""
        yes, no = _SHOWN[tongue.style.language]
        return [("yes", yes), ("no", no)]

    def control(self, tongue: Tongue) -> UnboundField:
        """Two radio buttons."""
        from console.forms.controls import radio_control

        return radio_control(self, tongue, self.options(tongue))


class Option(Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """One answer: the key is stored, the label shown."""

    key: str
    label: str


class Listed(Simple, frozen=True, kw_only=True):
    """What one answer and several answers share: the list `of` them."""

    of: tuple[Option, ...]

    needed: ClassVar[str] = "required_choice"

    def messages(self) -> Iterator[str]:
        """The labels of the answers too."""
        yield from super().messages()
        for option in self.of:
            yield option.label

    def faults(self) -> Iterator[str]:
        """Keys are unique, nothing is blank, and no label holds the sign that parts several answers."""
        if len({option.key for option in self.of}) < max(len(self.of), 1):
            yield f"{self.key}: it needs answers, each with its own key"
        if any(not word or word != word.strip() for option in self.of for word in (option.key, option.label)):
            yield f"{self.key}: no answer may be blank or have blanks around it"
        if any(";" in option.label + option.key for option in self.of):
            yield f"{self.key}: no answer may contain a semicolon"

    def options(self, tongue: Tongue) -> list[tuple[str, str]]:
        """Give key and text of every answer."""
        return [(option.key, tongue.say(option.label)) for option in self.of]

    def labels(self, tongue: Tongue) -> Mapping[str, str]:
        """Give the text of each key that reads back to it: the label, or the key where the label is not its own."""
        if tongue.is_api:
            return {option.key: option.key for option in self.of}
        read = self.one_reader(tongue)
        return {key: label if _means(read, label) == key else key for key, label in self.options(tongue)}

    def one_reader(self, tongue: Tongue) -> Read:
        """Give the closure from a key, or a label in any language, to the key.

        First to the letter, then without regard to accents and signs, as people type. Machines know keys only.
        """
        keys = {option.key for option in self.of}
        exact: dict[str, set[str]] = {}
        loose: dict[str, set[str]] = {}
        for option in () if tongue.is_api else self.of:
            for spelling in (option.key, *tongue.spellings(option.label)):
                exact.setdefault(_plain(spelling), set()).add(option.key)
                loose.setdefault(fold(spelling), set()).add(option.key)

        def read(text: str) -> str:
            if text in keys:
                return text
            found = exact.get(_plain(text)) or loose.get(fold(text) or text) or ()
            if len(found) == 1:
                return next(iter(found))
            raise Fault("two_choices" if found else "choice", text=text[:60])

        return read


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _means(read: Read, label: str) -> str | None:
    try:
        return None if ";" in label else str(read(label.strip()))
    except Fault:
        return None


class Choice(Listed, frozen=True, kw_only=True, tag="choice"):
    """One of several answers."""

    repeats: ClassVar[bool] = True

    def reader(self, tongue: Tongue) -> Read:
        """By key or label."""
        return self.one_reader(tongue)

    def show(self, value: Any, tongue: Tongue) -> str:
        """The label, or for machines the key."""
        return self.labels(tongue)[value]

    def line(self, value: Any, tongue: Tongue) -> str:
        """The label, also where another answer has the same."""
        return str(dict(self.options(tongue)).get(value, value))

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """One of the keys."""
        return {"type": "string", "enum": [option.key for option in self.of]}

    def invent(self, chance: Random) -> str:
        """Any."""
        return chance.choice(self.of).key

    def control(self, tongue: Tongue) -> UnboundField:
        """Radio buttons for a few answers, a list for more."""
        from console.forms.controls import radio_control, select_control

        make = radio_control if len(self.of) <= 4 else select_control
        return make(self, tongue, self.options(tongue))


class Choices(Listed, frozen=True, kw_only=True, tag="choices"):
    """Several answers, in the order of the list."""

    many: ClassVar[bool] = True
    longest: ClassVar[int] = 20_000

    def reader(self, tongue: Tongue) -> Read:
        """Keys or labels parted by semicolons."""
        read_one, order = self.one_reader(tongue), [option.key for option in self.of]

        def read(text: str) -> tuple[str, ...]:
            found = {read_one(part) for piece in text.split(";") if (part := piece.strip())}
            if not found:
                raise Fault("choice", text=text[:60])
            return tuple(key for key in order if key in found)

        return read

    def json_reader(self, tongue: Tongue) -> ReadCell:
        """A list of keys."""
        order = [option.key for option in self.of]

        def from_json(given: Any) -> tuple[str, ...]:
            if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
                raise Fault("not_a_list")
            if unknown := [one for one in given if one not in order]:
                raise Fault("choice", text=unknown[0][:60])
            return tuple(key for key in order if key in given)

        return from_json

    def show(self, value: Any, tongue: Tongue) -> str:
        """The labels parted by semicolons."""
        labels = self.labels(tongue)
        return "; ".join(labels[key] for key in value)

    def to_json(self, value: Any) -> list[str]:
        """A list of keys."""
        return list(value)

    def from_json(self, canonical: Any) -> tuple[str, ...]:
        """The keys."""
        return tuple(canonical)

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """Keys, each once."""
        one = {"type": "string", "enum": [option.key for option in self.of]}
        return {"type": "array", "items": one, "uniqueItems": True}

    def invent(self, chance: Random) -> tuple[str, ...]:
        """At least one."""
        wanted = {option.key for option in chance.sample(self.of, chance.randint(1, len(self.of)))}
        return tuple(option.key for option in self.of if option.key in wanted)

    def control(self, tongue: Tongue) -> UnboundField:
        """Boxes to tick."""
        from console.forms.controls import boxes_control

        return boxes_control(self, tongue, self.options(tongue))


class Country(Simple, frozen=True, kw_only=True, tag="country"):
    """A country, kept as its ISO 3166 code, named by the Unicode common locale data (Babel)."""

    repeats: ClassVar[bool] = True
    needed: ClassVar[str] = "required_choice"

    def width(self) -> str:
        """Most names are short."""
        return "medium"

    def reader(self, tongue: Tongue) -> Read:
        """A code, or a name in any of our languages; machines know codes only."""
        is_api = tongue.is_api

        def read(text: str) -> str:
            found = _codes().get(fold(text))
            if found is None or (is_api and found != text):
                raise Fault("country", text=text[:60])
            return found

        return read

    def show(self, value: Any, tongue: Tongue) -> str:
        """The name, or for machines the code."""
        return str(value) if tongue.is_api else _names(tongue.style.language)[value]

    def cell(self, value: Any, tongue: Tongue) -> Writable:
        """The name."""
        return self.show(value, tongue)

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """An ISO code."""
        return {"type": "string", "pattern": "^[A-Z]{2}$"}

    def invent(self, chance: Random) -> str:
        """A neighbour."""
        return chance.choice(("CH", "BE", "FR", "DE", "IT"))

    def options(self, tongue: Tongue) -> list[tuple[str, str]]:
        """Give code and name of every country in the order of the alphabet, the institution's own first."""
        names = sorted(_names(tongue.style.language).items(), key=lambda pair: fold(pair[1]))
        own = tongue.style.country
        return [pair for pair in names if pair[0] == own] + [pair for pair in names if pair[0] != own]

    def control(self, tongue: Tongue) -> UnboundField:
        """A list."""
        from console.forms.controls import select_control

        return select_control(self, tongue, self.options(tongue))


@lru_cache(maxsize=8)
def _names(language: str) -> Mapping[str, str]:
    """Give the name of each country that has one in all our languages."""
    from babel import Locale

    names = Locale(language).territories
    return {code: names[code] for code in _countries()}


@lru_cache(maxsize=1)
def _countries() -> tuple[str, ...]:
    """Give the codes of all countries; the data also has continents (figures) and codes that are no country."""
    from babel import Locale

    none = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
    named = set.intersection(*(set(Locale(language).territories) for language in LANGUAGES))
    return tuple(sorted(code for code in named if code.isalpha() and code not in none))


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    """Give the code of each code and name, folded, in all our languages."""
    found = {fold(code): code for code in _names("en")}
    for language in LANGUAGES:
        for code, name in _names(language).items():
            found.setdefault(fold(name), code)
    return found

"""Who is in a declaration, with contracts and bases: what a comparison of two months needs, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from plugins.fr_dsn.formats.figures import cents, day
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.formats.reading import Closing, Profile, Silent, read
from plugins.fr_dsn.rules.controls.declaring import Frame
from plugins.fr_dsn.rules.facts.collecting import contract_of, person_of
from plugins.fr_dsn.rules.facts.declarations import Person


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract (S21.G00.40) says: rubric numbers with their values."""

    numbers: tuple[str, ...]
    values: tuple[str, ...]

    def as_mapping(self) -> Mapping[str, str]:
        """Give the values by rubric number."""
        return dict(zip(self.numbers, self.values, strict=True))

    @property
    def start(self) -> date | None:
        """Give the day the contract began (S21.G00.40.001)."""
        return day(self.as_mapping().get("001"))


@dataclass(slots=True)
class Entry:
    """One person in a month."""

    name: str
    contracts: dict[str, Terms] = field(default_factory=dict)
    """By contract number (S21.G00.40.009)."""
    ended: dict[str, date | None] = field(default_factory=dict)
    """Days of ending (S21.G00.62.001), by contract number."""
    former_nir: str | None = None
    """The NIR she was declared under before (S21.G00.31.008)."""
    renumbered: dict[str, str] = field(default_factory=dict)
    """The former number of a contract (S21.G00.41.014), by its number."""
    announced: set[str] = field(default_factory=set)
    """Numbers of the contracts under which a change is declared (S21.G00.41)."""
    bases: dict[str, int] = field(default_factory=dict)
    """Cents (S21.G00.78.004) by code of the base."""


@dataclass(slots=True)
class Roll:
    """The persons of a declaration."""

    siret: str
    month: date | None
    entries: dict[Person, Entry] = field(default_factory=dict)


def rolls_of(file: BinaryIO, profile: Profile = "file") -> list[Roll]:
    """Give the persons of each declaration of a file, in its order; no control is made."""
    collector = _Rolls()
    read(file, profile, collector)
    return collector.rolls


class _Rolls(Silent):
    def __init__(self) -> None:
        self.rolls: list[Roll] = []
        # Most values come again and again: one string for all.
        self._texts: dict[str, str] = {}

    def head(self, frame: Frame, group: Group) -> None:
        self.rolls.append(Roll(frame.siren + frame.nic, frame.month))

    def person(self, frame: Frame, group: Group) -> None:
        entry = self.rolls[-1].entries.setdefault(person_of(group), Entry(_name(group)))
        self._add_contracts(group, entry)
        for at in group.of("S21.G00.31"):
            entry.former_nir = group.value(at, "008") or entry.former_nir
        for at in group.of("S21.G00.78"):
            code = self._shared(group.value(at, "001") or "")
            entry.bases[code] = entry.bases.get(code, 0) + (cents(group.value(at, "004")) or 0)

    def _add_contracts(self, group: Group, entry: Entry) -> None:
        for at in group.of("S21.G00.40"):
            numbers = group.plans[at].numbers
            values = tuple(self._shared(group.value(at, number) or "") for number in numbers)
            entry.contracts[group.value(at, "009") or ""] = Terms(numbers, values)
        for at in group.of("S21.G00.41"):
            number, former = contract_of(group, at) or "", group.value(at, "014")
            entry.announced.add(number)
            if former:
                entry.renumbered[number] = former
        for at in group.of("S21.G00.62"):
            entry.ended[contract_of(group, at) or ""] = day(group.value(at, "001"))

    def declared(self, frame: Frame, closing: Closing) -> None:
        self._texts.clear()

    def _shared(self, text: str) -> str:
        return self._texts.setdefault(text, text)


def _name(group: Group) -> str:
    for at in group.of("S21.G00.30"):
        parts = (group.value(at, "003") or group.value(at, "002"), group.value(at, "004"))
        return " ".join(part for part in parts if part)
    return ""

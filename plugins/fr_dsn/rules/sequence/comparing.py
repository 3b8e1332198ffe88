"""Compares two months of an establishment: who appeared, who left, which contracts changed, which bases jumped.

People are matched by NIR or technical number, contracts by their number. Nothing here refuses a file: a change is
worth a look when nothing in the file explains it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from plugins.fr_dsn.rules.facts.declarations import Person
from plugins.fr_dsn.rules.sequence.rolls import Entry, Roll, Terms

Kind = Literal["appeared", "left", "contract_began", "contract_ended", "contract_changed", "base_jumped"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two months."""

    kind: Kind
    person: Person
    name: str
    contract: str | None = None
    explained: bool = True
    """Whether the files say why: a contract that begins in the month, an end or a change that was declared."""
    terms: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    """For a contract that changed: rubric numbers of S21.G00.40 with the value before and after."""
    base: str | None = None
    before: int | None = None
    after: int | None = None
    """Cents of the base."""


@dataclass(frozen=True, slots=True)
class Jump:
    """How much a base must change to be told."""

    percent: int = 30
    """Of the amount before."""
    least: int = 20_000
    """Cents."""

    def is_one(self, before: int, after: int) -> bool:
        """Say whether this change is worth a look."""
        change = abs(after - before)
        return change >= self.least and change * 100 > self.percent * abs(before)


def compare(before: Roll, after: Roll, jump: Jump | None = None) -> list[Change]:
    """Give the changes from one month to the next: who left, in the order of the first; then that of the second."""
    was = {person: _before(person, entry, before) for person, entry in after.entries.items()}
    stayed = set(was.values())
    changes = [
        Change("left", person, entry.name, explained=_has_ended(entry))
        for person, entry in before.entries.items()
        if person not in stayed
    ]
    for person, entry in after.entries.items():
        former = was[person]
        if former is None:
            begun = any(_begins_in(terms, after) for terms in entry.contracts.values())
            changes.append(Change("appeared", person, entry.name, explained=begun))
        else:
            changes += _contracts(person, before.entries[former], entry, after)
            changes += _bases(person, before.entries[former], entry, jump or Jump())
    return changes


def _before(person: Person, entry: Entry, before: Roll) -> Person | None:
    """Give who she was the month before, under her number or the former one that is declared."""
    if person in before.entries:
        return person
    former = Person(entry.former_nir, None)
    return former if entry.former_nir and former in before.entries else None


def _bases(person: Person, was: Entry, entry: Entry, jump: Jump) -> Iterator[Change]:
    for base in sorted(was.bases.keys() | entry.bases.keys()):
        old, new = was.bases.get(base, 0), entry.bases.get(base, 0)
        if jump.is_one(old, new):
            yield Change("base_jumped", person, entry.name, base=base, before=old, after=new, explained=False)


def _contracts(person: Person, was: Entry, entry: Entry, after: Roll) -> Iterator[Change]:
    former = {number: entry.renumbered.get(number, number) for number in entry.contracts}
    for number in was.contracts:
        if number not in former.values():
            yield Change("contract_ended", person, entry.name, number, number in was.ended)
    for number, terms in entry.contracts.items():
        old = was.contracts.get(former[number])
        if old is None:
            yield Change("contract_began", person, entry.name, number, _begins_in(terms, after))
        elif changed := _changed(old, terms):
            yield Change("contract_changed", person, entry.name, number, number in entry.announced, changed)


def _changed(old: Terms, new: Terms) -> dict[str, tuple[str | None, str | None]]:
    if old == new:
        return {}
    was, now = old.as_mapping(), new.as_mapping()
    pairs = {number: (was.get(number), now.get(number)) for number in sorted(was.keys() | now.keys())}
    return {number: pair for number, pair in pairs.items() if pair[0] != pair[1]}


def _begins_in(terms: Terms, roll: Roll) -> bool:
    start, month = terms.start, roll.month
    return start is not None and month is not None and (start.year, start.month) == (month.year, month.month)


def _has_ended(entry: Entry) -> bool:
    return bool(entry.contracts) and entry.contracts.keys() <= entry.ended.keys()

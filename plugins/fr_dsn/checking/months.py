"""Who is called how, and what changed from one month to the next, over all files of a check."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from plugins.fr_dsn.formats.reading import Profile
from plugins.fr_dsn.rules.facts.declarations import Declaration, Person
from plugins.fr_dsn.rules.sequence.comparing import Change, compare
from plugins.fr_dsn.rules.sequence.files import FileFacts
from plugins.fr_dsn.rules.sequence.rolls import Roll, rolls_of

Names = dict[str, str]
"""Names of persons by their number."""


@dataclass(frozen=True, slots=True)
class MonthChange:
    """What changed for somebody from one month of an establishment to the next that is known."""

    siret: str
    before: date
    after: date
    change: Change


@dataclass(frozen=True, slots=True)
class StandingRoll:
    """The persons of a monthly declaration that stands after all files."""

    siret: str
    fraction: str
    month: date
    roll: Roll


def number_of(person: Person) -> str:
    """Give the number a person is known by: NIR or technical number, or nothing."""
    return person.nir or person.technical_number or ""


def names_in(
    files: Iterable[tuple[str, FileFacts]], standing: Collection[int], profile: Profile
) -> tuple[Names, list[StandingRoll]]:
    """Read files once more for who is in them; gives the names, and the persons of the declarations that stand.

    `files` are paths with what was read of them, `standing` the identities (`id`) of the declarations that stand.
    """
    names: Names = {}
    rolls: list[StandingRoll] = []
    for path, facts in files:
        if facts.verdict == "not_a_dsn":
            continue
        with open(path, "rb") as file:
            found = rolls_of(file, profile)
        for roll in found:
            names |= {number_of(person): entry.name for person, entry in roll.entries.items()}
        # A file of which some declaration could not be begun gives no safe pairs.
        if len(found) == len(facts.declarations):
            rolls += _standing(facts.declarations, found, standing)
    return names, rolls


def changes_between(rolls: list[StandingRoll]) -> Iterator[MonthChange]:
    """Compare each month of an establishment and fraction with the next one that is known."""
    ordered = sorted(rolls, key=lambda one: (one.siret, one.fraction, one.month))
    for before, after in pairwise(ordered):
        if (before.siret, before.fraction) == (after.siret, after.fraction):
            for change in compare(before.roll, after.roll):
                yield MonthChange(after.siret, before.month, after.month, change)


def _standing(
    declarations: list[Declaration], rolls: list[Roll], standing: Collection[int]
) -> Iterator[StandingRoll]:
    for declaration, roll in zip(declarations, rolls, strict=True):
        head = declaration.head
        if id(declaration) in standing and head.month is not None:
            yield StandingRoll(head.siret, head.fraction, head.month, roll)

"""Who is affiliated to which insured contract of a declaration, and who of them brings no contribution to it.

An affiliation (S21.G00.70.013) names a contract of the declaration (S21.G00.15.005); the contribution of a person is of
code 059 (S21.G00.81) under a base of code 31 (S21.G00.78.005 = S21.G00.70.012). The norm refuses a file in which base
or contribution is not there at all (S21.G00.78.001/CCH-13, S21.G00.81.001/CCH-15), so that who contributes nothing
stands there with 0.00: that is odd of somebody who is paid. Where the establishment pays a share of its own for a
contract (S21.G00.82), nobody is asked to bring one besides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from plugins.fr_dsn.formats.figures import cents
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.facts.contracts import OF_CONTRACTS
from plugins.fr_dsn.rules.facts.declarations import InsuredContract

BASE, OF_PERSON = "31", "059"
"""S21.G00.78.001: elements of an insured contract; S21.G00.81.001: the contribution of a person to it."""
MOST_PEOPLE = 500
"""Numbers of people without a contribution that are kept of a contract."""


@dataclass(frozen=True, slots=True)
class Insured:
    """What a declaration says of one insured contract; amounts in cents."""

    reference: str
    organisation: str
    due: int
    paid: tuple[tuple[str, int], ...]
    """Period (S21.G00.55.004) and amount of each part of a payment."""
    people: int
    """Who is affiliated to it."""
    without: tuple[str, ...]
    """Numbers of those who are affiliated and paid, and bring no contribution."""


class Affiliations:
    """Takes one declaration, group after group."""

    def __init__(self) -> None:
        self._contracts: list[str] = []
        self._own: set[str] = set()
        self._people: defaultdict[str, int] = defaultdict(int)
        self._without: defaultdict[str, list[str]] = defaultdict(list)

    def add_head(self, group: Group) -> None:
        """Take what a declaration says outside its persons."""
        self._contracts += [group.value(at, "005") or "" for at in group.of("S21.G00.15")]
        for at in group.of("S21.G00.82"):
            if group.value(at, "002") in OF_CONTRACTS:
                self._own.add(group.value(at, "005") or "")

    def add_person(self, group: Group, number: str, *, is_paid: bool) -> None:
        """Take a person, with her number and whether she earned anything."""
        affiliations = {group.value(at, "012"): group.value(at, "013") for at in group.of("S21.G00.70")}
        if not affiliations:
            return
        parents, brought = group.parents, defaultdict[str, int](int)
        for at in group.of("S21.G00.81"):
            base = parents[at]
            if group.value(at, "001") == OF_PERSON and base >= 0 and group.value(base, "001") == BASE:
                brought[affiliations.get(group.value(base, "005")) or ""] += (
                    cents(group.value(at, "004")) or 0
                )
        for contract in sorted({one for one in affiliations.values() if one}):
            self._people[contract] += 1
            lacks = is_paid and not brought[contract] and bool(number)
            if lacks and len(self._without[contract]) < MOST_PEOPLE:
                self._without[contract].append(number)

    def contracts(self, declared: Sequence[InsuredContract]) -> tuple[Insured, ...]:
        """Give the contracts of the declaration, of which what is due and paid is known, in the order of the file."""
        return tuple(
            Insured(
                one.reference or "",
                one.organisation or "",
                one.due,
                one.parts,
                self._people.get(identifier, 0),
                () if self._own & {identifier, one.reference} else tuple(self._without.get(identifier, ())),
            )
            for identifier, one in zip(self._contracts, declared, strict=False)
        )

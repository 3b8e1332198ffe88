"""What is due and what is paid for insured contracts (norm, section 2.2.4).

Due: the contributions (S21.G00.81) under bases whose affiliation (S21.G00.78.005, S21.G00.70) leads to the contract,
and those of the establishment (S21.G00.82) that name it, by its technical identifier (S21.G00.82.005/CCH-14) or, as
some write, by its reference. Paid: the parts of payments (S21.G00.55) that name it by its reference; where several
organisations use the same reference, those in payments to its own. Technical identifiers hold within one declaration,
those of affiliations within one person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from plugins.fr_dsn.formats.figures import cents
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.facts.declarations import InsuredContract

OF_CONTRACTS = frozenset([f"{code:03d}" for code in (*range(1, 21), *range(36, 41), 46, 90)])
"""Codes of S21.G00.82.002 under which S21.G00.82.005 is the identifier of an insured contract."""

_Payee = tuple[str | None, str | None]
"""Organisation and delegate."""


class _Contract(NamedTuple):
    identifier: str
    reference: str
    payee: _Payee
    line: int


class _Part(NamedTuple):
    payee: _Payee
    cents: int
    period: str | None


class ContractSums:
    """Adds up one declaration, group after group."""

    def __init__(self) -> None:
        self._contracts: list[_Contract] = []
        self._due: defaultdict[str, int] = defaultdict(int)
        self._shares: list[tuple[str | None, str, int]] = []
        self._parts: defaultdict[str, list[_Part]] = defaultdict(list)

    def add_head(self, group: Group) -> None:
        """Take what a declaration says outside its persons."""
        for at in group.of("S21.G00.15"):
            identifier, reference = group.value(at, "005") or "", group.value(at, "001") or ""
            payee = group.value(at, "002"), group.value(at, "003")
            self._contracts.append(_Contract(identifier, reference, payee, group.line(at, "001")))
        for at in group.of("S21.G00.82"):
            share = cents(group.value(at, "001")) or 0
            self._shares.append((group.value(at, "002"), group.value(at, "005") or "", share))
        for at in group.of("S21.G00.55"):
            paid = cents(group.value(at, "001")) or 0
            part = _Part(_payee(group, group.parents[at]), paid, group.value(at, "004"))
            self._parts[group.value(at, "003") or ""].append(part)

    def add_person(self, group: Group) -> None:
        """Take a person."""
        if not group.of("S21.G00.70"):
            return
        contracts = {group.value(at, "012"): group.value(at, "013") for at in group.of("S21.G00.70")}
        identifiers = {}
        for at in group.of("S21.G00.78"):
            identifier = contracts.get(group.value(at, "005"))
            if identifier is not None:
                identifiers[at] = identifier
        parents = group.parents
        for at in group.of("S21.G00.81") if identifiers else ():
            if parents[at] in identifiers:
                self._due[identifiers[parents[at]]] += cents(group.value(at, "004")) or 0

    def contracts(self) -> list[InsuredContract]:
        """Give the contracts in the order of the file."""
        by_identifier, by_reference = self._shares_by_name()
        shared = Counter(one.reference for one in self._contracts)
        found = []
        for one in self._contracts:
            parts = self._parts.get(one.reference, [])
            if shared[one.reference] > 1:
                parts = [part for part in parts if part.payee == one.payee]
            found.append(
                InsuredContract(
                    one.reference or None,
                    one.payee[0],
                    self._due.get(one.identifier, 0)
                    + by_identifier.get(one.identifier, 0)
                    + by_reference.get(one.reference, 0),
                    sum(part.cents for part in parts),
                    tuple(sorted({part.period for part in parts if part.period})),
                    one.line,
                    _by_period(parts),
                )
            )
        return found

    def _shares_by_name(self) -> tuple[dict[str, int], dict[str, int]]:
        """Give the contributions of the establishment by identifier and by reference, each counted once."""
        identifiers = {one.identifier for one in self._contracts}
        found: tuple[dict[str, int], dict[str, int]] = {}, {}
        for code, name, share in self._shares:
            named = found[0] if code in OF_CONTRACTS and name in identifiers else found[1]
            named[name] = named.get(name, 0) + share
        return found


def _by_period(parts: Iterable[_Part]) -> tuple[tuple[str, int], ...]:
    found: Counter[str] = Counter()
    for part in parts:
        found[part.period or ""] += part.cents
    return tuple(sorted(found.items()))


def _payee(group: Group, at: int) -> _Payee:
    return (None, None) if at < 0 else (group.value(at, "001"), group.value(at, "008"))

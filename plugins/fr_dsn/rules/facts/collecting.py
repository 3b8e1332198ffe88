"""Collects the facts of a file while it is read; of the persons only their stoppages and endings are kept."""

from __future__ import annotations

from plugins.fr_dsn.formats.figures import cents, day
from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.formats.reading import Closing, Silent
from plugins.fr_dsn.rules.controls.declaring import Frame
from plugins.fr_dsn.rules.facts.contracts import ContractSums
from plugins.fr_dsn.rules.facts.declarations import Declaration, Ending, Head, Person, Stoppage, Subrogation
from plugins.fr_dsn.rules.facts.due_paid import differences

GROSS = "03"
"""S21.G00.78.001: the uncapped base, which is the gross wage."""


class Collector(Silent):
    """A sink that gives the declarations of a file, and all findings in the order they came."""

    def __init__(self) -> None:
        self.declarations: list[Declaration] = []
        self.findings: list[Found] = []
        self._sums = ContractSums()
        self._closed: dict[int | None, Declaration] = {}

    def head(self, frame: Frame, group: Group) -> None:
        """Begin a declaration."""
        self.declarations.append(Declaration(_head(frame, group)))
        self._sums = ContractSums()
        self.tail(frame, group)

    def person(self, frame: Frame, group: Group) -> None:
        """Add what a person brings."""
        declaration = self.declarations[-1]
        self._sums.add_person(group)
        for at in group.of("S21.G00.78"):
            if group.value(at, "001") == GROSS:
                declaration.gross += cents(group.value(at, "004")) or 0
        declaration.stoppages += [_stoppage(group, at) for at in group.of("S21.G00.60")]
        declaration.endings += [_ending(group, at) for at in group.of("S21.G00.62")]

    def tail(self, frame: Frame, group: Group) -> None:
        """Add what is said outside the persons."""
        declaration = self.declarations[-1]
        self._sums.add_head(group)
        for at in group.of("S21.G00.22"):
            declaration.urssaf += cents(group.value(at, "005")) or 0
        for at in group.of("S21.G00.20"):
            declaration.payments += 1
            declaration.paid += cents(group.value(at, "005")) or 0

    def declared(self, frame: Frame, closing: Closing) -> None:
        """Close the declaration and compare what it owes with what it pays."""
        declaration = self.declarations[-1]
        declaration.individuals = closing.individuals
        declaration.refused = closing.refused
        self._closed[closing.index] = declaration
        declaration.contracts = self._sums.contracts()
        self.findings.extend(differences(declaration.contracts))

    def found(self, finding: Found, declaration: int | None) -> None:
        """Keep a finding; what the declarations of a sending have wrong together comes after they are closed."""
        self.findings.append(finding)
        if finding.severity == "refusal" and declaration in self._closed:
            self._closed[declaration].refused = True


def person_of(group: Group) -> Person:
    """Give who a group is about."""
    for at in group.of("S21.G00.30"):
        nir = group.value(at, "001")
        return Person(nir, None if nir else group.value(at, "020"))
    return Person(None, None)


def contract_of(group: Group, at: int) -> str | None:
    """Give the number of the contract that a block lies under."""
    contract = group.above(at, "S21.G00.40")
    return None if contract is None else group.value(contract, "009")


def _head(frame: Frame, group: Group) -> Head:
    at = next(iter(group.of("S20.G00.05")), None)
    if at is None:
        return Head(frame.nature, frame.type, "", "", frame.month, frame.siren + frame.nic, None, None, 1)
    return Head(
        frame.nature,
        frame.type,
        group.value(at, "003") or "",
        group.value(at, "004") or "",
        frame.month,
        frame.siren + frame.nic,
        frame.made_on,
        group.value(at, "006"),
        group.line(at, "004"),
    )


def _stoppage(group: Group, at: int) -> Stoppage:
    subrogation = None
    if group.value(at, "004") == "01":
        subrogation = Subrogation(day(group.value(at, "005")), day(group.value(at, "006")))
    return Stoppage(
        person_of(group),
        contract_of(group, at),
        group.value(at, "001"),
        day(group.value(at, "002")),
        day(group.value(at, "003")),
        subrogation,
        day(group.value(at, "010")),
        day(group.value(at, "012")),
        group.line(at),
    )


def _ending(group: Group, at: int) -> Ending:
    return Ending(
        person_of(group), contract_of(group, at), day(group.value(at, "001")), group.value(at, "002")
    )

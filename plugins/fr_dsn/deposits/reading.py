"""Reads a file that is deposited: what our checks say, its declarations, and the wages in it; in a limited child."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from console.plugin import BadArgument, Phrase, bounded
from plugins.fr_dsn.checking.outcome import Line, StoredList
from plugins.fr_dsn.checking.running import (
    BROKE_OFF,
    FIRST_SECONDS,
    MEGABYTE,
    MEMORY_MB,
    SECONDS_PER_MB,
    TOO_LONG,
    Said,
)
from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.formats.reading import Silent
from plugins.fr_dsn.rules.controls.declaring import Frame
from plugins.fr_dsn.rules.facts.declarations import Declaration
from plugins.fr_dsn.rules.facts.insured import Affiliations, Insured

GROSS = "001"
"""S21.G00.51.011: gross pay without a ceiling."""
INSURED = "31"
"""S21.G00.78.001: the base of an insured contract, whose components say what is contributed on."""
MOST_LINES = 1_000
"""Findings that are kept; the others are counted."""
SAYS_EVERY = 5.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeclaredGross:
    """The gross wage of a person under one contract in a declaration, in cents."""

    person: str
    contract: str
    cents: int


@dataclass(frozen=True, slots=True)
class DeclaredBase:
    """What a person contributes on under an insured contract, by kind (S21.G00.79), in cents."""

    person: str
    contract: str
    option: str
    population: str
    kind: str
    cents: int


@dataclass(frozen=True, slots=True)
class Deposited:
    """What was read of a file."""

    verdict: str
    norm: str
    declarations: tuple[Declaration, ...]
    wages: tuple[tuple[DeclaredGross, ...], ...]
    """Of each declaration, in their order."""
    findings: int
    lines: tuple[Line, ...] = field(default=())
    """The findings, as many as are kept."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Of the people who are ill, by their numbers."""
    insured: tuple[tuple[Insured, ...], ...] = ()
    """Insured contracts of each declaration, in their order."""
    bases: tuple[tuple[DeclaredBase, ...], ...] = ()
    """Under insured contracts, of each declaration, in their order."""


def read(path: str, name: str, lists: Sequence[StoredList] = ()) -> Deposited:
    """Read a file in this process, with the lists of codes that were imported."""
    from plugins.fr_dsn.answers.read import judge_with
    from plugins.fr_dsn.checking.lines import finding_line
    from plugins.fr_dsn.checking.months import Names, number_of
    from plugins.fr_dsn.formats.listing import restored
    from plugins.fr_dsn.formats.reading import read as read_groups
    from plugins.fr_dsn.rules.lists.codes import Edition, Known
    from plugins.fr_dsn.rules.sequence.files import Sequence
    from plugins.fr_dsn.rules.sequence.rolls import rolls_of

    known = Known(Edition(one.name, one.edition, tuple(restored(one.content))) for one in lists)
    with open(path, "rb") as file:
        facts = Sequence("file", judge_with(known)).read(name, file)
        names: Names = {}
        wages = _Wages()
        if facts.verdict != "not_a_dsn":
            file.seek(0)
            names = {
                number_of(who): entry.name for roll in rolls_of(file) for who, entry in roll.entries.items()
            }
        if facts.verdict == "accepted":
            file.seek(0)
            read_groups(file, "file", wages)
    return Deposited(
        facts.verdict,
        facts.norm or "",
        tuple(facts.declarations),
        tuple(map(tuple, wages.declarations)),
        len(facts.findings) + sum(facts.suppressed.values()),
        tuple(finding_line(0, one, names) for one in _worst_first(facts.findings)[:MOST_LINES]),
        {
            number: names[number]
            for one in facts.declarations
            for number in (number_of(stoppage.person) for stoppage in one.stoppages)
            if number in names
        },
        tuple(
            people.contracts(one.contracts)
            for people, one in zip(wages.affiliations, facts.declarations, strict=False)
        ),
        tuple(map(tuple, wages.bases)),
    )


def read_beside(path: str, name: str, lists: Sequence[StoredList] = ()) -> Iterator[Deposited | None]:
    """Read a file, giving nothing every few seconds until it is read."""
    found: list[Deposited | BaseException] = []

    def work() -> None:
        try:
            found.append(read(path, name, lists))
        except BaseException as fault:  # it is raised where somebody waits for the outcome
            found.append(fault)

    thread = Thread(target=work)
    thread.start()
    while thread.is_alive():
        thread.join(SAYS_EVERY)
        if thread.is_alive():
            yield None
    if isinstance(found[0], BaseException):
        raise found[0]
    yield found[0]


def run(
    path: str, name: str, size: int, say: Said | None = None, lists: Sequence[StoredList] = ()
) -> Deposited:
    """Have a file of `size` bytes read by a limited child; raises `BadArgument` when that cannot be done."""
    seconds = FIRST_SECONDS + SECONDS_PER_MB * size / MEGABYTE
    child = bounded.stream_bounded(
        read_beside, path, name, tuple(lists), seconds=seconds, memory_mb=MEMORY_MB
    )
    try:
        with closing(child):
            for answer in child:
                if answer is not None:
                    return answer
                if say is not None:
                    say(0)
    except bounded.TookTooLong as fault:
        raise BadArgument(Phrase(TOO_LONG)) from fault
    except Exception as fault:
        # Whatever a file does to the reader, its person gets a sentence; why, the log says.
        log.exception("a deposit could not be read")
        raise BadArgument(Phrase(BROKE_OFF)) from fault
    raise BadArgument(Phrase(BROKE_OFF))


def checked(name: str, content: bytes, lists: Sequence[StoredList] = ()) -> Deposited | Phrase:
    """Have a file read that is in memory; gives why that cannot be done, as a sentence to keep."""
    with TemporaryDirectory(prefix="guichet-dsn-") as folder:
        path = Path(folder) / "0"
        path.write_bytes(content)
        try:
            return run(str(path), name, len(content), lists=lists)
        except BadArgument as fault:
            return fault.text if isinstance(fault.text, Phrase) else Phrase(str(fault.text))


def _worst_first(findings: list[Found]) -> list[Found]:
    order = {"refusal": 0, "business": 1, "warning": 2}
    return sorted(findings, key=lambda found: order[found.severity])


class _Wages(Silent):
    """Gathers the gross wages of each declaration, who is affiliated to its insured contracts, and on which bases."""

    def __init__(self) -> None:
        self.declarations: list[list[DeclaredGross]] = []
        self.affiliations: list[Affiliations] = []
        self.bases: list[list[DeclaredBase]] = []
        self._contracts: dict[str, str] = {}

    def head(self, frame: Frame, group: Group) -> None:
        self.declarations.append([])
        self.affiliations.append(Affiliations())
        self.bases.append([])
        self._contracts = {
            group.value(at, "005") or "": group.value(at, "001") or "" for at in group.of("S21.G00.15")
        }
        self.tail(frame, group)

    def tail(self, frame: Frame, group: Group) -> None:
        self.affiliations[-1].add_head(group)

    def person(self, frame: Frame, group: Group) -> None:
        from plugins.fr_dsn.checking.months import number_of
        from plugins.fr_dsn.formats.figures import cents
        from plugins.fr_dsn.rules.facts.collecting import person_of

        if frame.nature != "01":
            return
        sums: dict[str, int] = {}
        for at in group.of("S21.G00.51"):
            if group.value(at, "011") == GROSS:
                contract = group.value(at, "010") or ""
                sums[contract] = sums.get(contract, 0) + (cents(group.value(at, "013")) or 0)
        number = number_of(person_of(group))
        self.affiliations[-1].add_person(group, number, is_paid=sum(sums.values()) > 0)
        if number:
            self.declarations[-1] += [
                DeclaredGross(number, contract, cents) for contract, cents in sums.items()
            ]
            self.bases[-1] += [
                DeclaredBase(number, *key, cents) for key, cents in self._insured(group).items()
            ]

    def _insured(self, group: Group) -> dict[tuple[str, str, str, str], int]:
        """Give the bases of a person by contract, option, population and kind."""
        from plugins.fr_dsn.formats.figures import cents

        found: dict[tuple[str, str, str, str], int] = {}
        held = {
            group.value(at, "012"): (
                self._contracts.get(group.value(at, "013") or "", ""),
                group.value(at, "004") or "",
                group.value(at, "005") or "",
            )
            for at in group.of("S21.G00.70")
        }
        bases = {
            at: held[name]
            for at in (group.of("S21.G00.78") if held else ())
            if group.value(at, "001") == INSURED and (name := group.value(at, "005")) in held
        }
        for at in group.of("S21.G00.79") if bases else ():
            of = bases.get(group.parents[at])
            if of is not None and of[0]:
                key = *of, group.value(at, "001") or ""
                found[key] = found.get(key, 0) + (cents(group.value(at, "004")) or 0)
        return found

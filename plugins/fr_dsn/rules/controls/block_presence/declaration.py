"""Controls of the blocks that a declaration as a whole must have, or may not have."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from console.plugin import Phrase
from plugins.fr_dsn.formats.figures import cents
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.block_presence.kinds import add_block, add_block_saying, remove_block
from plugins.fr_dsn.rules.controls.crossing import Nothing, head_value, pair
from plugins.fr_dsn.rules.controls.declaring import (
    DeclarationRule,
    Declared,
    Fault,
    Frame,
    Gathering,
    GroupRule,
)
from plugins.fr_dsn.rules.controls.organisations import insures
from plugins.fr_dsn.rules.controls.ties import under

MEMBER, PERSON, SENIORITY, PLACE, SELF = (
    "S21.G00.15",
    "S21.G00.30",
    "S21.G00.86",
    "S21.G00.85",
    "S89.G00.91",
)
CONTRACT, DECLARATION = "S21.G00.40", "S20.G00.05"
PRIMING = "08"

Seen = Mapping[str, tuple[int, str | None]]
"""What was met in a declaration, by block or rubric: line of the first one, and the person's number."""
Say = Callable[[Frame, Seen], Phrase | None]


class _Met:
    """Notes which of some blocks and rubrics a declaration holds, and judges them at its end."""

    def __init__(
        self, control: str, frame: Frame, wanted: Collection[str], say: Say, wants_all: bool
    ) -> None:
        self._control, self._frame, self._say, self._wants_all = control, frame, say, wants_all
        self._missing, self._seen = set(wanted), dict[str, tuple[int, str | None]]()

    def add(self, group: Group) -> Iterable[Fault]:
        """Note the first of each."""
        if not self._missing:
            return ()
        for one in [one for one in self._missing if group.of(one[:10])]:
            number = one[11:] or None
            for at in group.of(one[:10]):
                if number is None or group.value(at, number) is not None:
                    self._seen[one] = group.line(at, number), group.value(at, number or "001")
                    self._missing -= {one} if self._wants_all else self._missing
                    break
        return ()

    def end(self, head: Group) -> Iterable[Fault]:
        """Judge what was met: at the rubric of the control where it was, else in S20.G00.05."""
        message = self._say(self._frame, self._seen)
        if message is None:
            return
        line, person = self._seen.get(self._control[:14], (None, None))
        at = next(iter(head.of(DECLARATION)), 0)
        yield Fault(at, self._control[11:14], message, line, person)


def _met(
    control: str, wanted: Collection[str], say: Say, *, priming: bool = False, wants_all: bool = True
) -> DeclarationRule:
    """Judge a declaration (`priming`: only such a signal) by which of these blocks and rubrics it holds.

    Unless it wants all of them, the first that is met is enough to know.
    """

    def start(frame: Frame) -> Gathering:
        return (
            Nothing() if priming and frame.nature != PRIMING else _Met(control, frame, wanted, say, wants_all)
        )

    return DeclarationRule(control, start, frozenset(one[:10] for one in wanted), lasting=frozenset())


def _nobody(frame: Frame, seen: Seen) -> Phrase | None:
    """A priming signal is about one person."""
    if PERSON in seen or SELF in seen:
        return None
    return add_block(pair("S20.G00.05.001", PRIMING), PERSON)


def _nobody_of_type(frame: Frame, seen: Seen) -> Phrase | None:
    """A declaration of type 01 or 03 has persons."""
    if frame.type not in ("01", "03") or PERSON in seen or SELF in seen:
        return None
    return add_block(pair("S20.G00.05.002", frame.type), PERSON)


def _no_seniority(frame: Frame, seen: Seen) -> Phrase | None:
    """A priming signal about insured contracts tells the seniority."""
    if MEMBER not in seen or SENIORITY in seen:
        return None
    return add_block(words.block(MEMBER), SENIORITY)


def _event(frame: Frame) -> str | None:
    return head_value(frame, DECLARATION, "011")


def _self_employed(frame: Frame, seen: Seen) -> Phrase | None:
    """Event 06 is about somebody who is not an employee, and only this one is."""
    event = _event(frame)
    if event is None or (event == "06") is (SELF in seen):
        return None
    given = pair("S20.G00.05.011", event)
    return add_block(given, SELF) if event == "06" else remove_block(given, SELF)


def _no_membership(frame: Frame, seen: Seen) -> Phrase | None:
    """Events 03 to 05 are about insured contracts."""
    event = _event(frame)
    if event not in ("03", "04", "05") or MEMBER in seen:
        return None
    return add_block(pair("S20.G00.05.011", event), MEMBER)


def _without(events: Collection[str], *blocks: str) -> Say:
    """Refuse some blocks with some events."""

    def say(frame: Frame, seen: Seen) -> Phrase | None:
        event, found = _event(frame), next((block for block in blocks if block in seen), None)
        if event not in events or found is None:
            return None
        return remove_block(pair("S20.G00.05.011", event), found)

    return say


def _two_people(control: str, other: str) -> DeclarationRule:
    """Let a priming signal be about one person only."""
    rubric = control[:14]

    def say(frame: Frame, seen: Seen) -> Phrase | None:
        if rubric not in seen or other not in seen:
            return None
        return remove_block(f"{words.rubric(rubric)} = {words.text(seen[rubric][1])}", other)

    return _met(control, (rubric, other), say, priming=True)


_PARTS = under("S21.G00.55")


def _parts_of_payment(group: Group, frame: Frame) -> Iterable[Fault]:
    """Find payments to an insurer without parts, unless another establishment pays and the amount is zero."""
    for at in group.of("S21.G00.20"):
        organisation, payer = group.value(at, "001"), group.value(at, "012")
        if organisation is None or not insures(organisation) or at in group.once(_PARTS):
            continue
        if cents(group.value(at, "005")) or payer in (None, frame.siren + frame.nic):
            given = f"{words.rubric('S21.G00.20.001')} = {words.text(organisation)}"
            yield Fault(at, "001", add_block(given, "S21.G00.55"))


def _pair_of(control: str, first: str, second: str) -> GroupRule:
    """Ask that two contributions of the establishment are declared together, for the same period."""

    def find(group: Group, _: Frame) -> Iterable[Fault]:
        there: dict[str | None, dict[tuple[str | None, str | None], int]] = {first: {}, second: {}}
        for at in group.of("S21.G00.82"):
            periods = there.get(group.value(at, "002"))
            if periods is not None:
                periods.setdefault((group.value(at, "003"), group.value(at, "004")), at)
        for code, wanted in ((first, second), (second, first)):
            for period, at in there[code].items():
                if period not in there[wanted]:
                    days = " - ".join(words.day(value) for value in period)
                    given = f"{pair('S21.G00.82.002', code)}, {days}"
                    yield Fault(at, "002", add_block_saying(given, "S21.G00.82.002", (wanted,)))

    return GroupRule(control, frozenset({"S21.G00.82"}), find)


DECLARATION_WIDE: Declared = (
    _met("S20.G00.05.001/CCH-11", (PERSON, SELF), _nobody, priming=True, wants_all=False),
    _met("S20.G00.05.001/CCH-12", (MEMBER, SENIORITY), _no_seniority, priming=True),
    _met("S20.G00.05.002/CCH-16", (PERSON, SELF), _nobody_of_type, wants_all=False),
    _met("S20.G00.05.011/CCH-11", (SELF,), _self_employed),
    _met("S20.G00.05.011/CCH-12", (MEMBER,), _no_membership),
    _met("S20.G00.05.011/CCH-13", (MEMBER, PLACE), _without(("06", "07"), MEMBER, PLACE)),
    _met("S20.G00.05.011/CCH-14", (CONTRACT, SENIORITY), _without(("07",), CONTRACT, SENIORITY)),
    GroupRule("S21.G00.20.001/CCH-12", frozenset({"S21.G00.20"}), _parts_of_payment),
    _two_people("S21.G00.30.001/CCH-15", SELF),
    _two_people("S21.G00.30.020/CCH-15", SELF),
    _pair_of("S21.G00.82.002/CCH-22", "065", "066"),
    _pair_of("S21.G00.82.002/CCH-23", "066", "067"),
    _pair_of("S21.G00.82.002/CCH-24", "068", "065"),
    _two_people("S89.G00.91.001/CCH-14", PERSON),
    _two_people("S89.G00.91.021/CCH-15", PERSON),
)

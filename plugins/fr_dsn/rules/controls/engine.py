"""Runs the declared controls over the groups of a declaration.

A `Judge` goes through the declarations of one file, a `Course` is one of them. What is learnt about the shapes of
blocks is kept for all later files of the same norm and nature (`live.Controls`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from console.plugin import Phrase
from plugins.fr_dsn.formats.findings import Found, Severity
from plugins.fr_dsn.formats.groups import Group, Plan
from plugins.fr_dsn.norm.norms import nearest
from plugins.fr_dsn.rules.controls.chains import Chains
from plugins.fr_dsn.rules.controls.declared import DECLARED
from plugins.fr_dsn.rules.controls.declaring import (
    BlockRule,
    Fault,
    Frame,
    SendingRule,
    Told,
)
from plugins.fr_dsn.rules.controls.gathered import Awake, Gathered
from plugins.fr_dsn.rules.controls.learnt import Learnt
from plugins.fr_dsn.rules.controls.live import (
    MOST_CHOICES,
    MOST_PLANS,
    controls_of,
    is_excused,
    is_tied,
    varied_in,
)
from plugins.fr_dsn.rules.controls.shapes import Program, Shape, program
from plugins.fr_dsn.rules.controls.sketches import Choice, Sketches
from plugins.fr_dsn.rules.controls.watches import Watch

SENDING = [rule for rule in DECLARED if isinstance(rule, SendingRule)]
SENDING_BLOCK, DECLARATION = "S10.G00.00", "S20.G00.05"
PERSON, INDEPENDENT = "S21.G00.30", "S89.G00.91"


class Interest(NamedTuple):
    """Who looks at a group: rules on several blocks, on chains, and on the declaration."""

    choice: Choice
    watches: tuple[Watch, ...]
    gatherings: Awake
    there: frozenset[str]
    """The signs that the group holds."""


class Course:
    """The controls at work in one declaration."""

    def __init__(self, frame: Frame, tolerant: bool = False) -> None:
        self.frame = frame
        self._controls = controls = controls_of(frame.version, frame.nature, tolerant)
        self._chains = Chains(controls.of_chain, frame)
        self._own: dict[str, list[BlockRule]] = {}
        """Rules of one block that look at the declaration as well."""
        for rule in controls.of_chain:
            judge = None if is_tied(rule) else rule.start(frame)
            if judge is not None:
                numbers = tuple(read[11:] for read in rule.reads)
                self._own.setdefault(rule.base, []).append(BlockRule(rule.control, numbers, judge))
        self._own_shapes = Learnt(self._own_shape, MOST_PLANS)
        self._programs = Learnt(self._program, MOST_PLANS)
        self._gathered = Gathered(controls.of_declaration, frame)
        self._sketches = Sketches(frame)
        self._interested: dict[int, Interest] = {}

    def faults(self, group: Group, after: int) -> list[tuple[str, Fault]]:
        """Judge a group, its single blocks from the block `after` on."""
        found = self._block_faults(group, after)
        choice, watches, gatherings, there = self._interest(group)
        for rule in self._sketches.left(group, choice):
            if not (rule.unless and is_excused(rule, group, there)):
                found += [(rule.control, fault) for fault in rule.find(group, self.frame)]
        plans = frozenset(group.plans)
        if watches:
            self._chains.find(group, plans, watches, found)
        self._gathered.find(group, plans, gatherings, found)
        return found

    def last_faults(self) -> list[tuple[str, Fault]]:
        """Judge what all groups together have shown; places are in the head."""
        return list(self._gathered.end(self.frame.head))

    def _block_faults(self, group: Group, after: int) -> list[tuple[str, Fault]]:
        lines, starts = group.lines, group.starts
        found: list[tuple[str, Fault]] = []
        for at, asked in enumerate(map(self._programs.__getitem__, group.plans)):
            if asked is None or at < after:
                continue
            size, steps, rest = asked
            start = starts[at]
            own = lines[start : start + size]
            for key, good, memory in steps:
                if key(own) not in good:
                    found += _at(at, memory.faults(own))
            if rest is not None:
                found += _at(at, rest.faults(own))
        return found

    def _program(self, plan: Plan) -> Program | None:
        """Find out what is to be done for blocks of a plan."""
        shapes = [self._controls.shape(plan.shape)]
        if plan.block in self._own:
            shapes.append(self._own_shapes[plan.shape])
        return program(plan, shapes)

    def _own_shape(self, plan: Plan) -> Shape:
        """Give what is left of the rules that look at the declaration as well."""
        return Shape(self._own[plan.block], plan.offsets, varied_in(self.frame.version, plan.block))

    def _interest(self, group: Group) -> Interest:
        """Give who is interested in a group of such blocks that hold such signs."""
        marks = self._controls.marks.of(group)
        interest = self._interested.get(marks)
        if interest is None:
            if len(self._interested) >= MOST_CHOICES:
                self._interested.clear()
            interest = self._interested[marks] = self._chosen(group)
        return interest

    def _chosen(self, group: Group) -> Interest:
        codes, there = group.codes(), self._controls.signs.intersection(group.lines)
        watches, gatherings = self._chains.awake(codes, there), self._gathered.awake(codes, there)
        return Interest(self._controls.chosen(codes, there), watches, gatherings, there)


def severity_of(control: str, tolerant: bool) -> Severity:
    """Say how grave a control is: a signal (SIG) warns, all others refuse; nothing refuses a file that was received."""
    return "warning" if tolerant or control[15:18] == "SIG" else "refusal"


def _at(at: int, faults: Iterable[tuple[BlockRule, Phrase]]) -> list[tuple[str, Fault]]:
    return [(rule.control, Fault(at, rule.control[11:14], said)) for rule, said in faults]


class Judge:
    """Judges one file: its declarations one after the other, and at the end of a sending what they say together.

    `tolerant`: the file was received, filtered on its way. Nothing then refuses it, and controls that something absent
    could set off are left out.
    """

    def __init__(self, tolerant: bool = False) -> None:
        self._tolerant = tolerant
        self._course: Course | None = None
        self._told: list[Told] = []
        self._version = ""

    def begin(self, frame: Frame) -> list[Found]:
        """Start a declaration and judge its head; the envelope that it repeats is judged with the first one only."""
        self._course, self._version = Course(frame, self._tolerant), frame.version
        first = DECLARATION if self._told else None
        self._told.append(_told(frame))
        return self._judged(frame.head, _first_of(frame.head, first))

    def group(self, group: Group) -> list[Found]:
        """Judge a person, or the tail."""
        return self._judged(group, 0)

    def end(self) -> list[Found]:
        """Judge what only the whole declaration shows, and forget it."""
        course, self._course = self._course, None
        if course is None:
            return []
        return [self._finding(control, fault, course.frame.head) for control, fault in course.last_faults()]

    def close(self) -> list[tuple[Found, int | None]]:
        """End a sending: give what its declarations have wrong together.

        Each finding comes with the place of its declaration in the sending, from 0; None: it is about the sending.
        """
        told, self._told = self._told, []
        norm = nearest(self._version)
        sending = [] if self._tolerant else SENDING
        live = [rule for rule in sending if any(norm.applies(rule.control, one.nature) for one in told)]
        return [
            (self._about(rule.control, said, told[at or 0].lines[at is not None]), at)
            for rule in live
            for at, said in rule.find(told)
        ]

    def _judged(self, group: Group, after: int) -> list[Found]:
        if self._course is None:
            return []
        found = self._course.faults(group, after)
        if len(found) > 1:
            found.sort(key=lambda one: (one[1].at, one[0]))
        return [self._finding(control, fault, group) for control, fault in found] if found else []

    def _finding(self, control: str, fault: Fault, group: Group) -> Found:
        if fault.line is not None:
            severity = severity_of(control, self._tolerant)
            return Found(severity, control, fault.message, fault.line, control[:14], {}, fault.person)
        block = group.plans[fault.at]
        own = block.block == control[:10]
        there = own and (fault.number is None or fault.number in block.offsets)
        rubric = control[:14] if fault.number or not own else block.block
        return Found(
            severity_of(control, self._tolerant),
            control,
            fault.message,
            group.line(fault.at, fault.number) if there else None,
            f"{block.block}.{fault.number}" if own and fault.number else rubric,
            {} if there else {"block_line": group.line(fault.at)},
            person_of(group, fault.at),
        )

    def _about(self, control: str, said: Phrase, line: int) -> Found:
        return Found(severity_of(control, self._tolerant), control, said, line, control[:14])


def _first_of(head: Group, block: str | None) -> int:
    """Give the first block of this code, or of all."""
    return next(iter(head.of(block)), 0) if block else 0


def _told(frame: Frame) -> Told:
    head = frame.head
    of = {block: next(iter(head.of(block)), None) for block in (SENDING_BLOCK, DECLARATION)}

    def value(block: str, number: str) -> str | None:
        at = of[block]
        return None if at is None else head.value(at, number)

    def line(block: str, number: str) -> int:
        at = of[block]
        return head.first if at is None else head.line(at, number)

    return Told(
        frame.nature,
        frame.type,
        frame.siren + frame.nic,
        value(DECLARATION, "004") or "",
        value(DECLARATION, "006"),
        value(DECLARATION, "007") or "",
        value(SENDING_BLOCK, "008") or "",
        (line(SENDING_BLOCK, "008"), line(DECLARATION, "002")),
    )


def person_of(group: Group, at: int) -> str | None:
    """Give the number, or the technical number, of the person that a block speaks of."""
    top = at
    while group.parents[top] >= 0:
        top = group.parents[top]
    numbers: Mapping[str, tuple[str, str]] = {PERSON: ("001", "020"), INDEPENDENT: ("001", "021")}
    for number in numbers.get(group.plans[top].block, ()):
        value = group.value(top, number)
        if value is not None:
            return value
    return None

"""Runs the controls that need a list beside those that the file alone decides.

Who has imported no list does not come here: the plain `Judge` works then, and nothing is slower.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from console.plugin import Phrase
from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.formats.groups import VALUE, Group, Plan
from plugins.fr_dsn.norm.norms import DECLARATION, Norm, nearest
from plugins.fr_dsn.rules.controls.declaring import Fault, Frame, Gathering, Values
from plugins.fr_dsn.rules.controls.engine import Judge
from plugins.fr_dsn.rules.lists.codes import Known
from plugins.fr_dsn.rules.lists.declared import LISTED
from plugins.fr_dsn.rules.lists.declaring import Judge as ValueJudge
from plugins.fr_dsn.rules.lists.declaring import Listed, ListRule

MOST_SHAPES = 4_000
"""Shapes of blocks that are kept; then they are forgotten together."""

Step = tuple[ListRule, ValueJudge, tuple[int | None, ...]]
"""A rule at work, its judge, and where in a block the lines are that it reads."""


class ListJudge(Judge):
    """Judges one file as `Judge` does, and by what was imported."""

    def __init__(self, known: Known, tolerant: bool = False) -> None:
        super().__init__(tolerant)
        self._known = known
        self._lenient = tolerant
        self._at_work: _AtWork | None = None
        self._first = True

    def begin(self, frame: Frame) -> list[Found]:
        """Start a declaration and judge its head; the envelope is judged with the first one only."""
        found = super().begin(frame)
        self._at_work = _AtWork(self._known, frame, self._lenient)
        after = 0 if self._first else next(iter(frame.head.of(DECLARATION)), 0)
        self._first = False
        return found + self._listed(self._at_work, frame.head, after)

    def group(self, group: Group) -> list[Found]:
        """Judge a person, or the tail."""
        found = super().group(group)
        return found if self._at_work is None else found + self._listed(self._at_work, group, 0)

    def end(self) -> list[Found]:
        """Judge what only the whole declaration shows, and forget it."""
        found, work = super().end(), self._at_work
        self._at_work = None
        if work is None:
            return found
        head = work.frame.head
        return found + [self._finding(control, fault, head) for control, fault in work.last_faults()]

    def close(self) -> list[tuple[Found, int | None]]:
        """End a sending."""
        self._first = True
        return super().close()

    def _listed(self, work: _AtWork, group: Group, after: int) -> list[Found]:
        return [self._finding(control, fault, group) for control, fault in work.faults(group, after)]


class _AtWork:
    """The rules at work in one declaration."""

    def __init__(self, known: Known, frame: Frame, lenient: bool) -> None:
        self.frame = frame
        self._lenient = lenient
        self._judges: dict[str, list[tuple[ListRule, ValueJudge]]] = {}
        self._gathered: list[tuple[str, Gathering]] = []
        for rule in live(nearest(frame.version), frame.nature):
            if known.lacks(rule.lists):
                continue
            if isinstance(rule, ListRule):
                judge = rule.start(known, frame)
                if judge is not None:
                    self._judges.setdefault(rule.control[:10], []).append((rule, judge))
            elif (gathering := rule.start(known, frame)) is not None and not lenient:
                self._gathered.append((rule.control, gathering))
        self._steps: dict[Plan, tuple[Step, ...]] = {}

    def faults(self, group: Group, after: int) -> list[tuple[str, Fault]]:
        """Judge the blocks of a group from the block `after` on."""
        found: list[tuple[str, Fault]] = []
        steps, lines, starts = self._steps, group.lines, group.starts
        for at in range(after, len(starts)):
            plan = group.plans[at]
            for rule, judge, places in steps[plan] if plan in steps else self._learn(plan):
                said = judge(_values(lines, starts[at], places))
                if said is not None:
                    found.append((rule.control, _fault(rule, at, said)))
        for control, gathering in self._gathered:
            found += [(control, fault) for fault in gathering.add(group)]
        return found

    def last_faults(self) -> list[tuple[str, Fault]]:
        """Judge what all groups together have shown; places are in the head."""
        head = self.frame.head
        return [(control, fault) for control, gathering in self._gathered for fault in gathering.end(head)]

    def _learn(self, plan: Plan) -> tuple[Step, ...]:
        """Find out which rules look at blocks of a shape."""
        if len(self._steps) >= MOST_SHAPES:
            self._steps.clear()
        offsets = plan.offsets
        self._steps[plan] = steps = tuple(
            (rule, judge, tuple(offsets.get(number) for number in rule.reads))
            for rule, judge in self._judges.get(plan.block, ())
            # Of a file that was filtered nothing absent is a fault.
            if all(number in offsets for number in (rule.reads if self._lenient else rule.needed))
        )
        return steps


def _values(lines: Sequence[str], start: int, places: tuple[int | None, ...]) -> Values:
    return tuple([None if place is None else lines[start + place][VALUE:] for place in places])


def _fault(rule: ListRule, at: int, said: Phrase) -> Fault:
    return Fault(at, rule.control[11:14], said)


@lru_cache(maxsize=24)
def live(norm: Norm, nature: str) -> tuple[Listed, ...]:
    """Give the rules that a norm applies to a nature."""
    return tuple(rule for rule in LISTED if norm.applies(rule.control, nature))

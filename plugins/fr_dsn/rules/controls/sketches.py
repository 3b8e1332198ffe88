"""Persons drawn in outline: what most controls across blocks look at, and which of them have nothing to say of it.

A sketch holds, of some blocks, a few codes and days as they stand, and numbers by which blocks refer to one another,
which count only in that they are the same or not: they are replaced by signs. The same sketch comes again and again,
even where no two persons have the same rubrics. A rule that was run on a sketch and found nothing has nothing to find
in any person drawn so. One that asks for what a sketch does not tell is interrupted, and then asked of each person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from plugins.fr_dsn.formats.groups import VALUE, Group, Plan
from plugins.fr_dsn.norm.norms import PERSON
from plugins.fr_dsn.rules.controls.declaring import Frame, GroupRule
from plugins.fr_dsn.rules.controls.learnt import Learnt

MOST_SKETCHES, MOST_TOKENS, MOST_PLANS = 1_500, 1_500, 3_000
"""What is remembered: sketches, contents of blocks in them, and how blocks of a plan are drawn."""
TOLD: Mapping[str, tuple[str, ...]] = {
    "S21.G00.40": ("007",),
    "S21.G00.51": ("011",),
    "S21.G00.78": ("001", "002", "003"),
    "S21.G00.79": ("001",),
    "S21.G00.86": ("001",),
}
"""Rubrics of which a sketch tells what they say, by their block."""
NAMES: Mapping[str, tuple[str, ...]] = {
    "S21.G00.34": ("002",),
    "S21.G00.40": ("009",),
    "S21.G00.50": ("003",),
    "S21.G00.51": ("010",),
    "S21.G00.52": ("006",),
    "S21.G00.54": ("005",),
    "S21.G00.70": ("004", "005", "012", "013"),
    "S21.G00.78": ("005",),
    "S21.G00.86": ("005",),
}
"""Rubrics of which it tells only where they say the same. Rules may compare them, and nothing else."""
DRAWN = TOLD.keys() | NAMES.keys()
_FIRST_TOKEN, _FIRST_NAME = 0x100, 0xE000
_ASK = "?"
"""Of a plan: its blocks must be looked at."""


class _Role(NamedTuple):
    """How blocks of a plan are drawn."""

    token: str | None
    """What stands for its codes and days; None where lines must be looked at."""
    told: tuple[int, ...]
    named: tuple[int, ...]
    """Offsets of the lines that are told, and of those that are names."""


class _Offsets(dict[str, int]):
    """Where rubrics are; interrupts whoever asks for one that is not drawn."""

    def __init__(self, block: str, there: Iterable[str]) -> None:
        super().__init__((number, at) for at, number in enumerate(there))
        self._drawn = frozenset((*TOLD.get(block, ()), *NAMES.get(block, ())))

    def get(self, number: str, default: Any = None) -> Any:
        self._check(number)
        return super().get(number, default)

    def __contains__(self, number: object) -> bool:
        self._check(number)
        return super().__contains__(number)

    def _check(self, number: object) -> None:
        if number not in self._drawn:
            raise LookupError(number)


class _Outline(Plan):
    """The plan of a block in a sketch; it does not tell which rubrics a block holds."""

    def __init__(self, block: str, there: Iterable[str]) -> None:
        self.block = block
        self.offsets = _Offsets(block, there)


class Sketch(Group):
    """A person in outline; interrupts whoever asks for more by LookupError or AttributeError."""

    def of(self, block: str) -> Sequence[int]:
        """Give the blocks of this code, if such blocks are drawn."""
        if block not in DRAWN:
            raise LookupError(block)
        return super().of(block)

    def codes(self) -> frozenset[str]:
        """Refuse: blocks may be there that are not drawn."""
        raise LookupError

    def above(self, at: int, block: str) -> int | None:
        """Give the nearest block of this code above another one, if such blocks are drawn."""
        if block not in DRAWN:
            raise LookupError(block)
        return super().above(at, block)

    def passes(self, rule: GroupRule, frame: Frame) -> bool:
        """Say whether a rule has nothing to say of any person drawn so."""
        try:
            return not list(rule.find(self, frame))
        except (LookupError, AttributeError):
            return False


class Choice:
    """Rules that are asked together of many groups."""

    __slots__ = ("rules",)

    def __init__(self, rules: Sequence[GroupRule]) -> None:
        self.rules = rules


class Sketches:
    """Sketches of the persons of one declaration, and what is left to be asked of those who are drawn so."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._roles = Learnt(self._role, MOST_PLANS)
        self._quick = Learnt(self._quick_token, MOST_PLANS)
        """What stands for blocks of a plan that tells all lines that are drawn."""
        self._tokens: dict[object, str] = {}
        self._left: dict[tuple[str, Choice], Sequence[GroupRule]] = {}
        self._same: dict[tuple[int, ...], Sequence[GroupRule]] = {}

    def left(self, group: Group, choice: Choice) -> Sequence[GroupRule]:
        """Give those of some rules that must be asked of a group."""
        if group.plans[0].block != PERSON:
            return choice.rules
        quick = self._quickly(group)
        left = self._left.get((quick, choice))
        if left is None:
            left = self._left_of_drawn(group, choice)
            if _ASK not in quick and len(self._left) < MOST_SKETCHES:
                self._left[quick, choice] = left
        return left

    def _left_of_drawn(self, group: Group, choice: Choice) -> Sequence[GroupRule]:
        drawn = self._drawn(group)
        left = self._left.get((drawn, choice))
        if left is None:
            if not drawn or len(self._left) >= MOST_SKETCHES:
                return choice.rules
            sketch = self._sketch(group)
            speak = [rule for rule in choice.rules if not sketch.passes(rule, self._frame)]
            left = self._left[drawn, choice] = self._same.setdefault(tuple(map(id, speak)), speak)
        return left

    def _quickly(self, group: Group) -> str:
        """Write down a person by the plans of her blocks; asks to look at the lines where these do not tell all."""
        return "".join(map(self._quick.__getitem__, group.plans))

    def _drawn(self, group: Group) -> str:
        """Write the sketch of a person as a text; nothing when too much was remembered already."""
        roles, lines = self._roles, group.lines
        parts: list[str] = []
        names: dict[str, str] = {}
        for plan, start in zip(group.plans, group.starts, strict=True):
            role = roles[plan]
            if role is None:
                continue
            token = role.token or self._token(plan, [lines[start + at] for at in role.told])
            if token is None:
                return ""
            parts.append(token)
            for at in role.named:
                name = lines[start + at][VALUE:]
                if name not in names:
                    names[name] = chr(_FIRST_NAME + len(names))
                parts.append(names[name])
        return "".join(parts)

    def _role(self, plan: Plan) -> _Role | None:
        if plan.block not in DRAWN:
            return None
        told, named = ([*_places(plan, of)] for of in (TOLD, NAMES))
        known = [plan.known.get(at) for at in told]
        token = None if None in known else self._token(plan, [line for line in known if line])
        return _Role(token, tuple(told), tuple(named))

    def _quick_token(self, plan: Plan) -> str:
        """Give what stands for a block whose names are known too, or ask to look at the lines."""
        role = self._roles[plan]
        if role is None:
            return ""
        drawn = [*role.told, *role.named]
        if not plan.known.keys() >= set(drawn):
            return _ASK
        return self._token(plan, [*(plan.known[at] for at in drawn), _ASK]) or _ASK

    def _token(self, plan: Plan, told: Sequence[str]) -> str | None:
        """Give what stands for the block of a plan with these lines."""
        key = (plan.block, *told, *(number for number in NAMES.get(plan.block, ()) if number in plan.offsets))
        token = self._tokens.get(key)
        if token is None and len(self._tokens) < MOST_TOKENS:
            token = self._tokens[key] = chr(_FIRST_TOKEN + len(self._tokens))
        return token

    def _sketch(self, group: Group) -> Sketch:
        """Draw a person."""
        lines: list[str] = []
        plans: list[Plan] = []
        starts: list[int] = []
        parents: list[int] = []
        names: dict[str, str] = {}
        places = {-1: -1}
        for at, plan in enumerate(group.plans):
            if plan.block not in DRAWN and plan.block != PERSON:
                continue
            places[at] = len(plans)
            parents.append(places[group.parents[at]])
            starts.append(len(lines))
            plans.append(_Outline(plan.block, self._draw(group, at, names, lines)))
        return Sketch(lines, 1, plans, starts, parents)

    def _draw(self, group: Group, at: int, names: dict[str, str], lines: list[str]) -> Iterator[str]:
        """Add the lines of a block that are drawn, and give their numbers."""
        block = group.plans[at].block
        for number in (*TOLD.get(block, ()), *NAMES.get(block, ())):
            value = group.value(at, number)
            if value is None:
                continue
            if number in NAMES.get(block, ()):
                value = names.setdefault(value, chr(_FIRST_NAME + len(names)))
            lines.append(f"{block}.{number},'{value}")
            yield number


def _places(plan: Plan, numbers: Mapping[str, Sequence[str]]) -> Iterator[int]:
    for number in numbers.get(plan.block, ()):
        if number in plan.offsets:
            yield plan.offsets[number]

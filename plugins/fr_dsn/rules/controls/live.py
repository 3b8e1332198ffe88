"""The controls that are live in one norm and nature, arranged so that what is good is passed quickly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from plugins.fr_dsn.formats.groups import Group, Plan
from plugins.fr_dsn.norm.norms import Norm, Rubric, nearest
from plugins.fr_dsn.rules.controls.declared import DECLARED
from plugins.fr_dsn.rules.controls.declaring import (
    BlockRule,
    ChainRule,
    DeclarationRule,
    GroupRule,
    Needs,
    Rule,
)
from plugins.fr_dsn.rules.controls.marks import Marks
from plugins.fr_dsn.rules.controls.shapes import SOMETHING, Shape
from plugins.fr_dsn.rules.controls.sketches import Choice

MOST_SHAPES = 3_000
"""Shapes of blocks, or sets of blocks, that are kept; then they are forgotten together."""
MOST_CHOICES = 1_000
"""Sets of blocks and lines of which it is kept who looks at them; then they are forgotten together."""
MOST_PLANS = 3_000
"""Plans of blocks that are kept; then they are forgotten together."""
MOST_READ = 8
"""Rubrics that a rule may read for its patience to be tried out."""
LONGEST_CODE = 6
"""A text of this length at most is as good as a code: it comes again and again."""


class Controls:
    """The controls of one norm and nature, and what was learnt about the shapes of blocks."""

    def __init__(self, norm: Norm, nature: str, rules: Sequence[Rule]) -> None:
        self._norm = norm
        live = [rule for rule in rules if norm.applies(rule.control, nature)]
        self._of_block: dict[str, list[BlockRule]] = {}
        for rule in live:
            if isinstance(rule, BlockRule):
                self._of_block.setdefault(rule.control[:10], []).append(rule)
        self._of_group = [rule for rule in live if isinstance(rule, GroupRule)]
        self.of_chain = [rule for rule in live if isinstance(rule, ChainRule)]
        self.of_declaration = [rule for rule in live if isinstance(rule, DeclarationRule)]
        chained = [needs for rule in self.of_chain for needs in rule.needs]
        gathered = [needs for rule in self.of_declaration for needs in rule.needs]
        grouped = [signs for rule in self._of_group for signs in (*rule.needs, rule.unless)]
        self.signs = frozenset(sign for needs in (*chained, *gathered, *grouped) for sign in needs)
        """All lines by which some rule knows that it must look, or that it need not."""
        self.marks = Marks(self.signs)
        self._shapes: dict[Plan, Shape] = {}
        self._chosen: dict[tuple[int, ...], Choice] = {}
        """Choices of rules, each once."""

    def shape(self, plan: Plan) -> Shape:
        """Give what is left of the rules of one block for a shape of it."""
        shape = self._shapes.get(plan)
        if shape is None:
            if len(self._shapes) >= MOST_SHAPES:
                self._shapes.clear()
            rules = self._of_block.get(plan.block, ())
            self._shapes[plan] = shape = Shape(rules, plan.offsets, varied_in(self._norm.version, plan.block))
        return shape

    def chosen(self, blocks: frozenset[str], there: frozenset[str]) -> Choice:
        """Give the rules on several blocks that may find anything in groups of these blocks and signs."""
        chosen = [
            rule
            for rule in self._of_group
            if not rule.triggers.isdisjoint(blocks)
            and met(rule.needs, there)
            and (rule.single or rule.unless.isdisjoint(there))
        ]
        if len(self._chosen) >= MOST_CHOICES:
            self._chosen.clear()
        return self._chosen.setdefault(tuple(map(id, chosen)), Choice(chosen))


def is_excused(rule: GroupRule, group: Group, there: frozenset[str]) -> bool:
    """Whether a group holds a line with which it cannot break a rule."""
    return not rule.unless.isdisjoint(there) and (rule.single is None or len(group.of(rule.single)) == 1)


def met(needs: Needs, there: frozenset[str]) -> bool:
    """Whether a line of each set is there."""
    return not any(one.isdisjoint(there) for one in needs)


@lru_cache(maxsize=500)
def varied_in(version: str, block: str) -> frozenset[str]:
    """Give the numbers of a block's rubrics whose values are too many to be remembered together."""
    rubrics = nearest(version).by_block.get(block, ())
    return frozenset(rubric.number for rubric in rubrics if _is_varied(rubric))


@lru_cache(maxsize=500)
def amounts_in(version: str, block: str) -> frozenset[str]:
    """Give the numbers of a block's rubrics that hold amounts and other long figures."""
    rubrics = nearest(version).by_block.get(block, ())
    return frozenset(one.number for one in rubrics if one.kind == "number" and one.longest > LONGEST_CODE)


def _is_varied(rubric: Rubric) -> bool:
    return rubric.kind == "date" or (rubric.kind in ("text", "number") and rubric.longest > LONGEST_CODE)


@lru_cache(maxsize=24)
def controls_of(version: str, nature: str, tolerant: bool = False) -> Controls:
    """Give the controls of a norm and nature, with what was learnt of them.

    `tolerant`: only those that nothing which was taken out of a file can set off.
    """
    return Controls(nearest(version), nature, [*filter(is_patient, DECLARED)] if tolerant else DECLARED)


def is_tied(rule: ChainRule) -> bool:
    """Whether a rule reads other blocks than its own."""
    return rule.base != rule.control[:10] or any(read[:10] != rule.base for read in rule.reads)


def is_patient(rule: Rule) -> bool:
    """Whether a rule looks at one block only, and says nothing where anything that it reads is absent."""
    if isinstance(rule, ChainRule):
        return not is_tied(rule) and len(rule.reads) == 1
    if not isinstance(rule, BlockRule) or len(rule.reads) > MOST_READ:
        return False
    cases = product([None, SOMETHING], repeat=len(rule.reads))
    try:
        return all(rule.judge(case) is None for case in cases if any(value is None for value in case))
    except Exception:  # it looked at what is there although something else is not
        return False

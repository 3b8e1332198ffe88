"""The fast path: accepts whole persons of which everything is known to be right, and never accuses.

A person is cut into lines, and a memory of lines gives for each the letter of its rubric: one look-up is the verdict on
the value and the shape at once. The letters of a person, cut where blocks begin, are her blocks; the letters of the
blocks are matched against an expression made of the tree of the nature. Whatever is not recognised is left to the
careful path. All memories are bounded: what does not fit is judged anew each time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from plugins.fr_dsn.formats.assembling import plan_of
from plugins.fr_dsn.formats.groups import VALUE, Group, Plan
from plugins.fr_dsn.formats.letters import BEGINS, MARKS, UNKNOWN, Alphabet, Keys, Lines, Rule
from plugins.fr_dsn.formats.levels import Levels
from plugins.fr_dsn.formats.values import value_tests
from plugins.fr_dsn.norm.norms import PERSON, Place

SHAPES = 1_000
"""Shapes of blocks that are remembered."""
KNOWN = 2_000
"""Blocks with all that their letters say that are remembered."""
PIECES = 2_000
"""Runs of such blocks that nothing parts that are remembered."""
FAMILIES = 1_000
"""Sequences of blocks that are remembered."""

_FREQUENT = ("30", "40", "50", "51", "53", "58", "78", "79", "81", "70", "71", "86", "60", "52")
"""Blocks that most persons have: their rubrics get letters of one byte, with which texts are joined and cut quicker."""
_FIRST_SIGN = 0x41
"""Of the blocks, whose signs are of one byte too."""


class _Piece(NamedTuple):
    """What letters between two signs are: one block, or some that nothing parts in a text of letters, or none."""

    plans: tuple[Plan, ...]
    signs: str
    sizes: tuple[int, ...]


_NO_PIECE = _Piece((), UNKNOWN, ())
"""Its sign stands in no tree."""


class _Pieces(dict[str, _Piece]):
    """Gives what letters are; finds it out when they are new."""

    def __init__(self, make: Callable[[str], _Piece], most: int) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, letters: str) -> _Piece:
        piece = self._make(letters)
        if len(self) < self._most:
            self[letters] = piece
        return piece


class _Families(dict[str, Sequence[int] | None]):
    """Gives the parents of the blocks of a person by their signs; None where the tree forbids them."""

    def __init__(self, make: Callable[[str], Sequence[int] | None]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, signs: str) -> Sequence[int] | None:
        parents = self._make(signs)
        if len(self) < FAMILIES:
            self[signs] = parents
        return parents


class Fast:
    """The fast path for persons of one norm and nature."""

    def __init__(self, levels: Levels, values: bool) -> None:
        self._levels = levels
        blocks = sorted(levels.norm.blocks, key=lambda block: block[8:] not in _FREQUENT)
        rubrics = [
            rubric
            for block in blocks
            if block in levels.places and block in levels.below_person
            for rubric in levels.norm.by_block[block]
            if rubric.key not in levels.forbidden
        ]
        self._alphabet = Alphabet(rubrics)
        self._rubrics = self._alphabet.rubrics
        self._of_block: dict[str, str] = {}
        for letter, rubric in self._rubrics.items():
            self._of_block[rubric.block] = self._of_block.get(rubric.block, "") + letter
        self._nir = next(letter for letter, rubric in self._rubrics.items() if rubric.block == PERSON)
        self._opening = self._opening_rubrics() - {self._nir}
        self._loose = self._loose_blocks()
        self._lines = (Lines if values else Keys)(self._rules(), self._alphabet)
        self._shapes, self._pieces = _Pieces(self._piece, SHAPES), _Pieces(self._known_piece, PIECES)
        self._families = _Families(self._parents)
        self._known_plans: dict[tuple[Plan, str], Plan] = {}
        self._block_signs = {block: chr(_FIRST_SIGN + at) for at, block in enumerate(self._of_block)}
        self._ties = self._tied()
        self._tree = re.compile(self._expression(levels.places[PERSON]) + r"\Z")

    def group(self, lines: Sequence[str], first: int) -> tuple[Group, int] | None:
        """Give the person these lines begin with and the number of her lines, or None when in doubt.

        The lines lack their closing apostrophe; `first` is the number of the first one in the file.
        """
        shape = self._shape(lines)
        used = len(lines)
        if UNKNOWN in shape:
            end = shape.index(UNKNOWN)
            shape = shape[:end]
            used = end - shape.count(BEGINS)
            if not used or not self._ends_person(lines[used]):
                return None
            lines = lines[:used]
        return self._assembled(lines, first, shape, used)

    def groups(self, lines: Sequence[str], first: int) -> Iterator[tuple[Sequence[str], Group | None]] | None:
        """Give the persons of these lines, each with her own lines; None when there is a line that is not known.

        All lines must be of persons who begin with their NIR; what is true of `group` is true of each of them.
        """
        shape = self._shape(lines)
        if UNKNOWN in shape or not shape.startswith(self._nir):
            return None
        return self._each(lines, first, shape)

    def _shape(self, lines: Sequence[str]) -> str:
        """Give the letters of lines, with a sign where a block begins."""
        shape = "".join(map(self._lines.__getitem__, lines))
        for mark in MARKS:
            # Marks that meet are within a run of such blocks; the others are where it begins or ends.
            shape = shape.replace(mark + mark, "").replace(mark, BEGINS)
        return shape

    def _each(
        self, lines: Sequence[str], first: int, shape: str
    ) -> Iterator[tuple[Sequence[str], Group | None]]:
        start = 0
        for rest in shape[1:].split(self._nir):
            end = start + 1 + len(rest) - rest.count(BEGINS)
            own = lines[start:end]
            found = self._assembled(own, first + start, self._nir + rest, end - start)
            yield own, found and found[0]
            start = end

    def _assembled(self, lines: Sequence[str], first: int, shape: str, used: int) -> tuple[Group, int] | None:
        found = map(self._pieces.__getitem__, shape.split(BEGINS))
        plans, signs, sizes = zip(*found, strict=True)
        parents = self._families["".join(signs)]
        if parents is None:
            return None
        starts = list(accumulate(chain.from_iterable(sizes), initial=0))
        starts.pop()
        return Group(lines, first, list(chain.from_iterable(plans)), starts, parents), used

    def _parents(self, signs: str) -> Sequence[int] | None:
        """Give for each block the place of the one above it, or None where a block stands as it may not."""
        if not self._tree.match(signs):
            return None
        places, parents, ties = [-1] * (len(self._ties) + 1), [], self._ties
        for at, sign in enumerate(signs):
            own, above = ties[sign]
            places[own] = at
            parents.append(places[above])
        return tuple(parents)

    def _ends_person(self, line: str) -> bool:
        """Say whether a line is surely of a block that ends what belongs to a person."""
        block = line[:10]
        known = line[14:VALUE] == ",'" and line[:14] in self._levels.norm.rubrics
        return known and block not in self._levels.below_person

    def _rules(self) -> dict[str, Rule]:
        tests = value_tests(self._levels.norm)
        return {
            f"{rubric.key},'": Rule(tests[rubric.key].accepts, letter, self._around(letter), rubric)
            for letter, rubric in self._rubrics.items()
        }

    def _around(self, letter: str) -> tuple[str, str]:
        """Give the signs before and after a letter."""
        mark = self._loose.get(self._rubrics[letter].block)
        return (mark, mark) if mark else (BEGINS if letter in self._opening else "", "")

    def _loose_blocks(self) -> dict[str, str]:
        """Give a mark for each block that may begin with one or another rubric, not that of the block above it.

        A person has none: she begins with her NIR.
        """
        loose = (block for block, letters in self._of_block.items() if letters[0] not in self._opening)
        return {block: MARKS[self._depth(block) % len(MARKS)] for block in loose if block != PERSON}

    def _depth(self, block: str) -> int:
        above = self._levels.above[block]
        return 0 if above is None else 1 + self._depth(above)

    def _opening_rubrics(self) -> frozenset[str]:
        """Give the letters that begin a block whenever they come: first in it, and mandatory."""
        norm, nature = self._levels.norm, self._levels.nature
        firsts = (letters[0] for letters in self._of_block.values())
        return frozenset(one for one in firsts if norm.usage(self._rubrics[one].key, nature) == "O")

    def _tied(self) -> dict[str, tuple[int, int]]:
        """Give for the sign of each block its place, and that of the block above it."""
        order = {block: at for at, block in enumerate(self._of_block)}
        return {
            self._block_signs[block]: (at, order.get(self._levels.above[block] or "", len(order)))
            for block, at in order.items()
        }

    def _cut(self, piece: str) -> list[str]:
        """Cut where the block changes, or where a rubric comes again."""
        pieces: list[str] = []
        for letter in piece:
            block = self._rubrics[letter].block
            if pieces and self._rubrics[pieces[-1][0]].block == block and letter not in pieces[-1]:
                pieces[-1] += letter
            else:
                pieces.append(letter)
        return pieces

    def _known_piece(self, letters: str) -> _Piece:
        """Find out what blocks letters are, and which of their lines are known by them."""
        piece = self._shapes[self._alphabet.plain(letters)]
        ends = accumulate(piece.sizes, initial=0)
        own = (letters[start : start + size] for start, size in zip(ends, piece.sizes, strict=False))
        return piece._replace(plans=tuple(map(self._known_plan, piece.plans, own)))

    def _known_plan(self, plan: Plan, letters: str) -> Plan:
        known = self._known_plans.get((plan, letters))
        if known is None:
            lines = self._alphabet.lines
            there = {at: lines[letter] for at, letter in enumerate(letters) if letter in lines}
            if len(self._known_plans) >= KNOWN:
                return plan
            known = self._known_plans[plan, letters] = plan.holding(there) if there else plan
        return known

    def _piece(self, letters: str) -> _Piece:
        """Find out what blocks letters are; one that is out of order or incomplete makes them unknown."""
        blocks = self._cut(letters)
        plans = [self._plan(block) for block in blocks]
        if None in plans:
            return _NO_PIECE
        signs = "".join(self._block_signs[self._rubrics[block[0]].block] for block in blocks)
        return _Piece(tuple(plan for plan in plans if plan), signs, tuple(map(len, blocks)))

    def _plan(self, letters: str) -> Plan | None:
        """Give the plan of one block when its rubrics are in order and none is missing."""
        rubrics = [self._rubrics[letter] for letter in letters]
        block = rubrics[0].block
        numbers = [rubric.number for rubric in rubrics]
        opening = self._of_block[block][0]
        if numbers != sorted(numbers) or (opening in self._opening and letters[0] != opening):
            return None
        if not set(self._levels.asked.get(block, ())) <= set(numbers):
            return None
        return plan_of(block, tuple(numbers))

    def _expression(self, place: Place) -> str:
        """Write the tree below a block as an expression over the signs of blocks, without backtracking."""
        signs, kids = self._block_signs, self._levels.kids.get(place.block, ())
        below = "".join(re.escape(signs[block]) for block in self._below(place.block))
        under = f"[{below}]*" if below else ""
        known = [kid for kid in kids if kid.block in signs]
        asked = "".join(f"(?={under}{re.escape(signs[kid.block])})" for kid in known if kid.least)
        bounded = "".join(
            f"(?!(?:{under}{re.escape(signs[kid.block])}){{{kid.most + 1}}})"
            for kid in known
            if kid.most is not None
        )
        inner = f"(?>{'|'.join(map(self._expression, known))})*+" if known else ""
        return f"{re.escape(signs[place.block])}{asked}{bounded}{inner}"

    def _below(self, block: str) -> Iterator[str]:
        for kid in self._levels.kids.get(block, ()):
            if kid.block in self._block_signs:
                yield kid.block
                yield from self._below(kid.block)


@lru_cache(maxsize=3)
def fast_of(levels: Levels, values: bool) -> Fast:
    """Give the fast path of a nature, with what it remembers."""
    return Fast(levels, values)

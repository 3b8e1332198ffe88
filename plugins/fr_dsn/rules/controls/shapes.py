"""What is left of the controls of one block once its shape is known, and the memory of what was found good.

All blocks of one shape have the same rubrics. So a rule that asks only whether a rubric is there is decided when the
shape is first met; the others read a few lines. Rules that read codes alone share one memory: the lines they read
are taken out together and looked up as one tuple. Rules that read something more varied, such as a date, are
remembered by what they read themselves; those that read an amount or a number of a person are asked every time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NoReturn

from console.plugin import Phrase
from plugins.fr_dsn.formats.groups import VALUE, Plan
from plugins.fr_dsn.rules.controls.declaring import BlockRule

MOST_GOOD = 2_000
"""What one memory keeps at most: then it stops learning."""
MOST_LINES = 20_000
"""Lines that all memories share."""

Said = tuple[BlockRule, Phrase]
"""A rule that is broken, and how it says so."""


class _Looked(Exception):  # no error: it says that a rule wanted to know a value
    """A rule looked at a value."""


def _look(*_: object) -> NoReturn:
    raise _Looked


class _Something:
    """Stands for a value that is there; whoever wants to know more than that is told by an exception."""

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _look
    __hash__ = __bool__ = __str__ = __repr__ = __format__ = __len__ = __iter__ = _look
    __getitem__ = __contains__ = __add__ = __radd__ = __int__ = __float__ = __getattr__ = _look


SOMETHING: Any = _Something()
"""A value that is there, to ask rules what they say whatever it is."""


Answer = Callable[[Sequence[str]], Phrase | None]
"""Judges a block by its lines."""

ABSENT, ONLY_THERE = -1, -2
"""In place of an offset: the rubric is absent; it is there, and only that counts."""


class Ask:
    """One rule on blocks of one shape: where the values are that it depends on."""

    __slots__ = ("at", "rule")

    def __init__(self, rule: BlockRule, offsets: Mapping[str, int]) -> None:
        self.rule = rule
        self.at = tuple(
            offsets.get(number, ABSENT)
            if number not in rule.presence or number not in offsets
            else ONLY_THERE
            for number in rule.reads
        )

    @property
    def depends(self) -> set[int]:
        """Give where the lines are that the answer depends on."""
        return {at for at in self.at if at >= 0}

    def answer(self, lines: Sequence[str] | Mapping[int, str]) -> Phrase | None:
        """Judge a block by its lines."""
        values = [lines[at][VALUE:] if at >= 0 else None if at == ABSENT else "" for at in self.at]
        return self.rule.judge(tuple(values))

    def is_passed_by(self, known: Mapping[int, str]) -> bool:
        """Whether lines that are known, by their offsets, are enough to say that the rule is not broken."""
        return self.depends <= known.keys() and self.answer(known) is None

    def quick(self) -> Answer:
        """Give a quicker way to judge where everything is there; for rules that are asked of each block."""
        judge = self.rule.judge
        if len(self.at) == 1:
            (first,) = self.at
            return lambda lines: judge((lines[first][VALUE:],))
        if len(self.at) == 2 and min(self.at) >= 0:
            first, second = self.at
            return lambda lines: judge((lines[first][VALUE:], lines[second][VALUE:]))
        return self.answer

    def without_values(self) -> tuple[bool, Phrase | None]:
        """Tell whether the shape alone decides, and then what."""
        values = [SOMETHING if at >= 0 else None if at == ABSENT else "" for at in self.at]
        try:
            return True, self.rule.judge(tuple(values))
        except Exception:  # whatever a rule does with a value that is none: it looked
            return False, None


@lru_cache(maxsize=500)
def _lines_of(block: str, only: tuple[str, frozenset[str]]) -> frozenset[str]:
    number, codes = only
    return frozenset(f"{block}.{number},'{code}" for code in codes)


_known: dict[str, str] = {}


def shared(key: object) -> object:
    """Give the same lines as objects that other memories hold already: a line is remembered in many."""
    if len(_known) >= MOST_LINES:
        return key
    if isinstance(key, str):
        return _known.setdefault(key, key)
    if isinstance(key, tuple):
        return tuple([shared(part) for part in key])
    return key


class Memory:
    """Rules that read the same lines, and the contents of these lines that were found good."""

    __slots__ = ("_parts", "asks", "good", "key")

    def __init__(self, asks: Sequence[Ask], offsets: Sequence[int]) -> None:
        self.asks = tuple(asks)
        self.key: Callable[[Sequence[str]], object] = itemgetter(*offsets)
        self.good: set[object] = set()
        self._parts: dict[tuple[Ask, ...], Memory] = {}

    def left(self, known: Mapping[int, str]) -> Memory | None:
        """Give what is left to be asked in blocks of which some lines are known, by their offsets; None: nothing is."""
        if not known:
            return self
        asks = tuple(ask for ask in self.asks if not ask.is_passed_by(known))
        if asks == self.asks or not asks:
            return self if asks else None
        memory = self._parts.get(asks)
        if memory is None:
            memory = self._parts[asks] = Memory(asks, sorted({at for ask in asks for at in ask.depends}))
        return memory

    def faults(self, lines: Sequence[str]) -> list[Said]:
        """Judge a block whose lines are not known as good, and remember them if they are."""
        found = [(ask.rule, said) for ask in self.asks if (said := ask.answer(lines)) is not None]
        if not found and len(self.good) < MOST_GOOD:
            self.good.add(shared(self.key(lines)))
        return found


class Shape:
    """The rules of one block for one shape of it; `varied` are the rubrics that hold more than codes."""

    __slots__ = ("always", "direct", "memories")

    def __init__(
        self, rules: Sequence[BlockRule], offsets: Mapping[str, int], varied: Collection[str]
    ) -> None:
        self.always: list[Said] = []
        """Rules that every block of this shape breaks, and what they say."""
        self.direct: list[Ask] = []
        left: list[Ask] = []
        for ask in (Ask(rule, offsets) for rule in rules):
            decided, said = ask.without_values()
            if not decided:
                (self.direct if ask.rule.forgettable else left).append(ask)
            elif said is not None:
                self.always.append((ask.rule, said))
        self.memories = list(_memories(left, {at for number, at in offsets.items() if number in varied}))


class Rest:
    """What has to be done for each block of a plan, whatever was found good before."""

    __slots__ = ("_always", "_direct", "_guarded")

    def __init__(self, always: Iterable[Said], direct: Iterable[Ask], known: Mapping[int, str]) -> None:
        guarded = [(_guard(ask), ask) for ask in direct]
        self._guarded = tuple(
            (place, wanted, ask.quick(), ask.rule)
            for (place, wanted), ask in guarded
            if wanted and place not in known
        )
        """Rules to be asked where a line, at a place in the block, is one of some."""
        self._direct = tuple(
            (ask.quick(), ask.rule)
            for (place, wanted), ask in guarded
            if not wanted or known.get(place) in wanted
        )
        self._always = tuple(always)

    def __bool__(self) -> bool:
        return bool(self._guarded or self._direct or self._always)

    def faults(self, lines: Sequence[str]) -> Sequence[Said]:
        """Judge a block by its lines."""
        found = self._always
        for place, wanted, answer, rule in self._guarded:
            if lines[place] in wanted and (said := answer(lines)) is not None:
                found = (*found, (rule, said))
        for answer, rule in self._direct:
            if (said := answer(lines)) is not None:
                found = (*found, (rule, said))
        return found


Step = tuple[Callable[[Sequence[str]], object], set[object], Memory]
"""What takes the lines out of a block, what was found good of them, and what judges them otherwise."""

Program = tuple[int, tuple[Step, ...], Rest | None]
"""All that is to be done for a block of one plan in one declaration: number of its lines, steps, and the rest."""


def program(plan: Plan, shapes: Sequence[Shape]) -> Program | None:
    """Put together what the shapes of several kinds of rule ask for, but for what the lines that are known decide.

    None: there is nothing to be done, since nothing can be wrong.
    """
    memories = [left for shape in shapes for memory in shape.memories if (left := memory.left(plan.known))]
    rest = Rest(
        (said for shape in shapes for said in shape.always),
        [ask for shape in shapes for ask in shape.direct if not ask.is_passed_by(plan.known)],
        plan.known,
    )
    steps = tuple((memory.key, memory.good, memory) for memory in memories)
    return (len(plan.numbers), steps, rest or None) if steps or rest else None


def _guard(ask: Ask) -> tuple[int, frozenset[str]]:
    """Give the place of the line that decides whether a rule is asked at all, and which lines it may be."""
    if not ask.rule.only:
        return ABSENT, frozenset()
    return ask.at[ask.rule.reads.index(ask.rule.only[0])], _lines_of(ask.rule.control[:10], ask.rule.only)


def _memories(asks: Sequence[Ask], varied: set[int]) -> Iterator[Memory]:
    """Share one memory among rules that read codes alone, and one among those that read of the same varied lines."""
    coded = [ask for ask in asks if varied.isdisjoint(ask.depends)]
    if coded:
        yield Memory(coded, sorted({at for ask in coded for at in ask.depends}))
    shared: dict[frozenset[int], list[Ask]] = {}
    rest = [ask for ask in asks if not varied.isdisjoint(ask.depends)]
    for ask in sorted(rest, key=lambda ask: -len(ask.depends)):
        reads = frozenset(ask.depends)
        shared.setdefault(next((known for known in shared if reads <= known), reads), []).append(ask)
    for reads, together in shared.items():
        yield Memory(together, sorted(reads))

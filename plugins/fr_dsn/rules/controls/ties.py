"""Who belongs to whom in a person: contracts by number, their ends, affiliations; each is worked out once per group.

A pay line names its contract by number (S21.G00.51.010 = 40.009), a basis of kind 31 its affiliation (78.005 = 70.012).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, KeysView, Mapping, Sequence
from functools import cache

from plugins.fr_dsn.formats.groups import VALUE, Group

CONTRACT, END, AFFILIATION = "S21.G00.40", "S21.G00.62", "S21.G00.70"

Under = Mapping[int, Sequence[int]]
"""Blocks of one code by the block right above them."""


@cache
def under(block: str) -> Callable[[Group], Under]:
    """Give the function that parts the blocks of a code by the block right above them."""

    def find(group: Group) -> Under:
        found: dict[int, list[int]] = {}
        parents = group.parents
        for at in group.of(block):
            found.setdefault(parents[at], []).append(at)
        return found

    return find


Told = Mapping[str, Sequence[int]]
"""Blocks of one code by what they say under one rubric."""


@cache
def told(block: str, number: str) -> Callable[[Group], Told]:
    """Give the function that parts the blocks of a code by what they say under a rubric number."""

    def find(group: Group) -> Told:
        lines, starts, plans = group.lines, group.starts, group.plans
        found: dict[str, list[int]] = {}
        for at in group.of(block):
            offset = plans[at].offsets.get(number)
            if offset is not None:
                value = lines[starts[at] + offset][VALUE:]
                if value in found:
                    found[value].append(at)
                else:
                    found[value] = [at]
        return found

    return find


@cache
def values(block: str, number: str) -> Callable[[Group], KeysView[str]]:
    """Give the function that collects what all blocks of a code say under a rubric number."""
    parted = told(block, number)
    return lambda group: group.once(parted).keys()


contracts = told(CONTRACT, "009")
"""Gives the contracts by their number; one number may stand in several blocks."""


Pay = Mapping[tuple[int, str], Mapping[str, int]]
"""First line of each kind of remuneration (S21.G00.51.011), by payment (S21.G00.50) and number of contract."""


def pay(group: Group) -> Pay:
    """Give which kinds of remuneration each payment has for each contract it names."""
    lines, starts, plans, parents = group.lines, group.starts, group.plans, group.parents
    found: dict[tuple[int, str], dict[str, int]] = {}
    for at in group.of("S21.G00.51"):
        offsets, start = plans[at].offsets, starts[at]
        number, kind = offsets.get("010"), offsets.get("011")
        if number is None or kind is None:
            continue
        place = parents[at], lines[start + number][VALUE:]
        kinds = found.get(place)
        if kinds is None:
            kinds = found[place] = {}
        kinds.setdefault(lines[start + kind][VALUE:], at)
    return found


def paid(group: Group) -> set[str]:
    """Give the numbers of contracts that remunerations name."""
    return {number for _, number in group.once(pay)}


def affiliations(group: Group) -> Mapping[str, Sequence[int]]:
    """Give the contracts by the technical number of an affiliation under them (S21.G00.70.012)."""
    found: dict[str, list[int]] = {}
    for at in group.of(AFFILIATION):
        number = group.value(at, "012")
        if number is not None:
            found.setdefault(number, []).append(group.parents[at])
    return found


def ends(group: Group) -> Mapping[int, int]:
    """Give the end of contract (S21.G00.62) of each contract that has one."""
    return {group.parents[at]: at for at in group.of(END)}


def above(group: Group, parted: Told, values: Iterable[str]) -> set[int]:
    """Give the blocks right above those that say one of these values."""
    parents = group.parents
    return {parents[at] for value in values for at in parted.get(value, ())}


def values_below(group: Group, block: str, number: str, above: int) -> list[str]:
    """Give what the blocks of a code right below a block say under a rubric number."""
    found: list[str] = []
    if not group.of(block):
        return found
    plans, parents = group.plans, group.parents
    # What belongs to a block follows it.
    for at in range(above + 1, len(plans)):
        if parents[at] == above:
            if plans[at].block == block and (value := group.value(at, number)) is not None:
                found.append(value)
        elif parents[at] < above:
            break
    return found


def contracts_of(group: Group, at: int) -> Sequence[int]:
    """Give the contracts that a block lies under or names; none when it names one that is not there."""
    block = group.plans[at].block
    if block == CONTRACT:
        return (at,)
    if block == "S21.G00.53":
        at, block = group.parents[at], "S21.G00.51"
    named = NAMED.get(block)
    if named is None:
        above = group.above(at, CONTRACT)
        return () if above is None else (above,)
    number, ties = named
    return group.once(ties).get(group.value(at, number) or "", ())


NAMED: Mapping[str, tuple[str, Callable[[Group], Mapping[str, Sequence[int]]]]] = {
    "S21.G00.34": ("002", contracts),
    "S21.G00.51": ("010", contracts),
    "S21.G00.52": ("006", contracts),
    "S21.G00.78": ("005", affiliations),
    "S21.G00.86": ("005", contracts),
}

"""Finding the lines that do not stand where they were sealed. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping


def out_of_place(last: int, follows: Mapping[int, int]) -> tuple[set[int], set[int]]:
    """Give the numbers up to `last` that the chain does not pass, and those it passes in another order.

    `follows` says of each line that does not follow on the one before which it was sealed after; 0 is the beginning.
    All others follow on the one before. The chain is gone through backwards, from `last`.
    """
    path = _path(last, follows)
    passed = {number for first, end in path for number in range(first, end + 1)}
    standing, chained = _offsets(sorted(path)), _offsets(path)
    moved = {n for first, end in path if standing[first] != chained[first] for n in range(first, end + 1)}
    return set(range(1, last + 1)) - passed, moved


def _path(last: int, follows: Mapping[int, int]) -> list[tuple[int, int]]:
    """Give the stretches of lines in the order in which they were sealed."""
    starts = sorted({1, *follows})
    path: list[tuple[int, int]] = []
    seen: set[int] = set()
    end = last
    while end >= 1:
        start = starts[bisect_right(starts, end) - 1]
        if start in seen:
            break
        seen.add(start)
        path.append((start, end))
        end = follows.get(start, 0)
    return path[::-1]


def _offsets(stretches: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Give by its first line how many lines come before each stretch."""
    found: dict[int, int] = {}
    before = 0
    for first, end in stretches:
        found[first] = before
        before += end - first + 1
    return found

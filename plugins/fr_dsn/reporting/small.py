"""Groups so small that one could recognise whose illness it is: they are counted, but together.

Who reads the report may know who of an establishment was away, and for how long: with a reason beside it, a group of
one or two would say what that person suffers from. So reasons, and populations, with fewer than `FEWEST` stoppages
stand together, whoever reads; and once the report is narrowed to a reason, months, establishments and each breakdown
do so, too, and fewer than `FEWEST` stoppages altogether are not shown at all. That holds for the sheet as well, and for
readers who may open the single stoppages, since a report is printed and handed on. Two reports whose months or
establishments differ can still be subtracted from each other: the right to read them stays with who handles stoppages.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

from . import slips
from .figures import Line, Wanted, sum_of

FEWEST: Final = 5
"""Stoppages that a group has at least, to stand by itself; ours, as no source sets a number for such reports."""
Key = TypeVar("Key", bound=Hashable)


def is_narrow(wanted: Wanted) -> bool:
    """Say whether all that is shown is about one reason."""
    return bool(wanted.reason)


def is_too_small(wanted: Wanted, stoppages: int) -> bool:
    """Say whether so few stoppages of one reason are found that nothing of them is shown."""
    return is_narrow(wanted) and stoppages < FEWEST


def may_stand(wanted: Wanted, line: Line) -> bool:
    """Say whether a month or an establishment may be shown by itself."""
    return not is_narrow(wanted) or line.counts.stoppages >= FEWEST


def together(found: Mapping[Key, int]) -> tuple[dict[Key, int], int]:
    """Give the groups that may stand by themselves, and the number of stoppages in all others."""
    shown = {key: count for key, count in found.items() if count >= FEWEST}
    return shown, sum(found.values()) - sum(shown.values())


def lines(wanted: Wanted, found: Iterable[Line]) -> Sequence[Line]:
    """Give lines as they may be shown: where all is about one reason, the small ones as one line without a name."""
    known = list(found)
    if is_too_small(wanted, sum(one.counts.stoppages for one in known)):
        return []
    shown = [one for one in known if may_stand(wanted, one)]
    hidden = [one for one in known if not may_stand(wanted, one)]
    return [*shown, _one(hidden)] if hidden else shown


def _one(found: Sequence[Line]) -> Line:
    return Line(
        sum_of(one.counts for one in found),
        lengths=_added(one.lengths for one in found),
        covers=_added(one.covers for one in found),
        slips=slips.sum_of(one.slips for one in found),
    )


def _added(found: Iterable[Mapping[Key, int]]) -> dict[Key, int]:
    sums: dict[Key, int] = {}
    for one in found:
        for key, count in one.items():
            sums[key] = sums.get(key, 0) + count
    return sums

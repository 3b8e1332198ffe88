"""Codes of lists that were imported, with the days on which they are valid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

Period = tuple[date, date]
"""First and last day."""

Part = Callable[[str], Iterable[str]]
"""What a control takes of a code: its end, its first figures."""


MOST_SETS = 300
"""Sets of codes that are kept, by list and period; then they are forgotten together."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code as a list gives it; without a first or a last day it is valid from, or until, whenever."""

    code: str
    label: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def is_dated(self) -> bool:
        """Whether it is not valid at all times."""
        return self.valid_from is not None or self.valid_until is not None

    def is_valid(self, period: Period | None) -> bool:
        """Say whether it is valid on a day of a period, or, without one, has ever been."""
        if period is None:
            return True
        begun = self.valid_from is None or self.valid_from <= period[1]
        return begun and (self.valid_until is None or self.valid_until >= period[0])


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole of a list as it was published once; a code may stand in it several times."""

    name: str
    """Of the list: `IDCC`."""
    edition: str
    """How whoever imported it calls this edition: `2026-01`."""
    codes: Sequence[Code]


def whole(code: str) -> Iterable[str]:
    """Take a code as it is."""
    return (code,)


class Known:
    """All lists that were imported, each once."""

    def __init__(self, editions: Iterable[Edition] = ()) -> None:
        self.editions: Mapping[str, Edition] = {one.name: one for one in editions}
        """By name of the list."""
        self._dated = {one.name for one in self.editions.values() if any(code.is_dated for code in one.codes)}
        self._made: dict[tuple[object, ...], frozenset[str]] = {}

    def lacks(self, names: Iterable[str]) -> tuple[str, ...]:
        """Give those of these lists that were not imported."""
        return tuple(name for name in names if name not in self.editions)

    def codes(self, name: str, period: Period | None, part: Part = whole) -> frozenset[str]:
        """Give the codes of a list that are valid in a period; none for a list that was not imported."""
        return self.joined((name,), period, part)

    def joined(
        self,
        names: tuple[str, ...],
        period: Period | None,
        part: Part = whole,
        also: frozenset[str] = frozenset(),
        never: frozenset[str] = frozenset(),
    ) -> frozenset[str]:
        """Give the codes of several lists, and some more, less others; made once for all declarations of a period."""
        if self._dated.isdisjoint(names):
            period = None
        key = (names, period, part, also, never)
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= MOST_SETS:
                self._made.clear()
            valid = (one for name in names for one in self._valid(name, period, part))
            found = self._made[key] = also.union(valid) - never
        return found

    def _valid(self, name: str, period: Period | None, part: Part) -> Iterator[str]:
        edition = self.editions.get(name)
        for code in edition.codes if edition else ():
            if code.is_valid(period):
                yield from part(code.code)

    def title(self, names: Iterable[str]) -> str:
        """Name lists with their editions, for a sentence: `IDCC (2026-01)`."""
        known = (self.editions.get(name) for name in names)
        return ", ".join(f"{one.name} ({one.edition})" for one in known if one is not None)


NONE = Known()
"""Nothing was imported."""

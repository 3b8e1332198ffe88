"""Who is in a declaration: the numbers of its persons, kept small and shared by the controls that ask for them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from heapq import merge
from weakref import WeakValueDictionary

from plugins.fr_dsn.rules.controls.declaring import Frame

FRESH = 4_096
"""Numbers that are kept in a set before they join the others, which take eight bytes each."""
LONGEST_NUMBER = 18
"""Digits that eight bytes hold for sure."""


class Numbers:
    """A set of numbers of persons; exact, and small: a declaration may have a hundred thousand of them."""

    def __init__(self) -> None:
        self._sorted = array("q")
        self._fresh: set[int] = set()
        self._others: set[str] = set()

    def add(self, value: str) -> bool:
        """Add a number; tell whether it was there before."""
        if not _is_number(value):
            known = value in self._others
            self._others.add(value)
            return known
        number = int(value)
        if number in self._fresh or self._is_sorted_in(number):
            return True
        self._fresh.add(number)
        if len(self._fresh) >= FRESH:
            self._sorted = array("q", merge(self._sorted, sorted(self._fresh)))
            self._fresh.clear()
        return False

    def __contains__(self, value: str) -> bool:
        if not _is_number(value):
            return value in self._others
        return int(value) in self._fresh or self._is_sorted_in(int(value))

    def _is_sorted_in(self, number: int) -> bool:
        at = bisect_left(self._sorted, number)
        return at < len(self._sorted) and self._sorted[at] == number


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and value[0] != "0" and len(value) <= LONGEST_NUMBER


class People:
    """The numbers of the persons (S21.G00.30) that have been met: NIR and technical numbers."""

    def __init__(self) -> None:
        self.numbers = {"001": Numbers(), "020": Numbers()}
        """By the rubric number; the controls that ask for unique numbers fill them."""


_people: WeakValueDictionary[int, People] = WeakValueDictionary()
"""Of declarations that are being read, by the identity of their head."""


def people_of(frame: Frame) -> People:
    """Give the persons of a declaration; who asks keeps them, they are forgotten with the last one."""
    return _people.setdefault(id(frame.head), People())

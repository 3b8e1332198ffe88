"""A memory that finds out what it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Made = TypeVar("Made")


class Learnt(dict[Key, Made]):
    """Gives what was found out about a key, and finds it out when the key is new.

    One that is full forgets all it knows, so that keys without end do no harm. Only `learnt[key]` finds out.
    """

    def __init__(self, find_out: Callable[[Key], Made], most: int) -> None:
        super().__init__()
        self._find_out, self._most = find_out, most

    def __missing__(self, key: Key) -> Made:
        if len(self) >= self._most:
            self.clear()
        made = self[key] = self._find_out(key)
        return made

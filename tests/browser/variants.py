"""Variants of a page, chosen so that over all pages every pair of choices occurs at least once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import combinations, product

LANGUAGES = ("fr", "de", "nl")
THEMES = ("light", "dark")
DEVICES = ("desktop", "phone")


@dataclass(frozen=True)
class Variant:
    """Who looks at a page, in which language and colours, on which device."""

    language: str
    theme: str
    device: str
    user: str

    @property
    def pairs(self) -> set[tuple[tuple[int, str], tuple[int, str]]]:
        """Give the pairs of choices this variant shows."""
        return set(combinations(enumerate(astuple(self)), 2))  # type: ignore[arg-type]


ALL = [(language, theme, device) for language, theme, device in product(LANGUAGES, THEMES, DEVICES)]


def choose(users_of_pages: Sequence[Sequence[str]]) -> list[Variant]:
    """Give one variant per page, each the one that shows most pairs not yet seen (the first of equals)."""
    seen: set[tuple[tuple[int, str], tuple[int, str]]] = set()
    chosen = []
    for users in users_of_pages:
        candidates = [Variant(*rest, user) for user in users for rest in ALL]
        best = max(candidates, key=lambda variant: len(variant.pairs - seen))
        seen |= best.pairs
        chosen.append(best)
    return chosen

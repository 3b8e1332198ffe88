"""What a norm allows in a declaration of one nature, arranged for reading line by line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from plugins.fr_dsn.norm.norms import DECLARATION, ENVELOPE, NATURES, PERSON, TOTAL, Norm, Place

_ENVELOPE = {
    ENVELOPE: Place(ENVELOPE, None, 1, 1),
    "S10.G00.01": Place("S10.G00.01", ENVELOPE, 1, 1),
    "S10.G00.02": Place("S10.G00.02", ENVELOPE, 1, 1),
    DECLARATION: Place(DECLARATION, ENVELOPE, 1, None),
    TOTAL: Place(TOTAL, ENVELOPE, 1, 1),
}


class Levels:
    """The tree of a nature with envelope and totals, and which rubrics it asks for or forbids.

    `tolerant`: nothing is asked for, since the hub takes away what a receiver may not see.
    """

    def __init__(self, norm: Norm, nature: str, tolerant: bool) -> None:
        self.norm, self.nature, self.tolerant = norm, nature, tolerant
        self.places: Mapping[str, Place] = {**_ENVELOPE, **norm.tree(nature)}
        if tolerant:
            self.places = {block: place._replace(least=0) for block, place in self.places.items()}
        self.above: Mapping[str, str | None] = {code: block.parent for code, block in norm.blocks.items()}
        """Parents in the master tree, also of blocks that this nature forbids."""
        self.below_person = frozenset(block for block in self.above if self._leads_to_person(block))
        """Blocks of a person, herself included."""
        self.kids: dict[str, list[Place]] = {}
        for place in self.places.values():
            if place.parent is not None:
                self.kids.setdefault(place.parent, []).append(place)
        self.asked: dict[str, tuple[str, ...]] = {}
        """Numbers of the mandatory rubrics by block."""
        self.forbidden: set[str] = set()
        for block in self.places:
            self._learn_usages(block)

    def _learn_usages(self, block: str) -> None:
        # The envelope is the same for all natures, and comes before the first of them is known.
        nature = NATURES[0] if block.startswith("S10") or block == TOTAL else self.nature
        rubrics = self.norm.by_block[block]
        usages = [(rubric, self.norm.usage(rubric.key, nature)) for rubric in rubrics]
        self.asked[block] = tuple(r.number for r, usage in usages if usage == "O" and not self.tolerant)
        self.forbidden |= {rubric.key for rubric, usage in usages if usage == "I"}

    def _leads_to_person(self, block: str | None) -> bool:
        while block is not None and block != PERSON:
            block = self.above[block]
        return block == PERSON


@lru_cache(maxsize=40)
def levels_of(norm: Norm, nature: str, tolerant: bool) -> Levels:
    """Give the levels of a nature; remembered."""
    return Levels(norm, nature, tolerant)

"""Sendings drawn from the tables of the norm: right in structure and in each value, with no sense beyond that."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from plugins.fr_dsn.formats.values import value_tests
from plugins.fr_dsn.norm.norms import DECLARATION, Norm, Place, Rubric, norm_of

TEXTS = (
    "00001", "1", "99900001100018", "999000011", "FR", "1486", "75001", "PARIS", "01", "100", "10", "5", "A", "ABC",
    "1610202002008", "FR7630006000011234567890189", "AGRIFRPPXXX", "388a", "032025", "2025", "2025M03", "100.00",
    "10.00", "1.00", "0.00", "35.00", "151.67", "1200.50", "12", "020", "200", "999", "ABCDEFGHIJK", "69123", "2A004",
    "P0942", "essai@cabinet-fictif.invalid", "12 RUE DU TEST", "LYON", "0100000000", "01032025", "31032025",
    "01012020", "15032025", "28032025", "L'ÉTÉ D'AVRIL", "-12.50", "99991970", "010320251",
)  # fmt: skip


class Drawing:
    """Draws what a norm allows."""

    def __init__(self, draw: Random, version: str = "P25V01") -> None:
        norm = norm_of(version)
        assert norm is not None
        self.norm: Norm = norm
        self.draw = draw

    def value(self, rubric: Rubric) -> str:
        """Draw a value that the form of a rubric allows."""
        if rubric.codes:
            return self.draw.choice(list(rubric.codes))
        test = value_tests(self.norm)[rubric.key]
        texts = [text for text in TEXTS if test.accepts(text)]
        return self.draw.choice(texts or ["A" * rubric.shortest])

    def sending(self, *natures: str, most: int = 4) -> list[str]:
        """Draw the lines of a sending with one declaration of each nature."""
        lines = [
            *self._block("S10.G00.00", "01"),
            *self._block("S10.G00.01", "01"),
            *self._block("S10.G00.02", "01"),
        ]
        lines = [
            line if line[:14] != "S10.G00.00.006" else f"S10.G00.00.006,'{self.norm.version}'"
            for line in lines
        ]
        for nature in natures:
            lines += self.declaration(nature, most)
        return [*lines, f"S90.G00.90.001,'{len(lines) + 2}'", f"S90.G00.90.002,'{len(natures)}'"]

    def declaration(self, nature: str, most: int = 4) -> Iterator[str]:
        """Draw the lines of a declaration, with `most` blocks of a kind at most."""
        head = list(self._block(DECLARATION, nature))
        yield f"{DECLARATION}.001,'{nature}'"
        yield from head[1:]
        yield from self._below(DECLARATION, nature, most)

    def _below(self, block: str, nature: str, most: int) -> Iterator[str]:
        for place in self.norm.tree(nature).values():
            if place.parent == block:
                for _ in range(self._times(place, most)):
                    yield from self._block(place.block, nature)
                    yield from self._below(place.block, nature, most)

    def _times(self, place: Place, most: int) -> int:
        upper = min(most, most if place.most is None else place.most)
        return max(place.least, self.draw.randint(0, upper) if self.draw.random() < 0.5 else 0)

    def _block(self, block: str, nature: str) -> Iterator[str]:
        rubrics = self.norm.by_block[block]
        opening = rubrics[0].key
        for rubric in rubrics:
            usage = self.norm.usage(rubric.key, nature)
            taken = usage == "O" or (usage in "CF?" and (rubric.key == opening or self.draw.random() < 0.2))
            if taken and usage not in "IN":
                yield f"{rubric.key},'{self.value(rubric)}'"

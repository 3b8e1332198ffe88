"""Blocks to write, and their lines in the order of the norm.

What the norm does not allow in a declaration of this nature is not written: a fault of the caller is raised here, where
it can be found, and not only when the file is checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plugins.fr_dsn.formats.levels import levels_of
from plugins.fr_dsn.formats.values import value_tests
from plugins.fr_dsn.norm.norms import Norm

LONGEST_LINE = 256


class NotWritable(ValueError):
    """Something that a declaration of this norm and nature cannot hold."""


@dataclass(frozen=True)
class Block:
    """A block with those below it; a rubric of value None is left out."""

    code: str
    values: Mapping[str, str | None]
    """By rubric number."""
    below: Sequence[Block] = ()


def lines_of(norm: Norm, nature: str, block: Block) -> Iterator[str]:
    """Give the lines of a block and of all below it, without their ends; raises `NotWritable`."""
    yield from _own_lines(norm, nature, block)
    _check_children(norm, nature, block)
    order = _positions(norm)
    for child in sorted(block.below, key=lambda one: order[one.code]):
        yield from lines_of(norm, nature, child)


def _own_lines(norm: Norm, nature: str, block: Block) -> Iterator[str]:
    given = {number: value for number, value in block.values.items() if value is not None}
    rubrics = norm.by_block.get(block.code, ())
    unknown = given.keys() - {rubric.number for rubric in rubrics}
    missing = set(levels_of(norm, nature, False).asked.get(block.code, ())) - given.keys()
    if unknown or missing or not given:
        raise NotWritable(f"{block.code}: unknown {sorted(unknown)}, missing {sorted(missing)}")
    for rubric in rubrics:
        if rubric.number in given:
            yield _line(norm, nature, rubric.key, given[rubric.number])


def _line(norm: Norm, nature: str, key: str, value: str) -> str:
    line = f"{key},'{value}'"
    if key in levels_of(norm, nature, False).forbidden:
        raise NotWritable(f"{key} is forbidden in nature {nature}")
    if not value_tests(norm)[key].accepts(value) or len(line) > LONGEST_LINE:
        raise NotWritable(f"{key} cannot be {value!r}")
    return line


def _check_children(norm: Norm, nature: str, block: Block) -> None:
    places = {place.block: place for place in levels_of(norm, nature, False).kids.get(block.code, ())}
    codes = [child.code for child in block.below]
    for code in codes:
        if code not in places:
            raise NotWritable(f"{code} does not belong below {block.code} in nature {nature}")
    for place in places.values():
        count = codes.count(place.block)
        # Declarations and totals are put below the envelope by the sending.
        if block.code[:3] != "S10" and (
            count < place.least or (place.most is not None and count > place.most)
        ):
            raise NotWritable(f"{place.block} stands {count} times below {block.code} in nature {nature}")


def allowed(norm: Norm, nature: str, code: str, values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Give those of the usual rubrics of a block that this norm knows and does not forbid in this nature."""
    return {
        number: value
        for number, value in values.items()
        if norm.usage(f"{code}.{number}", nature) not in ("I", "N")
    }


@lru_cache(maxsize=8)
def _positions(norm: Norm) -> Mapping[str, int]:
    return {code: at for at, code in enumerate(norm.blocks)}

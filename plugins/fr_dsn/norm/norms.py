"""The norm of a year as typed tables: `norm_of("P25V01")`.

Read once and when first asked for. What the tables rest on, and how sure it is, says `tables/sources.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal, NamedTuple

Kind = Literal["text", "number", "date", "code", "external"]
"""Of a value. `code`: of a closed list; `external`: of a list that is published apart."""

Usage = Literal["O", "C", "F", "I", "N", "?"]
"""O mandatory, C conditional, F optional, I forbidden, N its block is absent, ? not known."""

NATURES = ("01", "04", "05", "07", "08", "09")
"""Natures whose usages are known, in the order of the table."""

ENVELOPE, DECLARATION, PERSON, TOTAL = "S10.G00.00", "S20.G00.05", "S21.G00.30", "S90.G00.90"
"""Codes of the blocks that part a file."""

YEARS = {"P24V01": "24", "P25V01": "25", "P26V01": "26"}


class Rubric(NamedTuple):
    """What may be said in one place."""

    key: str
    """`S21.G00.30.001`."""
    block: str
    number: str
    label: str
    """As the norm calls it, in French."""
    kind: Kind
    shortest: int
    longest: int
    pattern: str
    """A regular expression for the whole value, or nothing; its alternatives are without brackets."""
    codes: Mapping[str, str] | None
    """Codes with their labels, for kind `code`."""
    usages: str
    """One letter for each of `NATURES`."""


class Block(NamedTuple):
    """A block of the master tree."""

    code: str
    name: str
    parent: str | None


class Place(NamedTuple):
    """A block in the tree of a nature."""

    block: str
    parent: str | None
    least: int
    most: int | None
    """None: as many as there are."""


@dataclass(frozen=True, eq=False)
class Norm:
    """One version of the norm; there is one of each."""

    version: str
    rubrics: Mapping[str, Rubric]
    """By key, in official order."""
    blocks: Mapping[str, Block]
    """By code, in the order of the master tree."""
    _trees: Mapping[str, Mapping[str, Place]]
    _controls: Mapping[str, frozenset[str] | None]
    """Natures by control; None: wherever its rubric may stand."""

    @cached_property
    def by_block(self) -> Mapping[str, tuple[Rubric, ...]]:
        """Give the rubrics of each block in official order."""
        found: dict[str, list[Rubric]] = {}
        for rubric in self.rubrics.values():
            found.setdefault(rubric.block, []).append(rubric)
        return {block: tuple(rubrics) for block, rubrics in found.items()}

    def tree(self, nature: str) -> Mapping[str, Place]:
        """Give the blocks a declaration of this nature may hold, by code, in the order of the master tree.

        Of a nature without a known tree: every block, none of them mandatory.
        """
        return self._trees.get(nature) or self._trees["*"]

    def usage(self, rubric: str, nature: str) -> Usage:
        """Give how a rubric (`S21.G00.30.001`) is used in a nature; `?` where that is not known."""
        known = self.rubrics.get(rubric)
        if known is None:
            return "N"
        if nature not in NATURES:
            return "?"
        usage: Usage = known.usages[NATURES.index(nature)]  # type: ignore[assignment]
        return usage

    def applies(self, control: str, nature: str) -> bool:
        """Say whether a numbered control (`S21.G00.60.005/CCH-11`) is made on declarations of a nature."""
        natures = self._controls.get(control)
        if natures is not None:
            return nature in natures
        if control not in self._controls and control.split("/")[1][:3] in ("CCH", "SIG"):
            return False
        return self.usage(control.split("/")[0], nature) not in ("I", "N")

    @property
    def listed(self) -> Sequence[str]:
        """Give the numbered controls that the tables of this norm list, in official order."""
        return tuple(self._controls)

    def controls(self, nature: str) -> frozenset[str]:
        """Give the numbered controls of this norm that apply to a nature."""
        return frozenset(control for control in self._controls if self.applies(control, nature))


def norm_of(version: str) -> Norm | None:
    """Give the tables of a version such as `P25V01`, or None when there are none."""
    return _norm(version) if version in YEARS else None


@cache
def _norm(version: str) -> Norm:
    year = YEARS[version]
    return Norm(version, _rubrics(year), blocks(), _trees(), _controls(year))


@cache
def blocks() -> Mapping[str, Block]:
    """Give the blocks of the master tree by code, in its order; they are the same in all years."""
    return {row[0]: Block(row[0], row[1], row[2] or None) for row in _rows("blocks")}


def nearest(version: str | None) -> Norm:
    """Give the tables to read a file with when there are none for its version: the next one known, else the last."""
    later = [known for known in sorted(YEARS) if version is not None and known >= version]
    return _norm(later[0] if later else max(YEARS))


def _rows(table: str) -> Iterator[list[str]]:
    """Give the rows of a table without its titles."""
    text = files("plugins.fr_dsn").joinpath("tables", f"{table}.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    return rows


def _rubrics(year: str) -> dict[str, Rubric]:
    codes: dict[str, dict[str, str]] = {}
    for name, code, norms, label in _rows("codes"):
        if year in norms:
            codes.setdefault(name, {})[code] = label
    return {
        key: Rubric(
            key,
            key[:10],
            key[11:],
            label,
            kind,  # type: ignore[arg-type]
            int(least),
            int(most),
            pattern,
            codes.get(listed),
            usages,
        )
        for key, norms, kind, least, most, usages, listed, pattern, label in _rows("rubrics")
        if year in norms
    }


@cache
def _trees() -> dict[str, dict[str, Place]]:
    """Give the tree of each nature; `*` is that of a nature nothing is known of."""
    above = {row[0]: row[2] or None for row in _rows("blocks")}
    trees: dict[str, dict[str, Place]] = {}
    for nature, block, least, most in _rows("trees"):
        place = Place(block, above[block], int(least), None if most == "*" else int(most))
        trees.setdefault(nature, {})[block] = place
    trees["*"] = {
        block: Place(block, above[block], 0, None)
        for block in above
        if not block.startswith("S10") and block not in (DECLARATION, TOTAL)
    }
    return trees


def _controls(year: str) -> dict[str, frozenset[str] | None]:
    return {
        control: None if natures == "*" else frozenset(natures.split())
        for control, norms, natures in _rows("controls")
        if year in norms
    }

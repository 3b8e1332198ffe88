"""How a control is shown by example: small changes to a valid file that make it fire, and others that do not.

    Example(
        "S21.G00.60.005/CCH-11",
        fires=[put("S21.G00.60", "004", "02")],
        passes=[drop("S21.G00.60", "003")],
    )

A change names a block by its code and by which one of them in the file it is (`nth`, from 0; -1 is the last one). The
bases: `monthly` (nature 01), `stoppage` (04), `resumption` (05), `ending` (07), `priming` (08), `substitution` (09).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.plugins.fr_dsn.controls.messages import COUNTERS, DECLARATION, Block, Message, message, parent

Change = Callable[[Message], None]


@dataclass(frozen=True)
class Example:
    """One control, with changes of a base file that it must answer to, and changes that it must let pass."""

    control: str
    fires: Sequence[Change]
    passes: Sequence[Change] = ()
    base: str = "monthly"
    also: Sequence[str] = ()
    """Other controls that the change sets off as well."""
    norm: str = "P25V01"
    passes_base: str = ""
    """Another base for `passes`, where needed."""


def put(block: str, number: str, value: str, nth: int = 0) -> Change:
    """Write a value under a rubric of a block, whether the rubric is there or not."""
    return lambda file: file.at(block, nth).put(number, value)


def drop(block: str, *numbers: str, nth: int = 0) -> Change:
    """Take rubrics out of a block."""

    def change(file: Message) -> None:
        for number in numbers:
            file.at(block, nth).rubrics.pop(number, None)

    return change


def add(block: str, rubrics: Mapping[str, str], under: tuple[str, int] | str | None = None) -> Change:
    """Hang one more block under another one: `("S21.G00.40", 1)`; by default the first one that it may hang under."""

    def change(file: Message) -> None:
        above = parent(file.nature, block) if under is None else under
        added = Block(block, {})
        for number, value in rubrics.items():
            added.put(number, value)
        file.insert(added, (above, 0) if isinstance(above, str) else above)

    return change


def remove(block: str, nth: int = 0) -> Change:
    """Take a block out, with all that hangs under it."""

    def change(file: Message) -> None:
        at = file.place(block, nth)
        del file.blocks[at : file.end(at)]

    return change


def copy(block: str, rubrics: Mapping[str, str], nth: int = 0) -> Change:
    """Repeat a block with all that hangs under it, right after it, with these rubrics of the block itself changed."""

    def change(file: Message) -> None:
        at = file.place(block, nth)
        end = file.end(at)
        again = [Block(one.code, one.rubrics) for one in file.blocks[at:end]]
        for number, value in rubrics.items():
            again[0].put(number, value)
        file.blocks[end:end] = again

    return change


def again(rubrics: Mapping[str, str]) -> Change:
    """Repeat the first declaration at the end of the sending, with these rubrics of S20.G00.05 changed."""

    def change(file: Message) -> None:
        first = file.place(DECLARATION)
        ends = [
            *(at for at, one in enumerate(file.blocks) if one.code in (DECLARATION, COUNTERS) and at > first)
        ]
        repeated = [Block(one.code, one.rubrics) for one in file.blocks[first : ends[0]]]
        for number, value in rubrics.items():
            repeated[0].put(number, value)
        end = file.place(COUNTERS)
        file.blocks[end:end] = repeated

    return change


def text_of(base: str, changes: Sequence[Change], norm: str = "P25V01") -> str:
    """Give the file that these changes make of a base, its counters renewed."""
    file = message(base)
    file.at("S10.G00.00").put("006", norm)
    for change in changes:
        change(file)
    return file.text()

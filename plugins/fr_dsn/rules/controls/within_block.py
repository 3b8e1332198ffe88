"""What controls of one block have in common: conditions on its values, and the pairs `rubric = value` of a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import Values

ABSENT = "\N{EN DASH}"
"""What a sentence shows for a rubric that is not there."""


@dataclass(frozen=True, slots=True)
class When:
    """A condition on one rubric of the block; `codes` are what it asks for, in so far as they can be listed."""

    number: str
    holds: Callable[[str | None], bool]
    codes: tuple[str, ...] = ()


def given(number: str, *codes: str) -> When:
    """Ask for one of these codes."""
    known = frozenset(codes)
    return When(number, lambda value: value in known, codes)


def other(number: str, *codes: str) -> When:
    """Ask for a value that is none of these; an absent rubric has none."""
    known = frozenset(codes)
    return When(number, lambda value: value is not None and value not in known, codes)


def neither(number: str, *codes: str) -> When:
    """Ask for a value that is none of these, or for none at all."""
    known = frozenset(codes)
    return When(number, lambda value: value not in known, codes)


def missing(number: str) -> When:
    """Ask for the absence of a rubric."""
    return When(number, lambda value: value is None)


def there(number: str) -> When:
    """Ask for any value."""
    return When(number, lambda value: value is not None)


def all_hold(conditions: Sequence[When], values: Values) -> bool:
    """Tell whether the first of the values satisfy these conditions, one by one."""
    return all(condition.holds(value) for condition, value in zip(conditions, values, strict=False))


def block_of(control: str) -> str:
    """Give the block that a control looks at: `S21.G00.60` of `S21.G00.60.005/CCH-11`."""
    return control[:10]


def pair(block: str, number: str, value: str | None) -> str:
    """Put a rubric and what it says side by side: `S21.G00.60.004 (Subrogation) = 01 (oui)`."""
    rubric = f"{block}.{number}"
    shown = ABSENT if value is None else words.code(rubric, value)
    return f"{words.rubric(rubric)} = {shown}"


def pairs(block: str, conditions: Sequence[When], values: Values) -> str:
    """Put the rubrics of these conditions and their values side by side."""
    both = zip(conditions, values, strict=False)
    return ", ".join(pair(block, condition.number, value) for condition, value in both)


def allowed(block: str, number: str, codes: Sequence[str]) -> str:
    """Put a rubric and the codes it may hold side by side."""
    rubric = f"{block}.{number}"
    return f"{words.rubric(rubric)} = {words.codes(rubric, tuple(codes))}"


def rubrics(block: str, numbers: Sequence[str]) -> str:
    """Name rubrics of a block one after the other."""
    return ", ".join(words.rubric(f"{block}.{number}") for number in numbers)

"""Amounts and measures that are bounded by what another rubric of their block says: zero, sign, a largest value."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.figures import amount, cents
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import BlockRule, Declared, Values

TOO_MUCH = N_(
    "With %(rubric)s = %(code)s, %(other)s may be %(bound)s at most, not %(value)s: correct one of them."
)
NOT_UNDER = N_(
    "With %(rubric)s = %(code)s, %(other)s must be below %(bound)s, not %(value)s: correct one of them."
)
MUST_BE_ZERO = N_("With %(rubric)s = %(code)s, %(other)s must be zero, not %(value)s: correct one of them.")
NOT_ABOVE_ZERO = N_(
    "With %(rubric)s = %(code)s, %(other)s must be zero or negative, not %(value)s: correct one of them."
)
NO_ZERO = N_("With %(rubric)s = %(code)s, %(other)s may not be zero: correct one of them.")

STEADY = ("S21.G00.40", "S21.G00.86")
"""Blocks whose figures come again and again: contractual hours, years of service."""

Holds = Callable[[int], bool]
"""Whether a figure in hundredths is admitted."""


def _whole(value: str | None) -> int | None:
    """Give a figure in hundredths, whether it is written with decimals or without."""
    if value is not None and value.isascii() and value.isdecimal():
        return int(value) * 100
    return cents(value)


def _rule(
    control: str,
    when: tuple[str, tuple[str, ...]],
    figures: tuple[str, ...],
    holds: Holds,
    message: str,
    bound: str = "",
) -> BlockRule:
    """Judge figures of a block where the rubric `when` holds one of the codes."""
    number, codes = when
    block = control[:10]

    def judge(values: Values) -> Phrase | None:
        if all(value is None for value in values[1:]) or values[0] not in codes:
            return None
        return next(faults(values), None)

    def faults(values: Values) -> Iterator[Phrase]:
        for other, value in zip(figures, values[1:], strict=True):
            figure = _whole(value)
            if figure is not None and not holds(figure):
                yield Phrase(message, told(values[0] or "", other, value or ""))

    def told(code: str, other: str, value: str) -> dict[str, object]:
        condition = f"{block}.{number}"
        return {
            "rubric": words.rubric(condition),
            "code": words.code(condition, code),
            "other": words.rubric(f"{block}.{other}"),
            "value": words.text(value),
            "bound": bound,
        }

    steady = block in STEADY
    only = None if steady else (number, frozenset(codes))
    return BlockRule(control, (number, *figures), judge, not steady, only=only)


def _most(control: str, when: tuple[str, tuple[str, ...]], figures: tuple[str, ...], most: int) -> BlockRule:
    return _rule(control, when, figures, lambda figure: figure <= most, TOO_MUCH, amount(most))


def _zero(control: str, when: tuple[str, tuple[str, ...]], *figures: str) -> BlockRule:
    return _rule(control, when, figures, lambda figure: figure == 0, MUST_BE_ZERO)


def _no_zero(control: str, when: tuple[str, tuple[str, ...]], *figures: str) -> BlockRule:
    return _rule(control, when, figures, lambda figure: figure != 0, NO_ZERO)


def _not_above_zero(control: str, when: tuple[str, tuple[str, ...]], *figures: str) -> BlockRule:
    return _rule(control, when, figures, lambda figure: figure <= 0, NOT_ABOVE_ZERO)


def _seniority(control: str, bounds: tuple[tuple[str, int], ...]) -> BlockRule:
    """Judge a length of service against the bound of its unit."""
    parts = [
        _rule(control, ("002", (unit,)), ("003",), _under(bound * 100), NOT_UNDER, str(bound))
        for unit, bound in bounds
    ]

    def judge(values: Values) -> Phrase | None:
        return next((said for part in parts if (said := part.judge(values)) is not None), None)

    return BlockRule(control, ("002", "003"), judge)


def _under(bound: int) -> Holds:
    return lambda figure: figure < bound


DAYS, HOURS = ("12", "20"), ("10", "21")
"""Units of working time: day and day lump sum; hour and hour lump sum."""
TIME = ("10", "12", "20", "21")
"""Units of working time up to 21, those for which a working time is a figure."""
NO_RATE = ("99",)

DECLARED: Declared = (
    _most("S21.G00.20.005/CCH-13", ("001", ("DGFIP",)), ("005",), 999_999_999_00),
    _most("S21.G00.40.011/CCH-12", ("011", DAYS), ("012", "013"), 31_00),
    _most("S21.G00.40.011/CCH-13", ("011", HOURS), ("012", "013"), 250_00),
    _no_zero("S21.G00.40.012/CCH-11", ("011", TIME), "012"),
    _zero("S21.G00.50.007/CCH-11", ("007", NO_RATE), "006", "009"),
    _no_zero("S21.G00.51.012/CCH-12", ("011", ("001", "002", "003", "010")), "012"),
    _most("S21.G00.53.003/CCH-13", ("003", HOURS), ("002",), 3250_00),
    _most("S21.G00.53.003/CCH-14", ("003", DAYS), ("002",), 403_00),
    _not_above_zero("S21.G00.56.002/CCH-14", ("002", ("03",)), "003", "010"),
    _zero("S21.G00.56.002/CCH-27", ("002", ("04",)), "007"),
    _zero("S21.G00.78.004/CCH-11", ("001", ("31",)), "004"),
    _zero("S21.G00.79.001/SIG-19", ("001", ("23",)), "004"),
    _seniority("S21.G00.86.003/CCH-11", (("03", 99), ("02", 99 * 12), ("01", 99 * 366))),
    _no_zero("S21.G00.86.003/CCH-12", ("001", ("02", "03", "04", "06", "07")), "003"),
    _zero("S89.G00.92.008/CCH-11", ("008", NO_RATE), "007", "010"),
    _not_above_zero("S89.G00.93.002/CCH-14", ("002", ("03",)), "003", "009"),
    _zero("S89.G00.93.002/CCH-21", ("002", ("04",)), "007"),
)

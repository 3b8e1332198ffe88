"""Days that the calendar must have; day or month of a birth may be 99, unknown (rule on each rubric)."""

from __future__ import annotations

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.figures import day
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import BlockRule, Declared, Values

NO_SUCH_DAY = N_("%(rubric)s: the calendar has no %(value)s.")
NO_SUCH_BIRTH = N_(
    "%(rubric)s: the calendar has no %(value)s. Only an unknown day or an unknown month may be written 99."
)
UNKNOWN = "99"
LEAP_YEAR = "2000"
LONG_MONTH = "01"


def birth_holds(value: str) -> bool:
    """Whether a birth `DDMMYYYY` is a day of the calendar, with 99 for what is not known."""
    number, month, year = value[:2], value[2:4], value[4:]
    if number == UNKNOWN:
        number, year = "01", LEAP_YEAR
    if month == UNKNOWN:
        month = LONG_MONTH
    return len(value) == 8 and value.isdecimal() and day(number + month + year) is not None


def _rule(control: str, birth: bool) -> BlockRule:
    def judge(values: Values) -> Phrase | None:
        value = values[0]
        if value is None or (birth_holds(value) if birth else day(value) is not None):
            return None
        more = {"rubric": words.rubric(control[:14]), "value": words.day(value)}
        return Phrase(NO_SUCH_BIRTH if birth else NO_SUCH_DAY, more)

    return BlockRule(control, (control[11:14],), judge)


DECLARED: Declared = (
    _rule("S21.G00.30.006/CSL-11", birth=True),
    _rule("S21.G00.31.011/CSL-11", birth=True),
    _rule("S21.G00.85.016/CSL-11", birth=True),
    _rule("S89.G00.91.006/CSL-11", birth=True),
    _rule("S89.G00.87.005/CSL-12", birth=False),
    _rule("S89.G00.87.006/CSL-12", birth=False),
    _rule("S89.G00.89.005/CSL-11", birth=False),
)

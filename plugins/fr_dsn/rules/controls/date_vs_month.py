"""Controls of a date, a year or a period against the declared month, and of references to a report of anomalies.

Section 4.1 of the norm names the declared month in S20.G00.05.005. Declarations without one are not judged.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.figures import day
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import key, listed, when, written
from plugins.fr_dsn.rules.controls.declaring import ChainRule, Declared, Frame, Values
from plugins.fr_dsn.rules.controls.within_block import When, given

TOO_LATE = N_(
    "%(rubric)s is %(value)s, but may be %(limit)s at the latest: correct it, or the declared month."
)
NOT_YET_CLOSED = N_(
    "Take out %(rubric)s: it is only for periods that end before %(limit)s, and this one ends on %(value)s."
)
WRONG_YEAR = N_(
    "%(rubric)s is %(value)s: an error of this type may only lie in %(year)s. Correct the month or the type."
)

Judge = Callable[[Values], Phrase | None]
Limit = Callable[[date], date]


def next_month(month: date) -> date:
    """Give the first day of the month after that of a day."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_end(month: date) -> date:
    """Give the last day of the month of a day."""
    return next_month(month) - timedelta(days=1)


def next_month_end(month: date) -> date:
    """Give the last day of the month after that of a day."""
    return month_end(next_month(month))


def eve(month: date) -> date:
    """Give the day before the declared month."""
    return month - timedelta(days=1)


def _with_month(start: Callable[[date], Judge]) -> Callable[[Frame], Judge | None]:
    return lambda frame: None if frame.month is None else start(frame.month)


def too_late(rubric: str, value: str, limit: str) -> Phrase:
    """Say that a date, a month or a year is after what is allowed."""
    return Phrase(TOO_LATE, {"rubric": words.rubric(rubric), "value": value, "limit": limit})


def latest(control: str, limit: Limit, *conditions: When, day_of: str | None = None) -> ChainRule:
    """Ask that a date is no later than a limit that the declared month gives, where the conditions hold."""
    rubric, asked = key(day_of) if day_of else control[:14], tuple(when(one) for one in conditions)

    def start(month: date) -> Judge:
        last = limit(month)

        def judge(values: Values) -> Phrase | None:
            on = day(values[0])
            if on is None or on <= last or not _hold(asked, values):
                return None
            return too_late(rubric, written(on), written(last))

        return judge

    reads = (rubric, *(one.number for one in asked))
    return ChainRule(control, control[:10], reads, _with_month(start), rubric[11:])


def latest_year(control: str) -> ChainRule:
    """Ask that a year is not after that of the declared month."""

    def start(month: date) -> Judge:
        def judge(values: Values) -> Phrase | None:
            value = values[0] or ""
            if not (value.isascii() and value.isdecimal()) or int(value) <= month.year:
                return None
            return too_late(control[:14], words.text(value), str(month.year))

        return judge

    return ChainRule(control, control[:10], (control[:14],), _with_month(start), control[11:14])


def latest_month(control: str, limit: Limit) -> ChainRule:
    """Ask that a month (`032025`) is not after that of a limit that the declared month gives."""

    def start(month: date) -> Judge:
        last = limit(month).replace(day=1)

        def judge(values: Values) -> Phrase | None:
            first = day(f"01{values[0]}")
            if first is None or first <= last:
                return None
            return too_late(control[:14], first.strftime("%m/%Y"), last.strftime("%m/%Y"))

        return judge

    return ChainRule(control, control[:10], (control[:14],), _with_month(start), control[11:14])


def closed_period(control: str, end: str) -> ChainRule:
    """Let the number of a report of anomalies be there only for a period that ended before the declared month."""
    rubric, ended = control[:14], key(end)

    def start(month: date) -> Judge:
        def judge(values: Values) -> Phrase | None:
            on = day(values[1])
            if values[0] is None or on is None or on < month:
                return None
            said = {"rubric": words.rubric(rubric), "limit": written(month), "value": written(on)}
            return Phrase(NOT_YET_CLOSED, said)

        return judge

    return ChainRule(control, control[:10], (rubric, ended), _with_month(start), rubric[11:])


def year_of_error(control: str, month_of_error: str, *, january: bool) -> ChainRule:
    """Ask that a correction of withholding lies in the running year, or in January in the year before."""
    rubric, asked = key(month_of_error), given(control[:14], "01", "02")

    def start(month: date) -> Judge:
        year = month.year - 1 if january else month.year

        def judge(values: Values) -> Phrase | None:
            kind, on = values[0], day(f"01{values[1]}")
            if (month.month == 1) is not january or on is None or not asked.holds(kind):
                return None
            if on.year == year or (not january and on.year > year):
                return None
            said = {"rubric": words.rubric(rubric), "value": on.strftime("%m/%Y"), "year": year}
            return Phrase(WRONG_YEAR, said)

        return judge

    return ChainRule(control, control[:10], (control[:14], rubric), _with_month(start), control[11:14])


def before_2024(control: str, kind: str) -> ChainRule:
    """Ask that a kind of remuneration that moved to block 58 is only used for periods before 2024."""
    last = date(2023, 12, 31)
    reads = (control[:14], key("51.001"), key("51.002"))

    def judge(values: Values) -> Phrase | None:
        if values[0] != kind:
            return None
        for rubric, value in zip(reads[1:], values[1:], strict=True):
            on = day(value)
            if on is not None and on > last:
                return too_late(rubric, written(on), written(last))
        return None

    return ChainRule(control, control[:10], reads, lambda frame: judge, "011")


_MONTHS = {"M": 1, "T": 3, "S": 6}


def period_start(value: str) -> date | None:
    """Give the first day of a period such as `2025M03`, `2025T02`, `2025S01`, `2025A00`; None for other forms."""
    year, unit, rank = value[:4], value[4:5], value[5:]
    if not (len(value) == 7 and value.isascii() and year.isdecimal() and rank.isdecimal() and int(year)):
        return None
    if unit == "A":
        return date(int(year), 1, 1)
    length = _MONTHS.get(unit)
    first = (int(rank) - 1) * length if length else 12
    return date(int(year), first + 1, 1) if 0 <= first < 12 else None


def _payment_period(control: str) -> ChainRule:
    """Ask that a payment is for a period that has begun the day after the declared month at the latest."""

    def start(month: date) -> Judge:
        last = next_month(month)

        def judge(values: Values) -> Phrase | None:
            first = period_start(values[0] or "")
            if first is None or first <= last:
                return None
            return too_late(control[:14], words.text(values[0]), _period_on(last, (values[0] or "")[4]))

        return judge

    return ChainRule(control, control[:10], (control[:14],), _with_month(start), control[11:14])


def _period_on(on: date, unit: str) -> str:
    """Write the month, quarter, half-year or year that a day lies in."""
    length = _MONTHS.get(unit)
    return f"{on.year}{unit}{(on.month - 1) // length + 1:02}" if length else f"{on.year}A00"


def _hold(conditions: tuple[When, ...], values: Values) -> bool:
    return all(one.holds(value) for one, value in zip(conditions, values[1:], strict=True))


_CONTRACT_SHARES = given(
    "82.002",
    *listed("001 002 003 004 005 006 007 009 010 011 012 017 018 019 020 036 037 038 039 040 046 090"),
)
_OTHER_SHARES = given(
    "82.002",
    *listed("021 022 023 024 025 026 027 028 029 030 031 032 033 034 035"),
    *listed("041 042 043 044 045 047 048 049 050 054"),
)

DECLARED: Declared = (
    latest_year("S21.G00.13.004/CCH-11"),
    latest("S21.G00.20.007/CCH-13", month_end),
    closed_period("S21.G00.20.013/CCH-11", "20.007"),
    latest("S21.G00.22.004/CCH-12", month_end),
    closed_period("S21.G00.22.006/CCH-11", "22.004"),
    closed_period("S21.G00.23.007/CCH-11", "22.004"),
    latest("S21.G00.41.001/CCH-15", month_end),
    latest_year("S21.G00.44.003/CCH-11"),
    latest("S21.G00.50.001/CCH-13", next_month_end),
    # Kinds 026 and 027 of remuneration ended with 2023; the controls are in no table of usages after that of 2024.
    before_2024("S21.G00.51.011/CCH-16", "026"),
    before_2024("S21.G00.51.011/CCH-17", "027"),
    _payment_period("S21.G00.55.004/CCH-11"),
    closed_period("S21.G00.55.005/CCH-11", "20.007"),
    latest_month("S21.G00.56.001/CCH-11", month_end),
    year_of_error("S21.G00.56.002/CCH-16", "56.001", january=False),
    year_of_error("S21.G00.56.002/CCH-17", "56.001", january=True),
    latest("S21.G00.58.002/CCH-12", next_month_end),
    latest("S21.G00.78.003/CCH-15", month_end),
    closed_period("S21.G00.78.007/CCH-11", "78.003"),
    closed_period("S21.G00.79.005/CCH-11", "78.003"),
    closed_period("S21.G00.81.006/CCH-11", "78.003"),
    latest("S21.G00.82.003/CCH-11", next_month_end, _CONTRACT_SHARES),
    latest("S21.G00.82.003/CCH-12", month_end, _OTHER_SHARES),
    closed_period("S21.G00.82.006/CCH-11", "82.004"),
    latest("S21.G00.83.002/CCH-12", eve),
    latest("S21.G00.84.003/CCH-12", eve),
    latest_month("S21.G00.98.004/CCH-11", eve),
    latest_year("S89.G00.32.017/CCH-11"),
    latest_year("S89.G00.67.005/CCH-11"),
    latest("S89.G00.92.011/CCH-12", next_month_end),
    closed_period("S89.G00.92.015/CCH-11", "S89.92.005"),
    latest_month("S89.G00.93.001/CCH-12", month_end),
    year_of_error("S89.G00.93.002/CCH-16", "S89.93.001", january=False),
    year_of_error("S89.G00.93.002/CCH-17", "S89.93.001", january=True),
)

"""Controls of the order of two dates in different blocks, mostly with the start and the end of the contract.

The contract of a pay line is the one it names by number; where a number stands in several contracts, the line is only
refused when it fits none of them. A declared end counts unless it is cancelled (reason 099).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import pairwise

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.figures import cents, day
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import both, key, lines, nature, needs_of, starting, when, written
from plugins.fr_dsn.rules.controls.date_vs_month import month_end
from plugins.fr_dsn.rules.controls.declaring import ChainRule, Declared, Fault, Frame, GroupRule, Values
from plugins.fr_dsn.rules.controls.ties import under
from plugins.fr_dsn.rules.controls.within_block import When, given, missing, other

TOO_EARLY = N_(
    "%(rubric)s is %(value)s, but may not be before %(limit)s, by %(other)s: correct one of the two."
)
TOO_LATE = N_(
    "%(rubric)s is %(value)s, but may not be after %(limit)s, by %(other)s: correct one of the two."
)
TOO_MUCH = N_(
    "%(rubric)s is %(value)s: with %(given)s it may be at most %(limit)s. Correct the figure or the unit."
)
NOT_CONTIGUOUS = N_(
    "Notice periods must follow one another without gap or overlap: after %(end)s the next one must begin "
    "on %(expected)s, not on %(begin)s."
)
NO_MONTH_START = N_(
    "%(rubric)s is %(value)s: it must be the first day of a month, or the first day of the contract, %(limit)s."
)

LIVE_END = other("62.002", "099")
"""The end of the contract is declared, not cancelled."""


def not_before(
    control: str,
    limit: str,
    *conditions: When,
    rubric: str | None = None,
    strictly: bool = False,
    slack: int = 0,
    within_month: bool = False,
    if_frame: Callable[[Frame], bool] | None = None,
) -> ChainRule:
    """Ask that a date is not before (`strictly`: after) the one of another rubric, less `slack` days."""
    return _ordered(control, rubric, limit, conditions, TOO_EARLY, 1, strictly, slack, within_month, if_frame)


def not_after(
    control: str,
    limit: str,
    *conditions: When,
    strictly: bool = False,
    slack: int = 0,
    within_month: bool = False,
) -> ChainRule:
    """Ask that a date is not after (`strictly`: before) the one of another rubric, plus `slack` days."""
    return _ordered(control, None, limit, conditions, TOO_LATE, -1, strictly, slack, within_month, None)


def _ordered(
    control: str,
    rubric: str | None,
    limit: str,
    conditions: Iterable[When],
    template: str,
    sign: int,
    strictly: bool,
    slack: int,
    within_month: bool,
    if_frame: Callable[[Frame], bool] | None,
) -> ChainRule:
    about, bound = key(rubric) if rubric else control[:14], key(limit)
    asked = tuple(when(one) for one in conditions)
    least = timedelta(days=1 if strictly else -slack)

    def start(frame: Frame) -> Callable[[Values], Phrase | None] | None:
        if (if_frame is not None and not if_frame(frame)) or (within_month and frame.month is None):
            return None
        month = frame.month if within_month else None

        def judge(values: Values) -> Phrase | None:
            if _years_apart(values[0], values[1], sign):
                return None
            on, against = day(values[0]), earliest(values[1])
            if on is None or against is None or (on - against) * sign >= least:
                return None
            if month is not None and not month <= on <= month_end(month):
                return None
            if not all(one.holds(value) for one, value in zip(asked, values[2:], strict=True)):
                return None
            return _misplaced(template, about, on, bound, against + least * sign)

        return judge

    reads = (about, bound, *(one.number for one in asked))
    return ChainRule(control, about[:10], reads, start, about[11:], needs_of(asked))


def _years_apart(value: str | None, limit: str | None, sign: int) -> bool:
    """Whether the years alone put a date after (`sign` 1) or before (-1) another one, as they nearly always do."""
    if value is None or limit is None:
        return True
    return value[4:] > limit[4:] if sign > 0 else value[4:] < limit[4:]


def _misplaced(template: str, rubric: str, on: date, other_rubric: str, limit: date) -> Phrase:
    said = {"rubric": words.rubric(rubric), "value": written(on)}
    return Phrase(template, {**said, "limit": written(limit), "other": words.rubric(other_rubric)})


def earliest(value: str | None) -> date | None:
    """Read a date of which day and month may be unknown (99): then the first that it can be."""
    if value is None or "99" not in (value[:2], value[2:4]):
        return day(value)
    return day("".join("01" if part == "99" else part for part in (value[:2], value[2:4])) + value[4:])


def at_most(control: str, limit: str, *conditions: When) -> ChainRule:
    """Ask that a figure is at most a limit where the conditions hold; the last one is named in the sentence."""
    rubric, asked = control[:14], tuple(when(one) for one in conditions)
    most = cents(limit) or 0

    def judge(values: Values) -> Phrase | None:
        figure = cents(values[0])
        if figure is None or figure <= most:
            return None
        if not all(one.holds(value) for one, value in zip(asked, values[1:], strict=True)):
            return None
        unit = f"{words.rubric(asked[-1].number)} = {words.code(asked[-1].number, values[-1] or '')}"
        said = {"rubric": words.rubric(rubric), "value": words.text(values[0]), "given": unit, "limit": limit}
        return Phrase(TOO_MUCH, said)

    reads = (rubric, *(one.number for one in asked))
    return ChainRule(control, rubric[:10], reads, starting(judge, None), rubric[11:])


def _recalculated_from(control: str) -> ChainRule:
    """Ask that pay is recalculated from the first of a month, or from the first day of the contract."""

    def judge(values: Values) -> Phrase | None:
        on, begun = day(values[0]), day(values[1])
        if on is None or begun is None or on.day == 1 or on == begun:
            return None
        said = {"rubric": words.rubric(control[:14]), "value": written(on), "limit": written(begun)}
        return Phrase(NO_MONTH_START, said)

    return ChainRule(
        control, control[:10], (control[:14], key("40.001")), starting(judge, None), control[11:14]
    )


_NOTICES = under("S21.G00.63")


def _contiguous_notices(group: Group, _: Frame) -> Iterable[Fault]:
    """Find notice periods of one end of contract that leave a gap or overlap; silent when one has no dates."""
    for notices in group.once(_NOTICES).values():
        periods = [(day(group.value(at, "002")), day(group.value(at, "003")), at) for at in notices]
        dated = sorted(
            (begin, end, at) for begin, end, at in periods if begin is not None and end is not None
        )
        if len(dated) < len([at for at in notices if group.value(at, "001") != "90"]):
            continue
        for (_begin, end, _at), (begin, _end, at) in pairwise(dated):
            expected = end + timedelta(days=1)
            if begin != expected:
                said = {"end": written(end), "expected": written(expected), "begin": written(begin)}
                yield Fault(at, "002", Phrase(NOT_CONTIGUOUS, said))


def _in_contract(control: str) -> ChainRule:
    """Ask that the period of a basis for insured contracts lies in that of the contract of the affiliation.

    Contracts of temporary work (nature 03) are let pass. Without an end, the declared month ends the contract.
    """
    begin, ended = key("78.002"), control[:14]
    reads = (begin, ended, key("40.001"), key("62.001"), key("62.002"), key("78.001"), key("40.007"))

    def start(frame: Frame) -> Callable[[Values], Phrase | None] | None:
        month = frame.month

        def judge(values: Values) -> Phrase | None:
            first, last, begun, end = (day(value) for value in values[:4])
            if values[5] != "31" or values[6] == "03" or first is None or last is None or begun is None:
                return None
            if first < begun:
                return _misplaced(TOO_EARLY, begin, first, reads[2], begun)
            alive = end is None or values[4] in ("099", None)
            until = month_end(month) if alive and month is not None else end
            if until is None or last <= until:
                return None
            return _misplaced(TOO_LATE, ended, last, "S20.G00.05.005" if alive else reads[3], until)

        return judge

    return ChainRule(control, control[:10], reads, start, "005", (lines("78.001", "31"),))


_PAID = (given("51.011", "001", "002"), When("51.013", lambda value: bool(cents(value))))
_NO_CANCELLED_STOPPAGE = other("60.001", "99")
_PART_TIME_OR_CANCELLED = ("99", "15", "16", "17", "18")
_NOTICE = other("63.001", "90")

DECLARED: Declared = (
    not_after("S21.G00.40.001/CCH-13", "62.001", LIVE_END),
    not_before("S21.G00.40.001/CCH-15", "30.006", strictly=True),
    _recalculated_from("S21.G00.41.028/CCH-13"),
    not_before("S21.G00.41.028/CCH-14", "40.001"),
    not_before("S21.G00.51.001/CCH-11", "40.001", *_PAID, slack=2, within_month=True),
    not_after("S21.G00.51.002/CCH-13", "62.001", *_PAID, LIVE_END, slack=2, within_month=True),
    at_most("S21.G00.53.002/CCH-11", "3250.00", missing("53.003"), given("40.011", "10", "21")),
    at_most("S21.G00.53.002/CCH-12", "403.00", missing("53.003"), given("40.011", "12", "20")),
    not_before(
        "S21.G00.60.002/CCH-13",
        "40.001",
        other("60.001", *_PART_TIME_OR_CANCELLED),
        When("60.011", lambda value: value != "02"),
        other("40.007", "50"),
        if_frame=nature("01", "07"),
    ),
    not_after("S21.G00.60.002/CCH-17", "62.001", _NO_CANCELLED_STOPPAGE, LIVE_END),
    not_before("S21.G00.60.002/CCH-18", "40.001", if_frame=nature("04", "05")),
    both(
        not_before("S21.G00.60.010/CCH-11", "40.001"),
        not_before("S21.G00.60.010/CCH-11", "60.002"),
    ),
    not_before("S21.G00.60.012/SIG-14", "40.001"),
    both(
        not_before("S21.G00.62.003/CCH-11", "40.001"),
        not_after("S21.G00.62.003/CCH-11", "62.001"),
    ),
    both(
        not_before("S21.G00.62.006/CCH-15", "40.001"),
        not_after("S21.G00.62.006/CCH-15", "62.001", LIVE_END),
    ),
    not_before("S21.G00.63.002/CCH-13", "62.003", _NOTICE),
    not_before("S21.G00.63.002/CCH-14", "62.005", _NOTICE, strictly=True),
    GroupRule("S21.G00.63.002/CCH-15", frozenset({"S21.G00.63"}), _contiguous_notices),
    not_before("S21.G00.63.002/CCH-16", "40.001"),
    not_before("S21.G00.65.002/CCH-11", "40.001"),
    not_after("S21.G00.65.002/CCH-13", "62.001", other("65.001", "998"), LIVE_END),
    _in_contract("S21.G00.78.003/SIG-17"),
)

"""Controls in which what a rubric says decides what one of another block may say, but for the reasons of an end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.figures import day
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import (
    ADD_RUBRIC,
    NOT_TOGETHER,
    ONLY,
    both,
    key,
    lines,
    listed,
    never,
    pair,
)
from plugins.fr_dsn.rules.controls.date_vs_month import month_end
from plugins.fr_dsn.rules.controls.declaring import (
    ChainRule,
    DeclarationRule,
    Declared,
    Fault,
    Frame,
    GroupRule,
    Values,
)
from plugins.fr_dsn.rules.controls.end_reasons import reason_by_contract
from plugins.fr_dsn.rules.controls.ties import above, told, under, values
from plugins.fr_dsn.rules.controls.within_block import When, given, missing, other

SCHEME_MISSING = N_(
    "With %(given)s, one %(rubric)s of the contract must be %(allowed)s: add it, or correct the former."
)
NOBODY_THERE = N_(
    "%(rubric)s is %(value)s, but nobody has %(other)s: take the payment out, or correct the contracts."
)
SAME_TWICE = N_("%(rubric)s and %(other)s are both %(value)s: what was wrong must differ from what is right.")

_CNIEG = frozenset({"CNIEG_COT_RS", "CNIEG_COT_POOL", "CNIEG_COT_RDC"})
_PENSION = values("S21.G00.40", "020")


class _CniegPayment:
    """Payments or statements for CNIEG in a declaration without anybody insured there (147)."""

    def __init__(self, block: str) -> None:
        self._block = block
        self._found: list[Fault] = []
        self._insured = False

    def add(self, group: Group) -> Iterable[Fault]:
        """Keep these payments, and whether somebody is insured."""
        rubric = f"{self._block}.002"
        if "147" in group.once(_PENSION):
            self._insured = True
        for at in group.of(self._block):
            value = group.value(at, "002")
            if value in _CNIEG:
                said = {
                    "rubric": words.rubric(rubric),
                    "value": words.text(value),
                    "other": pair("S21.G00.40.020", "147"),
                }
                self._found.append(Fault(at, "002", Phrase(NOBODY_THERE, said), group.line(at, "002")))
        return ()

    def end(self, head: Group) -> Iterable[Fault]:
        """Say it when nobody was insured."""
        return () if self._insured else self._found


def _cnieg(control: str) -> DeclarationRule:
    block = control[:10]
    reads = frozenset({f"{block}.002", "S21.G00.40.020"})
    triggers = frozenset({block, "S21.G00.40"})
    return DeclarationRule(control, lambda _: _CniegPayment(block), triggers, lasting=reads)


_SCHEMES = told("S21.G00.71", "002")


def _scheme(control: str, allowed: Sequence[str], *conditions: When) -> GroupRule:
    """Ask for a supplementary pension scheme of a contract that is one of these, where the conditions hold."""
    rubric = "S21.G00.71.002"

    def find(group: Group, _: Frame) -> Iterable[Fault]:
        right = above(group, group.once(_SCHEMES), allowed)
        return [
            Fault(at, "003", _no_scheme(pair(control[:14], group.value(at, "003"))))
            for at in group.of("S21.G00.40")
            if at not in right and all(one.holds(group.value(at, one.number)) for one in conditions)
        ]

    def _no_scheme(given_status: str) -> Phrase:
        said = {"given": given_status, "rubric": words.rubric(rubric)}
        return Phrase(SCHEME_MISSING, {**said, "allowed": words.codes(rubric, tuple(allowed))})

    needs, unless = (lines(control[:14], *conditions[0].codes),), lines(rubric, *allowed)
    return GroupRule(control, frozenset({"S21.G00.40"}), find, needs, unless, "S21.G00.40")


def _bonus(control: str, kinds: Sequence[str], reasons: Sequence[str]) -> ChainRule:
    """Let an indemnity be paid only with these reasons of the end of its contract, where an end is declared."""
    return never(control, given("52.001", *kinds), other("62.002", *reasons))


def _differs(control: str, right: str, *, unless: str | None = None) -> ChainRule:
    """Ask that what was declared wrongly differs from what stands in the block above."""
    wrong, above = control[:14], key(right)

    def judge(values: Values) -> Phrase | None:
        value, correct = values
        if value is None or value != correct or value == unless:
            return None
        said = {
            "rubric": words.rubric(wrong),
            "other": words.rubric(above),
            "value": words.code(wrong, value),
        }
        return Phrase(SAME_TWICE, said)

    return ChainRule(control, control[:10], (wrong, above), lambda frame: judge, wrong[11:])


def _three_months_on(begin: date) -> date:
    """Give the same day three months later, or the last day of a shorter month."""
    months = begin.month + 2
    first = date(begin.year + months // 12, months % 12 + 1, 1)
    return min(
        first.replace(day=min(begin.day, 28)) + timedelta(days=max(begin.day - 28, 0)), month_end(first)
    )


def _notices(control: str, wrong: Callable[[str, str, int], str | None]) -> GroupRule:
    """Compare kinds of notice with the reason of the end and with the whole length of notice.

    `wrong` gets the kind, the reason, and -1, 0 or 1: up to three months, not sure, more. It gives the kind that should
    be declared, one after a `!` that should not, or None.
    """

    def find(group: Group, _: Frame) -> Iterable[Fault]:
        for end, notices in group.once(_NOTICES).items():
            reason, length = group.value(end, "002") or "", _length(group, notices)
            for at in notices:
                kind = group.value(at, "001")
                right = None if kind is None else wrong(kind, reason, length)
                if kind is not None and right is not None:
                    yield Fault(at, "001", _other_kind(pair("S21.G00.62.002", reason), kind, right))

    return GroupRule(control, frozenset({"S21.G00.63"}), find)


def _other_kind(given_reason: str, kind: str, right: str) -> Phrase:
    rubric = "S21.G00.63.001"
    if right.startswith("!"):
        return Phrase(NOT_TOGETHER, {"given": given_reason, "other": pair(rubric, kind)})
    said = {"given": given_reason, "rubric": words.rubric(rubric), "allowed": words.code(rubric, right)}
    return Phrase(ONLY, {**said, "value": words.code(rubric, kind)})


_NOTICES = under("S21.G00.63")


def _length(group: Group, notices: Sequence[int]) -> int:
    """Compare the time from the first to the last day of notice with three months: -1 up to, 1 more, 0 not sure."""
    begins = [on for at in notices if (on := day(group.value(at, "002"))) is not None]
    ends = [on for at in notices if (on := day(group.value(at, "003"))) is not None]
    if not begins or not ends:
        return 0
    limit = _three_months_on(min(begins))
    return (max(ends) > limit) - (max(ends) < limit)


def _security_contract(kind: str, reason: str, length: int) -> str | None:
    """After acceptance of a CSP notice of up to three months is neither worked nor paid (10)."""
    return "10" if reason == "026" and kind != "10" and length < 0 else None


def _guided_path(kind: str, reason: str, length: int) -> str | None:
    """The same for a PAP (61), which goes with no other reason and with no longer notice."""
    if kind == "61":
        return "!61" if reason != "114" or length > 0 else None
    return "61" if reason == "114" and length < 0 else None


_OF_CIBTP = frozenset(f"{number:02}" for number in range(1, 38))
_WAS_CIBTP = _OF_CIBTP | {"99"}
_FUND, _FORMER_FUND = values("S21.G00.40", "022"), values("S21.G00.41", "023")


def _building_funds(control: str) -> GroupRule:
    """Let the bases of the leave funds of building be declared only for somebody who is or was with one of them."""
    bases = frozenset({"21", "34", "35", "36", "39", "40"})

    def find(group: Group, _: Frame) -> Iterable[Fault]:
        if bases.isdisjoint(group.once(_BASES)):
            return
        if not (_OF_CIBTP.isdisjoint(group.once(_FUND)) and _WAS_CIBTP.isdisjoint(group.once(_FORMER_FUND))):
            return
        for at in group.of("S21.G00.78"):
            value = group.value(at, "001")
            if value in bases:
                said = {"given": pair("S21.G00.78.001", value), "rubric": words.rubric("S21.G00.40.022")}
                yield Fault(at, "001", Phrase(ADD_RUBRIC, said))

    return GroupRule(control, frozenset({"S21.G00.78"}), find, (lines("78.001", *bases),))


_BASES = values("S21.G00.78", "001")
_PRIVATE = ("01", "02", "03", "07", "08", "60", "82", "91", "92")
_DISMISSALS = listed(
    "011 012 014 015 020 025 026 082 086 087 089 091 092 093 098 099 111 112 113 114 115 117"
)
_CONCILIATIONS = listed(
    "011 012 014 015 020 025 026 065 082 086 087 088 089 091 092 093 098 099 113 114 115 117"
)
_DEROGATION = given("62.017", "01")


def _any(first: ChainRule, *others: ChainRule) -> ChainRule:
    for one in others:
        first = both(first, one)
    return first


def _casual_end(control: str) -> ChainRule:
    """Let the simplified end of casual contracts (01) be used only where all that belongs to it is declared."""
    return _any(
        never(control, _DEROGATION, other("40.007", "02", "10")),
        never(control, _DEROGATION, When("40.021", lambda value: value != "05", ("05",))),
        never(control, _DEROGATION, other("62.002", "031", "099")),
        never(control, _DEROGATION, missing("62.006")),
    )


DECLARED: Declared = (
    _cnieg("S21.G00.20.002/CCH-12"),
    _cnieg("S21.G00.22.002/CCH-13"),
    _scheme("S21.G00.40.003/CCH-16", ("RETC", "RUAA", "CNBF"), given("003", "01", "02"), other("020", "134")),
    _scheme(
        "S21.G00.40.003/CCH-17",
        ("RETA", "RUAA"),
        given("003", "04"),
        other("002", "04"),
        other("020", "134"),
    ),
    never(
        "S21.G00.40.003/SIG-12",
        given("71.002", "IRCANTEC", "CRPNPAC"),
        other("40.003", "04", "98", "99"),
        base="71",
    ),
    _bonus("S21.G00.52.001/CCH-21", ("001",), ("043", "110", "099")),
    _bonus("S21.G00.52.001/CCH-22", ("003", "004"), ("038", "099")),
    _bonus("S21.G00.52.001/CCH-23", ("005", "006"), ("039", "059", "099")),
    _bonus("S21.G00.52.001/CCH-24", ("007", "008", "009", "010"), _DISMISSALS),
    _bonus("S21.G00.52.001/CCH-27", ("016",), ("081", "084", "097", "099")),
    _bonus("S21.G00.52.001/CCH-29", ("032",), ("033", "091", "092", "099")),
    _bonus("S21.G00.52.001/CCH-31", ("033",), _CONCILIATIONS),
    never("S21.G00.52.001/CCH-32", given("52.001", "039"), given("40.007", *_PRIVATE)),
    never("S21.G00.52.001/CCH-33", given("52.001", "045"), other("40.007", "03")),
    never("S21.G00.53.003/CCH-12", given("53.003", "31"), other("40.004", "352a")),
    never(
        "S21.G00.53.003/SIG-13", given("53.003", "32"), When("40.005", lambda value: value != "49", ("49",))
    ),
    reason_by_contract("S21.G00.62.002/CCH-11"),
    never("S21.G00.62.002/CCH-14", given("62.002", "116"), other("40.020", "136")),
    _casual_end("S21.G00.62.017/CCH-12"),
    never("S21.G00.63.001/CCH-11", given("62.002", "034", "035"), other("63.001", "60", "90")),
    never("S21.G00.63.001/CCH-12", given("62.002", "043", "110"), other("63.001", "90")),
    _notices("S21.G00.63.001/CCH-13", _security_contract),
    _notices("S21.G00.63.001/CCH-14", _guided_path),
    both(
        never("S21.G00.71.002/CCH-13", given("71.002", "RETC"), other("40.003", "01", "02", "04")),
        never("S21.G00.71.002/CCH-13", given("71.002", "RETC"), given("40.003", "04"), other("40.002", "04")),
    ),
    never("S21.G00.71.002/SIG-11", given("71.002", "CRPCEN"), other("40.016", "01")),
    never("S21.G00.71.002/SIG-14", given("40.020", "140"), other("71.002", "90000")),
    _differs("S21.G00.72.001/CCH-11", "71.002", unless="IRCANTEC"),
    # S21.G00.72.002 ended with the norm of 2024.
    _differs("S21.G00.72.002/CCH-11", "71.003"),
    _building_funds("S21.G00.78.001/CCH-11"),
    never("S21.G00.81.001/CCH-13", given("81.001", "059"), other("78.001", "31")),
)

"""Controls of the blocks that pay asks for: kinds of remuneration, bases, components and contributions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.figures import cents, day
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.block_presence.kinds import (
    ONLY_ONE,
    Find,
    add_block_saying,
    child,
    only_under,
    somewhere,
)
from plugins.fr_dsn.rules.controls.crossing import head_value, lines, never, pair, written
from plugins.fr_dsn.rules.controls.date_vs_month import month_end
from plugins.fr_dsn.rules.controls.declaring import Declared, Fault, Frame, GroupRule
from plugins.fr_dsn.rules.controls.ties import above, contracts, pay, told, values_below
from plugins.fr_dsn.rules.controls.within_block import given, other

PAY_MISSING = N_(
    "Contract %(contract)s, payment of %(day)s: a remuneration %(rubric)s = %(missing)s is missing. Add it."
)

PAYMENT, LINE, BASE, CONTRIBUTION = "S21.G00.50", "S21.G00.51", "S21.G00.78", "S21.G00.81"
KIND = "S21.G00.51.011"
SERVICE, AT_SEA = "93", ("91", "92")
FULL = frozenset({"001", "002", "003", "010"})
AT_END = frozenset({"001", "002", "010"})

_BY_BASE, _BY_KIND, _NATURES = told(BASE, "001"), told(LINE, "011"), told("S21.G00.40", "007")


def _kinds_of_pay(group: Group, frame: Frame) -> Iterable[Fault]:
    """Find contracts paid in a payment without one of the four kinds; service lines have rules of their own."""
    lacking = [place for place, kinds in group.once(pay).items() if not kinds.keys() >= FULL]
    if not lacking or frame.nature not in ("01", "09"):
        return ()
    return _lacking(group, lacking)


def _lacking(group: Group, places: Iterable[tuple[int, str]]) -> Iterable[Fault]:
    for payment, number in places:
        known = group.once(contracts).get(number, ())
        if known and all(group.value(at, "007") not in (SERVICE, None) for at in known):
            yield _missing(group, payment, number, group.once(pay)[payment, number], FULL)


def _kinds_at_end(group: Group, frame: Frame) -> Iterable[Fault]:
    """Find payments of a signal of end of contract without one of the three kinds, whatever number they name."""
    if frame.nature != "07":
        return
    kinds: dict[int, dict[str, int]] = {}
    numbers: dict[int, str] = {}
    for (payment, number), first in group.once(pay).items():
        kinds.setdefault(payment, {}).update(first)
        numbers.setdefault(payment, number)
    for payment, there in kinds.items():
        if not there.keys() >= AT_END:
            yield _missing(group, payment, numbers[payment], there, AT_END)


def _missing(
    group: Group, payment: int, number: str, kinds: Mapping[str, int], wanted: frozenset[str]
) -> Fault:
    missing = tuple(sorted(wanted - kinds.keys()))
    said = {
        "contract": words.text(number),
        "day": words.day(group.value(payment, "001")) if payment >= 0 else "",
    }
    params = {**said, "rubric": words.rubric(KIND), "missing": words.codes(KIND, missing)}
    return Fault(min(kinds.values()), "011", Phrase(PAY_MISSING, params))


def _service_lines(*, unpaid: bool) -> Find:
    """Find service lines at sea that lack the kinds of pay which the engagement they belong to asks for.

    Where unemployment pay (002) of the engagement is not zero, the line needs 002; where it is zero, all four kinds.
    """
    wanted = FULL if unpaid else frozenset({"002"})

    def find(group: Group, _: Frame) -> Iterable[Fault]:
        for at in group.once(_NATURES).get(SERVICE, ()):
            engaged = group.once(contracts).get(group.value(at, "076") or "", ())
            if not any(group.value(one, "007") in AT_SEA for one in engaged):
                continue
            amounts = _unemployment_pay(group, group.value(at, "076"))
            number = group.value(at, "009")
            if number is None or not amounts or any(amounts) is unpaid:
                continue
            kinds = {kind for (_, of), kinds in group.once(pay).items() if of == number for kind in kinds}
            if not kinds >= wanted:
                missing = tuple(sorted(wanted - kinds))
                contract = pair("S21.G00.40.009", number)
                yield Fault(at, "009", add_block_saying(contract, KIND, missing))

    return find


def _unemployment_pay(group: Group, number: str | None) -> list[int]:
    lines = [at for at in group.once(_BY_KIND).get("002", ()) if group.value(at, "010") == number]
    return [amount for at in lines if (amount := cents(group.value(at, "013"))) is not None]


def _gross_base(group: Group, _: Frame) -> Iterable[Fault]:
    """Find payments with gross pay (001) but without the uncapped base (03)."""
    based = above(group, group.once(_BY_BASE), ("03",))
    bare = {payment for payment, _number in group.once(pay)} - based
    if not bare:
        return ()
    return [
        Fault(at, "013", add_block_saying(pair(KIND, "001"), "S21.G00.78.001", ("03",)))
        for at in group.once(_BY_KIND).get("001", ())
        if group.parents[at] in bare and cents(group.value(at, "013"))
    ]


def _both_bases(group: Group, frame: Frame) -> Iterable[Fault]:
    """Find, in the declared month, a capped base without the uncapped one for the same period, and the reverse."""
    month, by_code = frame.month, group.once(_BY_BASE)
    capped, uncapped = (_periods(group, by_code.get(code, ())) for code in ("02", "03"))
    if month is None or capped.keys() == uncapped.keys():
        return ()
    return _alone(capped, uncapped, month)


def _alone(capped: Mapping[Period, int], uncapped: Mapping[Period, int], month: date) -> Iterable[Fault]:
    for (here, code), (there, wanted) in (
        ((capped, "02"), (uncapped, "03")),
        ((uncapped, "03"), (capped, "02")),
    ):
        for period, at in here.items():
            if period not in there and _inside(period, month):
                yield Fault(at, "001", add_block_saying(_base(code, period), "S21.G00.78.001", (wanted,)))


Period = tuple[int, str | None, str | None]


def _periods(group: Group, bases: Iterable[int]) -> dict[Period, int]:
    return {(group.parents[at], group.value(at, "002"), group.value(at, "003")): at for at in bases}


def _inside(period: Period, month: date) -> bool:
    begin, end = day(period[1]), day(period[2])
    return begin is not None and end is not None and month <= begin and end <= month_end(month)


def _base(code: str, period: Period) -> str:
    begin, end = day(period[1]), day(period[2])
    days = f"{written(begin)} - {written(end)}" if begin and end else ""
    return f"{pair('S21.G00.78.001', code)}, {days}"


def _insurance_components(group: Group, _: Frame) -> Iterable[Fault]:
    """Find bases of insured contracts (31) with components of which none is one of insurance."""
    for at in group.once(_BY_BASE).get("31", ()):
        components = values_below(group, "S21.G00.79", "001", at)
        if components and not any(one in INSURANCE for one in components):
            yield Fault(
                at, "001", add_block_saying(pair("S21.G00.78.001", "31"), "S21.G00.79.001", INSURANCE)
            )


INSURANCE = (*(f"{number}" for number in range(10, 22)), "23", "24")


def _one_contribution(group: Group, _: Frame) -> Iterable[Fault]:
    """Find bases of insured contracts (31) without exactly one contribution of the person (059)."""
    for at in group.once(_BY_BASE).get("31", ()):
        count = values_below(group, CONTRIBUTION, "001", at).count("059")
        if count == 1:
            continue
        base, rubric = pair("S21.G00.78.001", "31"), "S21.G00.81.001"
        if not count:
            yield Fault(at, "001", add_block_saying(base, rubric, ("059",)))
            continue
        said = {
            "given": base,
            "rubric": words.rubric(rubric),
            "allowed": words.code(rubric, "059"),
            "count": count,
        }
        yield Fault(at, "001", Phrase(ONLY_ONE, said))


_REDUCTIONS = told(CONTRIBUTION, "001")


def _reduction(group: Group, _: Frame) -> Iterable[Fault]:
    """Find general reductions (018, 106) that do not stand beside the minimum wage (79 of type 01) under base 03."""
    found = group.once(_REDUCTIONS)
    for code in ("018", "106"):
        for at in found.get(code, ()):
            base = group.parents[at]
            given_code = pair("S21.G00.81.001", code)
            if base < 0 or group.value(base, "001") != "03":
                yield Fault(at, "001", add_block_saying(given_code, "S21.G00.78.001", ("03",)))
            elif "01" not in values_below(group, "S21.G00.79", "001", base):
                yield Fault(at, "001", add_block_saying(given_code, "S21.G00.79.001", ("01",)))


_NET = told("S21.G00.58", "003")


def without_net_social_amount(group: Group) -> list[int]:
    """Give the payments without the net social amount (58 of type 03)."""
    there = above(group, group.once(_NET), ("03",))
    return [at for at in group.of(PAYMENT) if at not in there]


def _net_social_amount(*, shifted: bool) -> Find:
    """Find payments of the month (`shifted`: after it) without the net social amount; not in Monaco."""

    def find(group: Group, frame: Frame) -> Iterable[Fault]:
        lacking = group.once(without_net_social_amount)
        return _undeclared(group, frame, lacking, shifted) if lacking else ()

    return find


def _undeclared(group: Group, frame: Frame, lacking: Iterable[int], shifted: bool) -> Iterable[Fault]:
    month, postcode = frame.month, head_value(frame, "S21.G00.11", "004")
    if month is None or postcode is None or postcode.startswith("98"):
        return
    days = {at: day(group.value(at, "001")) for at in group.of(PAYMENT)}
    later = {at for at, on in days.items() if on is not None and on > month_end(month)}
    for at in lacking:
        on = days[at]
        asked = at in later if shifted else on is not None and on >= month and not later - {at}
        if asked:
            paid_on = f"{words.rubric('S21.G00.50.001')} = {words.day(group.value(at, '001'))}"
            yield Fault(at, "001", add_block_saying(paid_on, "S21.G00.58.003", ("03",)))


def _rule(control: str, block: str, find: Find, *needs: frozenset[str]) -> GroupRule:
    return GroupRule(control, frozenset({block}), find, needs)


def _payment(control: str, *, shifted: bool) -> GroupRule:
    find = _net_social_amount(shifted=shifted)
    return GroupRule(control, frozenset({PAYMENT}), find, unless=lines("58.003", "03"), single=PAYMENT)


_AT_SEA, _INSURED = lines("40.007", SERVICE), lines("78.001", "31")
_NOT_INSURANCE = ("01", "02", "03", "04", "05", "06", "22", "90", "91")

PAY: Declared = (
    _payment("S21.G00.50.001/CCH-14", shifted=False),
    _payment("S21.G00.50.001/CCH-15", shifted=True),
    _rule("S21.G00.51.011/CCH-11", LINE, _kinds_of_pay),
    _rule("S21.G00.51.011/CCH-12", LINE, _service_lines(unpaid=False), _AT_SEA),
    _rule("S21.G00.51.011/CCH-13", LINE, _service_lines(unpaid=True), _AT_SEA),
    _rule("S21.G00.51.011/CCH-15", LINE, _kinds_at_end),
    _rule("S21.G00.51.013/SIG-11", LINE, _gross_base),
    only_under("S21.G00.53.001/CCH-11", "51.011", ("002",)),
    somewhere("S21.G00.78.001/SIG-18", "71.002", ("CRPNPAC",), "78.001", ("41", "42")),
    _rule("S21.G00.78.001/SIG-19", BASE, _both_bases),
    child("S21.G00.79.001/CCH-11", "78.001", ("31",), "79"),
    _rule("S21.G00.79.001/CCH-12", BASE, _insurance_components, _INSURED),
    never("S21.G00.79.001/CCH-14", given("79.001", "01"), other("78.001", "03", "19")),
    never("S21.G00.79.001/CCH-17", given("78.001", "31"), given("79.001", *_NOT_INSURANCE)),
    child("S21.G00.81.001/CCH-11", "78.001", ("28",), "81.001", ("060", "061")),
    _rule("S21.G00.81.001/CCH-15", BASE, _one_contribution, _INSURED),
    _rule("S21.G00.81.001/CCH-17", CONTRIBUTION, _reduction, lines("81.001", "018", "106")),
)

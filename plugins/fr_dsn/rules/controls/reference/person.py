"""References inside a person: contracts by number, affiliations by their technical number."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from console.plugin import Phrase
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import ADD_RUBRIC, REMOVE_RUBRIC, pair
from plugins.fr_dsn.rules.controls.declaring import Declared, Fault, Frame, GroupRule
from plugins.fr_dsn.rules.controls.reference.kinds import ELSEWHERE, UNKNOWN, UNNAMED, named, say
from plugins.fr_dsn.rules.controls.ties import contracts, paid, pay, told

AFFILIATION, BASE = "S21.G00.70", "S21.G00.78"

_BY_BASE, _NAMED, _AFFILIATIONS = told(BASE, "001"), told(BASE, "005"), told(AFFILIATION, "012")


def _paid_contracts(group: Group, _: Frame) -> Iterable[Fault]:
    """Find contracts that no remuneration names."""
    known = group.once(contracts)
    return [
        Fault(at, "009", say(UNNAMED, "S21.G00.40.009", number, "S21.G00.51.010"))
        for number in known.keys() - group.once(paid)
        for at in known[number]
    ]


def _based_affiliations(group: Group, frame: Frame) -> Iterable[Fault]:
    """Find affiliations without a base of kind 31 that names them."""
    if frame.nature != "01":
        return ()
    insured, named_by = group.once(_BY_BASE).get("31", ()), group.once(_NAMED)
    return [
        Fault(blocks[0], "012", say(UNNAMED, "S21.G00.70.012", number, "S21.G00.78.005"))
        for number, blocks in group.once(_AFFILIATIONS).items()
        if set(named_by.get(number, ())).isdisjoint(insured)
    ]


def _affiliation_of_base(group: Group, _: Frame) -> Iterable[Fault]:
    """Find bases of kind 31 without a known affiliation, and other bases with one."""
    insured, named_by = group.once(_BY_BASE).get("31", ()), group.once(_NAMED)
    telling = [at for bases in named_by.values() for at in bases]
    same = len(telling) == len(insured) and set(telling) == set(insured)
    if same and named_by.keys() <= group.once(_AFFILIATIONS).keys():
        return ()
    return _wrong_affiliations(group)


def _wrong_affiliations(group: Group) -> Iterable[Fault]:
    known, rubric = group.once(_AFFILIATIONS), "S21.G00.78.005"
    for code, bases in group.once(_BY_BASE).items():
        told_by = {"given": pair("S21.G00.78.001", code), "rubric": words.rubric(rubric)}
        for at in bases:
            value = group.value(at, "005")
            if code != "31":
                if value is not None:
                    yield Fault(at, "005", Phrase(REMOVE_RUBRIC, told_by))
            elif value is None:
                yield Fault(at, "005", Phrase(ADD_RUBRIC, told_by))
            elif value not in known:
                yield Fault(at, "005", say(UNKNOWN, rubric, value, "S21.G00.70.012"))


def _paid_affiliation(group: Group, _: Frame) -> Iterable[Fault]:
    """Find bases of kind 31 whose contract is not among those that their payment names."""
    insured, lines_of = set(group.once(_BY_BASE).get("31", ())), group.once(pay)
    for value, bases in group.once(_NAMED).items():
        affiliations = group.once(_AFFILIATIONS).get(value)
        if affiliations is None:
            continue
        numbers = [group.value(group.parents[one], "009") for one in affiliations]
        for at in bases:
            payment = group.parents[at]
            if at in insured and not any((payment, number) in lines_of for number in numbers):
                yield _unpaid(group, at, payment, value)


def _unpaid(group: Group, at: int, payment: int, value: str) -> Fault:
    said = {"rubric": words.rubric("S21.G00.78.005"), "value": words.text(value)}
    day = words.day(group.value(payment, "001")) if payment >= 0 else ""
    return Fault(at, "005", Phrase(ELSEWHERE, {**said, "day": day}))


def _insured(control: str, block: str, find: Callable[[Group, Frame], Iterable[Fault]]) -> GroupRule:
    return GroupRule(control, frozenset({block}), find)


PERSON: Declared = (
    named("S21.G00.34.002/CCH-11", "40.009"),
    GroupRule("S21.G00.40.009/CCH-13", frozenset({"S21.G00.40"}), _paid_contracts),
    named("S21.G00.51.010/CCH-11", "40.009", natures=("01", "09")),
    named("S21.G00.51.010/CCH-12", "40.009", "45.002", natures=("07",)),
    named("S21.G00.52.006/CCH-11", "40.009", natures=("01",)),
    named("S21.G00.52.006/CCH-12", "40.009", "45.002", natures=("07",)),
    _insured("S21.G00.78.001/CCH-13", AFFILIATION, _based_affiliations),
    _insured("S21.G00.78.005/CCH-11", BASE, _affiliation_of_base),
    _insured("S21.G00.78.005/CCH-12", BASE, _paid_affiliation),
    named("S21.G00.86.005/CCH-11", "40.009"),
)

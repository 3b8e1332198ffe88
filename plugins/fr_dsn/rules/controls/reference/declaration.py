"""References in the whole of a declaration: memberships, places of work, holders of shares, payments to insurers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls.crossing import Nothing, head_value
from plugins.fr_dsn.rules.controls.declaring import (
    DeclarationRule,
    Declared,
    Fault,
    Frame,
    Gathering,
    GroupRule,
)
from plugins.fr_dsn.rules.controls.organisations import insures
from plugins.fr_dsn.rules.controls.people import people_of
from plugins.fr_dsn.rules.controls.reference.kinds import NAMED, UNKNOWN, UNNAMED, say
from plugins.fr_dsn.rules.controls.ties import told, under, values

TEMPORARY_WORK = "7820Z"
"""Activity of an agency: its memberships need not agree with its affiliations."""
MEMBERSHIP, AFFILIATION = "S21.G00.15", "S21.G00.70"
_NAMING = "S21.G00.70.013"


class _Members:
    """Affiliations that name a membership which the declaration does not have."""

    def __init__(self, frame: Frame) -> None:
        self._known = frame.head.once(values(MEMBERSHIP, "005"))

    def add(self, group: Group) -> Iterable[Fault]:
        """Look at the affiliations of a person."""
        for value, blocks in group.once(told(AFFILIATION, "013")).items():
            if value not in self._known:
                for at in blocks:
                    yield Fault(at, "013", say(UNKNOWN, "S21.G00.70.013", value, "S21.G00.15.005"))

    def end(self, head: Group) -> Iterable[Fault]:
        """Nothing is left to say."""
        return ()


class _Memberships:
    """Memberships that no affiliation names though they should be, or that one names though they cover nobody."""

    def __init__(self, number: str, covers: str | None, template: str) -> None:
        self._number, self._covers, self._template = number, covers, template
        self._named: set[str] = set()

    def add(self, group: Group) -> Iterable[Fault]:
        """Note what affiliations name."""
        self._named |= group.once(told(AFFILIATION, "013")).keys()
        return ()

    def end(self, head: Group) -> Iterable[Fault]:
        """Look at the memberships of the head; one without a technical number is left alone."""
        wrong = self._template is NAMED
        for at in head.of(MEMBERSHIP):
            number, covers = head.value(at, "005"), head.value(at, "004")
            if number is None or (self._covers is not None and covers != self._covers):
                continue
            if (number in self._named) is wrong:
                message = say(self._template, "S21.G00.15.001", head.value(at, "001"), "S21.G00.70.013")
                yield Fault(at, self._number, message)


def _memberships(
    control: str, covers: str | None, template: str, asked: Callable[[Frame], bool]
) -> DeclarationRule:
    def start(frame: Frame) -> Gathering:
        return _Memberships("001", covers, template) if asked(frame) else Nothing()

    triggers = frozenset({MEMBERSHIP, AFFILIATION})
    return DeclarationRule(control, start, triggers, lasting=frozenset({_NAMING}))


def _is_no_agency(frame: Frame) -> bool:
    return head_value(frame, "S21.G00.11", "002") != TEMPORARY_WORK


class _Places:
    """Places that contracts name and that no block S21.G00.85, which comes after the persons, describes."""

    def __init__(self, frame: Frame, number: str, own: str | None) -> None:
        self._number, self._own = number, own
        self._named: dict[str, tuple[int, str | None]] = {}
        self._described: set[str] = set()

    def add(self, group: Group) -> Iterable[Fault]:
        """Note what contracts name (its first line and person), and what is described."""
        if group.of("S21.G00.85"):
            self._described.update(group.once(values("S21.G00.85", "001")))
        for at in group.of("S21.G00.40"):
            place = group.value(at, self._number)
            if place is not None and place != self._own and place not in self._named:
                person = group.value(0, "001") or group.value(0, "020")
                self._named[place] = group.line(at, self._number), person
        return ()

    def end(self, head: Group) -> Iterable[Fault]:
        """Tell each place once, where it was first named."""
        rubric = f"S21.G00.40.{self._number}"
        for place, (line, person) in self._named.items():
            if place not in self._described:
                yield Fault(-1, self._number, say(UNKNOWN, rubric, place, "S21.G00.85.001"), line, person)


def _places(control: str, *, own: bool) -> DeclarationRule:
    def start(frame: Frame) -> _Places:
        return _Places(frame, control[11:14], frame.siren + frame.nic if own else None)

    reads = frozenset({f"S21.G00.40.{control[11:14]}", "S21.G00.85.001"})
    return DeclarationRule(control, start, frozenset({"S21.G00.40", "S21.G00.85"}), lasting=reads)


class _Beneficiaries:
    """Holders of shares, options and rights who are none of the persons declared before."""

    def __init__(self, frame: Frame, control: str, number: str) -> None:
        self._control, self._number = control, number
        self._people = people_of(frame)

    def add(self, group: Group) -> Iterable[Fault]:
        """Look at the holders, who come after the persons."""
        block, number = self._control[:10], self._control[11:14]
        for at in group.of(block):
            value = group.value(at, number)
            if value is not None and value not in self._people.numbers[self._number]:
                message = say(UNKNOWN, self._control[:14], value, f"S21.G00.30.{self._number}")
                yield Fault(at, number, message)

    def end(self, head: Group) -> Iterable[Fault]:
        """Nothing is left to say."""
        return ()


def _beneficiary(control: str, number: str) -> DeclarationRule:
    return DeclarationRule(
        control, lambda frame: _Beneficiaries(frame, control, number), frozenset({control[:10]})
    )


def _membership_rows(group: Group) -> set[tuple[str | None, str | None, str | None]]:
    return {
        (group.value(at, "002"), group.value(at, "003"), group.value(at, "001"))
        for at in group.of(MEMBERSHIP)
    }


_PARTS = under("S21.G00.55")


def _payments(group: Group, _: Frame) -> Iterable[Fault]:
    """Find payments to an insurer, without parts, of whom (with the delegate) no membership is declared."""
    known = {row[:2] for row in group.once(_membership_rows)}
    for at in group.of("S21.G00.20"):
        insurer = group.value(at, "001")
        if insurer is None or not insures(insurer) or at in group.once(_PARTS):
            continue
        if (insurer, group.value(at, "008")) not in known:
            yield Fault(at, "001", say(UNKNOWN, "S21.G00.20.001", insurer, "S21.G00.15.002"))


def _parts(group: Group, _: Frame) -> Iterable[Fault]:
    """Find parts of a payment to an insurer whose contract is not a membership with him and his delegate."""
    for at in group.of("S21.G00.55"):
        contract, payment = group.value(at, "003"), group.parents[at]
        if contract is None or payment < 0:
            continue
        insurer, delegate = group.value(payment, "001"), group.value(payment, "008")
        if insurer is None or not insures(insurer):
            continue
        if (insurer, delegate, contract) not in group.once(_membership_rows):
            yield Fault(at, "003", say(UNKNOWN, "S21.G00.55.003", contract, "S21.G00.15.001"))


_OF_CONTRACTS = frozenset((*(f"{code:03}" for code in (*range(1, 21), *range(36, 41))), "046", "090"))


def _establishment_share(group: Group, _: Frame) -> Iterable[Fault]:
    """Find contributions of the establishment that name no membership.

    The control asks for the technical number (15.005), the guide for the reference (15.001): both are let pass.
    """
    known = {*group.once(values(MEMBERSHIP, "005")), *group.once(values(MEMBERSHIP, "001"))}
    for at in group.of("S21.G00.82"):
        value = group.value(at, "005")
        if group.value(at, "002") in _OF_CONTRACTS and value is not None and value not in known:
            yield Fault(at, "005", say(UNKNOWN, "S21.G00.82.005", value, "S21.G00.15.005"))


def _priming(frame: Frame) -> bool:
    return frame.nature == "08"


DECLARATION: Declared = (
    _memberships("S20.G00.05.001/CCH-13", None, UNNAMED, _priming),
    _memberships("S21.G00.15.001/CCH-13", "01", UNNAMED, _is_no_agency),
    _memberships("S21.G00.15.001/CCH-14", "02", NAMED, _is_no_agency),
    GroupRule("S21.G00.20.001/CCH-13", frozenset({"S21.G00.20"}), _payments),
    _places("S21.G00.40.019/CCH-11", own=True),
    _places("S21.G00.40.046/CCH-13", own=False),
    GroupRule("S21.G00.55.003/CCH-11", frozenset({"S21.G00.55"}), _parts),
    DeclarationRule(
        "S21.G00.70.013/CCH-11", _Members, frozenset({AFFILIATION}), lasting=frozenset({_NAMING})
    ),
    GroupRule("S21.G00.82.005/CCH-14", frozenset({"S21.G00.82"}), _establishment_share),
    _beneficiary("S89.G00.67.001/CCH-13", "001"),
    _beneficiary("S89.G00.67.002/CCH-12", "020"),
    _beneficiary("S89.G00.87.007/CCH-13", "001"),
    _beneficiary("S89.G00.87.008/CCH-13", "020"),
    _beneficiary("S89.G00.88.008/CCH-13", "001"),
    _beneficiary("S89.G00.88.009/CCH-13", "020"),
    _beneficiary("S89.G00.89.007/CCH-13", "001"),
    _beneficiary("S89.G00.89.008/CCH-13", "020"),
)

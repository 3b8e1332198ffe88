"""Bases of collective insurance (S21.G00.78.001 = 31): one for each period and affiliation, and each part once."""

from __future__ import annotations

from collections.abc import Iterator

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import Fault, Frame, GroupRule
from plugins.fr_dsn.rules.controls.ties import affiliations, told, under, values_below

SAME_BASIS = N_(
    "%(rubric)s: affiliation “%(affiliation)s” has two bases from %(first)s to %(last)s "
    "with contributions of the same sign. Join them."
)
PART_TWICE = N_("%(rubric)s: %(value)s stands twice under the same base. Join both.")
BASIS, PART, CONTRIBUTION = "S21.G00.78", "S21.G00.79", "S21.G00.81"
INSURANCE, MISSION = "31", "03"
INSURED = frozenset({f"{BASIS}.001,'{INSURANCE}"})
"""The line that makes a base one of insurance."""
ONCE_EACH = frozenset({"10", "11", "12", "13", "14", "15", "16", "24"})
"""Parts (S21.G00.79.001) of which a base may hold one of each."""


def one_basis_for_period(control: str) -> GroupRule:
    """Warn of two bases of one payment, period and affiliation with contributions of one sign; missions may."""

    def find(group: Group, frame: Frame) -> Iterator[Fault]:
        bases = group.once(told(BASIS, "001")).get(INSURANCE, ())
        if len(bases) < 2:
            return
        seen: set[tuple[object, ...]] = set()
        for at in bases:
            affiliation = group.value(at, "005")
            first, last = group.value(at, "002"), group.value(at, "003")
            keys = {
                (group.parents[at], first, last, affiliation, value[0] == "-")
                for value in values_below(group, CONTRIBUTION, "004", at)
            }
            if keys & seen and not _of_mission(group, affiliation):
                more = {
                    "affiliation": words.text(affiliation),
                    "first": words.day(first),
                    "last": words.day(last),
                }
                yield Fault(at, "001", Phrase(SAME_BASIS, {"rubric": words.rubric(control[:14]), **more}))
            seen |= keys

    return GroupRule(control, frozenset({BASIS}), find, (INSURED,))


def _of_mission(group: Group, affiliation: str | None) -> bool:
    contracts = group.once(affiliations).get(affiliation or "", ())
    return any(group.value(at, "007") == MISSION for at in contracts if at >= 0)


def parts_of_basis(control: str) -> GroupRule:
    """Refuse a part that stands twice under one base of insurance."""

    def find(group: Group, frame: Frame) -> Iterator[Fault]:
        below = group.once(under(PART))
        for basis in group.once(told(BASIS, "001")).get(INSURANCE, ()):
            parts = below.get(basis, ())
            seen: set[str] = set()
            for at in parts:
                code = group.value(at, "001")
                if code in ONCE_EACH and code in seen:
                    more = {"rubric": words.rubric(control[:14]), "value": words.code(control[:14], code)}
                    yield Fault(at, "001", Phrase(PART_TWICE, more))
                seen.add(code or "")

    return GroupRule(control, frozenset({PART}), find, (INSURED,))

"""From which day the insurer pays for a stoppage, and until when: counted day by day and told line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from console.plugin import N_, Phrase

from .checks import TOUCHES, Spell
from .declaration import DAY
from .terms import Counting, Terms


@dataclass(frozen=True, slots=True)
class Line:
    """One step: what it says, and the day or the number of days it comes to."""

    label: Phrase
    days: int | None = None
    day: date | None = None


class Cover(StrEnum):
    """What the terms make of the days of a stoppage."""

    UNKNOWN = "unknown"
    """No terms are known for its first day."""
    BELOW = "below"
    """It ends, as it stands, before the deductible is used up."""
    OPENS = "opens"
    SPENT = "spent"
    """The days that are paid at most were paid before."""


@dataclass(frozen=True, slots=True)
class Guarantee:
    """The days on which the insurer pays; without a first one it pays nothing, as `cover` says."""

    opens: date | None
    ends: date | None
    lines: tuple[Line, ...]
    cover: Cover = Cover.UNKNOWN


UNKNOWN = Guarantee(
    None, None, (Line(Phrase(N_("No terms of an insured contract are known for the first day."))),)
)


def guarantee(spell: Spell, earlier: Sequence[Spell], terms: Terms | None) -> Guarantee:
    """Give the guarantee of a stoppage, beside earlier ones of the same person and contract."""
    if terms is None:
        return UNKNOWN
    before = [one for one in earlier if one.first < spell.first]
    opened, lines = (_cumulated if terms.counting is Counting.CUMULATED else _continuous)(
        spell, before, terms
    )
    asked = Line(
        Phrase(N_("Deductible of contract %(contract)s"), {"contract": terms.contract}), terms.deductible
    )
    first = Line(Phrase(N_("First day of the stoppage")), day=spell.first)
    if opened is None or opened > spell.last:
        left = Line(
            Phrase(N_("The stoppage ends before the deductible is used up: nothing to pay")), day=spell.last
        )
        return Guarantee(None, None, (asked, first, *lines, left), Cover.BELOW)
    ends, limit = _limited(spell, before, opened, terms)
    opens = Line(Phrase(N_("The guarantee opens")), day=opened)
    told = [asked, first, *lines, opens, *limit, Line(Phrase(N_("Last day paid, as it stands")), day=ends)]
    if ends < opened:
        return Guarantee(None, None, tuple(told), Cover.SPENT)
    return Guarantee(opened, ends, tuple(told), Cover.OPENS)


def chain(spell: Spell, before: Sequence[Spell]) -> list[Spell]:
    """Give the stoppages that this one prolongs without work between, and itself, in order."""
    found = [spell]
    for one in sorted(before, key=lambda s: s.first, reverse=True):
        if found[0].first - one.last - DAY <= TOUCHES and one.reason == spell.reason:
            found.insert(0, one)
    return found


def _continuous(spell: Spell, before: Sequence[Spell], terms: Terms) -> tuple[date | None, list[Line]]:
    left, lines, opened = terms.deductible, [], None
    for one in chain(spell, before):
        used = min(left, _length(one))
        left -= used
        if one is not spell:
            label = Phrase(
                N_("Used up by stoppage %(reference)s, prolonged by this one"), {"reference": one.reference}
            )
            lines.append(Line(label, used))
        elif not left and used < _length(one):
            opened = one.first + used * DAY
            lines.append(Line(Phrase(N_("Used up by this stoppage")), used))
        else:
            lines.append(Line(Phrase(N_("Used up by this stoppage")), used))
    return opened, lines


def _cumulated(spell: Spell, before: Sequence[Spell], terms: Terms) -> tuple[date | None, list[Line]]:
    """Open on the first day of the stoppage that has enough days without work in the twelve months before it."""
    stopped = {day for one in before for day in _days(one)}
    earlier = sum(_year_before(spell.first) <= day < spell.first for day in stopped)
    label = Phrase(N_("Days of other stoppages in the twelve months before the first day"))
    for day in _days(spell):
        counted = sum(_year_before(day) <= one < day for one in stopped)
        if counted >= terms.deductible:
            used = Line(Phrase(N_("Days counted in the twelve months before the opening")), counted)
            return day, [Line(label, earlier), used]
        stopped.add(day)
    return None, [Line(label, earlier), Line(Phrase(N_("Used up by this stoppage")), _length(spell))]


def _limited(
    spell: Spell, before: Sequence[Spell], opened: date, terms: Terms
) -> tuple[date, Sequence[Line]]:
    """Give the last day paid: days of stoppages that this one prolongs count towards the limit, too."""
    if terms.most_days is None:
        return spell.last, ()
    paid = 0
    for one in chain(spell, before)[:-1]:
        told = guarantee(one, [other for other in before if other.first < one.first], terms)
        paid += (told.ends - told.opens).days + 1 if told.opens and told.ends else 0
    label = Phrase(N_("Paid at most for one stoppage; days paid before: %(paid)s"), {"paid": paid})
    last = opened + (terms.most_days - paid - 1) * DAY
    return min(spell.last, last), (Line(label, terms.most_days),)


def _days(spell: Spell) -> Iterator[date]:
    return (spell.first + n * DAY for n in range(_length(spell)))


def _length(spell: Spell) -> int:
    return max((spell.last - spell.first).days + 1, 0)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)

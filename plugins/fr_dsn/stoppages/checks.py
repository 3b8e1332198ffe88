"""What must hold of a declared stoppage: alone, against what was said before, and beside the person's other ones.

The bounds are those of block S21.G00.60 of the DSN norm (CT2025), as far as they make sense outside a DSN.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from stdnum import iban
from stdnum.fr import nir, siret

from console.plugin import N_, Phrase

from .declaration import ACCIDENTS, DAY, REASONS, RESUMPTIONS, Declaration, Kind

LONGEST: Final = timedelta(days=3 * 366)
"""Between the last day worked and the planned end: beyond, a year was mistyped."""
TOUCHES: Final = timedelta(days=3)
"""A prolongation begins at most so long after the last day before it: a weekend lies between. Ours, unverified."""
EARLIEST: Final = 1900
"""Year before which no accident has anything to do with a stoppage: relapses come decades later, not centuries."""
CONTRACT: Final = 20
"""Signs of the number of a contract at most, as in the DSN."""
INSURED: Final = 30
"""Signs of the reference of an insured contract at most."""
_NIR: Final = re.compile(r"[1-478]\d{4}(\d{2}|2[AB])\d{6}(\d{2})?")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value: its name, a word for programs, a sentence for people."""

    field: str
    code: str
    text: Phrase


@dataclass(frozen=True, slots=True)
class Spell:
    """The days of another stoppage of the same person and contract, both included."""

    reference: str
    first: date
    last: date
    reason: str = ""


def faults_of(declaration: Declaration, others: Sequence[Spell] = (), *, today: date) -> list[Fault]:
    """Give everything that is wrong with a declaration, beside the other stoppages of its person and contract."""
    return [
        *_numbers(declaration),
        *_codes(declaration),
        *_days(declaration, today),
        *_subrogation(declaration),
        *_accident(declaration, today),
        *_resumption(declaration),
        *_beside(declaration, others),
    ]


def faults_of_change(before: Declaration, now: Declaration) -> list[Fault]:
    """Give what may not change: by these values the health insurance knows the stoppage."""
    fixed = ("siret", "contract", "last_day_worked")
    changed = [name for name in fixed if getattr(before, name) != getattr(now, name)]
    changed += ["nir"] if before.person != now.person else []
    text = N_("This value cannot be changed. Cancel the stoppage and declare it anew under another key.")
    return [Fault(name, "fixed", Phrase(text)) for name in changed]


def has_sound_nir(number: str) -> bool:
    """Say whether a NIR has its form, and its key where it comes with one."""
    if _NIR.fullmatch(number) is None:
        return False
    return bool(nir.is_valid(number)) if len(number) == 15 else True


def _numbers(one: Declaration) -> Iterator[Fault]:
    if not siret.is_valid(one.siret):
        text = N_("The SIRET is wrong: fourteen figures, the last of which proves the others.")
        yield Fault("siret", "siret", Phrase(text))
    if not has_sound_nir(one.nir):
        text = N_("The NIR is wrong: thirteen signs, or fifteen with the two figures of its key.")
        yield Fault("nir", "nir", Phrase(text))
    elif one.nir[:13].endswith("999999"):
        yield Fault("nir", "nir_dummy", Phrase(N_("This NIR stands for no one. Give that of the person.")))


def _codes(one: Declaration) -> Iterator[Fault]:
    if one.reason not in REASONS:
        text = N_("Send one of these reasons: %(codes)s.")
        yield Fault("reason", "reason", Phrase(text, {"codes": ", ".join(REASONS)}))
    if not one.contract or len(one.contract) > CONTRACT:
        text = N_("The number of the contract has 1 to %(most)s signs.")
        yield Fault("contract", "contract", Phrase(text, {"most": CONTRACT}))
    if len(one.insured) > INSURED:
        text = N_("The reference of an insured contract has %(most)s signs at most.")
        yield Fault("insured", "insured", Phrase(text, {"most": INSURED}))
    yield from (
        Fault(name, "required", Phrase(N_("Give the name of the person.")))
        for name in ("family_name", "given_name")
        if not getattr(one, name)
    )


def _days(one: Declaration, today: date) -> Iterator[Fault]:
    if one.planned_end < one.last_day_worked:
        text = N_("The planned end lies before the last day worked.")
        yield Fault("planned_end", "before_last_day_worked", Phrase(text))
    if one.planned_end - one.last_day_worked > LONGEST:
        yield Fault("planned_end", "too_long", Phrase(N_("The planned end is years away. Check the year.")))
    if abs(one.last_day_worked - today) > LONGEST:
        yield Fault(
            "last_day_worked", "far_off", Phrase(N_("The last day worked is years away. Check the year."))
        )


def _subrogation(one: Declaration) -> Iterator[Fault]:
    lent = one.subrogation
    if lent is None:
        return
    if not iban.is_valid(lent.iban):
        yield Fault("subrogation.iban", "iban", Phrase(N_("The IBAN is wrong: its check digits do not fit.")))
    if lent.last < lent.first:
        text = N_("The subrogation ends before it begins.")
        yield Fault("subrogation.until", "before_from", Phrase(text))
    if lent.first < one.last_day_worked:
        text = N_("The subrogation begins before the last day worked.")
        yield Fault("subrogation.from", "before_last_day_worked", Phrase(text))


def _accident(one: Declaration, today: date) -> Iterator[Fault]:
    field = "accident_on"
    if one.reason in ACCIDENTS and one.accident_on is None:
        text = N_("Give the day of the accident, or on which the disease was stated: the reason asks for it.")
        yield Fault(field, "required", Phrase(text))
    if one.reason not in ACCIDENTS and one.accident_on is not None:
        text = N_("This reason has no day of an accident. Leave it out, or correct the reason.")
        yield Fault(field, "not_asked", Phrase(text))
    if one.accident_on is not None and one.accident_on > today:
        yield Fault(field, "future", Phrase(N_("The day of the accident lies in the future.")))
    if one.accident_on is not None and one.accident_on.year < EARLIEST:
        yield Fault(field, "far_off", Phrase(N_("The day of the accident is too long ago. Check the year.")))
    if one.accident_on is not None and one.accident_on > one.first_day:
        text = N_("The accident happened after the stoppage began.")
        yield Fault(field, "after_first_day", Phrase(text))


def _resumption(one: Declaration) -> Iterator[Fault]:
    if one.resumed_on is None:
        if one.resumption:
            text = N_("Give the day on which work was resumed.")
            yield Fault("resumed_on", "required", Phrase(text))
        return
    if one.resumed_on < one.last_day_worked:
        text = N_("Work is resumed before the stoppage begins: the closing lies before the opening.")
        yield Fault("resumed_on", "before_last_day_worked", Phrase(text))
    if one.resumed_on - one.last_day_worked > LONGEST:
        yield Fault(
            "resumed_on", "far_off", Phrase(N_("The day of resumption is years away. Check the year."))
        )
    if one.resumption not in RESUMPTIONS:
        text = N_("Send one of these reasons of resumption: %(codes)s.")
        yield Fault("resumption", "resumption", Phrase(text, {"codes": ", ".join(RESUMPTIONS)}))


def _beside(one: Declaration, others: Iterable[Spell]) -> Iterator[Fault]:
    """A person has one stoppage of a contract at a time, and a later one says how it stands to those before it."""
    known = sorted(others, key=lambda spell: spell.first)
    twin = next((s for s in known if s.first <= one.last_day and one.first_day <= s.last), None)
    if twin is not None:
        text = N_("Stoppage %(reference)s of this person and contract has days in common with this one.")
        field = "last_day_worked" if twin.first <= one.first_day else "planned_end"
        yield Fault(field, "overlap", Phrase(text, {"reference": twin.reference}))
        return
    before = next((s for s in reversed(known) if s.last < one.first_day), None)
    if before is None and one.kind is not Kind.FIRST:
        text = N_("No stoppage of this person and contract came before: send it as the first one.")
        yield Fault("kind", "nothing_before", Phrase(text))
    elif before is not None:
        yield from _after_another(one, before)


def _after_another(one: Declaration, before: Spell) -> Iterator[Fault]:
    said = {"reference": before.reference}
    gap = one.first_day - before.last - DAY
    if one.kind is Kind.PROLONGATION and gap > TOUCHES:
        text = N_(
            "Stoppage %(reference)s ended days before: this is a relapse or a new one, no prolongation."
        )
        yield Fault("kind", "not_adjoining", Phrase(text, said))
    if one.kind is not Kind.PROLONGATION and not gap and one.reason == before.reason:
        text = N_("Stoppage %(reference)s for the same reason ended the day before: send a prolongation.")
        yield Fault("kind", "adjoining", Phrase(text, said))

"""Which periods of slips belong to a stoppage that is known from DSN files.

Whether the person resumed earlier does not count: the cancellation of what was paid too long belongs to the same
stoppage as the payment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .periods import Period

Match = Literal["matched", "to_be_matched"]

_NIR_LENGTH = 13
_SIREN_LENGTH = 9


@dataclass(frozen=True, slots=True)
class StoppageOfPerson:
    """A stoppage of a person at a company."""

    siren: str
    nir: str
    last_day_worked: date
    until: date | None
    """Last day of the stoppage; None: it is still open."""

    @property
    def first(self) -> date:
        """Give its first day: the one after the last day worked."""
        return (
            self.last_day_worked if self.last_day_worked == date.max else self.last_day_worked + timedelta(1)
        )


class Stoppages:
    """Stoppages found by person and company."""

    def __init__(self, known: Iterable[StoppageOfPerson]) -> None:
        self._of: defaultdict[tuple[str, str], set[tuple[date, date]]] = defaultdict(set)
        for one in known:
            first, until = one.first, one.until or date.max
            if first <= until:
                self._of[one.nir[:_NIR_LENGTH], one.siren].add((first, until))

    def match(self, period: Period) -> Match:
        """Say whether a period shares a day with a stoppage of the same person and SIREN."""
        first, until = period.first or period.until, period.until or period.first
        if first is None or until is None or period.nir is None or period.siret is None:
            return "to_be_matched"
        stoppages = self._of.get((period.nir[:_NIR_LENGTH], period.siret[:_SIREN_LENGTH]), ())
        found = any(begins <= until and first <= ends for begins, ends in stoppages)
        return "matched" if found else "to_be_matched"

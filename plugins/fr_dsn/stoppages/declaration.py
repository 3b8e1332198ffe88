"""What is declared of a stoppage of work, as frozen values between the API, the pages and the channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from console.plugin import N_

DAY: Final = timedelta(days=1)


class Kind(StrEnum):
    """How a stoppage stands to the ones before it."""

    FIRST = "first"
    PROLONGATION = "prolongation"
    RELAPSE = "relapse"


KINDS: Final[Mapping[Kind, str]] = {
    Kind.FIRST: N_("First stoppage"),
    Kind.PROLONGATION: N_("Prolongation"),
    Kind.RELAPSE: N_("Relapse"),
}
REASONS: Final[Mapping[str, str]] = {
    "01": N_("Sickness"),
    "02": N_("Maternity"),
    "03": N_("Paternity"),
    "04": N_("Accident on the way to work"),
    "05": N_("Occupational disease"),
    "06": N_("Work accident"),
    "07": N_("Pregnant worker exempted from work"),
    "09": N_("Adoption"),
    "19": N_("Death of a child"),
}
"""By the codes of the DSN norm (S21.G00.60.001), as far as a stoppage of private employees has them."""
ACCIDENTS: Final = frozenset({"04", "05", "06"})
"""Reasons that have a day on which it happened."""
RESUMPTIONS: Final[Mapping[str, str]] = {
    "01": N_("Normal resumption"),
    "02": N_("Therapeutic part-time"),
    "03": N_("Part-time for personal reasons"),
}
"""By the codes of the DSN norm (S21.G00.60.011)."""


@dataclass(frozen=True, slots=True)
class Subrogation:
    """A time in which the employer goes on paying and gets the daily benefits, on this account."""

    first: date
    last: date
    iban: str


@dataclass(frozen=True, slots=True)
class Wage:
    """The gross wage of a month in euros, as the employer gives it; the month by its first day."""

    month: date
    gross: Decimal


@dataclass(frozen=True, slots=True)
class Declaration:
    """A stoppage as the employer declares it."""

    siret: str
    nir: str
    """Thirteen signs, or fifteen with its key."""
    family_name: str
    given_name: str
    contract: str
    """The number of the employment contract, as in the DSN (S21.G00.40.009)."""
    reason: str
    last_day_worked: date
    planned_end: date
    kind: Kind = Kind.FIRST
    subrogation: Subrogation | None = None
    accident_on: date | None = None
    resumed_on: date | None = None
    resumption: str = ""
    """A code of `RESUMPTIONS`, once work is resumed."""
    wages: tuple[Wage, ...] = ()
    insured: str = ""
    """The reference of the insured contract (S21.G00.15.001), where the company has several."""

    @property
    def first_day(self) -> date:
        """Give the first day without work."""
        return day_after(self.last_day_worked)

    @property
    def last_day(self) -> date:
        """Give the last day without work, as it stands: the planned one, or an earlier one after a resumption."""
        if self.resumed_on is None:
            return self.planned_end
        return min(self.planned_end, day_before(self.resumed_on))

    @property
    def days(self) -> int:
        """Give the number of calendar days without work; 0 when work was resumed at once."""
        return max((self.last_day - self.last_day_worked).days, 0)

    @property
    def is_early_return(self) -> bool:
        """Say whether work was resumed before the planned end."""
        return self.resumed_on is not None and self.resumed_on <= self.planned_end

    @property
    def person(self) -> str:
        """Give the thirteen signs by which the person is known."""
        return self.nir[:13]


def day_after(day: date) -> date:
    """Give the next day; the last one of the calendar stays, so that checks can say that it is years away."""
    return day + DAY if day < date.max else day


def day_before(day: date) -> date:
    """Give the day before; the first one of the calendar stays."""
    return day - DAY if day > date.min else day


def to_json(declaration: Declaration) -> dict[str, Any]:
    """Give a declaration as it is stored and sent: days in ISO form, amounts as text."""
    lent = declaration.subrogation
    return {
        "siret": declaration.siret,
        "nir": declaration.nir,
        "family_name": declaration.family_name,
        "given_name": declaration.given_name,
        "contract": declaration.contract,
        "reason": declaration.reason,
        "last_day_worked": declaration.last_day_worked.isoformat(),
        "planned_end": declaration.planned_end.isoformat(),
        "kind": str(declaration.kind),
        "subrogation": lent
        and {"from": lent.first.isoformat(), "until": lent.last.isoformat(), "iban": lent.iban},
        "accident_on": _iso(declaration.accident_on),
        "resumed_on": _iso(declaration.resumed_on),
        "resumption": declaration.resumption or None,
        "wages": [{"month": f"{one.month:%Y-%m}", "gross": f"{one.gross:.2f}"} for one in declaration.wages],
        "insured": declaration.insured or None,
    }


def from_json(stored: Mapping[str, Any]) -> Declaration:
    """Give a declaration back from what `to_json` gave."""
    lent = stored["subrogation"]
    return Declaration(
        siret=stored["siret"],
        nir=stored["nir"],
        family_name=stored["family_name"],
        given_name=stored["given_name"],
        contract=stored["contract"],
        reason=stored["reason"],
        last_day_worked=date.fromisoformat(stored["last_day_worked"]),
        planned_end=date.fromisoformat(stored["planned_end"]),
        kind=Kind(stored["kind"]),
        subrogation=lent
        and Subrogation(date.fromisoformat(lent["from"]), date.fromisoformat(lent["until"]), lent["iban"]),
        accident_on=_day(stored["accident_on"]),
        resumed_on=_day(stored["resumed_on"]),
        resumption=stored["resumption"] or "",
        wages=tuple(
            Wage(date.fromisoformat(f"{one['month']}-01"), Decimal(one["gross"])) for one in stored["wages"]
        ),
        insured=stored["insured"] or "",
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

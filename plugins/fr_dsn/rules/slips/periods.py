"""Periods of a slip: the lines of one insurance that begin on the same day belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from plugins.fr_dsn.formats.slips.slip import Employer, Fund, Insurance, Insured, Line, Slip

from .line_kinds import PLAIN, RECOVERIES, WAITING, is_deduction

PeriodKind = Literal["waiting", "recovery", "cancellation", "payment"]


@dataclass(frozen=True, slots=True)
class Period:
    """What was paid to a person for some days, in euros; amounts keep their signs."""

    siret: str | None
    nir: str | None
    fund: str | None
    nature: str | None
    booked_on: date | None
    first: date | None
    until: date | None
    lines: tuple[Line, ...]

    @property
    def kind(self) -> PeriodKind:
        """Give what the period is; a recovery is one whatever its sign."""
        codes = {line.code for line in self.lines}
        if codes == {WAITING}:
            return "waiting"
        if codes & RECOVERIES:
            return "recovery"
        return "cancellation" if self.net < 0 else "payment"

    @property
    def automatic(self) -> bool:
        """Say whether a program may treat it without a person looking."""
        return all(line.code in PLAIN or is_deduction(line.code) for line in self.lines)

    @property
    def subrogated(self) -> bool | None:
        """Say whether the employer was paid; None when the lines do not say, or do not agree."""
        said = {line.subrogated for line in self.lines} - {None}
        return said.pop() if len(said) == 1 else None

    @property
    def days(self) -> int:
        """Give the days of all lines."""
        return sum(line.days or 0 for line in self.lines)

    @property
    def gross(self) -> Decimal:
        """Give the sum of the benefits."""
        return sum_of(line for line in self.lines if not is_deduction(line.code))

    @property
    def deductions(self) -> Decimal:
        """Give the sum of CSG and RDS."""
        return sum_of(line for line in self.lines if is_deduction(line.code))

    @property
    def net(self) -> Decimal:
        """Give what was paid, or taken back when it is negative."""
        return sum_of(self.lines)


def periods_of(slip: Slip) -> Iterator[Period]:
    """Give the periods of a slip, in the order of the file."""
    for declarant in slip.declarants:
        for employer in declarant.employers:
            yield from _of_employer(employer)


def lines_of(employer: Employer) -> Iterator[tuple[str | None, Line]]:
    """Give all lines of an employer with the NIR of their person, in the order of the file."""
    for fund in employer.funds:
        for insured in fund.insured:
            for insurance in insured.insurances:
                yield from ((insured.nir, line) for line in insurance.lines)


def sum_of(lines: Iterable[Line]) -> Decimal:
    """Add up lines; one whose amount cannot be read counts nothing."""
    return sum((line.amount for line in lines if line.amount is not None), Decimal())


def _of_employer(employer: Employer) -> Iterator[Period]:
    for fund in employer.funds:
        for insured in fund.insured:
            for insurance in insured.insurances:
                for first, lines in _by_first_day(insurance).items():
                    yield _period(employer, fund, insured, insurance.nature, first, tuple(lines))


def _by_first_day(insurance: Insurance) -> dict[date | None, list[Line]]:
    found: dict[date | None, list[Line]] = {}
    for line in insurance.lines:
        found.setdefault(line.first, []).append(line)
    return found


def _period(
    employer: Employer,
    fund: Fund,
    insured: Insured,
    nature: str | None,
    first: date | None,
    lines: tuple[Line, ...],
) -> Period:
    until = max((line.until for line in lines if line.until is not None), default=None)
    return Period(employer.siret, insured.nir, fund.code, nature, fund.booked_on, first, until, lines)

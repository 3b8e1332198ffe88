"""What is right, what a person must look at, and what does not count in a list of salaries."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from console.plugin import N_, Finding, Phrase, quoted
from plugins.ch_fund.formats.salary_sheet import SalaryRow, SalarySheet

from .ac_ceiling import ac_ceiling, ac_ceiling_of_year
from .avs import avs_fault
from .cantons import CANTONS
from .total_lines import TotalLines

Status = Literal["ok", "flagged", "ignored"]


@dataclass(frozen=True, slots=True)
class CheckedSalary:
    """A row with what the checks made of it."""

    row: SalaryRow
    status: Status
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SalaryTotals:
    """Persons, each counted once, and incomes in francs of the rows that are right."""

    persons: int
    avs: Decimal
    ac: Decimal


def check_salaries(sheet: SalarySheet) -> list[CheckedSalary]:
    """Judge every row of a list of salaries."""
    return list(_judged(sheet))


def totals_of(rows: list[CheckedSalary]) -> SalaryTotals:
    """Add up the rows that are right."""
    right = [checked for checked in rows if checked.status == "ok"]
    return SalaryTotals(
        len({checked.row.avs for checked in right}),
        sum((checked.row.avs_income or Decimal() for checked in right), Decimal()),
        sum((checked.row.ac_income or Decimal() for checked in right), Decimal()),
    )


def _judged(sheet: SalarySheet) -> Iterator[CheckedSalary]:
    first_of: dict[tuple[Hashable, ...], int] = {}
    totals = TotalLines()
    for row in sheet.rows:
        place = _Place(row, sheet.titles)
        if totals.takes(row):
            # Its label may stand where others have their number.
            yield CheckedSalary(replace(row, avs=None), "ignored", (_total_line(row, place),))
        elif (
            row.content is not None and (first := first_of.setdefault(row.content, row.number)) != row.number
        ):
            same = Phrase(N_("This row says the same as row %(row)s and is left out."), {"row": first})
            yield CheckedSalary(row, "ignored", (place.finding("warning", "DUPLICATE", None, same),))
        else:
            findings = tuple(sorted(_findings(row, place), key=place.order))
            yield CheckedSalary(row, "flagged" if findings else "ok", findings)


def _total_line(row: SalaryRow, place: _Place) -> Finding:
    column, label = row.total_label or ("avs_income", _sum_of(row))
    left_out = Phrase(N_("The total line “%(value)s” is left out."), {"value": quoted(label)})
    return place.finding("warning", "TOTAL_LINE", column, left_out)


def _sum_of(row: SalaryRow) -> str:
    amount = row.ac_income if row.avs_income is None else row.avs_income
    return "=" if amount is None else f"{amount:.2f}"


class _Place:
    """Makes the findings of one row."""

    def __init__(self, row: SalaryRow, titles: Mapping[str, str]) -> None:
        self._row, self._titles = row, titles
        self.broken = frozenset(fault.column for fault in row.faults)
        """Columns of which nothing more is said: their cells cannot be read."""

    def finding(
        self, severity: Literal["business", "warning"], control: str, column: str | None, message: Phrase
    ) -> Finding:
        title = None if column is None else self._titles[column]
        return Finding(severity, control, message, {"row": self._row.number, "column": title})

    def order(self, finding: Finding) -> int:
        """Give the place of a finding in the order of our columns."""
        return list(self._titles.values()).index(str(finding.place["column"]))


def _findings(row: SalaryRow, place: _Place) -> Iterator[Finding]:
    for fault in row.faults:
        yield place.finding("business", fault.control, fault.column, fault.message)
    if "avs" not in place.broken and (wrong := avs_fault(row.avs)):
        yield place.finding("business", "AVS_CHECK_DIGIT", "avs", wrong)
    yield from _period(row, place)
    yield from _amounts(row, place)
    yield from _ceiling(row, place)
    if "canton" not in place.broken and row.canton not in CANTONS:
        yield place.finding("business", "CANTON", "canton", _no_canton(row.canton))


def _no_canton(text: str | None) -> Phrase:
    if text is None:
        return Phrase(N_("The canton is missing."))
    return Phrase(N_("“%(value)s” is not a canton. Write its two letters, like VD."), {"value": quoted(text)})


def _period(row: SalaryRow, place: _Place) -> Iterator[Finding]:
    if row.first is None or row.until is None:
        missing = Phrase(N_("The day is missing. A period has a first and a last day."))
        for column, day in (("from", row.first), ("until", row.until)):
            if day is None and column not in place.broken:
                yield place.finding("business", "PERIOD", column, missing)
        return
    days = {"first": row.first.isoformat(), "until": row.until.isoformat()}
    if row.until < row.first:
        reversed_ = Phrase(N_("The period ends on %(until)s, before it begins on %(first)s."), days)
        yield place.finding("business", "PERIOD", "until", reversed_)
    elif row.until.year != row.first.year:
        years = Phrase(N_("The period from %(first)s to %(until)s is not within one year."), days)
        yield place.finding("business", "PERIOD", "until", years)


def _amounts(row: SalaryRow, place: _Place) -> Iterator[Finding]:
    for column, amount in (("avs_income", row.avs_income), ("ac_income", row.ac_income)):
        if amount is None and column not in place.broken:
            missing = Phrase(N_("The amount is missing. Write 0 where there is none."))
            yield place.finding("business", "AMOUNT", column, missing)
        if amount is not None and amount < 0:
            negative = Phrase(N_("The amount %(value)s is negative."), {"value": f"{amount:.2f}"})
            yield place.finding("business", "AMOUNT", column, negative)


def _ceiling(row: SalaryRow, place: _Place) -> Iterator[Finding]:
    day = row.first or row.until
    if row.ac_income is None or day is None:
        return
    # Where the period is wrong, what exceeds a whole year is wrong all the same.
    ceiling = ac_ceiling_of_year(day)
    if row.first and row.until and row.first <= row.until and row.first.year == row.until.year:
        ceiling = ac_ceiling(row.first, row.until)
    if ceiling is None:
        unknown = Phrase(N_("The AC ceiling of the year %(year)s is not known."), {"year": day.year})
        yield place.finding("warning", "AC_CEILING", "ac_income", unknown)
    elif row.ac_income > ceiling:
        figures = {"income": f"{row.ac_income:.2f}", "ceiling": f"{ceiling:.2f}"}
        above = Phrase(
            N_("The AC income %(income)s is above the ceiling %(ceiling)s for this period."), figures
        )
        yield place.finding("warning", "AC_CEILING", "ac_income", above)

"""The sheet that is read in turns: invented insured persons with right check digits, 13 columns, texts inline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

HEADER = (
    "AVS number",
    "Name",
    "First name",
    "Date of birth",
    "E-mail",
    "IBAN",
    "From",
    "Until",
    "Wage",
    "Bonus",
    "Hours a week",
    "Pay",
    "Married",
)

_NAMES = ("Favre", "Đorđević", "Müller", "Łukasz", "Rochat", "D'Angelo", "Nguyễn", "Keller")
_FIRST_NAMES = ("Zoé", "Anna", "Noël", "Lea", "Matteo", "Aïcha", "Urs")
Value = str | date | float | int


def make_book(path: Path, rows: int, header: Sequence[str] = HEADER) -> None:
    """Write a workbook of so many rows under the titles, the same one each time."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Persons")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, header)
        for number, row in enumerate(rows_of(rows), start=1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write_number(number, column, value)


def rows_of(count: int) -> Iterator[tuple[Value, ...]]:
    """Give the rows; AVS numbers, e-mail addresses and accounts are new in each."""
    from stdnum import ean, iban

    for n in range(count):
        avs = f"756{n:09}"
        account = f"00762{n:012}"
        yield (
            _avs(avs + ean.calc_check_digit(avs)),
            _NAMES[n % len(_NAMES)],
            _FIRST_NAMES[n % len(_FIRST_NAMES)],
            date(1960, 1, 1) + timedelta(days=n % 16_000),
            f"person{n}@example.ch",
            f"CH{iban.calc_check_digits('CH00' + account)}{account}",
            date(2026, 1, 1) + timedelta(days=n % 28),
            date(2026, 12, 1) + timedelta(days=n % 28),
            4_000 + n % 4_001 + 0.05 * (n % 20),
            100.0 * (n % 30),
            1 + n % 42,
            ("monthly", "hourly")[n % 2],
            ("yes", "no")[n % 3 == 0],
        )


def _avs(digits: str) -> str:
    return f"{digits[:3]}.{digits[3:7]}.{digits[7:11]}.{digits[11:]}"

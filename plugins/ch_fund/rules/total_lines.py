"""Which rows of a list of salaries are sums of the rows above, not persons."""

from __future__ import annotations

from decimal import Decimal

from plugins.ch_fund.formats.salary_sheet import SalaryRow

_AMOUNTS = ("avs_income", "ac_income")


class TotalLines:
    """Looks at the rows one after the other, and adds up as it goes."""

    def __init__(self) -> None:
        self._all = dict.fromkeys(_AMOUNTS, Decimal())
        self._since_total = dict(self._all)

    def takes(self, row: SalaryRow) -> bool:
        """Say whether a row is a total line: it is called so, or it holds nothing but the sums of the rows above."""
        if self._is_called_total(row) or self._is_sum(row):
            self._since_total = dict.fromkeys(_AMOUNTS, Decimal())
            return True
        for column, amount in _amounts_of(row).items():
            self._all[column] += amount
            self._since_total[column] += amount
        return False

    @staticmethod
    def _is_called_total(row: SalaryRow) -> bool:
        # Somebody may be called Sommes: with an AVS number or a birth it is a person.
        has_number = row.avs is not None and not any(letter.isalpha() for letter in row.avs)
        return row.total_label is not None and not has_number and row.birth is None

    def _is_sum(self, row: SalaryRow) -> bool:
        formulas = {fault.column for fault in row.faults if fault.control == "FORMULA"}
        of_a_person = (row.avs, row.name, row.first_name, row.birth, row.first, row.until, row.canton)
        if any(value is not None for value in of_a_person) or not formulas <= set(_AMOUNTS):
            return False
        if len(row.faults) > len(formulas):
            return False
        amounts = _amounts_of(row)
        sums = all(amount in (self._all[c], self._since_total[c]) for c, amount in amounts.items())
        return sums and bool(amounts or formulas)


def _amounts_of(row: SalaryRow) -> dict[str, Decimal]:
    read = {"avs_income": row.avs_income, "ac_income": row.ac_income}
    return {column: amount for column, amount in read.items() if amount is not None}

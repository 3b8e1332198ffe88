"""Which rows of a list of addresses may be delegated: each address belongs to one person."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from console.plugin import N_, Finding, Phrase, fold, quoted
from plugins.ch_fund.formats.delegation_sheet import DelegationRow, DelegationSheet

from .avs import avs_fault
from .emails import usual_email

Status = Literal["ok", "flagged", "refused", "ignored"]


@dataclass(frozen=True, slots=True)
class CheckedDelegation:
    """A row with what the checks made of it."""

    row: DelegationRow
    status: Status
    findings: tuple[Finding, ...]


def check_delegations(sheet: DelegationSheet) -> list[CheckedDelegation]:
    """Judge every row of a list of addresses."""
    doubles = _doubles(sheet.rows)
    addresses = {row.number: _address(row) for row in sheet.rows if row.number not in doubles}
    shared = _shared(sheet.rows, addresses)
    checked = []
    for row in sheet.rows:
        if row.number in doubles:
            checked.append(CheckedDelegation(row, "ignored", (_double(row, doubles[row.number]),)))
            continue
        findings = tuple(_findings(row, sheet, addresses[row.number], shared))
        severities = {finding.severity for finding in findings}
        status: Status = "refused" if "refusal" in severities else "flagged" if severities else "ok"
        checked.append(CheckedDelegation(row, status, findings))
    return checked


def _double(row: DelegationRow, first: int) -> Finding:
    same = Phrase(N_("This row says the same as row %(row)s and is left out."), {"row": first})
    return Finding("warning", "DUPLICATE", same, {"row": row.number, "column": None})


def _doubles(rows: tuple[DelegationRow, ...]) -> dict[int, int]:
    """Give the rows that say what an earlier one says, with that one's number."""
    first_of: dict[tuple[Hashable, ...], int] = {}
    found = {}
    for row in rows:
        if row.content is not None and (first := first_of.setdefault(row.content, row.number)) != row.number:
            found[row.number] = first
    return found


def _shared(rows: tuple[DelegationRow, ...], addresses: Mapping[int, str | None]) -> dict[str, list[int]]:
    """Give the addresses that more than one person has, with the numbers of their rows."""
    persons: dict[str, set[str]] = {}
    numbers: dict[str, list[int]] = {}
    for row in rows:
        if address := addresses.get(row.number):
            persons.setdefault(address, set()).add(_person(row))
            numbers.setdefault(address, []).append(row.number)
    return {address: numbers[address] for address, known in persons.items() if len(known) > 1}


def _address(row: DelegationRow) -> str | None:
    """Give the address for comparing: nobody tells people apart by capitals."""
    usual = usual_email(row.email) if row.email else None
    return usual.casefold() if usual else None


def _person(row: DelegationRow) -> str:
    return row.avs or fold(f"{row.name} {row.first_name}")


def _findings(
    row: DelegationRow, sheet: DelegationSheet, address: str | None, shared: Mapping[str, list[int]]
) -> Iterator[Finding]:
    broken = {fault.column for fault in row.faults}

    def place(column: str) -> dict[str, object]:
        return {"row": row.number, "column": sheet.titles[column]}

    for fault in row.faults:
        severity: Literal["refusal", "business"] = "refusal" if fault.control == "FORMULA" else "business"
        yield Finding(severity, fault.control, fault.message, place(fault.column))
    for column, number in (("avs", row.avs), ("child_avs", row.child_avs)):
        if column not in broken and (wrong := avs_fault(number)):
            yield Finding("business", "AVS_CHECK_DIGIT", wrong, place(column))
    if "email" in broken:
        return
    if address is None:
        yield Finding("refusal", "EMAIL", _no_address(row.email), place("email"))
    elif address in shared:
        values = {"value": quoted(row.email), "rows": _listed(shared[address])}
        message = Phrase(
            N_("The address %(value)s is given for more than one person: rows %(rows)s."), values
        )
        yield Finding("business", "SHARED_EMAIL", message, place("email"))


def _no_address(email: str | None) -> Phrase:
    if email is None:
        return Phrase(N_("The e-mail address is missing."))
    return Phrase(N_("“%(value)s” is not an e-mail address."), {"value": quoted(email)})


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:5]))
    return shown if len(numbers) <= 5 else f"{shown}…"

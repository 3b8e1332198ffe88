"""Compares what is due for insured contracts with what is paid.

The norm does not ask for equality: a payment may be quarterly, partial, or stand in another file. So a difference is
for a person to look at, and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from console.plugin import N_, Phrase, quoted
from plugins.fr_dsn.formats.figures import amount
from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.rules.facts.declarations import InsuredContract


def differences(contracts: Iterable[InsuredContract]) -> Iterator[Found]:
    """Give a finding for each contract of which more or less is paid than is due."""
    for contract in contracts:
        if contract.due != contract.paid:
            yield _finding(contract)


def _finding(contract: InsuredContract) -> Found:
    due, paid = amount(contract.due), amount(contract.paid)
    said = N_(
        "For contract %(contract)s, %(due)s is due and %(paid)s is paid. Check the payments of the month."
    )
    return Found(
        "business",
        "DUE_PAID",
        Phrase(said, {"contract": quoted(contract.reference or "?"), "due": due, "paid": paid}),
        contract.line,
        "S21.G00.15.001",
        {
            "contract": contract.reference,
            "due": due,
            "paid": paid,
            "difference": amount(contract.due - contract.paid),
        },
    )

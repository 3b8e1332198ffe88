"""The words for states of collections and debits, for reasons of banks, and for calls left aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from console.plugin import lazy_gettext as _l
from console.plugin import pages
from plugins.fr_dsn.debits.models import DRAWING, EXECUTED, OPEN, WITHDRAWN
from plugins.fr_dsn.debits.rule import Begins, ItemState, Why

STATES: Final[Mapping[str, tuple[Any, pages.Tone]]] = {
    DRAWING: (_l("Being drawn up"), "plain"),
    OPEN: (_l("For the bank"), "info"),
    EXECUTED: (_l("Executed"), "ok"),
    WITHDRAWN: (_l("Withdrawn"), "plain"),
}
ITEMS: Final[Mapping[str, tuple[Any, pages.Tone]]] = {
    ItemState.OPEN: (_l("Announced"), "info"),
    ItemState.EXECUTED: (_l("Executed"), "ok"),
    ItemState.REJECTED: (_l("Rejected by the bank"), "bad"),
    ItemState.RETURNED: (_l("Returned"), "bad"),
    ItemState.WITHDRAWN: (_l("Withdrawn"), "plain"),
}
BEGINS: Final = (
    (str(Begins.FIRST), _l("Never used yet: the first debit is a first one (FRST)")),
    (str(Begins.RECURRENT), _l("Used before in another system: each debit is a recurrent one (RCUR)")),
)
WHYS: Final[Mapping[str, Any]] = {
    Why.NO_MANDATE: _l("No mandate"),
    Why.ENDED: _l("Mandate ended"),
    Why.SIGNED_LATER: _l("Mandate signed after the day of collection"),
    Why.LAPSED: _l("Mandate not used for 36 months"),
    Why.NOT_DUE: _l("Last day to pay is after the day of collection"),
    Why.NOTHING: _l("Nothing remains to pay"),
    Why.TOO_MUCH: _l("More than one debit can be"),
}
REASONS: Final[Mapping[str, Any]] = {
    "AC01": _l("IBAN wrong"),
    "AC04": _l("Account closed"),
    "AC06": _l("Account blocked"),
    "AC13": _l("Account of a consumer"),
    "AG01": _l("No direct debit on this account"),
    "AG02": _l("Wrong transaction code or sequence"),
    "AM04": _l("Not enough money"),
    "AM05": _l("Debited twice"),
    "BE05": _l("Creditor identifier wrong"),
    "CNOR": _l("Bank of the creditor not reachable"),
    "DNOR": _l("Bank of the debtor not reachable"),
    "FF01": _l("File in a wrong form"),
    "FF05": _l("Kind of debit wrong"),
    "MD01": _l("No valid mandate"),
    "MD02": _l("Details of the mandate missing or wrong"),
    "MD06": _l("Refund asked by the debtor"),
    "MD07": _l("Holder of the account died"),
    "MS02": _l("Refused by the debtor"),
    "MS03": _l("Reason not given by the bank"),
    "RC01": _l("BIC wrong"),
    "RR01": _l("Account of the debtor missing (regulation)"),
    "RR02": _l("Name or address of the debtor missing (regulation)"),
    "RR03": _l("Name or address of the creditor missing (regulation)"),
    "RR04": _l("Regulation"),
    "SL01": _l("Limited or blocked by the debtor at her bank"),
}
"""Reason codes of rejected and returned direct debits (EPC173-14, guidance on reason codes for R-transactions)."""


def reason(code: str) -> str:
    """Write a reason with its code."""
    return f"{code} {REASONS[code]}" if code in REASONS else code

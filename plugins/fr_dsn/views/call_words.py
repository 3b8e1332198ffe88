"""The words for states, history and kinds of bases of contribution calls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from flask import g

from console.plugin import clock, pages
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions.models import ContributionCall
from plugins.fr_dsn.contributions.periods import read_period
from plugins.fr_dsn.contributions.rule import State, Why, on_day
from plugins.fr_dsn.contributions.service import ZONE

STATES: Final[Mapping[str, tuple[Any, pages.Tone]]] = {
    State.TO_CALL: (_l("To call"), "plain"),
    State.CALLED: (_l("Called"), "info"),
    State.PARTLY_PAID: (_l("Partly paid"), "warn"),
    State.PAID: (_l("Paid"), "ok"),
    State.DIFFERENCE: (_l("With a difference"), "warn"),
    State.LATE: (_l("Late"), "bad"),
}
STEPS: Final[Mapping[str, Any]] = {
    "drawn": _l("Drawn up"),
    "sent": _l("Sent to the company"),
    "posted": _l("Sent; the company receives it by post"),
    "reminded": _l("Company reminded"),
    "to_remind": _l("Reminder to be posted"),
    "declared": _l("Payment declared in a DSN"),
    "paid": _l("Payment noted by hand"),
    "announced": _l("The company says that it has paid"),
    "contested": _l("The company does not agree"),
    "debit": _l("Direct debit announced to the company"),
    "debit_post": _l("Direct debit: its announcement is to be posted"),
    "debited": _l("Paid by direct debit"),
    "rejected": _l("Direct debit rejected by the bank"),
    "returned": _l("Direct debit returned"),
    "withdrawn": _l("Direct debit withdrawn"),
}
KINDS: Final[Mapping[str, Any]] = {
    "10": _l("Gross pay"),
    "11": _l("Bracket A"),
    "12": _l("Bracket 2"),
    "13": _l("Bracket B"),
    "14": _l("Bracket C"),
    "15": _l("Bracket D"),
    "16": _l("Bracket D1"),
    "17": _l("Special base"),
    "18": _l("Flat base"),
    "19": _l("Reconstructed base"),
    "20": _l("Flat amount"),
    "21": _l("Free or exceptional amount"),
    "24": _l("Unified bracket 2"),
}
"""Components of bases of insured contracts (S21.G00.79.001)."""
WHYS: Final[Mapping[str, Any]] = {
    Why.OUTSIDE: _l("No rate names this kind of base: nothing is owed on it"),
    Why.NO_RATE: _l("Rate missing"),
}


def state(call: ContributionCall) -> tuple[str, pages.Tone]:
    """Give how a call stands today in words, with its tone."""
    text, tone = STATES[on_day(call.state, call.due, clock.today(ZONE))]
    return str(text), tone


def kind(code: str) -> str:
    """Name a kind of base by its code and its word."""
    return f"{code} {KINDS[code]}" if code in KINDS else code


def euros(value: Decimal) -> str:
    """Write an amount, also none."""
    return str(g.style.show_amount(value, "EUR"))


def rate(value: Decimal | None) -> str:
    """Write a rate; nothing without one."""
    return "" if value is None else str(g.style.show_rate(value.normalize()))


def period(code: str) -> str:
    """Write a period: `03/2025`, or a quarter by its number."""
    found = read_period(code)
    if found is None or found.count not in (1, 3):
        return code
    first: date = found.first
    if found.count == 1:
        return f"{first:%m}/{first:%Y}"
    return str(_("Quarter %(number)s of %(year)s", number=first.month // 3 + 1, year=first.year))

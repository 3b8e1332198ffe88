"""What an address asks of the report of work stoppages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from console.plugin import BadArgument, clock
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.portfolio.due import month_before, next_month
from plugins.fr_dsn.reporting.figures import Wanted
from plugins.fr_dsn.stoppages.declaration import REASONS
from plugins.fr_dsn.stoppages.tiles import SEEN

MONTHS: Final = 12
"""Months of the first look."""
MOST_MONTHS: Final = 60
EARLIEST, LATEST = 2000, 2100
_WRONG = _l("Enter a month as year and month, such as 2025-02.")


@dataclass(frozen=True)
class Asked:
    """What is asked for, as it stands in an address."""

    first: str
    last: str
    siret: str
    reason: str
    wanted: Wanted

    def values(self) -> dict[str, Any]:
        """Give the arguments of the address that asks for this."""
        found = {"first": self.first, "last": self.last, "siret": self.siret, "reason": self.reason}
        return {name: value for name, value in found.items() if value}


def asked(values: Mapping[str, str]) -> Asked:
    """Read an address; raises `BadArgument` for what no page of ours asks."""
    today = clock.today("Europe/Paris").replace(day=1)
    last = _month(values, "last", today)
    first = _month(values, "first", min(month_before(today, MONTHS - 1), last))
    if first > last:
        raise BadArgument(_l("The first month comes after the last one. Exchange them."), place="first")
    if month_before(last, MOST_MONTHS) >= first:
        raise BadArgument(_l("Ask for %(most)s months at most.", most=MOST_MONTHS), place="first")
    siret = "".join(sign for sign in values.get("siret", "") if sign not in " .-\u00a0")[:14]
    reason = values.get("reason", "")
    if reason and reason not in REASONS:
        raise BadArgument(_l("The list cannot be narrowed to this value."), place="reason")
    wanted = Wanted(first, next_month(last), siret, reason, (SEEN,))
    return Asked(f"{first:%Y-%m}", f"{last:%Y-%m}", siret, reason, wanted)


def _month(values: Mapping[str, str], name: str, usual: date) -> date:
    text = values.get(name, "").strip()
    if not text:
        return usual
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError as fault:
        raise BadArgument(_WRONG, place=name) from fault
    if not EARLIEST <= found.year < LATEST:
        raise BadArgument(_WRONG, place=name)
    return found

"""The words for what the report of work stoppages shares them out by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.reporting import figures
from plugins.fr_dsn.stoppages.measures import MACHINE, OVER, REJECTIONS, SERVICE

LENGTHS: Final[Mapping[int, Any]] = {
    3: _l("Up to 3 days"),
    7: _l("4 to 7 days"),
    30: _l("8 to 30 days"),
    90: _l("31 to 90 days"),
    180: _l("91 to 180 days"),
    OVER: _l("More than 180 days"),
    figures.RUNNING: _l("Still running"),
}
COVERS: Final[Mapping[str, Any]] = {
    figures.BELOW: _l("Ended below the deductible"),
    figures.WITHIN: _l("Still within the deductible"),
    figures.LATER: _l("Guarantee opens later"),
    figures.DUE: _l("Guarantee due, not opened yet"),
    figures.OPENED: _l("Guarantee opened"),
    figures.SPENT: _l("Days paid at most used up"),
    figures.NO_TERMS: _l("No terms of a contract known"),
    figures.NONE: _l("Refused, rejected or cancelled"),
}


def population(code: str) -> str:
    """Give a population as the contract calls it: nobody publishes words for these codes."""
    return code or str(_("No DSN states it"))


def rejection(code: str) -> str:
    """Give a cause of rejection in words, with its code; a code that is not known as it is."""
    if code == figures.NEVER:
        return str(_("Never rejected"))
    if code in (MACHINE, SERVICE):
        return str(_(REJECTIONS[code]))
    return f"{_(REJECTIONS[code])} ({code})" if code in REJECTIONS else code

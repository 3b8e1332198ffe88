"""The words for states, reasons and kinds of stoppages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import g

from console.plugin import clock, gettext, pages
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.stoppages.declaration import KINDS, REASONS, Kind
from plugins.fr_dsn.stoppages.machine import State
from plugins.fr_dsn.stoppages.models import Stoppage

STATES: Final[Mapping[str, tuple[Any, pages.Tone]]] = {
    State.DRAFT: (_l("Draft, not sent"), "plain"),
    State.SENT: (_l("Sent"), "info"),
    State.ACKNOWLEDGED: (_l("Receipt acknowledged"), "info"),
    State.REFUSED: (_l("Refused by the machine"), "bad"),
    State.ACCEPTED: (_l("Accepted"), "ok"),
    State.REJECTED: (_l("Rejected"), "bad"),
    State.DOCUMENTS: (_l("Documents requested"), "warn"),
    State.MODIFIED: (_l("Change sent"), "info"),
    State.CLOSED: (_l("Closed"), "plain"),
    State.CANCELLED: (_l("Cancelled"), "plain"),
}
SOURCES: Final[Mapping[str, Any]] = {
    "api": _l("HR software"),
    "page": _l("Entered by hand"),
    "dsn": _l("Declaration (DSN)"),
}
AWAITS: Final[Mapping[str, Any]] = {
    "technical": _l("Acknowledgement of receipt"),
    "business": _l("Business answer"),
}


def state(code: str) -> tuple[str, pages.Tone]:
    """Give a state in words, with its tone."""
    text, tone = STATES[code]
    return str(text), tone


def standing(stoppage: Stoppage) -> tuple[str, pages.Tone]:
    """Give the state of a stoppage in words, with its tone; what only a DSN told of is nobody's draft."""
    if stoppage.state == State.DRAFT and stoppage.source == "dsn":
        return str(gettext("Found in a DSN, not sent")), "plain"
    return state(stoppage.state)


def guarantee(stoppage: Stoppage) -> str:
    """Say whether the insurer has taken over the opening of the guarantee; nothing where none opens."""
    if stoppage.guarantee_from is None:
        return ""
    is_open = stoppage.guarantee_told == stoppage.guarantee_from
    return str(gettext("opened") if is_open else gettext("planned"))


def reason(code: str) -> str:
    """Give a reason in words; a code that only a DSN knows as it is."""
    return str(gettext(REASONS[code])) if code in REASONS else code


def kind(code: str) -> str:
    """Give a kind in words."""
    return str(gettext(KINDS[Kind(code)]))


def is_late(stoppage: Stoppage) -> bool:
    """Say whether an answer should have come already."""
    return stoppage.answer_by is not None and stoppage.answer_by < clock.now()


def moment(value: datetime | None) -> str:
    """Write a moment; nothing without one."""
    return str(g.style.show_moment(value)) if value is not None else ""


def day(value: Any) -> str:
    """Write a day; nothing without one."""
    return str(g.style.show_day(value)) if value is not None else ""

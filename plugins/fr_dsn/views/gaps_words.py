"""The words of gaps: kinds, states, what happened, and the sentence that says what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from console.plugin import ngettext, pages
from plugins.fr_dsn.formats.figures import amount
from plugins.fr_dsn.views import words

if TYPE_CHECKING:
    from plugins.fr_dsn.gaps.models import Gap

KINDS: Final = (
    ("missing", _l("Month missing")),
    ("silent", _l("Establishment silent")),
    ("no_contribution", _l("Person without contribution")),
    ("no_person", _l("Contribution without person")),
    ("contract", _l("Contract unknown")),
    ("payment", _l("Payment differs from what is due")),
)
STATES: Final = (
    ("open", _l("Open")),
    ("written", _l("Company written to")),
    ("answered", _l("Answered")),
    ("closed", _l("Closed")),
    ("healed", _l("Gone by itself")),
)
_TONES: Final[Mapping[str, pages.Tone]] = {
    "open": "warn",
    "written": "info",
    "answered": "warn",
    "closed": "plain",
    "healed": "ok",
}
STEPS: Final[Mapping[str, Any]] = {
    "found": _l("Found"),
    "back": _l("There again"),
    "healed": _l("Gone by itself"),
    "written": _l("Company written to"),
    "answered": _l("Answer noted"),
    "followed": _l("To be looked at again"),
    "closed": _l("Closed"),
    "reopened": _l("Opened again"),
}
_MONTHS: Final[Mapping[str, Any]] = {
    "": _l("Nothing was deposited for this month."),
    "deposited": _l("It was deposited and is not accepted yet."),
    "refused": _l("It was deposited and refused."),
}


def kind(code: str) -> str:
    """Give the kind of a gap in words."""
    return next((str(word) for known, word in KINDS if known == code), code)


def state(code: str) -> tuple[str, pages.Tone]:
    """Give the state of a gap in words, with its tone."""
    return next((str(word) for known, word in STATES if known == code), code), _TONES.get(code, "plain")


def subject(gap: Gap) -> str:
    """Give the person or the contract that a gap is about."""
    return words.nir(gap.person) if gap.person else gap.subject


def sentence(gap: Gap) -> str:
    """Say what is missing."""
    facts = gap.facts
    if gap.kind == "missing":
        return str(_MONTHS.get(str(facts.get("state", "")), _MONTHS[""]))
    if gap.kind == "silent":
        count = int(facts.get("months", 0))
        return str(ngettext("Nothing for %(num)s month.", "Nothing for %(num)s months.", count))
    if gap.kind == "no_contribution":
        told = facts.get("contracts", "")
        return str(_("Affiliated to %(contracts)s, without a contribution.", contracts=told))
    if gap.kind == "contract":
        who = facts.get("organisation", "")
        return str(_("This contract (organisation %(organisation)s) was not known before.", organisation=who))
    told = {name: words.amount(amount(int(facts.get(name, 0)))) for name in ("due", "paid")}
    if gap.kind == "no_person":
        return str(_("%(due)s due and %(paid)s paid, and nobody is affiliated.", **told))
    period = until(facts)
    return str(_("%(period)s: %(due)s due, %(paid)s paid.", period=period, **told))


def until(facts: Mapping[str, Any]) -> str:
    """Write the month, or the months from one to another, for which something is due."""
    first, last = (words.month(str(facts.get(name, ""))) for name in ("first", "last"))
    return first if first == last else str(_("%(first)s to %(last)s", first=first, last=last))


def month(value: date) -> str:
    """Write a month."""
    return words.month(value.isoformat())

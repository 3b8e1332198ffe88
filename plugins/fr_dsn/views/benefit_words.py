"""The words for benefits, and the parts that several of their pages share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import url_for

from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from console.plugin import pages
from plugins.fr_dsn.benefits.models import EMPLOYER, MATCHED, PERSON, REPEAT, TO_MATCH, UNSAID, Benefit
from plugins.fr_dsn.views import stoppage_words as said
from plugins.fr_dsn.views import words

STATES: Final[Mapping[str, tuple[Any, pages.Tone]]] = {
    MATCHED: (_l("Stoppage found"), "ok"),
    TO_MATCH: (_l("No stoppage yet"), "warn"),
    REPEAT: (_l("Came before, not counted"), "plain"),
}
KINDS: Final[Mapping[str, Any]] = {
    "payment": _l("Payment"),
    "waiting": _l("Waiting days"),
    "cancellation": _l("Cancellation"),
    "recovery": _l("Recovery"),
}
PAID_TO: Final[Mapping[str, Any]] = {
    EMPLOYER: _l("Employer (subrogation)"),
    PERSON: _l("Insured person"),
    UNSAID: _l("The slip does not say"),
}


def state(code: str) -> tuple[str, pages.Tone]:
    """Give a state in words, with its tone."""
    text, tone = STATES[code]
    return str(text), tone


def money(value: Any) -> str:
    """Write an amount, also nothing and what was taken back."""
    return words.amount(value) or words.amount("0.00")


def table(found: Sequence[Benefit], caption: str) -> pages.DataTable:
    """Give benefits as rows that open their pages."""
    columns = (
        pages.Column(_("Person, establishment"), "code"),
        pages.Column(_("State"), "tag"),
        pages.Column(_("Kind")),
        pages.Column(_("First and last day"), "day"),
        pages.Column(_("Number of days"), "number"),
        pages.Column(_("Gross"), "number"),
        pages.Column(_("Net"), "number"),
    )
    return pages.DataTable(caption, columns, tuple(map(_row, found)))


def _row(one: Benefit) -> pages.Row:
    taken = _("taken back") if one.reversed_by else ""
    cells = (
        pages.Cell(words.nir(one.person), detail=words.siret(one.siret)),
        pages.Cell(*state(one.state)),
        pages.Cell(str(KINDS.get(one.kind, one.kind)), detail=taken),
        pages.Cell(said.day(one.first), detail=said.day(one.until)),
        pages.Cell(words.number(one.days)),
        pages.Cell(money(one.gross)),
        pages.Cell(money(one.net), "bad" if one.net < 0 else "plain"),
    )
    return pages.Row(cells, url=url_for("fr_dsn__BenefitView.show", reference=one.reference))

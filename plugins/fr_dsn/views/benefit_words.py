"""The words for benefits, and the parts that several of their pages share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from console.plugin import pages
from plugins.fr_dsn.benefits.models import EMPLOYER, MATCHED, PERSON, REPEAT, TO_MATCH, UNSAID, Benefit
from plugins.fr_dsn.stoppages.models import Stoppage
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


def names_of(session: Session, found: Sequence[Benefit]) -> Mapping[str, str]:
    """Give whose benefits these are, by the references of their stoppages: a slip itself knows numbers alone."""
    wanted = {one.stoppage for one in found if one.stoppage}
    asked = select(Stoppage.reference, Stoppage.name).where(Stoppage.reference.in_(wanted))
    return {one.reference: one.name for one in session.execute(asked)} if wanted else {}


def table(found: Sequence[Benefit], caption: str, names: Mapping[str, str]) -> pages.DataTable:
    """Give benefits as rows that open their pages; `names` by the references of their stoppages."""
    columns = (
        pages.Column(_("Person")),
        pages.Column(_("State"), "tag"),
        pages.Column(_("Kind")),
        pages.Column(_("First day"), "day"),
        pages.Column(_("Number of days"), "number"),
        pages.Column(_("Gross"), "number"),
        pages.Column(_("Net"), "number"),
    )
    rows = tuple(_row(one, names.get(one.stoppage, "")) for one in found)
    return pages.DataTable(caption, columns, rows)


def _row(one: Benefit, name: str) -> pages.Row:
    taken, nir = _("taken back") if one.reversed_by else "", words.nir(one.person)
    cells = (
        pages.Cell(name or nir, detail=nir if name else ""),
        pages.Cell(*state(one.state)),
        pages.Cell(str(KINDS.get(one.kind, one.kind)), detail=taken),
        pages.Cell(
            said.day(one.first), detail=_("until %(day)s", day=said.day(one.until)) if one.until else ""
        ),
        pages.Cell(words.number(one.days)),
        pages.Cell(money(one.gross)),
        pages.Cell(money(one.net), "bad" if one.net < 0 else "plain"),
    )
    return pages.Row(cells, url=url_for("fr_dsn__BenefitView.show", reference=one.reference))

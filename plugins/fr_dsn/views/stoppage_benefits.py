"""What slips told of one stoppage, on its page: a line for each benefit, which leads to it and to its slip."""

from __future__ import annotations

from typing import Final

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.plugin import gettext as _
from console.plugin import pages
from plugins.fr_dsn.benefits.models import Benefit
from plugins.fr_dsn.stoppages.models import Stoppage
from plugins.fr_dsn.views import benefit_words, words
from plugins.fr_dsn.views import stoppage_words as said

SHOWN: Final = 50
"""Benefits that the page of a stoppage shows; the list of benefits has all."""


def paid(session: Session, one: Stoppage, *, with_slips: bool) -> pages.RelatedTable:
    """Give the benefits that the visitor may see of a stoppage; `with_slips`: with the slips that told of them."""
    asked = select(Benefit).where(Benefit.stoppage == one.reference).order_by(Benefit.first, Benefit.id)
    found = session.scalars(asked.limit(SHOWN + 1)).all()
    title = _("Daily benefits paid, by the slips (BPIJ)")
    columns = (
        pages.Column(_("Kind")),
        pages.Column(_("First day"), "day"),
        pages.Column(_("Last day"), "day"),
        pages.Column(_("Number of days"), "number"),
        pages.Column(_("Net"), "number"),
        *((pages.Column(_("Slip"), "code"),) if with_slips else ()),
    )
    rows = tuple(_row(each, with_slips=with_slips) for each in found[:SHOWN])
    empty = pages.Empty(
        _("No slip yet"), _("What the health insurance pays appears here as soon as its slip comes.")
    )
    everything = url_for("fr_dsn__BenefitView.index", search=one.reference) if len(found) > SHOWN else None
    return pages.RelatedTable(title, pages.DataTable(title, columns, rows), empty, all_url=everything)


def _row(one: Benefit, *, with_slips: bool) -> pages.Row:
    slip = url_for("fr_dsn__SlipView.show", reference=one.slip) if with_slips else None
    about = [str(benefit_words.PAID_TO[one.paid_to]), _("taken back") if one.reversed_by else ""]
    cells = (
        pages.Cell(
            str(benefit_words.KINDS.get(one.kind, one.kind)), detail=", ".join(part for part in about if part)
        ),
        pages.Cell(said.day(one.first)),
        pages.Cell(said.day(one.until)),
        pages.Cell(words.number(one.days)),
        pages.Cell(benefit_words.money(one.net), "bad" if one.net < 0 else "plain"),
        *((pages.Cell(one.slip, url=slip),) if with_slips else ()),
    )
    return pages.Row(cells, url=url_for("fr_dsn__BenefitView.show", reference=one.reference))

"""The establishments behind one line of the deadlines: what of a month is not accepted yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import g, request, url_for

from console.plugin import clock, pages
from console.plugin import gettext as _
from plugins.fr_dsn.portfolio.boards import MOST_COUNTED, Asked
from plugins.fr_dsn.portfolio.due import due_at
from plugins.fr_dsn.portfolio.models import Establishment
from plugins.fr_dsn.views import words
from plugins.fr_dsn.views.board_showing import SHORT, TONES
from plugins.fr_dsn.views.portfolio_columns import first_day


def open_page(
    asked: Asked, found: Sequence[tuple[Establishment, str]], count: int, has_more: bool
) -> pages.ListPage:
    """Give the page; a month without a declaration has an empty state."""
    moment = due_at(asked.month, asked.day)
    month = words.month(f"{asked.month:%Y-%m}")
    when = g.style.show_moment(moment)
    lead = _("Monthly declarations of %(month)s, due on %(moment)s.", month=month, moment=when)
    if clock.now() >= moment:
        lead = _("Monthly declarations of %(month)s, late since %(moment)s.", month=month, moment=when)
    many = _("more than %(count)s", count=words.number(MOST_COUNTED))
    columns = (
        pages.Column(_("Establishment")),
        pages.Column(_("SIRET"), "code"),
        pages.Column(_("State"), "tag"),
        pages.Column(_("Last month deposited")),
    )
    return pages.ListPage(
        title=_("Not yet accepted"),
        crumbs=(
            pages.Crumb(_("Board"), url_for(".index")),
            pages.Crumb(_("Due dates"), url_for(".due", month=f"{asked.month:%Y-%m}")),
        ),
        lead=lead,
        count=many if count > MOST_COUNTED else words.number(count),
        table=pages.DataTable(_("Not accepted yet"), columns, tuple(_row(*one) for one in found)),
        empty=pages.Empty(_("Everything is accepted."), ""),
        pager=_pager(asked, found[-1][0] if has_more else None),
    )


def _row(one: Establishment, state: str) -> pages.Row:
    told = (
        pages.Cell(str(SHORT[state]), TONES[state]) if state else pages.Cell(_("Nothing deposited"), "warn")
    )
    cells = (
        pages.Cell(one.name or words.siret(one.siret)),
        pages.Cell(words.siret(one.siret)),
        told,
        pages.Cell(first_day(one.last_month)),
    )
    return pages.Row(cells, url_for("fr_dsn__EstablishmentView.show", pk=one.id))


def _pager(asked: Asked, last: Establishment | None) -> pages.Pager:
    here: dict[str, Any] = {key: value for key, value in request.args.items() if key != "after"}
    return pages.Pager(
        "",
        url_for(".not_accepted", **here) if asked.after is not None else None,
        url_for(".not_accepted", **here, after=f"{last.id}.{last.accepted_until}")
        if last is not None
        else None,
    )

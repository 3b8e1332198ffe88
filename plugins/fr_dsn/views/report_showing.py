"""What the report of work stoppages shows, and the sheet that is taken along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from flask import g, request, url_for

from console.plugin import clock, pages, write_xlsx
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.reporting.figures import MOST_PLACES, Counts, Line, Report
from plugins.fr_dsn.stoppages.declaration import REASONS
from plugins.fr_dsn.views import stoppage_words as said
from plugins.fr_dsn.views import words
from plugins.fr_dsn.views.report_asking import Asked

FIGURES: Final[Sequence[tuple[Any, Callable[[Counts], Decimal | int | None]]]] = (
    (_l("Work stoppages"), lambda one: one.stoppages),
    (_l("Receipt acknowledged"), lambda one: one.acknowledged),
    (_l("Accepted"), lambda one: one.accepted),
    (_l("Business answer late"), lambda one: one.late),
    (_l("Guarantee opened"), lambda one: one.guaranteed),
    (_l("Hours until the receipt"), lambda one: one.hours_to_receipt),
    (_l("Days until the acceptance"), lambda one: one.days_to_acceptance),
)
"""The figures in the order of the columns; delays are averages, and nothing where there are none."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The report; `search`, `filters`, `chips` and `keep` are read by the tools over a table, as on any list."""

    title: str
    lead: str
    actions: tuple[pages.Action, ...]
    filters: tuple[pages.FilterControl, ...]
    clear_url: str | None
    facts: tuple[pages.Fact, ...]
    tables: tuple[pages.RelatedTable, ...]
    note: str
    search: str | None = None
    keep: tuple[tuple[str, str], ...] = ()
    chips: tuple[pages.FilterChip, ...] = ()


def report_page(asked: Asked, found: Report) -> ReportPage:
    """Give the page."""
    states = [pages.Row((pages.Cell(*said.state(key)), pages.Cell(words.number(found.states[key]))))
              for key in said.STATES if found.states.get(key)]  # fmt: skip
    months = tuple(_row(words.month(str(one.month)), "", one.counts) for one in found.months)
    places = tuple(_row(words.siret(one.siret), one.company, one.counts) for one in found.places)
    note = _(
        "Shown are the %(count)s establishments with most work stoppages; the sheet has all.",
        count=MOST_PLACES,
    )
    return ReportPage(
        title=_("Report of work stoppages"),
        lead=_(
            "Stoppages that begin between %(first)s and %(last)s. Nobody is named.",
            first=words.month(asked.first),
            last=words.month(asked.last),
        ),
        actions=(
            pages.Action(_("Export as Excel sheet"), url_for(".sheet", **asked.values()), icon="export"),
        ),
        filters=_filters(asked),
        clear_url=url_for(".index") if request.args else None,
        facts=tuple(pages.Fact(str(label), _shown(of(found.total))) for label, of in FIGURES),
        tables=(
            _table(
                _("By state"), (pages.Column(_("State"), "tag"), _number(_("Work stoppages"))), tuple(states)
            ),
            _table(_("By month"), (pages.Column(_("Month")), *_columns()), months),
            _table(_("By establishment"), (pages.Column(_("Establishment")), *_columns()), places),
        ),
        note=note if found.has_more else "",
    )


def sheet_of(lines: Sequence[Line]) -> bytes:
    """Give the report by month and establishment as a workbook."""
    titles = (_("Month"), _("SIRET"), _("Employer"), *(str(label) for label, _of in FIGURES))
    rows = ((one.month, one.siret, one.company, *(of(one.counts) for _label, of in FIGURES)) for one in lines)
    return write_xlsx(_("Report of work stoppages"), titles, rows, g.style.locale, created=clock.now())


def _filters(asked: Asked) -> tuple[pages.FilterControl, ...]:
    reasons = tuple(pages.Choice(code, said.reason(code)) for code in REASONS)
    hint = _("Year and month, such as 2025-02")
    return (
        pages.FilterControl("first", _("From month"), "text", asked.first, hint=hint),
        pages.FilterControl("last", _("To month"), "text", asked.last, hint=hint),
        pages.FilterControl("siret", _("SIRET"), "text", asked.siret),
        pages.FilterControl("reason", _("Reason"), "choice", asked.reason, reasons),
    )


def _table(title: str, columns: tuple[pages.Column, ...], rows: tuple[pages.Row, ...]) -> pages.RelatedTable:
    empty = pages.Empty(_("No work stoppage"), _("Nothing begins in these months."))
    return pages.RelatedTable(title, pages.DataTable(title, columns, rows), empty)


def _columns() -> tuple[pages.Column, ...]:
    return tuple(_number(str(label)) for label, _of in FIGURES)


def _number(label: str) -> pages.Column:
    return pages.Column(label, "number")


def _row(label: str, detail: str, counts: Counts) -> pages.Row:
    return pages.Row(
        (pages.Cell(label, detail=detail), *(pages.Cell(_shown(of(counts))) for _label, of in FIGURES))
    )


def _shown(value: Decimal | int | None) -> str:
    return "" if value is None else str(g.style.show_number(value))

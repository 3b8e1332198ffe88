"""The workbook that is taken along: the report by month and establishment, its breakdowns, its delays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from flask import g

from console.plugin import clock, write_workbook
from console.plugin import gettext as _
from plugins.fr_dsn.reporting import small
from plugins.fr_dsn.reporting.figures import Line, Report
from plugins.fr_dsn.views import report_showing, report_words
from plugins.fr_dsn.views.report_asking import Asked


def workbook(asked: Asked, found: Report, lines: Iterable[Line], *, is_staff: bool) -> tuple[bytes, int]:
    """Give the report as a workbook, and how many months of establishments it has."""
    shown = list(small.lines(asked.wanted, lines))
    title = _("Report of work stoppages")
    is_empty = small.is_too_small(asked.wanted, found.total.stoppages)
    sheets = (
        (title, _titles(is_staff=is_staff), (_row(one, is_staff=is_staff) for one in shown)),
        (
            _("Breakdowns"),
            (_("Breakdown"), _("Part"), _("Work stoppages")),
            () if is_empty else _parts(asked, found),
        ),
        (
            _("Delays"),
            (_("Step"), _("Work stoppages"), _("Hours on average")),
            () if is_empty else report_showing.delays(found),
        ),
    )
    return write_workbook(title, sheets, g.style.locale, created=clock.now()), len(shown)


def _parts(asked: Asked, found: Report) -> Iterator[tuple[str, str, int]]:
    for title, _column, parts in report_showing.breakdowns(asked, found):
        yield from ((title, label, count) for label, count in parts)


def _titles(*, is_staff: bool) -> Sequence[str]:
    paid = [_("With a daily benefit"), _("Benefits"), _("Net paid"), _("To the employer")]
    return (
        _("Month"),
        _("SIRET"),
        _("Employer"),
        *(str(label) for label, _of in report_showing.FIGURES),
        *(str(label) for label in report_words.LENGTHS.values()),
        *(str(label) for label in report_words.COVERS.values()),
        *paid,
        *([_("To the person")] if is_staff else []),
    )


def _row(one: Line, *, is_staff: bool) -> list[date | Decimal | int | str | None]:
    paid = one.slips
    amounts: list[Decimal] = [paid.net, paid.to_employer, *([paid.to_person] if is_staff else [])]
    return [
        one.month,
        one.siret or _("All others"),
        one.company,
        *(of(one.counts) for _label, of in report_showing.FIGURES),
        *(one.lengths.get(key, 0) for key in report_words.LENGTHS),
        *(one.covers.get(key, 0) for key in report_words.COVERS),
        paid.stoppages,
        paid.benefits,
        *amounts,
    ]

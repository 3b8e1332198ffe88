"""What the report of work stoppages shows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeVar

from flask import g, request, url_for

from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from console.plugin import pages
from plugins.fr_dsn.portfolio.due import next_month
from plugins.fr_dsn.reporting import figures, small
from plugins.fr_dsn.reporting.figures import HOUR, MOST_PLACES, NEVER, Counts, Line, Report, Wanted, mean
from plugins.fr_dsn.stoppages.declaration import REASONS
from plugins.fr_dsn.views import benefit_words, report_words, words
from plugins.fr_dsn.views import stoppage_words as said
from plugins.fr_dsn.views.report_asking import Asked

FIGURES: Final[Sequence[tuple[Any, Callable[[Counts], Decimal | int | None]]]] = (
    (_l("Work stoppages"), lambda one: one.stoppages),
    (_l("Days without work"), lambda one: one.days),
    (_l("Ended below the deductible"), lambda one: one.below),
    (_l("Guarantee opened"), lambda one: one.guaranteed),
    (_l("Business answer late"), lambda one: one.late),
    (_l("Hours until the receipt"), lambda one: one.hours_to_receipt),
    (_l("Days until the decision"), lambda one: one.days_to_decision),
    (_l("Days until the guarantee"), lambda one: one.days_to_guarantee),
)
"""The figures in the order of the columns; delays are averages, and nothing where there are none."""
OF_PLACES: Final = len(figures.OF_PLACES)
"""Those of an establishment: the first ones."""
_HOURS_UP_TO: Final = 48
"""Delays beyond are told in days."""
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The report; `search`, `filters`, `chips` and `keep` are read by the tools over a table, as on any list."""

    title: str
    lead: str
    actions: tuple[pages.Action, ...]
    filters: tuple[pages.FilterControl, ...]
    clear_url: str | None
    figures: tuple[pages.Fact, ...]
    charts: tuple[pages.Chart, ...]
    shares: tuple[pages.Shares, ...]
    tables: tuple[pages.RelatedTable, ...]
    empty: pages.Empty | None
    """Why nothing is shown, where nothing is."""
    notes: tuple[str, ...]
    search: str | None = None
    keep: tuple[tuple[str, str], ...] = ()
    chips: tuple[pages.FilterChip, ...] = ()


def report_page(asked: Asked, found: Report, *, is_staff: bool) -> ReportPage:
    """Give the page."""
    is_empty = small.is_too_small(asked.wanted, found.total.stoppages) or not found.months
    months = small.lines(asked.wanted, found.months)
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
        figures=() if is_empty else _totals(found),
        charts=() if is_empty or len(months) != len(found.months) else _charts(asked.wanted, found.months),
        shares=() if is_empty else _shares(asked, found),
        tables=() if is_empty else _tables(asked, found, months, is_staff=is_staff),
        empty=_empty(asked) if is_empty else None,
        notes=() if is_empty else tuple(_notes(asked, found)),
    )


def parts_of(
    of: Mapping[Key, int], say: Callable[[Key], str], *, guarded: bool, order: Iterable[Key] = ()
) -> list[tuple[str, int]]:
    """Give the parts of a breakdown as they may be shown, in an order, or the largest first."""
    shown, others = small.together(of) if guarded else (dict(of), 0)
    keys: list[Key] = [key for key in order if shown.get(key)]
    keys += sorted(set(shown) - set(keys), key=lambda key: (-shown[key], str(key)))
    parts = [(say(key), shown[key]) for key in keys]
    if others:
        parts.append((_("Others, each with fewer than %(least)s", least=small.FEWEST), others))
    return parts


def breakdowns(asked: Asked, found: Report) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """Give each breakdown with its title, the heading of its parts, and these as they may be shown."""
    of, narrow = found.breakdowns, small.is_narrow(asked.wanted)
    lengths, covers = report_words.LENGTHS, report_words.COVERS
    never = of.rejections.get(NEVER, 0)
    causes = {code: count for code, count in of.rejections.items() if code != NEVER}
    return [
        (
            _("By length"),
            _("Length"),
            parts_of(of.lengths, lambda key: str(lengths[key]), guarded=narrow, order=lengths),
        ),
        (
            _("Guarantee of the insurer"),
            _("Guarantee"),
            parts_of(of.covers, lambda key: str(covers[key]), guarded=narrow, order=covers),
        ),
        (_("By reason"), _("Reason"), parts_of(of.reasons, said.reason, guarded=True)),
        (
            _("By population"),
            _("Population"),
            parts_of(of.populations, report_words.population, guarded=True),
        ),
        (
            _("By state"),
            _("State"),
            parts_of(of.states, lambda key: said.state(key)[0], guarded=narrow, order=said.STATES),
        ),
        (
            _("Causes of rejection"),
            _("Cause"),
            [
                *parts_of(causes, report_words.rejection, guarded=narrow),
                *([(report_words.rejection(NEVER), never)] if never else []),
            ],
        ),
    ]


def delays(found: Report) -> list[tuple[str, int, Decimal | None]]:
    """Give each step that follows a declaration: how many got there, and the hours until then on average."""
    of, paid = found.total, found.slips
    return [
        (_("Receipt acknowledged"), of.acknowledged, mean(of.acknowledged_after, HOUR, of.acknowledged)),
        (_("Decision of the health insurance"), of.decided, mean(of.decided_after, HOUR, of.decided)),
        (_("Guarantee opened by the insurer"), of.opened, mean(of.opened_after, HOUR, of.opened)),
        (_("First daily benefit told by a slip"), paid.stoppages, mean(paid.after, HOUR, paid.stoppages)),
    ]


def _totals(found: Report) -> tuple[pages.Fact, ...]:
    known = [pages.Fact(str(label), _shown(of(found.total))) for label, of in FIGURES[:OF_PLACES]]
    return (*known, pages.Fact(_("With a daily benefit"), words.number(found.slips.stoppages)))


def _charts(wanted: Wanted, found: Sequence[Line]) -> tuple[pages.Chart, ...]:
    known, month, lines = {one.month: one for one in found}, wanted.first, []
    while month < wanted.end:
        # A month without a stoppage has its place on the axis, too.
        lines.append(known.get(month) or Line(Counts(), month))
        month = next_month(month)
    return (
        _chart(_("Work stoppages by month"), _("Work stoppages"), lines, lambda one: one.stoppages),
        _chart(_("Days without work by month"), _("Days"), lines, lambda one: one.days),
    )


def _chart(title: str, figure: str, lines: Sequence[Line], of: Callable[[Counts], int]) -> pages.Chart:
    counts = [of(one.counts) for one in lines]
    labels = [words.month(str(one.month)) for one in lines]
    shown = [words.number(one) for one in counts]
    most = words.number(max(counts))
    return pages.Chart(
        title=title,
        text=_("%(total)s in all, at most %(most)s in a month.", total=words.number(sum(counts)), most=most),
        column=_("Month"),
        figure=figure,
        bars=pages.bars_of(counts, labels, shown),
        top=most,
        first=labels[0],
        last=labels[-1] if len(labels) > 1 else "",
    )


def _shares(asked: Asked, found: Report) -> tuple[pages.Shares, ...]:
    whole = words.number(found.total.stoppages)
    total = pages.Share(_("All work stoppages"), whole, "100\u00a0%", 100)
    return tuple(
        pages.Shares(
            title,
            "",
            column,
            _("Work stoppages"),
            _("Share"),
            pages.shares_of(
                [count for _label, count in parts],
                [label for label, _count in parts],
                [words.number(count) for _label, count in parts],
            ),
            total,
        )
        for title, column, parts in breakdowns(asked, found)
    )


def _tables(
    asked: Asked, found: Report, months: Sequence[Line], *, is_staff: bool
) -> tuple[pages.RelatedTable, ...]:
    places = tuple(_row(*_place(one), one.counts, OF_PLACES) for one in places_of(asked, found))
    return (
        _table(_("Delays from the declaration on"), _delay_columns(), tuple(map(_delay, delays(found)))),
        _table(
            _("By month"),
            (pages.Column(_("Month")), *_columns()),
            tuple(_row(_month(one), "", one.counts) for one in months),
        ),
        _table(
            _("Daily benefits told by slips"),
            _benefit_columns(is_staff=is_staff),
            tuple(_benefits(one, is_staff=is_staff) for one in months),
        ),
        _table(_("By establishment"), (pages.Column(_("Establishment")), *_columns(OF_PLACES)), places),
    )


def places_of(asked: Asked, found: Report) -> list[Line]:
    """Give the establishments, those that are not shown as one line, so that all add up to the total."""
    shown = [one for one in found.places if small.may_stand(asked.wanted, one)]
    rest = {
        name: getattr(found.total, name) - sum(getattr(one.counts, name) for one in shown)
        for name in figures.OF_PLACES
    }
    return [*shown, Line(Counts(**rest))] if rest["stoppages"] else shown


def _filters(asked: Asked) -> tuple[pages.FilterControl, ...]:
    reasons = tuple(pages.Choice(code, said.reason(code)) for code in REASONS)
    hint = _("Year and month, such as 2025-02")
    return (
        pages.FilterControl("first", _("From month"), "text", asked.first, hint=hint),
        pages.FilterControl("last", _("To month"), "text", asked.last, hint=hint),
        pages.FilterControl("siret", _("SIRET"), "text", asked.siret),
        pages.FilterControl("reason", _("Reason"), "choice", asked.reason, reasons),
    )


def _empty(asked: Asked) -> pages.Empty:
    if small.is_narrow(asked.wanted):
        text = _(
            "Fewer than %(least)s stoppages of this reason begin in these months: nothing of them is shown, so that "
            "nobody's illness can be recognised.",
            least=small.FEWEST,
        )
        return pages.Empty(_("Too few to show"), text)
    return pages.Empty(_("No work stoppage"), _("Nothing begins in these months."))


def _notes(asked: Asked, found: Report) -> Iterable[str]:
    yield _("A prolongation counts as a work stoppage of its own.")
    if small.is_narrow(asked.wanted):
        yield _(
            "As the report is about one reason, groups with fewer than %(least)s work stoppages stand together.",
            least=small.FEWEST,
        )
    else:
        yield _(
            "Reasons and populations with fewer than %(least)s work stoppages stand together, so that nobody's "
            "illness can be recognised.",
            least=small.FEWEST,
        )
    if found.has_more:
        yield _(
            "Shown are the %(count)s establishments with most work stoppages; the sheet has all.",
            count=MOST_PLACES,
        )


def _table(title: str, columns: tuple[pages.Column, ...], rows: tuple[pages.Row, ...]) -> pages.RelatedTable:
    return pages.RelatedTable(title, pages.DataTable(title, columns, rows), pages.Empty("", ""))


def _columns(most: int | None = None) -> tuple[pages.Column, ...]:
    return tuple(_number(str(label)) for label, _of in FIGURES[:most])


def _delay_columns() -> tuple[pages.Column, ...]:
    return pages.Column(_("Step")), _number(_("Work stoppages")), _number(_("On average after"))


def _delay(one: tuple[str, int, Decimal | None]) -> pages.Row:
    step, count, hours = one
    if hours is None:
        text = ""
    elif hours < _HOURS_UP_TO:
        text = _("%(number)s hours", number=_shown(hours))
    else:
        text = _("%(number)s days", number=_shown((hours / 24).quantize(Decimal("0.1"))))
    return pages.Row((pages.Cell(step), pages.Cell(words.number(count)), pages.Cell(text)))


def _benefit_columns(*, is_staff: bool) -> tuple[pages.Column, ...]:
    known = [_("With a daily benefit"), _("Without"), _("Benefits"), _("Net paid"), _("To the employer")]
    to_person = [_("To the person")] if is_staff else []
    return pages.Column(_("Month")), *map(_number, known + to_person)


def _benefits(one: Line, *, is_staff: bool) -> pages.Row:
    paid = one.slips
    counts = (paid.stoppages, one.counts.stoppages - paid.stoppages, paid.benefits)
    # What a person got herself is no concern of her employer's: the scope hides it, and so does the table.
    amounts = (paid.net, paid.to_employer, *((paid.to_person,) if is_staff else ()))
    cells = (*map(words.number, counts), *map(benefit_words.money, amounts))
    return pages.Row((pages.Cell(_month(one)), *(pages.Cell(text) for text in cells)))


def _place(one: Line) -> tuple[str, str]:
    return (words.siret(one.siret), one.company) if one.siret else (_("All other establishments"), "")


def _month(one: Line) -> str:
    return words.month(str(one.month)) if one.month else _("All other months")


def _number(label: str) -> pages.Column:
    return pages.Column(label, "number")


def _row(label: str, detail: str, counts: Counts, most: int | None = None) -> pages.Row:
    shown = (pages.Cell(_shown(of(counts))) for _label, of in FIGURES[:most])
    return pages.Row((pages.Cell(label, detail=detail), *shown))


def _shown(value: Decimal | int | None) -> str:
    return "" if value is None else str(g.style.show_number(value))

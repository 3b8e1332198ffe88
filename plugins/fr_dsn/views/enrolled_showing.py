"""The page of a company or person at Prest'IJ, the files that were sent, and the answers that fit none of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from flask import g, url_for

from console.plugin import db, pages
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.enrolments import service
from plugins.fr_dsn.enrolments.machine import EDITABLE, TRANSITIONS, Event, State
from plugins.fr_dsn.enrolments.models import EnrolmentLine, EnrolmentSending, UnknownAnswer
from plugins.fr_dsn.views import words
from plugins.fr_dsn.views.enrolled_words import LINE_STATES, OPERATIONS, TONES, show_number, tag

if TYPE_CHECKING:
    from plugins.fr_dsn.views.enrolled_view import EnrolledView

TITLE: Final = _l("Files for Prest’IJ")
STEPS: Final[Mapping[str, Any]] = {
    str(Event.REMOVE): _l("Remove at Prest’IJ"),
    str(Event.KEEP): _l("Do not remove"),
    str(Event.ENTER): _l("Ask once more"),
}


def show_page(view: EnrolledView, row: service.Enrolled) -> pages.ShowPage:
    """Give the page of an entry."""
    groups = tuple(
        pages.FactGroup(str(title), tuple(_fact(view, row, key) for key in _keys(names)))
        for title, names in view.groups
    )
    standing = pages.FactGroup(
        _("Enrolment"),
        (
            pages.Fact(_("State"), tag(row.state).text, tone=tag(row.state).tone),
            pages.Fact(_("Reason of the refusal"), row.why),
            pages.Fact(_("Last change"), g.style.show_moment(row.changed_at), "day"),
        ),
    )
    title = _("What was asked, and what was answered")
    table = lines_table(service.lines_of(db.session(), row), title)
    return pages.ShowPage(
        title=view.name_of(row),
        groups=(*groups, standing),
        crumbs=(pages.Crumb(str(view.rows), url_for(".index")),),
        tags=(tag(row.state),),
        actions=tuple(_actions(view, row)),
        tables=(pages.RelatedTable(title, table, pages.Empty(_("Nothing yet"), "")),),
    )


def lines_table(lines: Sequence[EnrolmentLine], title: str) -> pages.DataTable:
    """Give lines with what became of each."""
    columns = (
        pages.Column(_("Operation")),
        pages.Column(_("Company"), "code"),
        pages.Column(_("NIR"), "code"),
        pages.Column(_("State"), "tag"),
        pages.Column(_("Reason")),
        pages.Column(_("Asked on"), "day"),
        pages.Column(_("Answered on"), "day"),
    )
    return pages.DataTable(title, columns, tuple(map(_line, lines)))


def sendings_page(
    found: Sequence[EnrolmentSending], pager: pages.Pager, *, may_write: bool
) -> pages.ListPage:
    """Give the list of files."""
    columns = (
        pages.Column(_("Document"), "code"),
        pages.Column(_("Lines"), "number"),
        pages.Column(_("Sent on"), "day"),
        pages.Column(_("Sent by")),
    )
    rows = tuple(
        pages.Row(
            (
                pages.Cell(one.document),
                pages.Cell(words.number(one.lines)),
                pages.Cell(g.style.show_moment(one.sent_at)),
                pages.Cell(one.sent_by),
            ),
            url=url_for(".show", reference=one.reference),
        )
        for one in found
    )
    send = pages.Action(_("Send what is new"), url_for(".send"), "main", post=True)
    unknown = pages.Action(_("Answers that fit no line"), url_for(".unknown"))
    return pages.ListPage(
        title=str(TITLE),
        lead=_("Each file asks for what is new or to be removed. What was answered stands on its lines."),
        table=pages.DataTable(str(TITLE), columns, rows),
        empty=pages.Empty(_("No file yet"), _("Enter companies and insured persons, then send them.")),
        pager=pager,
        actions=(send, unknown) if may_write else (unknown,),
    )


def sending_page(one: EnrolmentSending, lines: Sequence[EnrolmentLine]) -> pages.ShowPage:
    """Give the page of a file."""
    facts = (
        pages.Fact(_("Reference"), one.reference, "code"),
        pages.Fact(_("Header"), one.header, "code"),
        pages.Fact(_("Lines"), words.number(one.lines)),
        pages.Fact(_("Sent on"), f"{g.style.show_moment(one.sent_at)}, {one.sent_by}", "day"),
    )
    title = _("Lines")
    return pages.ShowPage(
        title=one.document,
        groups=(pages.FactGroup(None, facts),),
        crumbs=(pages.Crumb(str(TITLE), url_for(".index")),),
        tables=(pages.RelatedTable(title, lines_table(lines, title), pages.Empty(_("Nothing is kept"), "")),),
    )


def unknown_page(found: Sequence[UnknownAnswer], pager: pages.Pager) -> pages.ListPage:
    """Give the list of answers that fit no line."""
    title = _("Answers that fit no line")
    columns = (
        pages.Column(_("Kind"), "code"),
        pages.Column(_("Document"), "code"),
        pages.Column(_("Company"), "code"),
        pages.Column(_("NIR"), "code"),
        pages.Column(_("Answer"), "tag"),
        pages.Column(_("Reason")),
        pages.Column(_("Came on"), "day"),
    )
    verdicts: Mapping[str, tuple[str, pages.Tone]] = {"A": (_("Accepted"), "ok"), "R": (_("Refused"), "bad")}
    rows = tuple(
        pages.Row(
            (
                pages.Cell(one.kind),
                pages.Cell(one.document),
                pages.Cell(show_number(one.number)),
                pages.Cell(words.nir(one.nir)),
                pages.Cell(*verdicts.get(one.verdict, (_("Unclear"), "warn"))),
                pages.Cell(one.why),
                pages.Cell(g.style.show_moment(one.came_at)),
            )
        )
        for one in found
    )
    return pages.ListPage(
        title=title,
        lead=_(
            "They name no file of ours, none of its lines, or say the contrary of what was answered before."
        ),
        crumbs=(pages.Crumb(str(TITLE), url_for(".index")),),
        table=pages.DataTable(title, columns, rows),
        empty=pages.Empty(_("Nothing here"), _("Every answer of Prest’IJ fitted a line.")),
        pager=pager,
    )


def _actions(view: EnrolledView, row: service.Enrolled) -> Iterator[pages.Action]:
    if view.may("write"):
        for event in TRANSITIONS[State(row.state)]:
            if event in STEPS:
                url = url_for(".step", pk=row.id, act=str(event))
                yield pages.Action(str(STEPS[event]), url, post=True)
        if State(row.state) in EDITABLE:
            yield pages.Action(_("Edit"), url_for(".edit", pk=row.id), "main")
    if view.may("delete") and State(row.state) in EDITABLE:
        yield pages.Action(_("Delete"), url_for(".delete", pk=row.id), "danger")
    yield pages.Action(_("History"), url_for(".history", pk=row.id), icon="history")


def _fact(view: EnrolledView, row: Any, key: str) -> pages.Fact:
    column = view.column(key)
    return pages.Fact(str(column.label), column.show(column.value(row), g.style), column.cell)


def _keys(names: Sequence[str | tuple[str, ...]]) -> Iterator[str]:
    for one in names:
        yield from (one,) if isinstance(one, str) else one


def _line(one: EnrolmentLine) -> pages.Row:
    answered = g.style.show_moment(one.answered_at) if one.answered_at else ""
    return pages.Row(
        (
            pages.Cell(str(OPERATIONS.get(one.operation, one.operation))),
            pages.Cell(show_number(one.number)),
            pages.Cell(words.nir(one.nir)),
            pages.Cell(str(LINE_STATES.get(one.state, one.state)), _tone(one.state)),
            pages.Cell(one.why),
            pages.Cell(g.style.show_moment(one.asked_at)),
            pages.Cell(answered),
        )
    )


def _tone(state: str) -> pages.Tone:
    return TONES.get(state, "plain")

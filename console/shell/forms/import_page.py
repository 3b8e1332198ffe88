"""What the pages of a sheet of entries show: the file asked for, what is wrong in it, what was sent from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from console.forms import imports
from console.forms.entries import CellFault, Day, FaultyEntry, KeptCell, said_with
from console.forms.faults import say
from console.forms.import_models import CHECKED, CHECKING, REFUSED, SENDING, SENT, FormImport
from console.forms.importing import EXPLAINED
from console.forms.revisions import Revision
from console.forms.sheets import SheetColumn, columns_of, titles_of
from console.forms.template import expected_of
from console.forms.titles import Refusal
from console.forms.tongue import Tongue
from console.institutions.sessions import db
from console.shell import pages as page
from console.shell.forms import current
from console.shell.pages.parts import Tone

LISTED = 100
"""Faults, or sent entries, on one page."""


class UploadForm(FlaskForm):
    """The sheet with the entries."""

    file = FileField(
        _l("Sheet"),
        [FileRequired(_l("Choose a file."))],
        description=_l("A file in the format .xlsx or .csv"),
    )


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet of entries: how it stands with it, and its faults or what was sent from it."""

    title: str
    crumbs: tuple[page.Crumb, ...]
    file_name: str
    tone: Tone
    text: str
    reasons: tuple[str, ...]
    figures: tuple[page.Fact, ...]
    table: page.DataTable | None
    table_title: str
    filters: tuple[page.FilterControl, ...]
    pager: page.Pager
    actions: tuple[page.Action, ...]


def crumbs() -> tuple[page.Crumb, ...]:
    """Give the way to the forms."""
    return (page.Crumb(_("Announcements"), url_for("FormsView.index")),)


def file_page(revision: Revision, form: UploadForm) -> page.ImportPage:
    """Give the page that asks for the file."""
    tongue, key = current.tongue(revision), revision.form.key
    columns = columns_of(revision.form)
    return page.ImportPage(
        title=_("From a sheet: %(form)s", form=tongue.say(revision.form.title)),
        form=form,
        submit=_("Check file"),
        cancel_url=url_for("FormsView.index"),
        columns=tuple(
            page.Fact(title, _expected(column, tongue))
            for column, title in zip(columns, titles_of(columns, tongue.say), strict=True)
        ),
        crumbs=crumbs(),
        lead=_("Each row is one entry. Take the empty sheet, fill it in and add it here."),
        template_url=url_for("FormSheetsView.template", form=key),
        promise=_("Nothing is sent yet: first every row is checked, then you decide."),
    )


def _expected(column: SheetColumn, tongue: Tongue) -> str:
    what = str(expected_of(column.leaf.field, tongue))
    return str(_("%(what)s (required)", what=what)) if column.required and not column.when else what


def sheet_page(found: FormImport, revision: Revision, *, may_send: bool, idle: bool) -> SheetPage:
    """Give the page of a sheet."""
    tone, text = _said(found, may_send, idle)
    filters: tuple[page.FilterControl, ...] = ()
    table, pager, heading = None, page.Pager(""), ""
    if found.state == CHECKED and found.faulty:
        filters, table, pager = _faults(found, revision)
        heading = _("To correct in the sheet")
    elif found.state == SENT:
        table, pager = _sent(found)
        heading = _("Sent from this sheet")
    return SheetPage(
        title=_("Sheet: %(form)s", form=current.tongue(revision).say(revision.form.title)),
        crumbs=crumbs(),
        file_name=" · ".join(filter(None, (found.file_name, found.sheet))),
        tone=tone,
        text=text,
        reasons=tuple(str(Refusal(one["code"], one["params"])) for one in found.refusals),
        figures=_figures(found),
        table=table,
        table_title=heading,
        filters=filters,
        pager=pager,
        actions=_actions(found, may_send, idle),
    )


def _said(found: FormImport, may_send: bool, idle: bool) -> tuple[Tone, str]:
    """Say in one sentence how it stands with the sheet."""
    if idle:
        return "warn", _("The work on this sheet was stopped. What is done is kept; you can let it go on.")
    if found.state == CHECKING:
        return "info", _("The sheet is being checked.")
    if found.state == SENDING:
        return "info", _("The entries are being sent.")
    if found.state == REFUSED:
        return "bad", _(
            "This sheet cannot be read as it is. Correct it and add it again. Nothing is kept of it."
        )
    if found.state == SENT:
        return "ok", _("All entries of this sheet are sent.")
    if not found.faulty:
        ready = _("Every row is in order. Nothing was sent yet.")
        return "ok", ready if may_send else _(
            "Every row is in order. Somebody with the right to send must send it."
        )
    if found.faulty > EXPLAINED:
        count = g.style.show_number(EXPLAINED)
        return "bad", _(
            "Nothing can be sent before all rows are in order. The first %(count)s are explained.",
            count=count,
        )
    return "bad", _("Nothing can be sent before all rows are in order. Correct the sheet and add it again.")


def _figures(found: FormImport) -> tuple[page.Fact, ...]:
    if found.state == REFUSED:
        return ()
    show = g.style.show_number
    facts = [
        page.Fact(_("In order"), show(found.good)),
        page.Fact(_("Faulty"), show(found.faulty), tone="bad" if found.faulty else "plain"),
    ]
    if found.state in (SENDING, SENT):
        facts.append(page.Fact(_("Sent"), show(found.sent)))
    return tuple(facts)


def _actions(found: FormImport, may_send: bool, idle: bool) -> tuple[page.Action, ...]:
    again = page.Action(_("Choose another file"), url_for("FormSheetsView.add", form=found.form_key))
    if idle:
        url = url_for("FormSheetsView.go_on", reference=found.reference)
        return (page.Action(_("Let it go on"), url, "main", post=True), again)
    if found.state in (CHECKING, SENDING):
        return (page.Action(_("Show progress"), url_for("TasksView.show", reference=found.task), "main"),)
    if found.state == CHECKED and found.faulty:
        url = url_for("FormSheetsView.faults", reference=found.reference)
        return (page.Action(_("Faulty rows as a sheet"), url, "main", "export"), again)
    if found.state == CHECKED and found.good and may_send:
        text = ngettext(
            "Send %(count)s entry",
            "Send %(count)s entries",
            found.good,
            count=g.style.show_number(found.good),
        )
        return (page.Action(text, url_for("FormSheetsView.send", reference=found.reference), "main"), again)
    return (again,)


@dataclass(frozen=True, slots=True)
class ToldFault:
    """A fault of a cell, ready to be read."""

    cell: str
    """As the spreadsheet program names it: D22."""
    column: str
    value: str
    code: str
    text: str


def told_faults(found: FormImport, revision: Revision) -> list[ToldFault]:
    """Give every explained fault in the reader's language."""
    tongue = current.tongue(revision)
    columns = columns_of(revision.form)
    titles = titles_of(columns, tongue.say)
    sentences = said_with(current.sentences(revision))

    def told(entry: FaultyEntry, one: CellFault) -> ToldFault:
        text = say(one.fault(), g.style, sentences)
        if one.column is None:
            return ToldFault(_("Row %(row)s", row=one.number), "", "", one.code, text)
        letters = found.letters[one.column] if one.column < len(found.letters) else ""
        cell = f"{letters}{one.number}" if letters else _("Row %(row)s", row=one.number)
        typed = {line.number: line.cells for line in entry.lines}.get(one.number)
        value = shown(typed[one.column]) if typed else ""
        return ToldFault(cell, titles[one.column], value, one.code, text)

    return [told(entry, one) for entry in imports.explained(db.session(), found) for one in entry.faults]


def shown(cell: KeptCell) -> str:
    """Give what stands in a cell as the reader writes it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(_("Yes") if cell else _("No"))
    if isinstance(cell, Day):
        return str(g.style.show_day(date.fromisoformat(cell.iso)))
    if isinstance(cell, str):
        return cell if len(cell) <= 60 else f"{cell[:59]}…"
    return str(g.style.show_number(Decimal(f"{cell:.15g}")))


def _faults(
    found: FormImport, revision: Revision
) -> tuple[tuple[page.FilterControl, ...], page.DataTable, page.Pager]:
    """Give the faults that the filters of the address let through, one page of them."""
    every = told_faults(found, revision)
    column, reason = request.args.get("column", ""), request.args.get("reason", "")
    chosen = [one for one in every if column in ("", one.column) and reason in ("", one.code)]
    rows, pager = _paged(chosen)
    heads = (_("Cell"), _("Column"), _("Value"), _("What to do"))
    table = page.DataTable(
        _("Faults by row and column"),
        tuple(map(page.Column, heads)),
        tuple(page.Row(tuple(map(page.Cell, (one.cell, one.column, one.value, one.text)))) for one in rows),
    )
    return _filters(every, column, reason), table, pager


def _filters(every: Sequence[ToldFault], column: str, reason: str) -> tuple[page.FilterControl, ...]:
    """Let choose among the columns and reasons that occur, each with how often it does."""
    columns = Counter(one.column for one in every if one.column)
    reasons = Counter(one.code for one in every)
    texts = {one.code: one.text for one in reversed(every)}
    show = g.style.show_number
    return (
        page.FilterControl(
            "column", _("Column"), "choice", column,
            tuple(page.Choice(name, f"{name} ({show(count)})") for name, count in columns.most_common()),
        ),
        page.FilterControl(
            "reason", _("What to do"), "choice", reason,
            tuple(page.Choice(code, f"{texts[code]} ({show(count)})") for code, count in reasons.most_common()),
        ),
    )  # fmt: skip


def _paged(every: Sequence[ToldFault]) -> tuple[Sequence[ToldFault], page.Pager]:
    number = _page_number()
    first = (number - 1) * LISTED
    rows = list(islice(every, first, first + LISTED))
    return rows, _pager(number, first, len(rows), len(every))


def _page_number() -> int:
    return max(1, request.args.get("page", 1, type=int))


def _pager(number: int, first: int, count: int, total: int) -> page.Pager:
    show = g.style.show_number

    def url(to: int) -> str:
        chosen: dict[str, Any] = {name: request.args.get(name) or None for name in ("column", "reason")}
        return url_for(".show", **chosen, **(request.view_args or {}), page=to)

    text = (
        _(
            "%(first)s to %(last)s of %(total)s",
            first=show(first + 1),
            last=show(first + count),
            total=show(total),
        )
        if count
        else ""
    )
    return page.Pager(
        text,
        url(number - 1) if number > 1 else None,
        url(number + 1) if first + count < total else None,
    )


def _sent(found: FormImport) -> tuple[page.DataTable, page.Pager]:
    number = _page_number()
    first = (number - 1) * LISTED
    rows = imports.sent_from(db.session(), found, first=first, most=LISTED)
    columns = (
        page.Column(_("Reference"), "code"),
        page.Column(_("Row"), "number"),
        page.Column(_("Sent"), "day"),
    )
    table = page.DataTable(
        _("Sent from this sheet"),
        columns,
        tuple(
            page.Row(
                (
                    page.Cell(one.reference),
                    page.Cell(g.style.show_number(int(one.send_key.rpartition(":")[2]))),
                    page.Cell(g.style.show_moment(one.sent_at)),
                ),
                url_for("FormsView.sent", reference=one.reference),
            )
            for one in rows
        ),
    )
    return table, _pager(number, first, len(rows), found.sent)

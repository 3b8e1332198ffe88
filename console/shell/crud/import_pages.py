"""What the pages of an import show: the file asked for, what it would do, what was done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from console.base.sheets import Cell, Sheet
from console.imports.differences import LISTED, ChangedRow
from console.shell import pages as page
from console.shell.crud import pages
from console.shell.crud.columns import ChoiceColumn, Column, DayColumn, RelatedColumn
from console.shell.crud.importing import Importer, Plan

if TYPE_CHECKING:
    from console.shell.crud.view import CrudView


class UploadForm(FlaskForm):
    """The sheet to import."""

    file = FileField(
        _l("Sheet"),
        [FileRequired(_l("Choose a file."))],
        description=_l("A file in the format .xlsx or .csv"),
    )


def file_page(view: CrudView, form: UploadForm) -> page.ImportPage:
    """Give the page that asks for the file."""
    return page.ImportPage(
        title=_title(view),
        form=form,
        submit=_("Check file"),
        cancel_url=url_for(".index"),
        columns=tuple(page.Fact(str(c.label), _expected(c)) for c in view.editable()),
        crumbs=pages.crumbs(view),
        lead=_("Entries of the file are added or changed; none is deleted."),
        template_url=url_for(".import_template"),
    )


def _expected(column: Column) -> str:
    """Say what a cell of this column may hold."""
    if isinstance(column, DayColumn):
        what = _("A day, like %(form)s", form=g.style.day_hint)
    elif isinstance(column, ChoiceColumn):
        what = _("One of: %(words)s", words=", ".join(str(word) for _code, word in column.of))
    elif isinstance(column, RelatedColumn):
        what = _("The number of the entry it belongs to")
    else:
        what = str(column.help) or _("A text")
    return str(_("%(what)s (required)", what=what)) if column.required else what


def preview_page(
    importer: Importer, sheet: Sheet, name: str, plan: Plan, *, changed_meanwhile: bool
) -> page.ImportPreview:
    """Give the page of what a file would do."""
    view, found, style = importer.view, plan.found, g.style
    importable = found.is_clean and bool(found.new or found.changed)
    faults = _faults(view, sheet, plan)
    return page.ImportPreview(
        title=_title(view),
        file_name=name,
        new=style.show_number(found.counts.new),
        changed=style.show_number(found.counts.changed),
        unchanged=style.show_number(found.counts.same),
        faulty=style.show_number(found.counts.faulty),
        cancel_url=url_for(".import_file"),
        submit=_("Import") if importable else None,
        faults=faults[:LISTED],
        more_faults=max(0, len(faults) - LISTED),
        changes=tuple(_change(importer, row, plan) for row in found.changed[:LISTED]),
        more_changes=max(0, len(found.changed) - LISTED),
        crumbs=(*pages.crumbs(view), page.Crumb(_title(view), url_for(".import_file"))),
        note=_note(plan, importable, changed_meanwhile),
        hidden=(("digest", found.digest),),
    )


def overtaken(pk: int) -> page.MessagePage:
    """Give the page that says that somebody was faster."""
    return page.MessagePage(
        title=_("Nothing was imported"),
        text=_(
            "Somebody changed the same entries while this file was being imported. Look at the file again."
        ),
        tone="warn",
        actions=(page.Action(_("Look again"), url_for(".import_preview", pk=pk), kind="main"),),
    )


def done(plan: Plan) -> object:
    """Say what was imported."""
    counts = plan.found.counts
    return _(
        "Imported: %(new)s new, %(changed)s changed.",
        new=g.style.show_number(counts.new),
        changed=g.style.show_number(counts.changed),
    )


def _note(plan: Plan, importable: bool, changed_meanwhile: bool) -> str:
    """Say what to know before deciding; the file is imported as a whole or not at all."""
    if not plan.found.is_clean:
        return str(_("Nothing is imported. Correct the file, then go back and add it again."))
    if not importable:
        return str(_("There is nothing to import: the file says what the list says already."))
    if changed_meanwhile:
        return str(_("The list has changed since you looked at it. Nothing was imported. Look again."))
    missing = plan.found.counts.missing
    if not missing:
        return ""
    text = ngettext(
        "%(count)s entry of the list is not in the file. It stays as it is.",
        "%(count)s entries of the list are not in the file. They stay as they are.",
        missing,
        count=g.style.show_number(missing),
    )
    return str(text)


def _faults(view: CrudView, sheet: Sheet, plan: Plan) -> tuple[page.ImportFault, ...]:
    """Give every fault with its place and what stands there."""
    row = sheet.header_number
    of_titles = [page.ImportFault(row, "", "", f.say(g.style)) for f in plan.found.title_faults]
    titled = (index for index, title in enumerate(sheet.header) if title.strip())
    places = dict(zip(plan.found.columns, titled, strict=False))
    cells = {row.number: row.cells for row in sheet.rows}
    of_rows = [
        page.ImportFault(
            row=faulty.number,
            column=str(view.column(fault.column).label) if fault.column else "",
            value=_typed(cells[faulty.number][places[fault.column]]) if fault.column in places else "",
            text=fault.say(g.style),
        )
        for faulty in plan.found.faulty
        for fault in faulty.faults
    ]
    return (*of_titles, *of_rows)


def _typed(cell: Cell) -> str:
    """Give what stands in a cell; nothing for what was not even read."""
    if isinstance(cell, str):
        return cell.strip()[:60]
    if isinstance(cell, date):
        return str(g.style.show_day(cell))
    return f"{cell:f}" if isinstance(cell, Decimal) else ""


def _change(importer: Importer, row: ChangedRow, plan: Plan) -> page.ImportChange:
    return page.ImportChange(
        row=row.number,
        name=importer.view.name_of(plan.ours[row.key]),
        changes=tuple(
            page.FieldChange(
                str(importer.view.column(key).label),
                importer.shown(key, change.old) or None,
                importer.shown(key, change.new) or None,
            )
            for key, change in row.changes.items()
        ),
    )


def _title(view: CrudView) -> str:
    return str(_("Import: %(rows)s", rows=view.rows))

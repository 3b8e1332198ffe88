"""Turns rows into what the page templates take: texts in the reader's language, figures in the reader's form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import current_app, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from console.audit.models import AuditEntry
from console.base.errors import BadArgument
from console.institutions.sessions import db, scope_of
from console.parties.models import Company
from console.shell import gate
from console.shell import pages as page
from console.shell.crud import personal
from console.shell.crud.columns import Column, RelatedColumn
from console.shell.crud.filters import RelatedFilter
from console.shell.crud.listing import COUNT_CAP, SIZES, Asked, Page

if TYPE_CHECKING:
    from console.shell.crud.view import CrudView, Related


def list_page(view: CrudView, asked: Asked, found: Page, fault: BadArgument | None = None) -> page.ListPage:
    """Give the page of a list; `fault` names the filter that cannot be used, which is then said at its field."""
    exports = view.may("export") and fault is None
    count = _count(found) if fault is None else ""
    return page.ListPage(
        title=str(view.rows),
        lead=str(view.lead),
        table=table(view, found.rows, asked),
        empty=_empty(view, asked) if fault is None else correct_first(),
        pager=page.Pager(
            text=count,
            prev_url=_with(before=found.prev) if found.prev else None,
            next_url=_with(after=found.next) if found.next else None,
            sizes=tuple(page.PageSize(n, _with(size=str(n)), n == asked.size) for n in SIZES),
        ),
        count=count,
        search=asked.search,
        filters=tuple(
            page.FilterControl(
                name=f.name,
                label=str(f.label),
                kind=f.kind,
                value=asked.filters.get(f.name, ""),
                choices=tuple(page.Choice(code, str(word)) for code, word in getattr(f, "of", ())),
                suggest_url=_suggest(view, f.name) if f.kind == "related" else None,
                hint=g.style.day_hint if f.kind == "day" else "",
                fault=str(fault) if fault is not None and fault.place == f.name else "",
            )
            for f in view.filters
            if not _says_the_same(f)
        ),
        chips=tuple(
            page.FilterChip(
                _("%(label)s: %(value)s", label=f.label, value=f.shown(asked.filters[f.name])),
                _with(**{f.name: None}),
            )
            for f in view.filters
            if f.name in asked.filters and (fault is None or fault.place != f.name)
        ),
        clear_url=url_for(".index") if asked.filters or asked.search else None,
        keep=tuple((k, v) for k, v in request.args.items() if k in ("sort", "size")),
        add_url=url_for(".add") if view.may("write") else None,
        import_url=url_for(".import_file") if view.import_key and view.may("import") else None,
        export_csv_url=_at(".export", kind="csv") if exports else None,
        export_xlsx_url=_at(".export", kind="xlsx") if exports else None,
        actions=view.list_actions() if fault is None and found.rows else (),
    )


def table(
    view: CrudView, rows: Sequence[Any], asked: Asked | None = None, *, without: str = ""
) -> page.DataTable:
    """Give rows under their columns; with `asked` the heads sort, `without` leaves one column out.

    To whom works for one company, a column that only repeats its name is not shown.
    """
    columns = [c for c in map(view.column, view.listed) if c.key != without and not _says_the_same(c)]
    may_write, endpoint = view.may("write"), type(view).__name__
    return page.DataTable(
        caption=str(view.rows),
        columns=tuple(_head(view, c, asked) for c in columns),
        rows=tuple(
            page.Row(
                cells=tuple(page.Cell(_brief(c, row), detail=_beneath(view, c, row)) for c in columns),
                url=url_for(f"{endpoint}.show", pk=row.id),
                edit_url=url_for(f"{endpoint}.edit", pk=row.id) if may_write else None,
            )
            for row in rows
        ),
    )


def _brief(column: Column, row: Any) -> str:
    return column.brief(column.value(row), g.style)


def _beneath(view: CrudView, column: Column, row: Any) -> str:
    key = view.beneath.get(column.key)
    below = view.column(key) if key else None
    return _brief(below, row) if below is not None and not _says_the_same(below) else ""


def _says_the_same(part: object) -> bool:
    """Say whether a column or filter names the company, and the visitor works for one alone."""
    if not isinstance(part, (RelatedColumn, RelatedFilter)) or part.target is not Company:
        return False
    companies = scope_of(db.session()).companies
    return companies is not None and len(companies) == 1


def show_page(view: CrudView, row: Any) -> page.ShowPage:
    """Give the page of one row."""
    actions = []
    if view.may("write"):
        actions.append(page.Action(_("Edit"), url_for(".edit", pk=row.id), kind="main"))
    actions.append(page.Action(_("History"), url_for(".history", pk=row.id), icon="history"))
    if view.deletable and view.may("delete"):
        actions.append(page.Action(_("Delete"), url_for(".delete", pk=row.id), kind="danger"))
    return page.ShowPage(
        title=view.name_of(row),
        groups=tuple(
            page.FactGroup(str(title), tuple(_fact(view, key, row) for line in lines for key in _keys(line)))
            for title, lines in view.groups
        ),
        crumbs=crumbs(view),
        actions=tuple(actions),
        tables=tuple(t for r in view.related if (t := _related(r, row)) is not None),
    )


def form_page(view: CrudView, form: Any, row: Any | None) -> page.FormPage:
    """Give the page that asks for a new row, or for changes to one."""
    editable = {c.key for c in view.editable()}
    for key in view.suggested_from:
        if address := _suggest(view, key):
            form[key].render_kw = {**(form[key].render_kw or {}), "data-suggest": address}
    return page.FormPage(
        title=_("Edit: %(name)s", name=view.name_of(row))
        if row is not None
        else _("Add: %(kind)s", kind=view.row),
        form=form,
        fieldsets=tuple(
            page.Fieldset(str(title), tuple(line for line in lines if set(_keys(line)) <= editable))
            for title, lines in view.groups
        ),
        submit=_("Save"),
        cancel_url=url_for(".show", pk=row.id) if row is not None else url_for(".index"),
        crumbs=crumbs(view, row),
    )


def history_page(view: CrudView, row: Any, entries: Sequence[AuditEntry]) -> page.HistoryPage:
    """Give the page of a row's history."""
    return page.HistoryPage(
        title=_("History: %(name)s", name=view.name_of(row)),
        entries=tuple(_event(view, entry) for entry in entries),
        empty=page.Empty(
            _("Nothing was changed yet"), _("Each change appears here with its author and the time.")
        ),
        pager=page.Pager(""),
        crumbs=crumbs(view, row),
    )


def cannot_delete(view: CrudView, row: Any) -> page.MessagePage:
    """Give the page that says why a row stays."""
    return page.MessagePage(
        title=_("%(name)s cannot be deleted", name=view.name_of(row)),
        text=_("Other entries belong to it. Delete those first, or enter an end date instead."),
        tone="warn",
        actions=(
            page.Action(_("Back"), url_for(".show", pk=row.id), kind="main"),
            *(page.Action(t.title, t.all_url) for r in view.related if (t := _related(r, row)) and t.all_url),
        ),
    )


def crumbs(view: CrudView, row: Any | None = None) -> tuple[page.Crumb, ...]:
    """Give the way back to the list, and to the row."""
    found = [page.Crumb(str(view.rows), url_for(".index"))]
    if row is not None:
        found.append(page.Crumb(view.name_of(row), url_for(".show", pk=row.id)))
    return tuple(found)


def _keys(line: str | tuple[str, ...]) -> tuple[str, ...]:
    return (line,) if isinstance(line, str) else line


def _head(view: CrudView, column: Any, asked: Asked | None) -> page.Column:
    if asked is None or column.key not in view.sorts:
        return page.Column(str(column.label), column.cell)
    here = asked.sort == column.key
    return page.Column(
        str(column.label),
        column.cell,
        sort_url=_with(sort=f"-{column.key}" if here and not asked.descending else column.key),
        sorted=("descending" if asked.descending else "ascending") if here else None,
    )


def _fact(view: CrudView, key: str, row: Any) -> page.Fact:
    column = view.column(key)
    value = column.value(row)
    url = None
    if (
        isinstance(column, RelatedColumn)
        and value is not None
        and key in view.suggested_from
        and _may_open(view.suggested_from[key])
    ):
        url = url_for(f"{view.suggested_from[key]}.show", pk=value.id)
    return page.Fact(str(column.label), column.show(value, g.style), column.cell, url)


def _related(related: Related, row: Any) -> page.RelatedTable | None:
    """Give the first rows that belong to this one, when the person may see them."""
    if not _may_open(related.view):
        return None
    view = current_app.extensions["guichet_crud"][related.view]
    asked = view.listing.asked({})
    found = view.listing.page(db.session(), asked, g.style, getattr(view.model, related.column) == row.id)
    personal.listed(view, found.rows[:10])
    number = view.column(related.name).show(row, g.style)
    return page.RelatedTable(
        title=str(view.rows),
        table=table(view, found.rows[:10], without=related.name),
        empty=page.Empty(_("No entries yet"), ""),
        all_url=url_for(f"{related.view}.index", **{related.name: number}),
        add_url=url_for(f"{related.view}.add", **{related.name: number}) if view.may("write") else None,
    )


def _event(view: CrudView, entry: AuditEntry) -> page.TimelineEntry:
    return page.TimelineEntry(
        when=g.style.show_moment(entry.at),
        moment=entry.at.isoformat(),
        title=_ACTS.get(entry.action.rsplit(".", 1)[-1], lambda: entry.action)(),
        who=entry.actor_name,
        changes=changes_told(view, entry.facts.get("changes", {})),
    )


def changes_told(view: CrudView, changes: dict[str, list[Any]]) -> tuple[page.FieldChange, ...]:
    """Give the changes that a line of the journal keeps, as people read them; empty before and after is none."""
    columns = {c.foreign if isinstance(c, RelatedColumn) else c.key: c for c in view.columns}

    def text(key: str, kept: Any) -> str | None:
        told = columns[key].recall(kept, g.style, db.session()) if key in columns else str(kept or "")
        return told or None

    return tuple(
        page.FieldChange(str(columns[key].label) if key in columns else key, text(key, old), text(key, new))
        for key, (old, new) in changes.items()
        if (old or new) not in (None, "")
    )


_ACTS = {
    "added": lambda: _("Added"),
    "changed": lambda: _("Changed"),
    "deleted": lambda: _("Deleted"),
    "imported": lambda: _("Changed by an import"),
    "added_by_import": lambda: _("Added by an import"),
}


def _may_open(endpoint: str) -> bool:
    permission = gate.guards().by_blueprint.get(endpoint)
    return permission is not None and gate.allows(g.visit, "can_read", permission)


def _suggest(view: CrudView, key: str) -> str | None:
    endpoint = view.suggested_from.get(key)
    return url_for(f"{endpoint}.suggest") if endpoint and _may_open(endpoint) else None


def _count(found: Page) -> str:
    if found.count is None:
        return str(_("more than %(count)s entries", count=g.style.show_number(COUNT_CAP)))
    return str(ngettext("%(num)s entry", "%(num)s entries", found.count))


def _empty(view: CrudView, asked: Asked) -> page.Empty:
    if asked.filters or asked.search:
        return page.Empty(
            _("Nothing is found"), _("Take away a filter or search for the beginning of another word.")
        )
    return page.Empty(_("No entries yet"), _("Entries appear here as soon as they are added or imported."))


def correct_first() -> page.Empty:
    """Give what stands in place of the rows while a filter cannot be used."""
    return page.Empty(_("A filter cannot be used"), _("Correct it above, then apply the filters again."))


def _at(endpoint: str, **more: str | None) -> str:
    """Give an address with the list's present arguments, without its place in the pages."""
    kept: dict[str, Any] = {k: v for k, v in request.args.items() if k not in ("after", "before")}
    return url_for(endpoint, **{**kept, **more})


def _with(**changed: str | None) -> str:
    """Give this list's address with some arguments changed, from its first page unless a cursor is given."""
    return _at(".index", **changed)

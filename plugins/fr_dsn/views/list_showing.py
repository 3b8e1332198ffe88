"""What the pages of reference lists show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from flask import g, url_for

from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from console.plugin import pages
from plugins.fr_dsn.formats.listing import restored
from plugins.fr_dsn.models import CodeList
from plugins.fr_dsn.rules.controls import words as norm_words
from plugins.fr_dsn.rules.lists.catalog import LISTS, ListKind
from plugins.fr_dsn.rules.lists.codes import Code
from plugins.fr_dsn.rules.lists.declared import by_list
from plugins.fr_dsn.views import words
from plugins.fr_dsn.views.asking import PER_PAGE
from plugins.fr_dsn.views.list_form import ListForm

TITLE = _l("Reference lists")
SHOWN = 10
"""Codes on the page of a list."""
EIGHT = 8
"""Figures of a digest that stand together."""


def index_page(imported: Mapping[str, CodeList]) -> pages.ListPage:
    """Give all lists that controls ask for, with what was imported of them."""
    columns = (
        pages.Column(_("List"), "code"),
        pages.Column(_("What it lists")),
        pages.Column(_("State"), "tag"),
        pages.Column(_("Edition")),
        pages.Column(_("Codes"), "number"),
        pages.Column(_("Controls"), "number"),
    )
    rows = tuple(_row(kind, imported.get(name)) for name, kind in LISTS.items())
    return pages.ListPage(
        title=str(TITLE),
        lead=_(
            "Some controls of the norm compare a value with a list that is published apart and changes often. "
            "Without the list they are silent, and each check says so. Take the lists from their publisher and "
            "import them here."
        ),
        count=_(
            "%(imported)s of %(all)s imported",
            imported=words.number(len(imported)),
            all=words.number(len(LISTS)),
        ),
        table=pages.DataTable(str(TITLE), columns, rows),
        empty=pages.Empty(_("Nothing here"), ""),
        pager=pages.Pager(""),
    )


def list_page(kind: ListKind, row: CodeList | None, *, may_write: bool) -> pages.ShowPage:
    """Give one list with the controls that need it."""
    state, tone = _state(row)
    return pages.ShowPage(
        title=kind.name,
        groups=(pages.FactGroup(None, _facts(kind, row)),),
        crumbs=crumbs(),
        tags=(pages.Tag(state, tone),),
        actions=_actions(kind, row) if may_write else (),
        tables=(_controls(kind), *([_codes(row)] if row else ())),
    )


def codes_page(kind: ListKind, row: CodeList, page: int) -> pages.ListPage:
    """Give the codes of a list, page by page."""
    codes = list(restored(row.content))
    last = max(1, -(-len(codes) // PER_PAGE))
    text = _("Page %(page)s of %(pages)s", page=words.number(page), pages=words.number(last))
    return pages.ListPage(
        title=_("Codes of %(list)s", list=kind.name),
        crumbs=(*crumbs(), _crumb(kind)),
        count=words.number(len(codes)),
        table=_table(codes[(page - 1) * PER_PAGE : page * PER_PAGE]),
        empty=pages.Empty(_("Nothing here"), _("The list does not go on this far.")),
        pager=pages.Pager(
            text if last > 1 else "",
            url_for(".codes", code_list=kind.name, page=page - 1) if page > 1 else None,
            url_for(".codes", code_list=kind.name, page=page + 1) if page < last else None,
        ),
    )


def import_page(kind: ListKind, form: ListForm) -> pages.ImportPage:
    """Give the page that asks for an edition."""
    form.published_on.description = g.style.day_hint
    return pages.ImportPage(
        title=_("Import %(list)s", list=kind.name),
        lead=_(kind.title),
        form=form,
        submit=_("Import"),
        cancel_url=_crumb(kind).url,
        crumbs=(*crumbs(), _crumb(kind)),
        columns=(
            pages.Fact(_("code"), _form_of(kind)),
            pages.Fact(_("label"), _("What the code stands for; may be left out.")),
            pages.Fact(_("valid from"), _("First day, as 31/12/2025 or 2025-12-31; may be left out.")),
            pages.Fact(_("valid until"), _("Last day, in the same form; may be left out.")),
        ),
        promise=_(
            "One row that is wrong is enough for nothing to be imported: the edition of before then stays. Other "
            "columns of the sheet are left aside."
        ),
    )


def remove_page(kind: ListKind, row: CodeList) -> pages.ConfirmPage:
    """Give the question before a list is removed."""
    return pages.ConfirmPage(
        title=_("Remove %(list)s?", list=kind.name),
        consequences=(
            _("The controls that need it are silent from now on. Checks that were made stay as they are."),
            _("The journal keeps which edition it was, and who removed it."),
        ),
        submit=_("Remove"),
        cancel_url=_crumb(kind).url,
        crumbs=(*crumbs(), _crumb(kind)),
        danger=True,
    )


def crumbs() -> tuple[pages.Crumb, ...]:
    """Give the way to all lists."""
    return (pages.Crumb(str(TITLE), url_for(".index")),)


def _crumb(kind: ListKind) -> pages.Crumb:
    return pages.Crumb(kind.name, url_for(".show", code_list=kind.name))


def _state(row: CodeList | None) -> tuple[str, pages.Tone]:
    return (_("imported"), "ok") if row else (_("not imported"), "plain")


def _row(kind: ListKind, row: CodeList | None) -> pages.Row:
    state, tone = _state(row)
    cells = (
        pages.Cell(kind.name),
        pages.Cell(_(kind.title)),
        pages.Cell(state, tone),
        pages.Cell(row.edition if row else "", detail=g.style.show_day(row.published_on) if row else ""),
        pages.Cell(words.number(row.codes) if row else ""),
        pages.Cell(words.number(len(by_list()[kind.name]))),
    )
    return pages.Row(cells, _crumb(kind).url)


def _facts(kind: ListKind, row: CodeList | None) -> tuple[pages.Fact, ...]:
    known = (
        pages.Fact(_("What it lists"), _(kind.title)),
        pages.Fact(_("Form of the codes"), _form_of(kind)),
    )
    if row is None:
        return known
    return (
        *known,
        pages.Fact(_("Edition"), row.edition),
        pages.Fact(_("Published on"), g.style.show_day(row.published_on), "day"),
        pages.Fact(_("Taken from"), row.source),
        pages.Fact(_("Codes"), words.number(row.codes), "number"),
        pages.Fact(_("File"), row.file_name),
        pages.Fact(_("Fingerprint (SHA-256)"), _parted(row.digest)),
        pages.Fact(_("Imported"), g.style.show_moment(row.imported_at), "day"),
        pages.Fact(_("Imported by"), row.imported_by),
    )


def _parted(digest: str) -> str:
    """Part a digest, so that it finds room on a narrow screen."""
    return " ".join(digest[at : at + EIGHT] for at in range(0, len(digest), EIGHT))


def _form_of(kind: ListKind) -> str:
    signs = {"digits": _("digits"), "letters": _("capital letters"), "any": _("letters and digits")}[
        kind.signs
    ]
    if kind.least == kind.most:
        return str(_("%(count)s %(signs)s", count=kind.most, signs=signs))
    return str(_("%(least)s to %(most)s %(signs)s", least=kind.least, most=kind.most, signs=signs))


def _actions(kind: ListKind, row: CodeList | None) -> tuple[pages.Action, ...]:
    bring = pages.Action(
        _("Import a new edition") if row else _("Import"),
        url_for(".bring", code_list=kind.name),
        "main",
        icon="import",
    )
    if row is None:
        return (bring,)
    return pages.Action(_("Remove"), url_for(".remove", code_list=kind.name), "danger"), bring


def _controls(kind: ListKind) -> pages.RelatedTable:
    columns = (pages.Column(_("Control"), "code"), pages.Column(_("Rubric")))
    rows = tuple(
        pages.Row((pages.Cell(control), pages.Cell(norm_words.rubric(control[:14]))))
        for control in by_list()[kind.name]
    )
    return pages.RelatedTable(
        title=_("Controls that need this list"),
        table=pages.DataTable(_("Controls that need this list"), columns, rows),
        empty=pages.Empty(_("Nothing here"), ""),
    )


def _codes(row: CodeList) -> pages.RelatedTable:
    first = list(islice(restored(row.content), SHOWN + 1))
    return pages.RelatedTable(
        title=_("Codes"),
        table=_table(first[:SHOWN]),
        empty=pages.Empty(_("Nothing here"), ""),
        all_url=url_for(".codes", code_list=row.name) if len(first) > SHOWN else None,
    )


def _table(codes: Sequence[Code]) -> pages.DataTable:
    columns = (
        pages.Column(_("Code"), "code"),
        pages.Column(_("Label")),
        pages.Column(_("Valid"), "day"),
    )
    rows = tuple(
        pages.Row((pages.Cell(one.code), pages.Cell(one.label), pages.Cell(_valid(one)))) for one in codes
    )
    return pages.DataTable(_("Codes"), columns, rows)


def _valid(one: Code) -> str:
    first, last = (None if day is None else day.isoformat() for day in (one.valid_from, one.valid_until))
    if first and last:
        return words.until(first, last)
    if first:
        return str(_("from %(day)s", day=words.day(first)))
    return str(_("until %(day)s", day=words.day(last))) if last else ""

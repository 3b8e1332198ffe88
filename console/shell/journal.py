"""The journal of the institution, newest first: who did or consulted what, when."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from console.audit.models import AuditChain, AuditEntry
from console.base.errors import BadArgument
from console.institutions.sessions import db
from console.shell import confirming, journal_export, journal_sentences
from console.shell.crud.filters import ChoiceFilter, Filter
from console.shell.crud.listing import COUNT_CAP, NO_PAGE, SIZES, Asked, Page
from console.shell.crud.pages import correct_first
from console.shell.journal_filters import JOURNAL, OwnerFilter
from console.shell.page_view import PageView, visitor
from console.shell.pages import (
    Cell,
    Choice,
    Column,
    DataTable,
    Empty,
    FilterChip,
    FilterControl,
    ListPage,
    Pager,
    PageSize,
    Row,
)
from console.shell.staff import institution_at_hand

DIGEST = 16
"""Signs of a digest that people compare."""


class JournalView(PageView):
    """Who did or consulted what in the institution."""

    key = "journal"
    route_base = "/journal"
    default_view = "index"
    method_permission_name = {"index": "read", "export": "export"}

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show the lines that the address asks for."""
        institution_at_hand()
        asked = JOURNAL.asked(request.args)
        try:
            found, fault = JOURNAL.page(db.session(), asked, g.style), None
        except BadArgument as refused:
            if refused.place not in asked.filters:
                raise
            found, fault = NO_PAGE, refused
        return render_template("guichet/list.html", page=_page(asked, found, fault)), 400 if fault else 200

    @expose("/export/<any(csv, xlsx):kind>")
    @has_access
    def export(self, kind: str) -> ResponseReturnValue:
        """Give the lines that the address asks for as a file, with what somebody needs to check the chain."""
        institution_at_hand()
        confirming.require(visitor(), is_file=True)
        return journal_export.export(JOURNAL.asked(request.args), kind)


def _page(asked: Asked, found: Page, fault: BadArgument | None) -> ListPage:
    count = _count(found) if fault is None else ""
    return ListPage(
        title=_("Journal"),
        lead=_lead(),
        table=DataTable(
            _("Journal"),
            (Column(_("When"), "day"), Column(_("Person")), Column(_("What happened"))),
            tuple(_row(entry) for entry in found.rows),
        ),
        empty=correct_first()
        if fault is not None
        else Empty(_("Nothing is found"), _("Take away a filter, or choose another period."))
        if asked.filters
        else Empty(_("Nothing has happened yet"), _("Each act appears here with its author and the time.")),
        pager=Pager(
            text=count,
            prev_url=_with(before=found.prev) if found.prev else None,
            next_url=_with(after=found.next) if found.next else None,
            sizes=tuple(PageSize(n, _with(size=str(n)), n == asked.size) for n in SIZES),
        ),
        count=count,
        filters=tuple(_control(one, asked.filters.get(one.name, ""), fault) for one in JOURNAL.filters),
        chips=tuple(
            FilterChip(
                _("%(label)s: %(value)s", label=one.label, value=one.shown(asked.filters[one.name])),
                _with(**{one.name: None}),
            )
            for one in JOURNAL.filters
            if one.name in asked.filters and (fault is None or fault.place != one.name)
        ),
        clear_url=url_for(".index") if asked.filters else None,
        keep=tuple((k, v) for k, v in request.args.items() if k == "size"),
        export_csv_url=_file("csv") if fault is None else None,
        export_xlsx_url=_file("xlsx") if fault is None else None,
    )


def _lead() -> str:
    """Say what stands here, and how far it is sealed: who notes that can tell later that nothing before was changed."""
    head = db.session().scalars(select(AuditChain)).first()
    if head is None:
        return str(_("Who did or consulted what in your institution. Lines are added, never changed."))
    return str(
        _(
            "Who did or consulted what in your institution. Lines are added, never changed; they are sealed up to"
            " No. %(number)s with the digest %(digest)s.",
            number=g.style.show_number(head.number),
            digest=head.digest[:DIGEST],
        )
    )


def _file(kind: str) -> str:
    asked: dict[str, Any] = {
        name: value for name, value in request.args.items() if name not in ("after", "before", "size")
    }
    return url_for(".export", kind=kind, **asked)


def _row(entry: AuditEntry) -> Row:
    return Row(
        (
            Cell(
                g.style.show_moment(entry.at),
                detail=_("No. %(number)s", number=g.style.show_number(entry.number)) if entry.number else "",
            ),
            Cell(entry.actor_name),
            Cell(journal_sentences.of_entry(entry), detail=journal_sentences.details(entry)),
        )
    )


def _control(one: Filter, value: str, fault: BadArgument | None) -> FilterControl:
    choices = (
        journal_sentences.owners()
        if isinstance(one, OwnerFilter)
        else one.of
        if isinstance(one, ChoiceFilter)
        else ()
    )
    return FilterControl(
        name=one.name,
        label=str(one.label),
        kind=one.kind,
        value=value,
        choices=tuple(Choice(code, str(title)) for code, title in choices),
        hint=g.style.day_hint if one.kind == "day" else "",
        fault=str(fault) if fault is not None and fault.place == one.name else "",
    )


def _count(found: Page) -> str:
    if found.count is None:
        return str(_("more than %(count)s entries", count=g.style.show_number(COUNT_CAP)))
    return str(ngettext("%(num)d entry", "%(num)d entries", found.count))


def _with(**changed: str | None) -> str:
    """Give this page's address with some arguments changed, from its first page unless a cursor is given."""
    kept: dict[str, Any] = {k: v for k, v in request.args.items() if k not in ("after", "before")}
    return url_for(".index", **{k: v for k, v in {**kept, **changed}.items() if v is not None})

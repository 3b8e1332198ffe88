"""The journal of the institution, newest first: who did what, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, or_
from sqlalchemy.sql import ColumnElement

from console.audit.models import AuditEntry
from console.base.errors import BadArgument
from console.base.figures import Misread, Style
from console.base.figures.words import say
from console.institutions.sessions import db
from console.shell import journal_sentences
from console.shell.crud.filters import Filter
from console.shell.crud.listing import COUNT_CAP, NO_PAGE, SIZES, Asked, Listing, Page
from console.shell.crud.pages import correct_first
from console.shell.page_view import PageView
from console.shell.pages import (
    Cell,
    Choice,
    Column,
    DataTable,
    Empty,
    FilterChip,
    FilterControl,
    FilterKind,
    ListPage,
    Pager,
    PageSize,
    Row,
)
from console.shell.staff import institution_at_hand


@dataclass(frozen=True, kw_only=True)
class OwnerFilter(Filter):
    """Lines of the console or of one plugin, installed or not."""

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "choice"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition: actions begin with their owner."""
        return AuditEntry.action.startswith(f"{value}.", autoescape=True)

    def shown(self, value: str) -> str:
        """Give the owner's title, or its bare name when it is not installed."""
        return dict(journal_sentences.owners()).get(value, value)


@dataclass(frozen=True, kw_only=True)
class PersonFilter(Filter):
    """Lines by people whose name contains the typed text."""

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "text"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition, whatever the case."""
        return func.lower(AuditEntry.actor_name).contains(value.lower(), autoescape=True)


@dataclass(frozen=True, kw_only=True)
class SubjectFilter(Filter):
    """Lines about what is named like the typed text, or has this very number."""

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "text"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition: the subject's kind, its number, or the name it had."""
        name = AuditEntry.facts["name"].as_string()
        return or_(
            AuditEntry.subject == value,
            AuditEntry.subject_id == value,
            func.lower(name).contains(value.lower(), autoescape=True),
        )


@dataclass(frozen=True, kw_only=True)
class MomentDayFilter(Filter):
    """A first or last day, counted in the institution's time zone; both days belong to the period."""

    side: Literal["from", "until"]

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "day"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the comparison with the midnight that begins or ends the day."""
        try:
            day = style.read_day(value)
        except Misread as fault:
            raise BadArgument(say(fault, style), place=self.name) from fault
        if self.side == "from":
            return AuditEntry.at >= datetime.combine(day, time(), style.zone)
        return AuditEntry.at < datetime.combine(day + timedelta(days=1), time(), style.zone)


JOURNAL = Listing(
    model=AuditEntry,
    sorts=("at",),
    default_sort="-at",
    filters=(
        OwnerFilter(name="module", label=_l("Module")),
        SubjectFilter(name="subject", label=_l("Name or number")),
        PersonFilter(name="person", label=_l("Person")),
        MomentDayFilter(name="from", label=_l("From"), side="from"),
        MomentDayFilter(name="until", label=_l("Until"), side="until"),
    ),
)


class JournalView(PageView):
    """Who did what in the institution."""

    key = "journal"
    route_base = "/journal"
    default_view = "index"
    method_permission_name = {"index": "read"}

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


def _page(asked: Asked, found: Page, fault: BadArgument | None) -> ListPage:
    count = _count(found) if fault is None else ""
    return ListPage(
        title=_("Journal"),
        lead=_("Who did what in your institution. Lines are added, never changed."),
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
    )


def _row(entry: AuditEntry) -> Row:
    return Row(
        (
            Cell(g.style.show_moment(entry.at)),
            Cell(entry.actor_name),
            Cell(
                journal_sentences.sentence(entry.action, entry.subject, entry.facts),
                detail=journal_sentences.change_texts(entry.subject, entry.facts),
            ),
        )
    )


def _control(one: Filter, value: str, fault: BadArgument | None) -> FilterControl:
    owners = journal_sentences.owners() if isinstance(one, OwnerFilter) else ()
    return FilterControl(
        name=one.name,
        label=str(one.label),
        kind=one.kind,
        value=value,
        choices=tuple(Choice(code, title) for code, title in owners),
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

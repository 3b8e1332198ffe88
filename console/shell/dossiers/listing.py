"""The lists of dossiers: all themes with their counts, and one theme's dossiers as the address narrows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext, pgettext
from sqlalchemy import and_
from sqlalchemy.sql import ColumnElement

from console.base import clock
from console.base.errors import BadArgument
from console.base.figures import Style
from console.dossiers import queries
from console.dossiers.models import CLOSED, OPEN, Dossier
from console.dossiers.queries import ThemeCount
from console.institutions.search import matching
from console.institutions.sessions import db
from console.mailbox.states import Actor
from console.parties.models import Company
from console.shell import gate
from console.shell.crud.filters import Filter, RelatedFilter
from console.shell.crud.listing import COUNT_CAP, NO_PAGE, SIZES, Asked, Listing, Page
from console.shell.crud.pages import correct_first
from console.shell.dossiers import here
from console.shell.mailbox import wording
from console.shell.mailbox.actors import theme_title
from console.shell.pages import (
    Action,
    Cell,
    Column,
    Crumb,
    DataTable,
    Empty,
    FilterChip,
    FilterControl,
    FilterKind,
    ListPage,
    Pager,
    PageSize,
    Row,
    Tag,
)

ALL = "all"
STATES = {
    OPEN: lazy_pgettext("dossiers", "Pending"),
    CLOSED: lazy_pgettext("dossiers", "Closed"),
    ALL: lazy_pgettext("dossiers", "All"),
}


@dataclass(frozen=True, kw_only=True)
class PersonFilter(Filter):
    """Dossiers about a person, by her official number or the beginnings of her names."""

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "text"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition; a number counts with or without its dots."""
        squeezed = re.sub(r"[\s.\-]", "", value)
        if squeezed.isdigit():
            exact: ColumnElement[bool] = Dossier.person_number == squeezed
            return exact
        return and_(Dossier.person != "", *matching(Dossier, Dossier.id, value))


_PERSON = PersonFilter(name="person", label=_l("Person, by name or number"))
OF_COMPANY = Listing(Dossier, ("opened_at",), "-opened_at", (_PERSON,))
OF_STAFF = Listing(
    Dossier,
    ("opened_at",),
    "-opened_at",
    (_PERSON, RelatedFilter(name="company", label=_l("Company"), column=Dossier.company_id, target=Company)),
)


@dataclass(frozen=True)
class Tab:
    """One of the ways to look at a theme: what is pending, what is closed, everything."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class ThemePage:
    """The list of a theme, and above it what ends soon."""

    list: ListPage
    tabs: tuple[Tab, ...]
    ending: DataTable
    ending_title: str


def themes_page(actor: Actor) -> ListPage:
    """Give the page of all themes of the visitor."""
    counts = queries.theme_counts(db.session(), list(actor.themes))
    return ListPage(
        title=_("Dossiers"),
        lead=_("Everything between the institution and a company, matter by matter, with its documents."),
        table=DataTable(
            _("Dossiers"),
            (
                Column(_("Theme")),
                Column(pgettext("dossiers", "Pending"), "number"),
                Column(_("Unread documents"), "number"),
            ),
            tuple(_theme_row(theme, counts[theme]) for theme in sorted(actor.themes, key=theme_title)),
        ),
        empty=Empty(
            _("No theme is open to you"),
            _("Dossiers appear here when your administrator gives you rights in a theme."),
        ),
        pager=Pager(text=""),
        actions=tuple(_ways_on(actor)),
    )


def theme_page(actor: Actor, theme: str) -> tuple[ThemePage, int]:
    """Give the page of a theme as the address asks for it, with the status of the answer."""
    state = request.args.get("state") or OPEN
    if state not in STATES:
        raise BadArgument(_l("The list cannot be narrowed to this value."), place="state")
    listing = OF_STAFF if here.is_staff(actor) else OF_COMPANY
    asked = listing.asked({k: v for k, v in request.args.items() if k != "state"})
    narrowed = [Dossier.theme == theme] + ([] if state == ALL else [Dossier.state == state])
    try:
        found, fault = listing.page(db.session(), asked, g.style, *narrowed), None
    except BadArgument as refused:
        if refused.place not in asked.filters:
            raise
        found, fault = NO_PAGE, refused
    ending = queries.ending_soon(db.session(), theme, clock.today(g.visit.mandate.tenant.zone))
    names = _companies(actor, [*found.rows, *ending])
    page = ThemePage(
        list=_list_page(listing, asked, found, fault, theme, names),
        tabs=tuple(
            Tab(str(word), url_for(".index", theme=theme, state=key), key == state)
            for key, word in STATES.items()
        ),
        ending=_ending_table(ending, names),
        ending_title=_("Ends soon"),
    )
    return page, 400 if fault else 200


def state_of(dossier: Dossier) -> Tag:
    """Give the state of a dossier in a word."""
    if dossier.state == OPEN:
        return Tag(pgettext("dossier", "Pending"), "warn")
    return Tag(pgettext("dossier", "Closed"), "ok")


def capped(number: int) -> str:
    """Give a number of which counting stopped at the cap."""
    if number > queries.COUNT_CAP:
        return str(_("more than %(count)s", count=g.style.show_number(queries.COUNT_CAP)))
    return str(g.style.show_number(number))


def _ways_on(actor: Actor) -> list[Action]:
    """Give the ways to what goes out by post, and to how one's own company receives documents."""
    if actor.company is not None and gate.allows(g.visit, "can_read", "console.receipt"):
        return [Action(_("Receipt of documents"), url_for("ReceiptView.own"))]
    if here.is_staff(actor) and gate.allows(g.visit, "can_read", "console.print_run"):
        return [Action(_("By post"), url_for("PrintRunsView.index"))]
    return []


def _theme_row(theme: str, count: ThemeCount) -> Row:
    cells = (Cell(theme_title(theme)), Cell(capped(count.pending)), Cell(capped(count.unopened)))
    return Row(cells, url_for(".index", theme=theme))


def _list_page(
    listing: Listing,
    asked: Asked,
    found: Page,
    fault: BadArgument | None,
    theme: str,
    names: dict[int, str],
) -> ListPage:
    unopened = queries.unopened_in(db.session(), [row.id for row in found.rows])
    count = _count(found) if fault is None else ""
    return ListPage(
        title=theme_title(theme),
        crumbs=(Crumb(_("Dossiers"), url_for(".index")),),
        table=DataTable(
            _("Dossiers"),
            (
                Column(_("Subject")),
                Column(_("Person")),
                Column(_("State"), "tag"),
                Column(_("Opened"), "day"),
                Column(_("Valid until"), "day"),
                Column(_("Unread documents"), "number"),
            ),
            tuple(_row(row, names, unopened.get(row.id, 0)) for row in found.rows),
        ),
        empty=_empty(asked, fault),
        pager=Pager(
            text=count,
            prev_url=_with(theme, before=found.prev) if found.prev else None,
            next_url=_with(theme, after=found.next) if found.next else None,
            sizes=tuple(PageSize(n, _with(theme, size=str(n)), n == asked.size) for n in SIZES),
        ),
        count=count,
        search=asked.search,
        search_hint=_("Search by subject, person or reference"),
        filters=tuple(_control(one, asked.filters.get(one.name, ""), fault) for one in listing.filters),
        chips=tuple(
            FilterChip(
                _("%(label)s: %(value)s", label=one.label, value=one.shown(asked.filters[one.name])),
                _with(theme, **{one.name: None}),
            )
            for one in listing.filters
            if one.name in asked.filters and (fault is None or fault.place != one.name)
        ),
        clear_url=_with(theme, **{one.name: None for one in listing.filters}) if asked.filters else None,
        keep=tuple((k, v) for k, v in request.args.items() if k in ("size", "state")),
    )


def _row(one: Dossier, names: dict[int, str], unopened: int) -> Row:
    state = state_of(one)
    return Row(
        (
            Cell(here.title_of(one), detail=names.get(one.company_id, one.reference)),
            Cell(one.person, detail=wording.number(one.person_number)),
            Cell(state.text, state.tone),
            Cell(g.style.show_day(one.opened_at.astimezone(g.style.zone).date())),
            Cell(g.style.show_day(one.valid_until) if one.valid_until else ""),
            Cell(g.style.show_number(unopened) if unopened else ""),
        ),
        url_for(".dossier", reference=one.reference),
    )


def _ending_table(found: Sequence[Dossier], names: dict[int, str]) -> DataTable:
    return DataTable(
        _("Ends soon"),
        (Column(_("Subject")), Column(_("Person")), Column(_("Valid until"), "day")),
        tuple(
            Row(
                (
                    Cell(here.title_of(one), detail=names.get(one.company_id, one.reference)),
                    Cell(one.person, detail=wording.number(one.person_number)),
                    Cell(g.style.show_day(one.valid_until)),
                ),
                url_for(".dossier", reference=one.reference),
            )
            for one in found
            if one.valid_until
        ),
    )


def _companies(actor: Actor, rows: Sequence[Dossier]) -> dict[int, str]:
    """Give the names of the companies in a list, for those who see several."""
    if not here.is_staff(actor):
        return {}
    found = queries.companies_of(db.session(), {row.company_id for row in rows})
    return {key: f"{one.number} {one.name}" for key, one in found.items()}


def _empty(asked: Asked, fault: BadArgument | None) -> Empty:
    if fault is not None:
        return correct_first()
    if asked.filters or asked.search:
        return Empty(_("Nothing is found"), _("Take away a filter, or search with fewer words."))
    return Empty(_("No dossier here"), _("A dossier appears with the first message in a matter."))


def _control(one: Filter, value: str, fault: BadArgument | None) -> FilterControl:
    wrong = fault is not None and fault.place == one.name
    return FilterControl(one.name, str(one.label), one.kind, value, fault=str(fault) if wrong else "")


def _count(found: Page) -> str:
    if found.count is None:
        return str(_("more than %(count)s entries", count=g.style.show_number(COUNT_CAP)))
    return str(ngettext("%(num)d entry", "%(num)d entries", found.count))


def _with(theme: str, **changed: str | None) -> str:
    """Give this page's address with some arguments changed, from its first page unless a cursor is given."""
    kept: dict[str, Any] = {k: v for k, v in request.args.items() if k not in ("after", "before")}
    return url_for(".index", theme=theme, **{k: v for k, v in {**kept, **changed}.items() if v is not None})

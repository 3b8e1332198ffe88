"""Makes the page of everything late or coming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext
from sqlalchemy import select

from console.base.errors import BadArgument
from console.deadlines.declarations import Due, Page, Reader
from console.institutions.sessions import db
from console.parties.models import Company
from console.shell import gate
from console.shell.crud.listing import SIZES
from console.shell.crud.pages import correct_first
from console.shell.deadlines.asked import FILTERS, WHEN, Asked, kinds_of, place_text
from console.shell.deadlines.words import how_far, kind_title, name_of, theme_of, thing, url_of, when
from console.shell.mailbox.actors import theme_title
from console.shell.pages import (
    Action,
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

LABELS: Mapping[str, Any] = {
    "theme": _l("Theme"),
    "kind": _l("Kind"),
    "company": _l("Company"),
    "when": _l("When"),
}


def due_page(
    reader: Reader, zone: str, asked: Asked | None, found: Page, fault: BadArgument | None = None
) -> ListPage:
    """Give the page; with a fault there is nothing to show but the filters, one of which says what is wrong."""
    by_staff = reader.company is None
    shown = asked.shown if asked else {}
    return ListPage(
        title=_("Deadlines"),
        lead=_("What is late and what is coming, across your themes. The most urgent comes first.")
        if by_staff
        else _("What the institution expects from your company, and what ends. The most urgent comes first."),
        table=DataTable(
            _("Deadlines"), _columns(by_staff), tuple(_rows(found.rows, zone, by_staff=by_staff))
        ),
        empty=_empty(shown, fault),
        pager=Pager(
            "",
            prev_url=_with() if asked and asked.after else None,
            next_url=_with(after=place_text(found.after)) if found.after else None,
            sizes=tuple(PageSize(n, _with(size=str(n)), asked is not None and n == asked.size) for n in SIZES)
            if found.rows
            else (),
        ),
        filters=_filters(reader, fault),
        chips=tuple(
            FilterChip(_("%(label)s: %(value)s", label=LABELS[name], value=word), _with(**{name: None}))
            for name, word in shown.items()
        ),
        clear_url=url_for(".index") if shown else None,
        keep=tuple((k, v) for k, v in request.args.items() if k == "size"),
        actions=_actions(),
    )


def _columns(by_staff: bool) -> tuple[Column, ...]:
    whose = (Column(_("Company")),) if by_staff else ()
    return (
        Column(_("What")),
        Column(pgettext("deadline", "Until"), "tag"),
        Column(_("Kind")),
        *whose,
        Column(_("Theme")),
    )


def _rows(rows: Sequence[Due], zone: str, *, by_staff: bool) -> list[Row]:
    companies = _companies(rows) if by_staff else {}
    found = []
    for one in rows:
        tag, company = when(one, zone), companies.get(one.company or 0)
        whose = (Cell(company.name, detail=company.number) if company else Cell(""),) if by_staff else ()
        cells = (
            Cell(thing(one), detail=name_of(one)),
            Cell(tag.text, tag.tone, detail=how_far(one, zone)),
            Cell(kind_title(one.kind, by_staff=by_staff)),
            *whose,
            Cell(theme_of(one)),
        )
        found.append(Row(cells, url_of(one)))
    return found


def _companies(rows: Sequence[Due]) -> Mapping[int, Company]:
    keys = sorted({one.company for one in rows if one.company is not None})
    asked = select(Company).where(Company.id.in_(keys))
    return {one.id: one for one in db.session.scalars(asked)} if keys else {}


def _actions() -> tuple[Action, ...]:
    found = [Action(_("Subscribe to the calendar"), url_for("DeadlineCalendarView.index"), icon="calendar")]
    if gate.allows(g.visit, "can_setup", "console.deadline"):
        found.append(Action(_("Rules and alerts"), url_for("DeadlineRulesView.index"), icon="settings"))
    return tuple(found)


def _empty(shown: Mapping[str, str], fault: BadArgument | None) -> Empty:
    if fault is not None:
        return correct_first()
    if shown:
        return Empty(_("Nothing is found"), _("Take away a filter."))
    return Empty(
        _("Nothing is late, nothing is coming"), _("What has a deadline appears here until it is done.")
    )


def _filters(reader: Reader, fault: BadArgument | None) -> tuple[FilterControl, ...]:
    by_staff = reader.company is None
    choices: Mapping[str, list[tuple[str, str]]] = {
        "theme": [(theme, theme_title(theme)) for theme in reader.themes],
        "kind": [(str(one), kind_title(one, by_staff=by_staff)) for one in kinds_of(reader)],
        "when": [(code, str(word)) for code, word in WHEN.items()],
    }
    return tuple(
        FilterControl(
            name,
            str(LABELS[name]),
            "choice" if name in choices else "related",
            request.args.get(name, "").strip(),
            tuple(Choice(code, word) for code, word in choices.get(name, ())),
            suggest_url=url_for("DeskView.companies") if name == "company" else None,
            fault=str(fault) if fault is not None and fault.place == name else "",
        )
        for name in FILTERS
        if by_staff or name != "company"
    )


def _with(**changed: str | None) -> str:
    """Give this page's address with some arguments changed, from its first page unless a place is given."""
    kept: dict[str, Any] = {k: v for k, v in request.args.items() if k != "after"}
    return url_for(".index", **{k: v for k, v in {**kept, **changed}.items() if v is not None})

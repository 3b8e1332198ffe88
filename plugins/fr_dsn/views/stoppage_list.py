"""The list of stoppages: those whose answer is due soonest stand first, so the late ones before all others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from console.plugin import BadArgument, Company, clock, pages
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.stoppages.declaration import Kind
from plugins.fr_dsn.stoppages.models import Stoppage
from plugins.fr_dsn.stoppages.tiles import SEEN
from plugins.fr_dsn.views import stoppage_words as said
from plugins.fr_dsn.views import words
from plugins.fr_dsn.views.asking import page_of

PER_PAGE: Final = 50
MOST_COUNTED: Final = 10_000
"""Rows that are counted: beyond, the list says that there are more."""
LATE: Final = "late"
TITLE: Final = _l("Work stoppages")


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    search: str = ""
    state: str = ""
    late: str = ""
    page: int = 1

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions of the rows."""
        found: list[ColumnElement[bool]] = [SEEN]
        if self.search:
            number = "".join(sign for sign in self.search if sign not in " .-\u00a0").upper()
            found.append(
                or_(
                    Stoppage.person == number[:13],
                    Stoppage.siret == number,
                    Stoppage.reference == self.search.upper(),
                    Stoppage.own_key == self.search,
                    Stoppage.name.icontains(self.search, autoescape=True),
                )
            )
        if self.state:
            found.append(Stoppage.state == self.state)
        if self.late:
            found.append(Stoppage.answer_by < clock.now())
        return found

    def url(self, **changed: Any) -> str:
        """Give the address of this list with some values changed."""
        values = {"search": self.search, "state": self.state, "late": self.late, "page": 1, **changed}
        return url_for(".index", **{name: value for name, value in values.items() if value not in ("", 1)})


def asked(values: Mapping[str, str]) -> Asked:
    """Read an address; raises `BadArgument` for what no page of ours asks."""
    state, late = values.get("state", ""), values.get("late", "")
    if (state and state not in said.STATES) or late not in ("", LATE):
        raise BadArgument(_l("There is no such filter."), place="state")
    return Asked(values.get("search", "").strip()[:80], state, late, page_of(values))


def list_page(session: Session, wanted: Asked) -> tuple[pages.ListPage, int]:
    """Give the page of stoppages asked for, with how many it shows."""
    conditions = wanted.conditions()
    counted = select(Stoppage.id).where(*conditions).limit(MOST_COUNTED + 1).subquery()
    total = session.scalar(select(func.count()).select_from(counted)) or 0
    rows = session.execute(
        select(Stoppage, Company.name)
        .join(Company, Company.id == Stoppage.company_id)
        .where(*conditions)
        .order_by(Stoppage.answer_by.is_(None), Stoppage.answer_by, Stoppage.first_day.desc(), Stoppage.id)
        .limit(PER_PAGE)
        .offset((wanted.page - 1) * PER_PAGE)
    ).all()
    clear = url_for(".index") if wanted.search or wanted.state or wanted.late else None
    page = pages.ListPage(
        title=str(TITLE),
        lead=_("Declared once to the health insurance and to the insurer. Late answers stand first."),
        count=_("more than %(count)s", count=words.number(MOST_COUNTED))
        if total > MOST_COUNTED
        else words.number(total),
        search=wanted.search,
        search_hint=_("Name, NIR, SIRET, reference or key"),
        filters=_filters(wanted),
        clear_url=clear,
        table=pages.DataTable(str(TITLE), _columns(), tuple(_row(*one) for one in rows)),
        empty=pages.Empty(
            _("No work stoppage"),
            _("Nothing fits what you search for. Clear the search and the filters to see all.")
            if clear
            else _("What HR software declares, or what is entered here, appears in this list."),
        ),
        pager=_pager(wanted, total),
    )
    return page, len(rows)


def _columns() -> tuple[pages.Column, ...]:
    return (
        pages.Column(_("Person")),
        pages.Column(_("State"), "tag"),
        pages.Column(_("Answer due"), "tag"),
        pages.Column(_("First day"), "day"),
        pages.Column(_("Guarantee from"), "day"),
        pages.Column(_("Employer")) if sight.is_staff() else pages.Column(_("Establishment"), "code"),
        pages.Column(_("Reason")),
    )


def _row(one: Stoppage, company: str) -> pages.Row:
    text, tone = said.standing(one)
    late = said.is_late(one)
    due, siret = said.moment(one.answer_by), words.siret(one.siret)
    cells = (
        pages.Cell(one.name or words.nir(one.person), detail=words.nir(one.person) if one.name else ""),
        pages.Cell(text, tone),
        pages.Cell(_("Late since %(when)s", when=due) if late else due, "bad" if late else "plain"),
        pages.Cell(said.day(one.first_day), detail=_("until %(day)s", day=said.day(one.last_day))),
        pages.Cell(said.day(one.guarantee_from), detail=said.guarantee(one)),
        pages.Cell(company, detail=siret) if sight.is_staff() else pages.Cell(siret),
        pages.Cell(said.reason(one.reason), detail=said.kind(one.kind) if one.kind != Kind.FIRST else ""),
    )
    return pages.Row(cells, url=url_for(".show", reference=one.reference))


def _filters(wanted: Asked) -> tuple[pages.FilterControl, ...]:
    states = (pages.Choice("", _("All")), *(pages.Choice(str(k), str(v[0])) for k, v in said.STATES.items()))
    late = (pages.Choice("", _("All")), pages.Choice(LATE, _("Only late ones")))
    return (
        pages.FilterControl("state", _("State"), "choice", wanted.state, states),
        pages.FilterControl("late", _("Answer due"), "choice", wanted.late, late),
    )


def _pager(wanted: Asked, total: int) -> pages.Pager:
    last = max(1, -(-min(total, MOST_COUNTED) // PER_PAGE))
    text = _("Page %(page)s of %(pages)s", page=words.number(wanted.page), pages=words.number(last))
    return pages.Pager(
        text if last > 1 else "",
        wanted.url(page=wanted.page - 1) if wanted.page > 1 else None,
        wanted.url(page=wanted.page + 1) if wanted.page < last else None,
    )

"""The list of stoppages: those whose answer is due soonest stand first, so the late ones before all others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import url_for
from sqlalchemy import ColumnElement, or_, select
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
from plugins.fr_dsn.views.narrowing import Narrowed, choices, count, counted, searched

LATE: Final = "late"
TITLE: Final = _l("Work stoppages")


@dataclass(frozen=True)
class Asked(Narrowed):
    """What the address asks for."""

    state: str = ""
    late: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions of the rows."""
        found: list[ColumnElement[bool]] = [SEEN]
        if self.search:
            found.append(
                or_(
                    Stoppage.person == self.number[:13],
                    Stoppage.siret == self.number,
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


def asked(values: Mapping[str, str]) -> Asked:
    """Read an address; raises `BadArgument` for what no page of ours asks."""
    state, late = values.get("state", ""), values.get("late", "")
    if (state and state not in said.STATES) or late not in ("", LATE):
        raise BadArgument(_l("There is no such filter."), place="state")
    return Asked(searched(values), page_of(values), state, late)


def list_page(session: Session, wanted: Asked) -> tuple[pages.ListPage, int]:
    """Give the page of stoppages asked for, with how many it shows."""
    conditions = wanted.conditions()
    total = count(session, select(Stoppage.id).where(*conditions))
    found = (
        select(Stoppage, Company.name)
        .join(Company, Company.id == Stoppage.company_id)
        .where(*conditions)
        .order_by(Stoppage.answer_by.is_(None), Stoppage.answer_by, Stoppage.first_day.desc(), Stoppage.id)
    )
    rows = session.execute(wanted.piece(found)).all()
    page = pages.ListPage(
        title=str(TITLE),
        lead=_("Declared once to the health insurance and to the insurer. Late answers stand first."),
        count=counted(total),
        search=wanted.search,
        search_hint=_("Name, NIR, SIRET, reference or key"),
        filters=_filters(wanted),
        clear_url=wanted.clear_url(),
        table=pages.DataTable(str(TITLE), _columns(), tuple(_row(*one) for one in rows)),
        empty=pages.Empty(
            _("No work stoppage"),
            _("Nothing fits what you search for. Clear the search and the filters to see all.")
            if wanted.is_narrowed
            else _("What HR software declares, or what is entered here, appears in this list."),
        ),
        pager=wanted.pager(total),
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
    states = choices({key: word for key, (word, _tone) in said.STATES.items()})
    late = choices({LATE: _("Only late ones")})
    return (
        pages.FilterControl("state", _("State"), "choice", wanted.state, states),
        pages.FilterControl("late", _("Answer due"), "choice", wanted.late, late),
    )

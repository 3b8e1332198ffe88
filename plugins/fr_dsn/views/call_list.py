"""The list of contribution calls: the newest period first, by period, contract, company and state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import url_for
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from console.plugin import BadArgument, Company, clock, pages
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions.models import ContributionCall
from plugins.fr_dsn.contributions.rule import OPEN, State
from plugins.fr_dsn.contributions.seeing import SEEN
from plugins.fr_dsn.contributions.service import ZONE
from plugins.fr_dsn.portfolio.due import month_before
from plugins.fr_dsn.views import call_words as said
from plugins.fr_dsn.views import stoppage_words, words
from plugins.fr_dsn.views.asking import page_of
from plugins.fr_dsn.views.narrowing import Narrowed, choices, count, counted, searched

MONTHS: Final = 24
"""Months that can be chosen."""
TITLE: Final = _l("Contribution calls")


@dataclass(frozen=True)
class Asked(Narrowed):
    """What the address asks for."""

    state: str = ""
    month: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions of the rows."""
        found: list[ColumnElement[bool]] = []
        if self.search:
            found.append(
                or_(
                    ContributionCall.contract.icontains(self.search, autoescape=True),
                    ContributionCall.reference == self.search.upper(),
                    Company.name.icontains(self.search, autoescape=True),
                    Company.number == self.search,
                )
            )
        if self.state:
            found.append(_stands(self.state))
        if self.month:
            day = date.fromisoformat(f"{self.month}-01")
            found.append(and_(ContributionCall.first <= day, ContributionCall.until >= day))
        return found


def asked(values: Mapping[str, str]) -> Asked:
    """Read an address; raises `BadArgument` for what no page of ours asks."""
    state, month = values.get("state", ""), values.get("month", "")
    if state and state not in said.STATES:
        raise BadArgument(_l("There is no such filter."), place="state")
    if month:
        try:
            month = f"{date.fromisoformat(f'{month}-01'):%Y-%m}"
        except ValueError:
            raise BadArgument(_l("There is no such filter."), place="month") from None
    return Asked(searched(values), page_of(values), state, month)


def months() -> list[date]:
    """Give the months that can be chosen, the last one over first."""
    today = clock.today(ZONE)
    return [month_before(today.replace(day=1), back) for back in range(1, MONTHS + 1)]


def shown_to(*, staff: bool) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions of the calls that the visitor sees: the staff all, an account's people its sent ones."""
    return () if staff else (ContributionCall.sent_at.is_not(None), SEEN)


def list_page(session: Session, wanted: Asked, *, staff: bool, may_draw: bool) -> tuple[pages.ListPage, int]:
    """Give the page of calls asked for, with how many it shows."""
    conditions = [*wanted.conditions(), *shown_to(staff=staff)]
    joined = select(ContributionCall, Company.name).join(Company, Company.id == ContributionCall.company_id)
    total = count(session, joined.with_only_columns(ContributionCall.id).where(*conditions))
    found = joined.where(*conditions).order_by(ContributionCall.first.desc(), ContributionCall.id)
    rows = session.execute(wanted.piece(found)).all()
    draw = (pages.Action(_("Draw up calls"), url_for(".draw"), "main"),) if may_draw else ()
    page = pages.ListPage(
        title=str(TITLE),
        lead=_("What is to be paid for a contract and a period, beside what was declared and paid."),
        count=counted(total),
        search=wanted.search,
        search_hint=_("Contract, company or reference"),
        filters=_filters(wanted),
        clear_url=wanted.clear_url(),
        table=pages.DataTable(str(TITLE), _columns(), tuple(_row(*one) for one in rows)),
        empty=pages.Empty(
            _("No contribution call"), _("Calls that are drawn up and sent appear in this list.")
        ),
        pager=wanted.pager(total),
        actions=draw,
    )
    return page, len(rows)


def _stands(state: str) -> ColumnElement[bool]:
    late = and_(ContributionCall.state.in_(sorted(OPEN)), ContributionCall.due < clock.today(ZONE))
    if state == State.LATE:
        return late
    if state in OPEN:
        return and_(
            ContributionCall.state == state,
            or_(ContributionCall.due.is_(None), ContributionCall.due >= clock.today(ZONE)),
        )
    return ContributionCall.state == state


def _columns() -> tuple[pages.Column, ...]:
    return (
        pages.Column(_("Contract")),
        pages.Column(_("Period"), "day"),
        pages.Column(_("State"), "tag"),
        pages.Column(_("To pay"), "number"),
        pages.Column(_("Declared"), "number"),
        pages.Column(_("Paid"), "number"),
        pages.Column(_("Pay until"), "day"),
        pages.Column(_("Company")),
    )


def _row(one: ContributionCall, company: str) -> pages.Row:
    text, tone = said.state(one)
    cells = (
        pages.Cell(one.contract, detail=one.reference),
        pages.Cell(said.period(one.period)),
        pages.Cell(text, tone),
        pages.Cell(said.euros(one.amount)),
        pages.Cell(said.euros(one.declared)),
        pages.Cell(said.euros(one.paid)),
        pages.Cell(stoppage_words.day(one.due)),
        pages.Cell(company),
    )
    return pages.Row(cells, url=url_for(".show", reference=one.reference))


def _filters(wanted: Asked) -> tuple[pages.FilterControl, ...]:
    states = choices({key: word for key, (word, _tone) in said.STATES.items()})
    chosen = choices({f"{one:%Y-%m}": words.month(one.isoformat()) for one in months()})
    return (
        pages.FilterControl("state", _("State"), "choice", wanted.state, states),
        pages.FilterControl("month", _("Month"), "choice", wanted.month, chosen),
    )

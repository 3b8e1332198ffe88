"""Which companies accepted the terms in force, and which still have to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import Select, and_, func, select

from config import LANGUAGES
from console.accounts.terms import Terms, TermsAcceptance
from console.base.errors import BadArgument
from console.hooks.declarations import Text
from console.institutions.queries import Tenant
from console.institutions.search import matching
from console.institutions.sessions import db
from console.parties.models import Company
from console.shell.pages import (
    Cell,
    Choice,
    Column,
    Crumb,
    DataTable,
    Empty,
    FilterControl,
    ListPage,
    Pager,
    Row,
)

SIZE: Final = 25
OPEN, ACCEPTED = "open", "accepted"
STATES: Final[dict[str, Text]] = {OPEN: _l("Not accepted yet"), ACCEPTED: _l("Accepted")}
_MOST_PAGES = 100_000


def list_page(
    tenant: Tenant, found: Terms, arguments: Mapping[str, str], crumbs: tuple[Crumb, ...]
) -> ListPage:
    """Give the page of an address, companies by number; raises `BadArgument` that names a faulty argument."""
    words, state = arguments.get("search", "").strip()[:200], arguments.get("state", "")
    if state and state not in STATES:
        raise BadArgument(_l("The list cannot be narrowed to this value."), place="state")
    number = _page(arguments.get("page") or "1")
    wanted = _wanted(tenant, found, words, state)
    count = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = db.session.execute(wanted.order_by(Company.number).limit(SIZE).offset((number - 1) * SIZE))
    text = ngettext("%(num)s company", "%(num)s companies", count)
    kept: dict[str, Any] = {"search": words or None, "state": state or None}
    return ListPage(
        title=_("Who accepted version %(version)s", version=g.style.show_number(found.version)),
        table=DataTable(
            _("Companies"),
            (Column(_("Company")), Column(_("State"), "tag"), Column(_("When"), "day"), Column(_("By")),
             Column(_("Read in"))),
            tuple(_row(company, line) for company, line in rows),
        ),
        empty=Empty(_("No company is found"), _("Take away a filter or search for another word.")),
        pager=Pager(
            text,
            url_for(".companies", page=number - 1, **kept) if number > 1 else None,
            url_for(".companies", page=number + 1, **kept) if number * SIZE < count else None,
        ),
        count=text,
        search=words,
        search_hint=_("Search for a company"),
        filters=(
            FilterControl(
                "state",
                _("State"),
                "choice",
                state,
                tuple(Choice(code, str(word)) for code, word in STATES.items()),
            ),
        ),
        clear_url=url_for(".companies") if words or state else None,
        crumbs=crumbs,
    )  # fmt: skip


def _wanted(tenant: Tenant, found: Terms, words: str, state: str) -> Select[Company, TermsAcceptance]:
    accepted = and_(
        TermsAcceptance.institution_id == tenant.id,
        TermsAcceptance.company_id == Company.id,
        TermsAcceptance.version == found.version,
    )
    wanted = select(Company, TermsAcceptance).outerjoin(TermsAcceptance, accepted)
    if words:
        wanted = wanted.where(*matching(Company, Company.id, words))
    if state:
        is_there = TermsAcceptance.id.is_not(None)
        wanted = wanted.where(is_there if state == ACCEPTED else ~is_there)
    return wanted


def _row(company: Company, line: TermsAcceptance | None) -> Row:
    name = Cell(company.name, detail=company.number)
    if line is None:
        return Row((name, Cell(str(STATES[OPEN]), "warn"), Cell(""), Cell(""), Cell("")))
    return Row(
        (
            name,
            Cell(str(STATES[ACCEPTED]), "ok"),
            Cell(g.style.show_moment(line.at)),
            Cell(line.name),
            Cell(LANGUAGES.get(line.language, line.language)),
        )
    )


def _page(typed: str) -> int:
    sound = typed.isascii() and typed.isdecimal() and len(typed) < 9
    if not sound or not 1 <= int(typed) <= _MOST_PAGES:
        raise BadArgument(
            _l("This page of the list cannot be found. Start again from its first page."), place="page"
        )
    return int(typed)

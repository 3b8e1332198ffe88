"""What the pages of deposits show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from console.plugin import pages
from plugins.fr_dsn.checking.outcome import said
from plugins.fr_dsn.deposits.models import REFUSED_HERE, SENT, Deposit, DepositDeclaration, HubReturn
from plugins.fr_dsn.rules.controls import words as norm_words
from plugins.fr_dsn.views import deposits_words, words

TITLE = _l("Deposits")
SHOWN = 200
"""Rows of each table on the page of a deposit."""


@dataclass(frozen=True, slots=True)
class StartPage:
    """The page that asks for files, with what was deposited; `form` is None for who may not deposit."""

    title: str
    lead: str
    form: FlaskForm | None
    url: str
    table: pages.DataTable
    empty: pages.Empty
    pager: pages.Pager


def start_page(form: FlaskForm | None, found: Sequence[Deposit], more: str | None) -> StartPage:
    """Give the page that asks for files."""
    columns = (
        pages.Column(_("File")),
        pages.Column(_("State"), "tag"),
        pages.Column(_("Findings"), "number"),
        pages.Column(_("Flow"), "code"),
        pages.Column(_("Deposited on"), "day"),
    )
    return StartPage(
        title=str(TITLE),
        lead=_("Files for the hub: each is checked first, and a refused one is not sent."),
        form=form,
        url=url_for(".upload"),
        table=pages.DataTable(str(TITLE), columns, tuple(map(_row, found))),
        empty=pages.Empty(_("No deposit yet"), _("What is deposited appears here with its state.")),
        pager=pages.Pager("", None, more),
    )


def show_page(session: Session, deposit: Deposit) -> pages.ShowPage:
    """Give the page of a deposit."""
    cell = deposits_words.tag(deposits_words.DEPOSITS, deposit.state)
    tables = [
        pages.RelatedTable(_("What to correct"), _findings(deposit), pages.Empty(_("Nothing was found."), ""))
    ]
    if deposit.state != REFUSED_HERE:
        tables += [_declarations(session, deposit), _returns(session, deposit)]
    return pages.ShowPage(
        title=deposit.name,
        groups=(_facts(deposit),),
        crumbs=(pages.Crumb(str(TITLE), url_for(".index")),),
        tags=(pages.Tag(cell.text, cell.tone),),
        tables=tuple(tables),
    )


def _facts(deposit: Deposit) -> pages.FactGroup:
    why = said(deposit.why) if deposit.why else _why(deposit)
    facts = [
        pages.Fact(_("Reference"), deposit.reference, "code"),
        pages.Fact(
            _("Deposited on"), f"{g.style.show_moment(deposit.created_at)}, {deposit.user_name}", "day"
        ),
        pages.Fact(_("Verdict"), words.verdict(deposit.verdict)[0] if deposit.verdict else ""),
        pages.Fact(_("Flow"), deposit.flow, "code"),
    ]
    if why:
        facts.append(pages.Fact(_("What now"), why))
    return pages.FactGroup(None, tuple(facts))


def _why(deposit: Deposit) -> str:
    if deposit.state == REFUSED_HERE:
        return str(_("This file was not sent. Correct what is marked as a refusal and deposit it again."))
    if deposit.state == SENT:
        return ""
    return str(_("The file leaves by itself as soon as the hub takes it."))


def _findings(deposit: Deposit) -> pages.DataTable:
    columns = (
        pages.Column(_("Severity"), "tag"),
        pages.Column(_("Person")),
        pages.Column(_("Line"), "number"),
        pages.Column(_("Rubric")),
        pages.Column(_("What to do")),
    )
    rows = tuple(_finding(one) for one in (deposit.lines or [])[:SHOWN])
    return pages.DataTable(_("What to correct"), columns, rows)


def _finding(one: dict[str, Any]) -> pages.Row:
    return pages.Row(
        (
            pages.Cell(*words.severity(one["severity"])),
            pages.Cell(
                words.whose(one["person"], one["name"]) if one["person"] or one["name"] else "",
                detail=words.nir(one["person"]) if one["name"] else "",
            ),
            pages.Cell(words.number(one["line"]) if one["line"] else ""),
            pages.Cell(one["label"] or one["rubric"], detail=one["rubric"] if one["label"] else ""),
            pages.Cell(said(one["facts"]), detail=one["control"]),
        )
    )


def _declarations(session: Session, deposit: Deposit) -> pages.RelatedTable:
    columns = (
        pages.Column(_("SIRET"), "code"),
        pages.Column(_("Month")),
        pages.Column(_("Nature")),
        pages.Column(_("Order number"), "number"),
        pages.Column(_("Individuals"), "number"),
        pages.Column(_("State"), "tag"),
    )
    asked = select(DepositDeclaration).where(DepositDeclaration.deposit_id == deposit.id)
    rows = tuple(
        pages.Row(
            (
                pages.Cell(words.siret(one.siret)),
                pages.Cell(words.month(one.month.isoformat()) if one.month else ""),
                pages.Cell(norm_words.code("S20.G00.05.001", one.nature)),
                pages.Cell(one.order_number),
                pages.Cell(words.number(one.individuals)),
                deposits_words.tag(deposits_words.STATES, one.state),
            ),
            url_for("fr_dsn__EstablishmentView.show", pk=one.establishment_id),
        )
        for one in session.scalars(asked.order_by(DepositDeclaration.id).limit(SHOWN))
    )
    title = _("Declarations")
    return pages.RelatedTable(
        title, pages.DataTable(title, columns, rows), pages.Empty(_("Nothing here"), "")
    )


def _returns(session: Session, deposit: Deposit) -> pages.RelatedTable:
    columns = (
        pages.Column(_("Return")),
        pages.Column(_("Organisation"), "code"),
        pages.Column(_("Status"), "tag"),
        pages.Column(_("Came on"), "day"),
    )
    asked = select(HubReturn).where(HubReturn.deposit_id == deposit.id).order_by(HubReturn.id)
    rows = tuple(
        pages.Row(
            (
                pages.Cell(deposits_words.nature(one.nature)),
                pages.Cell(one.organisation),
                deposits_words.tag(deposits_words.STATUSES, one.status),
                pages.Cell(g.style.show_moment(one.came_at)),
            )
        )
        for one in session.scalars(asked.limit(SHOWN))
    )
    title = _("Returns")
    empty = pages.Empty(_("No return yet"), _("Returns are fetched by themselves."))
    url = url_for("fr_dsn__ReturnView.index", search=deposit.reference, state="") if rows else None
    return pages.RelatedTable(title, pages.DataTable(title, columns, rows), empty, url)


def _row(deposit: Deposit) -> pages.Row:
    cells = (
        pages.Cell(deposit.name, detail=deposit.reference),
        deposits_words.tag(deposits_words.DEPOSITS, deposit.state),
        pages.Cell(words.number(deposit.findings)),
        pages.Cell(deposit.flow),
        pages.Cell(g.style.show_moment(deposit.created_at), detail=deposit.user_name),
    )
    return pages.Row(cells, url_for(".show", reference=deposit.reference))

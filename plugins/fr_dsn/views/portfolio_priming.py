"""The priming data of an establishment, once they are granted: the parameters of its insured contracts."""

from __future__ import annotations

from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from console.plugin import clock, pages
from console.plugin import gettext as _
from plugins.fr_dsn.contributions.models import ContributionRate
from plugins.fr_dsn.portfolio.models import GRANTED, Establishment
from plugins.fr_dsn.views import call_words, stoppage_words

MOST: Final = 200
"""Rates shown at most: a contract has a few for each population."""


def tables(session: Session, row: Establishment) -> tuple[pages.RelatedTable, ...]:
    """Give the rates of the account's contracts that hold now or later; nothing while they are not granted."""
    if row.priming != GRANTED:
        return ()
    rate = ContributionRate
    found = session.scalars(
        select(rate)
        .where(
            rate.company_id == row.company_id,
            or_(rate.until.is_(None), rate.until >= clock.today("Europe/Paris")),
        )
        .order_by(rate.contract, rate.population, rate.option, rate.base, rate.first)
        .limit(MOST)
    )
    title = _("Priming data: parameters of the insured contracts")
    columns = (
        pages.Column(_("Reference of the contract"), "code"),
        pages.Column(_("Population")),
        pages.Column(_("Option")),
        pages.Column(_("Base")),
        pages.Column(_("Rate in per cent"), "number"),
        pages.Column(_("Valid from"), "day"),
        pages.Column(_("Valid until"), "day"),
    )
    table = pages.DataTable(title, columns, tuple(map(_row, found)))
    empty = pages.Empty(
        _("No parameters"), _("The institution has entered no rate for the contracts of this account yet.")
    )
    return (pages.RelatedTable(title, table, empty),)


def _row(one: ContributionRate) -> pages.Row:
    return pages.Row(
        (
            pages.Cell(one.contract),
            pages.Cell(one.population),
            pages.Cell(one.option),
            pages.Cell(call_words.kind(one.base)),
            pages.Cell(call_words.rate(one.percent)),
            pages.Cell(stoppage_words.day(one.first)),
            pages.Cell(stoppage_words.day(one.until)),
        )
    )

"""The list of benefits, one of them with its lines, and the sums by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from sqlalchemy import ColumnElement, or_, select

from console.plugin import BadArgument, pages
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.benefits.models import TO_MATCH, Benefit
from plugins.fr_dsn.benefits.totals import MonthTotal
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.rules.slips.line_kinds import kind_of
from plugins.fr_dsn.stoppages.models import Stoppage
from plugins.fr_dsn.views import benefit_words, words
from plugins.fr_dsn.views import stoppage_words as said
from plugins.fr_dsn.views.asking import page_of
from plugins.fr_dsn.views.narrowing import Narrowed, searched

TITLE: Final = _l("Daily benefits")
TOTALS: Final = _l("Daily benefits by month")
SEEN: Final = sight.entrusted_siret(Benefit.company_id, Benefit.siret)
"""The condition of the benefits that the visitor sees."""


@dataclass(frozen=True)
class Asked(Narrowed):
    """What the address asks for."""

    state: str = ""
    kind: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions of the rows."""
        found: list[ColumnElement[bool]] = [SEEN]
        if self.search:
            found.append(
                or_(
                    Benefit.person == self.number[:13],
                    Benefit.siret == self.number,
                    *(column == self.search.upper() for column in (Benefit.reference, Benefit.stoppage)),
                    Benefit.stoppage.in_(
                        select(Stoppage.reference).where(
                            Stoppage.name.icontains(self.search, autoescape=True)
                        )
                    ),
                )
            )
        if self.state:
            found.append(Benefit.state == self.state)
        if self.kind:
            found.append(Benefit.kind == self.kind)
        return found


def asked(values: Mapping[str, str]) -> Asked:
    """Read an address; raises `BadArgument` for what no page of ours asks."""
    state, kind = values.get("state", ""), values.get("kind", "")
    if (state and state not in benefit_words.STATES) or (kind and kind not in benefit_words.KINDS):
        raise BadArgument(_l("There is no such filter."), place="state")
    return Asked(searched(values), page_of(values), state, kind)


def list_page(
    found: Sequence[Benefit], wanted: Asked, names: Mapping[str, str], *, has_more: bool
) -> pages.ListPage:
    """Give the list of benefits."""
    return pages.ListPage(
        title=str(TITLE),
        lead=_("What the health insurance paid or took back, by person and period, from its slips (BPIJ)."),
        search=wanted.search,
        search_hint=_("Name, NIR, SIRET or reference"),
        filters=(
            _choice("state", _("State"), wanted.state, {k: v[0] for k, v in benefit_words.STATES.items()}),
            _choice("kind", _("Kind"), wanted.kind, benefit_words.KINDS),
        ),
        clear_url=wanted.clear_url(),
        table=benefit_words.table(found, str(TITLE), names),
        empty=pages.Empty(
            _("No daily benefit"), _("What the slips of the health insurance tell appears here.")
        ),
        pager=_pager(
            wanted.url(page=wanted.page - 1) if wanted.page > 1 else None,
            wanted.url(page=wanted.page + 1) if has_more else None,
        ),
        actions=(pages.Action(str(TOTALS), url_for(".totals")),),
    )


def show_page(
    one: Benefit, name: str, found: Sequence[Stoppage], *, is_staff: bool, may_write: bool
) -> pages.ShowPage:
    """Give the page of a benefit; `found` are the stoppages that it may belong to, for who may choose."""
    text, tone = benefit_words.state(one.state)
    title = _("Lines of the slip")
    return pages.ShowPage(
        title=f"{name or words.nir(one.person)} {words.until(one.first, one.until)}",
        crumbs=(pages.Crumb(str(TITLE), url_for(".index")),),
        tags=(pages.Tag(text, tone),),
        actions=tuple(_matches(one, found)) if may_write else (),
        groups=(_amounts(one), _facts(one, is_staff=is_staff)),
        tables=(pages.RelatedTable(title, _lines(one, title), pages.Empty("", "")),),
    )


def totals_page(found: Sequence[MonthTotal], search: str, page: int, *, has_more: bool) -> pages.ListPage:
    """Give the sums by month and establishment."""
    columns = (
        pages.Column(_("Month"), "day"),
        pages.Column(_("Establishment"), "code"),
        pages.Column(_("People"), "number"),
        pages.Column(_("Benefits"), "number"),
        pages.Column(_("Gross"), "number"),
        pages.Column(_("Deductions"), "number"),
        pages.Column(_("Net"), "number"),
        pages.Column(_("Without a stoppage"), "number"),
    )
    rows = tuple(
        pages.Row(
            (
                pages.Cell(words.month(one.month.isoformat())),
                pages.Cell(words.siret(one.siret)),
                pages.Cell(words.number(one.people)),
                pages.Cell(words.number(one.benefits)),
                pages.Cell(benefit_words.money(one.gross)),
                pages.Cell(benefit_words.money(one.deductions)),
                pages.Cell(benefit_words.money(one.net)),
                pages.Cell(words.number(one.waiting), "warn" if one.waiting else "plain"),
            )
        )
        for one in found
    )

    def at(number: int) -> str:
        more: dict[str, Any] = {"search": search} if search else {}
        return url_for(".totals", page=number, **more)

    return pages.ListPage(
        title=str(TOTALS),
        lead=_("By the month in which the fund booked them. What came twice counts once."),
        crumbs=(pages.Crumb(str(TITLE), url_for(".index")),),
        search=search,
        search_hint=_("SIRET"),
        clear_url=url_for(".totals") if search else None,
        table=pages.DataTable(str(TOTALS), columns, rows),
        empty=pages.Empty(
            _("No daily benefit"), _("What the slips of the health insurance tell appears here.")
        ),
        pager=_pager(at(page - 1) if page > 1 else None, at(page + 1) if has_more else None),
    )


def _matches(one: Benefit, found: Sequence[Stoppage]) -> Iterator[pages.Action]:
    if one.state == TO_MATCH:
        for stoppage in found[:5]:
            label = _("Belongs to stoppage %(name)s", name=stoppage.reference)
            url = url_for(".match", reference=one.reference, stoppage=stoppage.reference)
            yield pages.Action(label, url, post=True)


def _amounts(one: Benefit) -> pages.FactGroup:
    facts = (
        pages.Fact(_("Kind"), str(benefit_words.KINDS.get(one.kind, one.kind))),
        pages.Fact(_("Period"), words.until(one.first, one.until)),
        pages.Fact(_("Number of days"), words.number(one.days)),
        pages.Fact(_("Gross"), benefit_words.money(one.gross)),
        pages.Fact(_("Deductions"), benefit_words.money(one.deductions)),
        pages.Fact(_("Net"), benefit_words.money(one.net), tone="bad" if one.net < 0 else "plain"),
        pages.Fact(_("Paid to"), str(benefit_words.PAID_TO[one.paid_to])),
        pages.Fact(_("Takes back"), one.reverses, "code", url=_shown(one.reverses)),
        pages.Fact(_("Taken back by"), one.reversed_by, "code", url=_shown(one.reversed_by)),
    )
    return pages.FactGroup(_("Benefit"), facts)


def _facts(one: Benefit, *, is_staff: bool) -> pages.FactGroup:
    stoppage = url_for("fr_dsn__StoppageView.show", reference=one.stoppage) if one.stoppage else None
    facts = [
        pages.Fact(_("Reference"), one.reference, "code"),
        pages.Fact(_("NIR"), words.nir(one.person), "code"),
        pages.Fact(_("SIRET"), words.siret(one.siret), "code"),
        pages.Fact(_("Fund"), one.fund, "code"),
        pages.Fact(_("Insurance"), one.nature, "code"),
        pages.Fact(_("Booked on"), said.day(one.booked_on), "day"),
        pages.Fact(_("Stoppage"), one.stoppage, "code", url=stoppage),
        pages.Fact(_("Came on"), said.moment(one.came_at), "day"),
    ]
    if is_staff:
        slip = url_for("fr_dsn__SlipView.show", reference=one.slip)
        facts.append(pages.Fact(_("Slip"), one.slip, "code", url=slip))
        facts.append(pages.Fact(_("Insurer has it since"), said.moment(one.told_at), "day"))
        automatic = _("yes") if one.automatic else _("no, somebody looks at it")
        facts.append(pages.Fact(_("Safe for automatic treatment"), automatic))
    return pages.FactGroup(_("Where it comes from"), tuple(facts))


def _lines(one: Benefit, title: str) -> pages.DataTable:
    columns = (
        pages.Column(_("Line")),
        pages.Column(_("From"), "day"),
        pages.Column(_("To"), "day"),
        pages.Column(_("Number of days"), "number"),
        pages.Column(_("Unit"), "number"),
        pages.Column(_("Amount"), "number"),
    )
    return pages.DataTable(title, columns, tuple(map(_line, one.lines)))


def _line(line: Mapping[str, Any]) -> pages.Row:
    kind = kind_of(line["code"])
    return pages.Row(
        (
            pages.Cell(line["code"], detail=kind.label if kind else ""),
            pages.Cell(words.day(line["from"])),
            pages.Cell(words.day(line["to"])),
            pages.Cell(words.number(line["days"]) if line["days"] is not None else ""),
            pages.Cell(words.amount(line["unit"])),
            pages.Cell(words.amount(line["amount"])),
        )
    )


def _shown(reference: str) -> str | None:
    return url_for(".show", reference=reference) if reference else None


def _choice(name: str, label: str, value: str, of: Mapping[str, Any]) -> pages.FilterControl:
    choices = (pages.Choice("", _("All")), *(pages.Choice(key, str(word)) for key, word in of.items()))
    return pages.FilterControl(name, label, "choice", value, choices)


def _pager(before: str | None, after: str | None) -> pages.Pager:
    return pages.Pager("", before, after)

"""What the pages of returns show: each anomaly names the person, the rubric and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, url_for

from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from console.plugin import pages
from plugins.fr_dsn.checking.lines import label_of
from plugins.fr_dsn.checking.outcome import said
from plugins.fr_dsn.deposits.models import Deposit, DepositDeclaration, HubReturn, ReturnLine
from plugins.fr_dsn.portfolio.models import Establishment
from plugins.fr_dsn.views import deposits_words, words

TITLE = _l("Returns")


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a return with what it belongs to."""

    line: ReturnLine
    of: HubReturn
    declaration: DepositDeclaration
    establishment: Establishment


def list_page(
    found: Sequence[Listed], state: str, search: str, page: int, *, has_more: bool
) -> pages.ListPage:
    """Give the list of returns."""
    columns = (
        pages.Column(_("Establishment")),
        pages.Column(_("Month")),
        pages.Column(_("Return")),
        pages.Column(_("Status"), "tag"),
        pages.Column(_("Anomalies"), "number"),
        pages.Column(_("Came on"), "day"),
    )
    choices = (
        pages.Choice("open", _("To handle")),
        pages.Choice("handled", _("Handled")),
    )
    here: dict[str, Any] = {"state": state, **({"search": search} if search else {})}
    documents = pages.Action(_("Documents as zip"), url_for(".documents", **here), icon="export")
    return pages.ListPage(
        title=str(TITLE),
        lead=_("What the hub and the organisations say about deposited declarations."),
        table=pages.DataTable(str(TITLE), columns, tuple(map(_row, found))),
        empty=pages.Empty(_("Nothing is to handle"), _("Returns appear here as soon as the hub gives them.")),
        pager=pages.Pager(
            "",
            url_for(".index", **here, page=page - 1) if page > 1 else None,
            url_for(".index", **here, page=page + 1) if has_more else None,
        ),
        search=search,
        search_hint=_("SIRET, name or reference of a deposit"),
        filters=(pages.FilterControl("state", _("State"), "choice", state, choices),),
        clear_url=url_for(".index") if search or state != "open" else None,
        actions=(documents,) if found else (),
    )


def line_page(row: Listed, deposit: Deposit, *, may_handle: bool) -> pages.ShowPage:
    """Give the page of what a return says of a declaration."""
    line = row.line
    status = deposits_words.tag(deposits_words.STATUSES, line.status)
    actions: tuple[pages.Action, ...] = ()
    if may_handle and line.to_handle:
        actions = (pages.Action(_("Handled"), url_for(".handle", pk=line.id), "main", post=True),)
    title = _("Anomalies")
    place = row.establishment.name or words.siret(row.establishment.siret)
    return pages.ShowPage(
        title=f"{deposits_words.nature(row.of.nature)}, {place}",
        groups=(_facts(row, deposit),),
        crumbs=(pages.Crumb(str(TITLE), url_for(".index")),),
        tags=(pages.Tag(status.text, status.tone),),
        actions=actions,
        tables=(
            pages.RelatedTable(title, _anomalies(row, deposit), pages.Empty(_("No anomaly is named."), "")),
        ),
    )


def _facts(row: Listed, deposit: Deposit) -> pages.FactGroup:
    line, declared = row.line, row.declaration
    handled = (
        _("%(name)s, %(moment)s", name=line.handled_by, moment=g.style.show_moment(line.handled_at))
        if line.handled_at is not None
        else ""
    )
    return pages.FactGroup(
        None,
        (
            pages.Fact(_("SIRET"), words.siret(declared.siret), "code"),
            pages.Fact(_("Month"), words.month(declared.month.isoformat()) if declared.month else ""),
            pages.Fact(_("Organisation"), row.of.organisation, "code"),
            pages.Fact(_("Taken over by the organisation"), deposits_words.outcome(line.outcome)),
            pages.Fact(_("Came on"), g.style.show_moment(line.came_at), "day"),
            pages.Fact(_("Deposit reference"), deposit.reference, "code"),
            pages.Fact(_("Handled"), handled),
        ),
    )


def _anomalies(row: Listed, deposit: Deposit) -> pages.DataTable:
    columns = (
        pages.Column(_("Person")),
        pages.Column(_("Rubric")),
        pages.Column(_("Severity"), "tag"),
        pages.Column(_("What it says")),
        pages.Column(_("What to do")),
    )
    ours = _our_words(deposit)
    rows = tuple(_anomaly(one, ours, row.declaration) for one in row.line.anomalies or [])
    return pages.DataTable(_("Anomalies"), columns, rows)


def _anomaly(
    one: dict[str, Any], ours: Mapping[tuple[str, str], str], declared: DepositDeclaration
) -> pages.Row:
    tone: pages.Tone = "bad" if one["blocks"] else "warn"
    severity = _("Blocking") if one["blocks"] else _("Not blocking")
    label = label_of(one["rubric"])
    who = words.whose(one["person"], one["name"]) if one["person"] or one["name"] else ""
    return pages.Row(
        (
            pages.Cell(who, detail=words.nir(one["person"]) if one["name"] else ""),
            pages.Cell(label or one["rubric"], detail=one["rubric"] if label else ""),
            pages.Cell(severity, tone),
            pages.Cell(one["text"], detail=one["control"]),
            pages.Cell(_remedy(one, ours, declared, label)),
        )
    )


def _remedy(
    one: dict[str, Any], ours: Mapping[tuple[str, str], str], declared: DepositDeclaration, label: str
) -> str:
    """Say what to do: in the words of our own control where it found the same, else by rubric and severity."""
    known = ours.get((one["control"], one["person"]))
    if known:
        return known
    rubric = f"{label} ({one['rubric']})" if label else one["rubric"] or "?"
    if not one["blocks"]:
        return str(_("Correct %(rubric)s in the declaration of the next month.", rubric=rubric))
    if declared.nature == "01":
        return str(_("Correct %(rubric)s and deposit a replacement before the due day.", rubric=rubric))
    return str(_("Correct %(rubric)s and deposit the signal again.", rubric=rubric))


def _our_words(deposit: Deposit) -> dict[tuple[str, str], str]:
    return {(one["control"], one["person"]): said(one["facts"]) for one in deposit.lines or []}


def _row(row: Listed) -> pages.Row:
    line, declared, name = row.line, row.declaration, row.establishment.name
    siret = words.siret(declared.siret)
    cells = (
        pages.Cell(name or siret, detail=siret if name else ""),
        pages.Cell(words.month(declared.month.isoformat()) if declared.month else ""),
        pages.Cell(deposits_words.nature(row.of.nature), detail=deposits_words.outcome(line.outcome)),
        deposits_words.tag(deposits_words.STATUSES, line.status),
        pages.Cell(words.number(line.count)),
        pages.Cell(g.style.show_moment(line.came_at)),
    )
    return pages.Row(cells, url_for(".show", pk=line.id))

"""What the pages of retention show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from console.dossiers.models import Dossier
from console.retention.models import LegalHold, RetentionProposal
from console.retention.service import Keeping, Share
from console.shell import gate
from console.shell.pages import (
    Action,
    Cell,
    Column,
    ConfirmPage,
    Crumb,
    DataTable,
    Empty,
    Fact,
    FactGroup,
    ListPage,
    Pager,
    RelatedTable,
    Row,
    ShowPage,
    Tag,
)

SHOWN = 50
"""Rows past their time that the page of a class shows."""


def may_write() -> bool:
    """Say whether the visitor may confirm, erase and hold."""
    return gate.allows(g.visit, "can_write", "console.retention")


def index_page(keepings: Mapping[str, Keeping], proposals: Sequence[RetentionProposal]) -> ListPage:
    """List the classes with how long they are kept and what is past its time."""
    past = {one.key: one for one in proposals}
    columns = (
        Column(_("What")),
        Column(_("Kept for")),
        Column(_("Counted from")),
        Column(_("State"), "tag"),
        Column(_("Past its time"), "number"),
    )
    actions: tuple[Action, ...] = (Action(_("Legal holds"), url_for(".holds")),)
    if past and may_write():
        actions = (*actions, Action(_("Erase what is past its time"), url_for(".erase"), kind="main"))
    return ListPage(
        title=_("Retention"),
        lead=_(
            "What the console keeps, for how long and why. Each day it counts what is past its time; it erases "
            "nothing until an administrator decides so."
        ),
        table=DataTable(
            _("Retention"), columns, tuple(_row(one, past.get(key)) for key, one in keepings.items())
        ),
        empty=Empty(_("Nothing is kept"), ""),
        pager=Pager(""),
        actions=actions,
    )


def class_page(keeping: Keeping, proposal: RetentionProposal | None, rows: Sequence[Any]) -> ShowPage:
    """Show one class, and the first rows of it that are past their time."""
    declared = keeping.holding.declared
    facts = [
        Fact(_("What it holds"), str(declared.holds)),
        Fact(_("Kept for"), _lasting(keeping)),
        Fact(_("Counted from"), str(declared.runs_from)),
        Fact(_("Legal ground"), str(keeping.ground)),
    ]
    if keeping.source:
        facts.append(Fact(_("Source"), keeping.source))
    if keeping.confirmed_at is not None:
        facts.append(Fact(_("Confirmed on"), g.style.show_moment(keeping.confirmed_at), "day"))
        facts.append(Fact(_("Confirmed by"), keeping.confirmed_by))
    edit = Action(
        _("Confirm") if not keeping.is_in_force else _("Edit"),
        url_for(".edit", retention_class=declared.key),
        "main",
    )
    return ShowPage(
        title=str(declared.title),
        groups=(FactGroup(None, tuple(facts)),),
        crumbs=crumbs(),
        tags=(_state(keeping),),
        actions=(edit,) if may_write() else (),
        tables=(_samples(keeping, proposal, rows),) if proposal is not None else (),
    )


def holds_page(holds: Sequence[LegalHold]) -> ListPage:
    """List the legal holds that stand."""
    columns = (
        Column(_("Number"), "code"),
        Column(_("Person or dossier")),
        Column(_("Reason")),
        Column(_("Since"), "day"),
    )
    add = Action(_("Set a legal hold"), url_for(".add_hold"), kind="main")
    return ListPage(
        title=_("Legal holds"),
        lead=_("As long as a hold stands, nothing of the person or the dossier is erased."),
        table=DataTable(
            _("Legal holds"),
            columns,
            tuple(
                Row(
                    (
                        Cell(str(one.id)),
                        Cell(one.person_number or one.dossier, detail=one.made_by),
                        Cell(one.reason),
                        Cell(g.style.show_moment(one.made_at)),
                    ),
                    url_for(".release", pk=one.id) if may_write() else None,
                )
                for one in holds
            ),
        ),
        empty=Empty(_("There is no legal hold"), _("Set one when a proceeding needs what would be erased.")),
        pager=Pager(""),
        crumbs=crumbs(),
        actions=(add,) if may_write() else (),
    )


def release_page(pk: int) -> ConfirmPage:
    """Ask before a hold ends."""
    return ConfirmPage(
        title=_("End legal hold %(number)s", number=pk),
        consequences=(_("What is past its time can be erased again."),),
        submit=_("End the hold"),
        cancel_url=url_for(".holds"),
        crumbs=(*crumbs(), Crumb(_("Legal holds"), url_for(".holds"))),
        danger=True,
    )


def person_page(shares: Sequence[Share], typed: Mapping[str, str]) -> ConfirmPage:
    """Say what is erased of a person and what is kept, and why, before it is done."""
    return ConfirmPage(
        title=_("Erase a person’s data"),
        lead=_("Read what is erased and what has to be kept. What is erased cannot be brought back."),
        consequences=tuple(line for one in shares for line in _said(one)),
        submit=_("Erase for ever"),
        cancel_url=url_for(".erase"),
        danger=True,
        hidden=(*typed.items(), ("sure", "yes")),
    )


def kept_page(shares: Sequence[Share]) -> ShowPage:
    """Say why nothing of a person can be erased now."""
    facts = (
        Fact(
            _(
                "%(retention)s: %(count)s",
                retention=one.keeping.holding.declared.title,
                count=_n(one.held),
            ),
            _why(one),
        )
        for one in shares
    )
    return ShowPage(
        title=_("Nothing can be erased now"),
        groups=(FactGroup(_("What is kept, and why"), tuple(facts)),),
        crumbs=(Crumb(_("Erase a person’s data"), url_for(".erase")),),
    )


def crumbs() -> tuple[Crumb, ...]:
    """Give the step above the pages of retention."""
    return (Crumb(_("Retention"), url_for("RetentionView.index")),)


def _said(share: Share) -> list[str]:
    """Say of one class what goes and what stays."""
    title, said = str(share.keeping.holding.declared.title), []
    if share.past:
        said.append(_("Erased: %(retention)s, entries: %(count)s.", retention=title, count=_n(share.past)))
    if share.kept:
        kept = _("Kept: %(retention)s, entries: %(count)s.", retention=title, count=_n(share.kept))
        said.append(f"{kept} {_why(share)}")
    return said


def _why(share: Share) -> str:
    """Say why rows of a person are kept."""
    if share.is_held:
        return str(_("A legal hold stands."))
    if not share.keeping.is_in_force:
        return str(_("Nobody has confirmed yet how long this is kept."))
    said = _(
        "Kept for %(time)s from %(day)s. Ground: %(ground)s",
        time=_lasting(share.keeping),
        day=share.keeping.holding.declared.runs_from,
        ground=share.keeping.ground,
    )
    return str(said)


def _row(keeping: Keeping, proposal: RetentionProposal | None) -> Row:
    declared, state = keeping.holding.declared, _state(keeping)
    return Row(
        (
            Cell(str(declared.title), detail=str(declared.holds)),
            Cell(_lasting(keeping), detail=str(keeping.ground)),
            Cell(str(declared.runs_from)),
            Cell(state.text, state.tone),
            Cell(_n(proposal.count) if proposal is not None else ""),
        ),
        url_for(".show", retention_class=declared.key),
    )


def _samples(keeping: Keeping, proposal: RetentionProposal, rows: Sequence[Any]) -> RelatedTable:
    day = g.style.show_day(proposal.before)
    title = _("Past its time on %(day)s", day=g.style.show_moment(proposal.counted_at))
    return RelatedTable(
        title=title,
        table=DataTable(
            title,
            (Column(_("Entry")), Column(_("Counted from"), "day")),
            tuple(_sample(keeping, row) for row in rows),
        ),
        empty=Empty(_("Nothing is left from before %(day)s", day=day), ""),
    )


def _sample(keeping: Keeping, row: Any) -> Row:
    name = getattr(row, "reference", None) or getattr(row, "number", None) or row
    since = getattr(row, keeping.holding.declared.since)
    url = url_for("DossiersView.show", reference=row.reference) if isinstance(row, Dossier) else None
    return Row((Cell(str(name)), Cell(_day(since))), url)


def _day(value: date | datetime) -> str:
    return str(g.style.show_moment(value) if isinstance(value, datetime) else g.style.show_day(value))


def _state(keeping: Keeping) -> Tag:
    return (
        Tag(pgettext("retention", "In force"), "ok") if keeping.is_in_force else Tag(_("To confirm"), "warn")
    )


def _lasting(keeping: Keeping) -> str:
    months = keeping.months
    if months is None:
        return ""
    if months % 12 == 0:
        return str(ngettext("%(count)s year", "%(count)s years", months // 12, count=_n(months // 12)))
    return str(ngettext("%(count)s month", "%(count)s months", months, count=_n(months)))


def _n(number: int) -> str:
    return str(g.style.show_number(number))

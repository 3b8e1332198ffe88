"""Collections by direct debit as pages: the list, one with its debits, and the questions before its acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from flask import url_for

from console.plugin import clock, db, pages
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions.models import ContributionCall
from plugins.fr_dsn.contributions.service import ZONE
from plugins.fr_dsn.debits import rule, service
from plugins.fr_dsn.debits.drawing import Overview
from plugins.fr_dsn.debits.letters import in_part
from plugins.fr_dsn.debits.models import DRAWING, OPEN, DebitCollection, DebitItem
from plugins.fr_dsn.debits.rule import ItemState
from plugins.fr_dsn.views import call_words as said
from plugins.fr_dsn.views import debit_words, stoppage_words, words

TITLE: Final = _l("Collections by direct debit")
MOST_ITEMS: Final = 500
"""Debits that the page of a collection shows; each is found from its call, too."""


def list_page(found: Sequence[DebitCollection], pager: pages.Pager, *, may_write: bool) -> pages.ListPage:
    """Give the list of collections."""
    columns = (
        pages.Column(_("Reference"), "code"),
        pages.Column(_("Day of collection"), "day"),
        pages.Column(_("State"), "tag"),
        pages.Column(_("Direct debits"), "number"),
        pages.Column(_("Amount"), "number"),
        pages.Column(_("Drawn up"), "day"),
    )
    rows = tuple(
        pages.Row(
            (
                pages.Cell(one.reference),
                pages.Cell(stoppage_words.day(one.day)),
                pages.Cell(*_state(one)),
                pages.Cell(words.number(one.count)),
                pages.Cell(said.euros(one.amount)),
                pages.Cell(stoppage_words.moment(one.made_at)),
            ),
            url=url_for(".show", reference=one.reference),
        )
        for one in found
    )
    draw = (pages.Action(_("Draw up a collection"), url_for(".draw"), "main"),) if may_write else ()
    return pages.ListPage(
        title=str(TITLE),
        lead=_(
            "What remains of sent calls, debited from accounts of companies that gave a mandate (SEPA, pain.008)."
        ),
        table=pages.DataTable(str(TITLE), columns, rows),
        empty=pages.Empty(_("No collection"), _("Collections that are drawn up appear in this list.")),
        pager=pager,
        actions=draw,
    )


def show_page(
    collection: DebitCollection, items: Sequence[tuple[DebitItem, ContributionCall]], *, may_write: bool
) -> pages.ShowPage:
    """Give the page of a collection."""
    first, last = rule.handed_in(collection.day, collection.lead)
    text, tone = _state(collection)
    facts = (
        pages.Fact(_("Reference"), collection.reference, "code"),
        pages.Fact(_("Day of collection"), stoppage_words.day(collection.day), "day"),
        pages.Fact(
            _("Hand in to the bank"),
            _("%(first)s to %(last)s", first=stoppage_words.day(first), last=stoppage_words.day(last)),
        ),
        pages.Fact(_("Direct debits"), words.number(collection.count), "number"),
        pages.Fact(_("Amount"), said.euros(collection.amount), "number"),
        pages.Fact(_("Digest of the file (SHA-256)"), collection.digest, "code"),
        pages.Fact(_("Drawn up"), stoppage_words.moment(collection.made_at), "day"),
        pages.Fact(_("Drawn up by"), collection.made_by),
        pages.Fact(_("Settled"), stoppage_words.moment(collection.settled_at), "day"),
    )
    groups = [pages.FactGroup(None, facts)]
    counted = service.states(db.session(), collection)
    if counted:
        groups.append(
            pages.FactGroup(
                _("What became of the debits"),
                tuple(
                    pages.Fact(
                        str(debit_words.ITEMS[state][0]),
                        f"{words.number(count)}: {said.euros(total)}",
                        "number",
                        tone=debit_words.ITEMS[state][1],
                    )
                    for state, (count, total) in sorted(counted.items())
                ),
            )
        )
    if collection.left:
        groups.append(pages.FactGroup(_("Calls left aside"), tuple(_left(collection.left))))
    return pages.ShowPage(
        title=_("Collection of %(day)s", day=stoppage_words.day(collection.day)),
        crumbs=(pages.Crumb(str(TITLE), url_for(".index")),),
        tags=(pages.Tag(text, tone),),
        actions=tuple(_actions(collection, may_write=may_write)),
        groups=tuple(groups),
        tables=(_items(items),),
    )


def execute_page(collection: DebitCollection) -> pages.ConfirmPage:
    """Give the question before a collection is noted as executed."""
    return pages.ConfirmPage(
        title=_("Was this collection executed by the bank?"),
        consequences=(
            _("All its debits that were not rejected are noted as payments of their calls."),
            _("What comes back later is noted on the page of its call."),
        ),
        submit=_("Note as executed"),
        cancel_url=url_for(".show", reference=collection.reference),
        crumbs=crumbs(collection),
    )


def withdraw_page(collection: DebitCollection) -> pages.ConfirmPage:
    """Give the question before a collection is withdrawn."""
    return pages.ConfirmPage(
        title=_("Withdraw this collection?"),
        consequences=(
            _("Its calls are due again, and the next collection may take them."),
            _("Withdraw it only if the bank never had the file: this system cannot take it back there."),
        ),
        submit=_("Withdraw"),
        cancel_url=url_for(".show", reference=collection.reference),
        crumbs=crumbs(collection),
        danger=True,
    )


def crumbs(collection: DebitCollection) -> tuple[pages.Crumb, ...]:
    """Give the way to the page of a collection."""
    back = url_for(".show", reference=collection.reference)
    return pages.Crumb(str(TITLE), url_for(".index")), pages.Crumb(collection.reference, back)


def told(found: Overview) -> str:
    """Say what a collection would take and what it would leave aside."""
    sentence = _(
        "Ready: %(count)s, %(amount)s.", count=words.number(found.ready), amount=said.euros(found.amount)
    )
    left = "; ".join(f"{one.label}: {one.text}" for one in _left(found.left))
    return sentence if not left else f"{sentence} {_('Left aside: %(reasons)s.', reasons=left)}"


def _state(collection: DebitCollection) -> tuple[str, pages.Tone]:
    text, tone = debit_words.STATES[collection.state]
    return str(text), tone


def _left(left: Mapping[str, int]) -> Iterator[pages.Fact]:
    for why, count in sorted(left.items()):
        yield pages.Fact(str(debit_words.WHYS[why]), words.number(count), "number")


def _actions(collection: DebitCollection, *, may_write: bool) -> Iterator[pages.Action]:
    of = collection.reference
    if may_write and collection.state == OPEN and collection.day <= clock.today(ZONE):
        yield pages.Action(_("Executed"), url_for(".execute", reference=of), "main")
    if collection.digest:
        yield pages.Action(_("File for the bank"), url_for(".file", reference=of))
    if may_write and collection.state in (OPEN, DRAWING):
        yield pages.Action(_("Withdraw"), url_for(".withdraw", reference=of), "danger")


def _items(items: Sequence[tuple[DebitItem, ContributionCall]]) -> pages.RelatedTable:
    columns = (
        pages.Column(_("Call"), "code"),
        pages.Column(_("State"), "tag"),
        pages.Column(_("Amount"), "number"),
        pages.Column(_("Sequence"), "code"),
        pages.Column(_("Mandate"), "code"),
        pages.Column(_("Holder of the account")),
        pages.Column(_("IBAN"), "code"),
    )
    rows = tuple(
        pages.Row(
            (
                pages.Cell(one.end_to_end),
                _became(one),
                _sum(one, call),
                pages.Cell(one.sequence),
                pages.Cell(one.mandate),
                pages.Cell(one.holder),
                pages.Cell(in_part(one.iban)),
            ),
            url=url_for("fr_dsn__CallView.show", reference=one.end_to_end),
        )
        for one, call in items
    )
    title = _("Direct debits")
    if len(items) == MOST_ITEMS:
        title = _("The first %(count)s direct debits", count=words.number(MOST_ITEMS))
    empty = pages.Empty(_("No direct debit"), _("No call could be collected on this day."))
    return pages.RelatedTable(title, pages.DataTable(title, columns, rows), empty)


def _became(one: DebitItem) -> pages.Cell:
    text, tone = debit_words.ITEMS[one.state]
    return pages.Cell(str(text), tone, detail=debit_words.reason(one.reason))


def _sum(one: DebitItem, call: ContributionCall) -> pages.Cell:
    """Give the amount, with a remark where something was paid otherwise since the file was made."""
    if one.state != ItemState.OPEN or call.remains == one.amount:
        return pages.Cell(said.euros(one.amount))
    return pages.Cell(
        said.euros(one.amount), "warn", detail=_("%(amount)s still to pay", amount=said.euros(call.remains))
    )

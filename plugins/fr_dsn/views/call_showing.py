"""One contribution call as a page and on paper: its lines, how it stands, its history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from flask import url_for

from console.plugin import Company, db, dispatch, pages, papers
from console.plugin import gettext as _
from plugins.fr_dsn.contributions import service
from plugins.fr_dsn.contributions.models import CallStep, ContributionCall
from plugins.fr_dsn.contributions.rule import Line, State, Why
from plugins.fr_dsn.debits.letters import in_part
from plugins.fr_dsn.debits.models import DebitItem
from plugins.fr_dsn.debits.service import can_bounce
from plugins.fr_dsn.debits.settings import ICS
from plugins.fr_dsn.views import call_words as said
from plugins.fr_dsn.views import debit_words, stoppage_words, words
from plugins.fr_dsn.views.call_list import TITLE


def show_page(
    call: ContributionCall,
    company: Company,
    steps: Sequence[CallStep],
    debit: DebitItem | None,
    *,
    staff: bool,
    may_write: bool,
) -> pages.ShowPage:
    """Give the page of a call; names of the institution's people are for the institution alone."""
    text, tone = said.state(call)
    tags = [pages.Tag(text, tone)]
    if not call.is_whole:
        tags.append(pages.Tag(_("Rate missing"), "bad"))
    if call.debit_on is not None:
        tags.append(pages.Tag(_("Debited on %(day)s", day=stoppage_words.day(call.debit_on)), "info"))
    return pages.ShowPage(
        title=f"{call.contract}, {said.period(call.period)}",
        crumbs=(pages.Crumb(str(TITLE), url_for(".index")),),
        tags=tuple(tags),
        actions=tuple(_actions(call, debit, may_write=may_write)),
        groups=(_call(call, company), _amounts(call), *([_debit(debit)] if debit is not None else [])),
        tables=(_lines(call), *([_missing(call)] if staff and call.missing else [])),
        timeline=tuple(_entry(one, staff=staff) for one in reversed(steps)),
    )


def send_page(call: ContributionCall) -> pages.ConfirmPage:
    """Give the question before a call is sent."""
    consequences = [
        _("The company finds it among its tasks, with %(amount)s to pay.", amount=said.euros(call.amount)),
        _("From now on its lines stay as they are, whatever is declared later."),
    ]
    if call.missing:
        consequences.append(
            _("Some declarations of the period are missing: what they owe is not in this call.")
        )
    back = url_for(".show", reference=call.reference)
    return pages.ConfirmPage(
        title=_("Send this call to the company?"),
        consequences=tuple(consequences),
        submit=_("Send"),
        cancel_url=back,
        crumbs=crumbs(call),
    )


def crumbs(call: ContributionCall) -> tuple[pages.Crumb, ...]:
    """Give the way to the page of a call."""
    back = url_for(".show", reference=call.reference)
    return pages.Crumb(str(TITLE), url_for(".index")), pages.Crumb(call.contract, back)


def paper(call: ContributionCall, company: Company, debit: DebitItem | None) -> bytes:
    """Give the call as a PDF, marked as a draft while it is not sent; raises `NotRendered`."""
    address = (
        company.name,
        " ".join(filter(None, (company.street, company.house_number))),
        " ".join(filter(None, (company.postcode, company.town))),
    )
    columns = (
        papers.Column(_("Population")),
        papers.Column(_("Base")),
        papers.Column(_("People"), "figure"),
        papers.Column(_("Sum of the bases"), "figure"),
        papers.Column(_("Rate"), "figure"),
        papers.Column(_("To pay"), "figure"),
    )
    rows = tuple(
        (
            _group(line),
            said.kind(line.kind),
            words.number(line.people),
            said.euros(line.total),
            said.rate(line.percent) or str(said.WHYS[line.why or Why.OUTSIDE]),
            said.euros(line.amount),
        )
        for line in service.lines_of(call)
    )
    totals = [papers.Line(_("To pay"), said.euros(call.amount), "figure")]
    if call.due:
        totals.append(papers.Line(_("Pay until"), stoppage_words.day(call.due), "figure"))
    totals.append(papers.Line(_("Please state"), call.reference, "figure"))
    return papers.pdf(
        _("Contribution call"),
        f"{call.contract}, {said.period(call.period)}",
        call.reference,
        call.sent_at or call.drawn_at,
        (
            papers.LongText(_("Company"), tuple(line for line in address if line)),
            papers.Table("", columns, rows),
            papers.Lines(tuple(totals)),
            *([papers.Note(announcement(call, debit))] if debit is not None and call.debit_on else []),
            papers.Note(_rounding()),
        ),
        draft=call.sent_at is None,
    )


def announcement(call: ContributionCall, debit: DebitItem) -> str:
    """Say what will be debited, when, from where and under which mandate."""
    return str(
        _(
            "By SEPA direct debit %(amount)s will be debited on %(day)s from the account %(iban)s, under mandate "
            "%(mandate)s, by the creditor %(creditor)s. You need not do anything.",
            amount=said.euros(debit.amount),
            day=stoppage_words.day(call.debit_on),
            iban=in_part(debit.iban),
            mandate=debit.mandate,
            creditor=dispatch.settings_of(db.session(), "fr_dsn").get(ICS, ""),
        )
    )


def _rounding() -> str:
    return str(
        _(
            "Each person’s contribution is the base of the month times the rate, rounded to the cent; the call is "
            "their sum. The bases are those of your accepted declarations (DSN)."
        )
    )


def _actions(call: ContributionCall, debit: DebitItem | None, *, may_write: bool) -> Iterator[pages.Action]:
    of = call.reference
    if may_write and call.sent_at is None:
        yield pages.Action(_("Send"), url_for(".send", reference=of), "main")
        yield pages.Action(_("Draw up again"), url_for(".redraw", reference=of), post=True)
    if may_write and call.sent_at is not None:
        yield pages.Action(_("Note a payment"), url_for(".pay", reference=of))
    if may_write and can_bounce(debit):
        bounce = url_for("fr_dsn__CollectionView.bounce", reference=of)
        yield pages.Action(_("Debit rejected or returned"), bounce)
    if may_write and service.is_late(call) and call.debit_on is None:
        yield pages.Action(_("Remind"), url_for(".remind", reference=of), post=True)
    yield pages.Action(_("PDF"), url_for(".paper", reference=of))


def _call(call: ContributionCall, company: Company) -> pages.FactGroup:
    facts = (
        pages.Fact(_("Reference"), call.reference, "code"),
        pages.Fact(_("Company"), f"{company.number} {company.name}"),
        pages.Fact(_("Reference of the contract"), call.contract, "code"),
        pages.Fact(_("Period"), said.period(call.period)),
        pages.Fact(_("Drawn up"), stoppage_words.moment(call.drawn_at), "day"),
        pages.Fact(_("Sent"), stoppage_words.moment(call.sent_at), "day"),
        pages.Fact(_("Pay until"), stoppage_words.day(call.due), "day"),
    )
    return pages.FactGroup(_("Contribution call"), facts)


def _amounts(call: ContributionCall) -> pages.FactGroup:
    gap = call.declared - call.amount
    facts = [
        pages.Fact(_("To pay"), said.euros(call.amount), "number"),
        pages.Fact(_("Declared by the company"), said.euros(call.declared), "number"),
        pages.Fact(
            _("Declared more or less than called"), said.euros(gap), "number", tone="warn" if gap else "plain"
        ),
        pages.Fact(_("Paid as declared in DSN"), said.euros(call.paid_declared), "number"),
        pages.Fact(_("Paid, noted by hand"), said.euros(call.paid_by_hand), "number"),
    ]
    if call.state != State.TO_CALL:
        facts.append(pages.Fact(_("Still to pay"), said.euros(call.remains), "number"))
    return pages.FactGroup(_("Amounts"), tuple(facts))


def _debit(debit: DebitItem) -> pages.FactGroup:
    text, tone = debit_words.ITEMS[debit.state]
    facts = (
        pages.Fact(_("State"), str(text), tone=tone),
        pages.Fact(_("Reason of the bank"), debit_words.reason(debit.reason)),
        pages.Fact(_("Amount"), said.euros(debit.amount), "number"),
        pages.Fact(_("IBAN"), in_part(debit.iban), "code"),
        pages.Fact(_("Reference of the mandate (RUM)"), debit.mandate, "code"),
    )
    return pages.FactGroup(_("Direct debit"), facts)


def _lines(call: ContributionCall) -> pages.RelatedTable:
    columns = (
        pages.Column(_("Base")),
        pages.Column(_("People"), "number"),
        pages.Column(_("Sum of the bases"), "number"),
        pages.Column(_("Rate"), "number"),
        pages.Column(_("To pay"), "number"),
    )
    rows = tuple(
        pages.Row(
            (
                pages.Cell(said.kind(line.kind), detail=_whose(line)),
                pages.Cell(words.number(line.people)),
                pages.Cell(said.euros(line.total)),
                pages.Cell(said.rate(line.percent)),
                pages.Cell(said.euros(line.amount), "bad" if line.why is Why.NO_RATE else "plain"),
            )
        )
        for line in service.lines_of(call)
    )
    title = _("Lines: each person’s share is rounded to the cent, then added up")
    empty = pages.Empty(_("No line"), _("No accepted declaration names a base under this contract."))
    return pages.RelatedTable(title, pages.DataTable(title, columns, rows), empty)


def _whose(line: Line) -> str:
    """Give population and option of a line, and why it is not reckoned like the others."""
    why = str(said.WHYS[line.why]) if line.why else ""
    return " · ".join(one for one in (_group(line), why) if one)


def _missing(call: ContributionCall) -> pages.RelatedTable:
    columns = (pages.Column(_("Establishment"), "code"), pages.Column(_("Month"), "day"))
    rows = tuple(
        pages.Row((pages.Cell(words.siret(siret)), pages.Cell(words.month(month))))
        for siret, month in call.missing
    )
    title = _("Declarations that were not there")
    return pages.RelatedTable(title, pages.DataTable(title, columns, rows), pages.Empty("", ""))


def _group(line: Line) -> str:
    return " / ".join(filter(None, (line.population, line.option))) or str(_("Without a code"))


def _entry(step: CallStep, *, staff: bool) -> pages.TimelineEntry:
    return pages.TimelineEntry(
        when=stoppage_words.moment(step.at),
        moment=step.at.isoformat(),
        title=str(said.STEPS[step.what]),
        text=_detail(step),
        who=step.by if staff else "",
    )


def _detail(step: CallStep) -> str:
    """Give what was said besides: an amount, a day, a remark."""
    facts = step.facts
    told = []
    if facts.get("amount"):
        told.append(said.euros(Decimal(facts["amount"])))
    day = facts.get("day") or facts.get("paid_on")
    if day:
        told.append(stoppage_words.day(date.fromisoformat(day)))
    told.append(debit_words.reason(facts.get("reason", "")))
    told.append(facts.get("remark", ""))
    return ". ".join(one for one in told if one)

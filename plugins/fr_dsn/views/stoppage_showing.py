"""One stoppage: how it stands, what each party knows, the guarantee and the estimate with their steps, the trail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import url_for
from sqlalchemy.orm import Session

from console.plugin import gettext as _
from console.plugin import pages
from plugins.fr_dsn.stoppages import exchange, standing
from plugins.fr_dsn.stoppages import trail as trails
from plugins.fr_dsn.stoppages.declaration import from_json
from plugins.fr_dsn.stoppages.machine import TRANSITIONS, Event, State
from plugins.fr_dsn.stoppages.models import Stoppage, StoppageStep
from plugins.fr_dsn.views import stoppage_benefits, words
from plugins.fr_dsn.views import stoppage_words as said
from plugins.fr_dsn.views.stoppage_list import TITLE


def show_page(
    session: Session, one: Stoppage, *, may_write: bool, sees_benefits: bool, sees_slips: bool
) -> pages.ShowPage:
    """Give the page of a stoppage, with what slips told of it for who may see that."""
    steps = trails.trail(session, one)
    text, tone = said.standing(one)
    tags = [pages.Tag(text, tone)]
    if said.is_late(one):
        tags.append(pages.Tag(_("Answer late"), "bad"))
    return pages.ShowPage(
        title=one.name or words.nir(one.person),
        crumbs=(pages.Crumb(str(TITLE), url_for(".index")),),
        tags=tuple(tags),
        actions=tuple(_actions(session, one)) if may_write else (),
        groups=(_stoppage(one), _person(one), _exchange(one)),
        tables=(
            _parties(one, steps),
            _guarantee(session, one),
            *((stoppage_benefits.paid(session, one, with_slips=sees_slips),) if sees_benefits else ()),
            _estimate(session, one),
        ),
        timeline=tuple(_entry(step) for step in reversed(steps)),
    )


def cancel_page(one: Stoppage) -> pages.ConfirmPage:
    """Give the question before a stoppage is cancelled."""
    back = url_for(".show", reference=one.reference)
    return pages.ConfirmPage(
        title=_("Cancel this work stoppage?"),
        consequences=(
            _("The health insurance and the insurer are told that it should not have been declared."),
            _("The guarantee does not open. Declare a new stoppage if there was one after all."),
        ),
        submit=_("Cancel the stoppage"),
        cancel_url=back,
        crumbs=(pages.Crumb(str(TITLE), url_for(".index")), pages.Crumb(one.name or one.reference, back)),
        danger=True,
    )


def _actions(session: Session, one: Stoppage) -> Iterator[pages.Action]:
    if one.state == State.DRAFT and exchange.can_send(session):
        yield pages.Action(_("Send"), url_for(".send", reference=one.reference), "main", post=True)
    if Event.CANCEL in TRANSITIONS[State(one.state)]:
        yield pages.Action(_("Cancel"), url_for(".cancel", reference=one.reference), "danger")


def _stoppage(one: Stoppage) -> pages.FactGroup:
    declared = from_json(one.declaration)
    lent = declared.subrogation
    facts = [
        pages.Fact(_("Reference"), one.reference, "code"),
        pages.Fact(_("Kind"), said.kind(one.kind)),
        pages.Fact(_("Reason"), said.reason(one.reason)),
        pages.Fact(_("Last day worked"), said.day(declared.last_day_worked), "day"),
        pages.Fact(_("Planned end"), said.day(declared.planned_end), "day"),
        pages.Fact(_("Work resumed on"), said.day(declared.resumed_on), "day"),
    ]
    if declared.accident_on:
        facts.append(pages.Fact(_("Day of the accident"), said.day(declared.accident_on), "day"))
    if lent:
        facts.append(pages.Fact(_("Subrogation"), words.until(lent.first, lent.last)))
    if one.guarantee_from:
        opens = f"{said.day(one.guarantee_from)} ({said.guarantee(one)})"
        facts.append(pages.Fact(_("Guarantee from"), opens))
    return pages.FactGroup(_("Stoppage"), tuple(facts))


def _person(one: Stoppage) -> pages.FactGroup:
    facts = (
        pages.Fact(_("Name"), one.name),
        pages.Fact(_("NIR"), words.nir(one.person), "code"),
        pages.Fact(_("SIRET"), words.siret(one.siret), "code"),
        pages.Fact(_("Employment contract"), one.contract, "code"),
        pages.Fact(_("Insured contract"), one.insured, "code"),
        pages.Fact(_("Population"), one.population, "code"),
    )
    return pages.FactGroup(_("Person and contract"), facts)


def _exchange(one: Stoppage) -> pages.FactGroup:
    facts = [
        pages.Fact(_("Came by"), str(said.SOURCES[one.source])),
        *_own_key(one),
        pages.Fact(_("Waiting for"), str(said.AWAITS.get(one.awaits, ""))),
        pages.Fact(_("Answer due"), said.moment(one.answer_by), tone="bad" if said.is_late(one) else "plain"),
    ]
    if one.documents_request:
        task = url_for("MailboxView.message", reference=one.documents_request)
        facts.append(pages.Fact(_("Request for documents"), one.documents_request, "code", url=task))
    if one.deposits:
        facts.append(pages.Fact(_("Also in declarations (DSN)"), ", ".join(one.deposits), "code"))
    return pages.FactGroup(_("Exchange"), tuple(facts))


def _own_key(one: Stoppage) -> Iterator[pages.Fact]:
    """Give by what the employer finds it again: the key of its software, or the message that was sent by form."""
    if one.source == "api":
        yield pages.Fact(_("Key of the HR software"), one.own_key or "", "code")
    elif one.own_key:
        yield pages.Fact(_("Reference of the message"), one.own_key.partition(".")[0], "code")


def _parties(one: Stoppage, steps: Sequence[StoppageStep]) -> pages.RelatedTable:
    """Say what each party was told last, and what it said last."""
    columns = (pages.Column(_("Party")), pages.Column(_("Last said")), pages.Column(_("When"), "day"))
    rows = []
    for party in (trails.EMPLOYER, trails.HEALTH, trails.INSURER):
        last = next((step for step in reversed(steps) if step.party == party), None)
        text = _(trails.WHAT[last.what]) if last else _("Nothing yet")
        cells = (
            pages.Cell(_(trails.PARTIES[party])),
            pages.Cell(text, detail=_detail(last) if last else ""),
            pages.Cell(said.moment(last.at) if last else ""),
        )
        rows.append(pages.Row(cells))
    table = pages.DataTable(_("What each party knows"), columns, tuple(rows))
    return pages.RelatedTable(_("What each party knows"), table, pages.Empty("", ""))


def _guarantee(session: Session, one: Stoppage) -> pages.RelatedTable:
    columns = (
        pages.Column(_("Step")),
        pages.Column(_("Number of days"), "number"),
        pages.Column(_("Day"), "day"),
    )
    rows = tuple(
        pages.Row(
            (
                pages.Cell(str(line.label)),
                pages.Cell(words.number(line.days) if line.days is not None else ""),
                pages.Cell(said.day(line.day)),
            )
        )
        for line in standing.guarantee_of(session, one).lines
    )
    title = _("Guarantee of the insurer")
    return pages.RelatedTable(title, pages.DataTable(title, columns, rows), pages.Empty("", ""))


def _estimate(session: Session, one: Stoppage) -> pages.RelatedTable:
    title = _("Daily benefits of the health insurance, estimated before CSG and CRDS")
    found = standing.estimate_of(session, one)
    columns = (
        pages.Column(_("Step")),
        pages.Column(_("Amount"), "number"),
        pages.Column(_("Source")),
    )
    steps = found.benefit.steps if found.benefit else ()
    rows = tuple(
        pages.Row(
            (pages.Cell(str(step.label)), pages.Cell(words.amount(step.amount)), pages.Cell(step.source))
        )
        for step in steps
    )
    empty = pages.Empty(_("No estimate"), str(found.why) if found.why else "")
    return pages.RelatedTable(title, pages.DataTable(title, columns, rows), empty)


def _entry(step: StoppageStep) -> pages.TimelineEntry:
    return pages.TimelineEntry(
        when=said.moment(step.at),
        moment=step.at.isoformat(),
        title=_(trails.WHAT[step.what]),
        text=_detail(step),
        who=_(trails.PARTIES[step.party]),
    )


def _detail(step: StoppageStep) -> str:
    """Give what was said besides: a sentence of the other side, documents, references, what a receipt is about."""
    facts = step.facts
    told = [facts.get("text", ""), ", ".join(facts.get("documents", [])), facts.get("deposit", "")]
    told += [facts.get("benefit", ""), words.day(facts.get("day"))]
    about = trails.WHAT.get(str(facts.get("about")))
    if about is not None:
        told.append(_("About: %(what)s", what=_(about)))
    return ". ".join(one for one in told if one)

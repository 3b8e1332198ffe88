"""Makes the page of the work queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext, pgettext
from sqlalchemy import select

from console.base import clock
from console.base.errors import BadArgument
from console.desk import settling
from console.desk.keeping import Option
from console.desk.models import Proposal
from console.desk.promises import received_on
from console.hooks.declarations import Level
from console.institutions.queries import Tenant
from console.institutions.sessions import db
from console.mailbox.queries import Place
from console.mailbox.queries import Row as Message
from console.mailbox.service import Actor, State
from console.parties.models import Company
from console.shell import gate
from console.shell.crud.listing import SIZES
from console.shell.crud.pages import correct_first
from console.shell.desk.asked import FILTERS, ME, NOBODY, Asked, place_text
from console.shell.desk.page_data import QueuePage, QueueRow
from console.shell.desk.people import Colleague, names
from console.shell.mailbox.actors import counts_here, theme_title, type_title
from console.shell.pages import (
    Action,
    Cell,
    Choice,
    Column,
    DataTable,
    Empty,
    FilterChip,
    FilterControl,
    Pager,
    PageSize,
    Tag,
)

LABELS: Mapping[str, Any] = {
    "theme": _l("Theme"),
    "type": _l("Type"),
    "company": _l("Company"),
    "person": _l("Official number of the person"),
    "age": _l("Waiting longer than days"),
    "assignee": _l("Assigned to"),
    "late": _l("Late"),
}


def message_url(reference: str) -> str:
    """Give the address of a message."""
    return url_for("MailboxView.message", reference=reference)


def queue_page(
    actor: Actor,
    tenant: Tenant,
    asked: Asked | None,
    rows: Sequence[Message],
    following: Place | None,
    people: Sequence[Colleague],
    options: Mapping[str, Option],
    fault: BadArgument | None = None,
) -> QueuePage:
    """Give the page; with a fault there is nothing to show but the filters, one of which says what is wrong."""
    shown = asked.shown if asked else {}
    may_act = any(level >= Level.PREPARE for level in actor.themes.values())
    promises = any(one.promise for one in options.values())
    columns = [
        Column(_("Company")),
        Column(_("Theme")),
        Column(_("Received"), "day"),
        *([Column(_("Answer promised until"), "tag")] if promises else []),
        Column(_("Assigned to")),
    ]
    return QueuePage(
        title=_("Work queue"),
        lead=_(
            "What companies and persons have sent and nobody has settled yet. The longest waiting comes first."
        ),
        table=DataTable(_("Work queue"), (), ()),
        columns=tuple(columns),
        rows=tuple(_rows(rows, tenant, options, promises)),
        empty=_empty(asked, fault),
        pager=Pager(
            "",
            next_url=_with(after=place_text(following)) if following else None,
            sizes=tuple(PageSize(n, _with(size=str(n)), asked is not None and n == asked.size) for n in SIZES)
            if rows
            else (),
        ),
        first_url=_with() if asked and asked.after else None,
        count="" if shown else _count(),
        filters=_filters(actor, people, fault),
        chips=tuple(
            FilterChip(_("%(label)s: %(value)s", label=LABELS[name], value=word), _with(**{name: None}))
            for name, word in shown.items()
        ),
        clear_url=url_for(".queue") if shown else None,
        keep=tuple((k, v) for k, v in request.args.items() if k == "size"),
        people=tuple(Choice(str(one.id), one.label) for one in people),
        next_url=url_for(".next_one") if may_act and rows else None,
        bulk_url=url_for(".bulk") if may_act else None,
        pick_url=_with(picked="all", after=request.args.get("after")) if rows else None,
        actions=_actions(actor),
    )


def _actions(actor: Actor) -> tuple[Action, ...]:
    found = []
    if any(level >= Level.SEND for level in actor.themes.values()):
        found += [
            Action(_("New message"), url_for("DeskView.new"), icon="add"),
            Action(_("Register mail"), url_for("DeskView.register"), icon="import"),
        ]
    found += [
        Action(_("Standard answers"), url_for("DeskAnswersView.index")),
        Action(_("Absences"), url_for("DeskAbsenceView.index")),
    ]
    if gate.allows(g.visit, "can_setup", "console.desk"):
        found.append(Action(_("Promises and second person"), url_for("DeskThemesView.index")))
    return tuple(found)


def _rows(
    rows: Sequence[Message], tenant: Tenant, options: Mapping[str, Option], promises: bool
) -> list[QueueRow]:
    session = db.session()
    held = names({row.assigned_to for row in rows if row.assigned_to is not None})
    proposals = settling.proposals_of(session, [row.id for row in rows])
    numbers = sorted({row.company for row in rows})
    companies = {one.id: one for one in session.scalars(select(Company).where(Company.id.in_(numbers)))}
    picked = request.args.get("picked") == "all"
    found = []
    for row in rows:
        company = companies.get(row.company)
        cells = [
            Cell(company.name if company else "", detail=company.number if company else ""),
            Cell(theme_title(row.theme), detail=type_title(row.type)),
            Cell(g.style.show_day(received_on(row.moment, tenant.zone)), detail=waiting(row.moment, tenant)),
        ]
        if promises:
            tag = promised(options.get(row.theme), row.moment, tenant)
            cells.append(Cell(tag.text, tag.tone) if tag else Cell(""))
        cells.append(Cell(held.get(row.assigned_to or 0, "")))
        found.append(
            QueueRow(
                row.reference,
                message_url(row.reference),
                row.subject or type_title(row.type),
                (Cell("", detail=" · ".join(filter(None, (row.person, row.reference)))), *cells),
                _tags(proposals.get(row.id)),
                picked,
            )
        )
    return found


def promised(option: Option | None, moment: datetime, tenant: Tenant) -> Tag | None:
    """Give until when an answer is promised, in the colour of how near that is; nothing without a promise."""
    if option is None or option.promise is None:
        return None
    until, today = option.promise.until(received_on(moment, tenant.zone)), clock.today(tenant.zone)
    day = g.style.show_day(until)
    if until < today:
        return Tag(_("%(day)s, late", day=day), "bad")
    return Tag(_("%(day)s, today", day=day), "warn") if until == today else Tag(day)


def waiting(moment: datetime, tenant: Tenant) -> str:
    """Give since how many days something waits."""
    days = (clock.today(tenant.zone) - received_on(moment, tenant.zone)).days
    return str(ngettext("%(num)d day", "%(num)d days", days)) if days else str(_("today"))


def proposal_told(proposal: Proposal) -> str:
    """Say who proposes what."""
    if proposal.outcome == "accepted":
        return str(_("Proposed: accepted, by %(name)s", name=proposal.by))
    return str(_("Proposed: refused, by %(name)s", name=proposal.by))


def _tags(proposal: Proposal | None) -> tuple[Tag, ...]:
    return (Tag(proposal_told(proposal), "info"),) if proposal else ()


def _count() -> str:
    number = sum(one.number for one in counts_here() if one.folder is State.SENT)
    return str(_("%(number)s to settle", number=g.style.show_number(number)))


def _empty(asked: Asked | None, fault: BadArgument | None) -> Empty:
    if fault is not None:
        return correct_first()
    if asked is not None and asked.shown:
        return Empty(_("Nothing is found"), _("Take away a filter."))
    return Empty(_("Nothing waits"), _("What companies and persons send appears here until it is settled."))


def _filters(
    actor: Actor, people: Sequence[Colleague], fault: BadArgument | None
) -> tuple[FilterControl, ...]:
    types = sorted({(one.type, type_title(one.type)) for one in counts_here()}, key=lambda one: one[1])
    choices: Mapping[str, list[tuple[str, str]]] = {
        "theme": [(theme, theme_title(theme)) for theme in actor.themes],
        "type": types,
        "assignee": [
            (ME, pgettext("assigned to", "Me")),
            (NOBODY, pgettext("assigned to", "Nobody")),
            *((str(one.id), one.name) for one in people),
        ],
        "late": [("yes", _("Past what was promised"))],
    }
    return tuple(
        FilterControl(
            name,
            str(LABELS[name]),
            "choice" if name in choices else "related" if name == "company" else "text",
            request.args.get(name, "").strip(),
            tuple(Choice(code, word) for code, word in choices.get(name, ())),
            suggest_url=url_for("DeskView.companies") if name == "company" else None,
            fault=str(fault) if fault is not None and fault.place == name else "",
        )
        for name in FILTERS
    )


def _with(**changed: str | None) -> str:
    """Give this page's address with some arguments changed, from its first page unless a place is given."""
    kept: dict[str, Any] = {k: v for k, v in request.args.items() if k not in ("after", "picked")}
    return url_for(".queue", **{k: v for k, v in {**kept, **changed}.items() if v is not None})

"""Makes the page of one dossier: facts, messages and documents in one list, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from console.dossiers import queries, service
from console.dossiers.document_models import PENDING, Document
from console.dossiers.kinds import title_of
from console.dossiers.models import OPEN, Dossier
from console.dossiers.queries import Filed
from console.institutions.sessions import db
from console.mailbox.models import Message
from console.mailbox.states import Actor
from console.shell.dossiers import here
from console.shell.dossiers.listing import state_of
from console.shell.dossiers.messages import message_row, until
from console.shell.dossiers.timeline import told
from console.shell.forms.drawing import shown_size
from console.shell.mailbox import wording
from console.shell.mailbox.actors import theme_title
from console.shell.pages import (
    Action,
    Cell,
    Column,
    Crumb,
    DataTable,
    Empty,
    Fact,
    FactGroup,
    RelatedTable,
    Row,
    ShowPage,
    Tag,
)


def dossier_page(actor: Actor, dossier: Dossier, messages: Sequence[Message]) -> ShowPage:
    """Give the page of a dossier as the visitor may see it."""
    documents = queries.documents_in(db.session(), dossier)
    return ShowPage(
        title=here.title_of(dossier),
        groups=(FactGroup(None, _facts(actor, dossier)),),
        crumbs=theme_crumbs(dossier.theme),
        tags=(state_of(dossier),),
        actions=_actions(actor, dossier, bool(documents)),
        tables=(_content(actor, dossier, documents, messages),),
        timeline=tuple(told(entry) for entry in service.timeline(db.session(), dossier)),
    )


def theme_crumbs(theme: str) -> tuple[Crumb, ...]:
    """Give the way back to the list of a theme."""
    return (
        Crumb(_("Dossiers"), url_for("DossiersView.index")),
        Crumb(theme_title(theme), url_for("DossiersView.index", theme=theme)),
    )


def dossier_crumbs(dossier: Dossier) -> tuple[Crumb, ...]:
    """Give the way back to a dossier."""
    here_url = url_for("DossiersView.dossier", reference=dossier.reference)
    return (*theme_crumbs(dossier.theme), Crumb(here.title_of(dossier), here_url))


def document_state(document: Document) -> Tag:
    """Give the state of a document in a word."""
    if document.opened_at is None:
        return Tag(pgettext("document", "Unread"), "warn")
    if document.state == PENDING:
        return Tag(pgettext("document", "Pending"), "info")
    return Tag(pgettext("document", "Closed"), "ok")


def _facts(actor: Actor, dossier: Dossier) -> tuple[Fact, ...]:
    company = queries.companies_of(db.session(), [dossier.company_id])[dossier.company_id]
    facts = [
        Fact(_("Company"), f"{company.number} {company.name}", url=_receipt_url(actor, company.id)),
        Fact(_("Person"), dossier.person),
        Fact(_("Official number"), wording.number(dossier.person_number), "code"),
        Fact(_("Opened"), _day(dossier.opened_at), "day"),
        Fact(_("Valid until"), g.style.show_day(dossier.valid_until) if dossier.valid_until else "", "day"),
        Fact(_("Reference"), dossier.reference, "code"),
    ]
    return tuple(fact for fact in facts if fact.text)


def _receipt_url(actor: Actor, company: int) -> str | None:
    return url_for("ReceiptView.show", company=company) if here.is_staff(actor) else None


def _actions(actor: Actor, dossier: Dossier, has_documents: bool) -> tuple[Action, ...]:
    found = []
    if has_documents:
        archive = url_for(".archive", reference=dossier.reference)
        found.append(Action(_("All documents (ZIP)"), archive, icon="export"))
    if here.may_change(actor, dossier.theme):
        found.append(Action(_("Set end date"), url_for(".extend", reference=dossier.reference)))
        if dossier.state == OPEN:
            found.append(Action(pgettext("dossier", "Close"), url_for(".close", reference=dossier.reference)))
        else:
            found.append(Action(_("Reopen"), url_for(".reopen", reference=dossier.reference)))
    return tuple(found)


def _content(
    actor: Actor, dossier: Dossier, documents: Sequence[Filed], messages: Sequence[Message]
) -> RelatedTable:
    """Give messages and documents together, the newest first."""
    by_fund = here.is_staff(actor)
    rows = [(one.document.made_available_at, _document_row(one)) for one in documents]
    rows += [(one.desk_at if by_fund else one.moved_at, message_row(actor, one)) for one in messages]
    rows.sort(key=lambda one: one[0], reverse=True)
    title = _("Messages and documents")
    columns = (
        Column(_("Title")),
        Column(pgettext("document", "Date"), "day"),
        Column(_("State"), "tag"),
        Column(_("Delivery")),
    )
    add = url_for(".add", reference=dossier.reference) if here.may_change(actor, dossier.theme) else None
    return RelatedTable(
        title=title,
        table=DataTable(title, columns, tuple(row for _moment, row in rows)),
        empty=Empty(_("Nothing here yet"), _("Messages and documents of this matter appear here.")),
        add_url=add,
    )


def _document_row(filed: Filed) -> Row:
    document, state = filed.document, document_state(filed.document)
    return Row(
        (
            Cell(document.title, detail=f"{title_of(document.kind)}, {shown_size(filed.file.size)}"),
            Cell(_day(document.made_available_at), detail=until(document.valid_until)),
            Cell(state.text, state.tone),
            Cell(_("Evidence"), url=url_for(".document", reference=document.reference)),
        ),
        url_for(".file", reference=document.reference),
    )


def _day(moment: datetime) -> str:
    return str(g.style.show_day(moment.astimezone(g.style.zone).date()))

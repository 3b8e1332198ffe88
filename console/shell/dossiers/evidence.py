"""What proves that a document reached its company: as a page and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from textwrap import wrap

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from console.base import clock
from console.documents.models import StoredFile
from console.documents.paper import Column, Heading, Line, Lines, Paper, Table
from console.dossiers import queries
from console.dossiers.document_models import PENDING, Document, Opening
from console.dossiers.kinds import title_of
from console.dossiers.models import Dossier
from console.institutions.sessions import db
from console.mailbox.states import Actor
from console.shell.dossiers import here
from console.shell.dossiers.dossier_page import document_state, dossier_crumbs
from console.shell.forms.drawing import shown_size
from console.shell.mailbox import wording
from console.shell.pages import Action, Cell, DataTable, Empty, Fact, FactGroup, RelatedTable, Row, ShowPage
from console.shell.pages import Column as PageColumn


def evidence_page(actor: Actor, document: Document) -> ShowPage:
    """Give the page of a document: what it is, and how it reached the company."""
    dossier = db.session.get_one(Dossier, document.dossier_id)
    title = _("Opened by")
    rows = tuple(
        Row((Cell(one.by), Cell(_moment(one.at)))) for one in queries.openings_of(db.session(), document)
    )
    columns = (PageColumn(_("Name")), PageColumn(_("For the first time"), "day"))
    return ShowPage(
        title=document.title,
        groups=(
            FactGroup(_("Document"), tuple(_what(document, dossier))),
            FactGroup(_("Delivery"), tuple(_how(document))),
        ),
        crumbs=dossier_crumbs(dossier),
        tags=(document_state(document),),
        actions=tuple(_actions(actor, document)),
        tables=(
            RelatedTable(
                title,
                DataTable(title, columns, rows),
                Empty(_("Nobody has opened it yet"), _("Who of the company opens it is noted here.")),
            ),
        ),
    )


def evidence_paper(document: Document) -> Paper:
    """Give the evidence on paper, as it is known now."""
    dossier = db.session.get_one(Dossier, document.dossier_id)
    openings = queries.openings_of(db.session(), document)
    return Paper(
        title=_("Delivery evidence"),
        institution=g.visit.mandate.tenant.name,
        subtitle=document.title,
        reference=document.reference,
        language=g.language,
        made_at=clock.now(),
        blocks=(
            Heading(_("Document")),
            Lines(tuple(_line(fact) for fact in _what(document, dossier))),
            Heading(_("Delivery")),
            Lines(tuple(_line(fact) for fact in _how(document))),
            *_people(openings),
        ),
        footer=_("As known on %(when)s", when=_moment(clock.now())),
        practice=g.visit.mandate.tenant.is_practice,
    )


def _people(openings: Sequence[Opening]) -> tuple[Heading | Table, ...]:
    if not openings:
        return ()
    columns = (Column(_("Name")), Column(_("For the first time"), "figure"))
    rows = tuple((one.by, _moment(one.at)) for one in openings)
    return (Heading(_("Opened by")), Table("", columns, rows))


def _what(document: Document, dossier: Dossier) -> list[Fact]:
    file: StoredFile = queries.file_of(db.session(), document)
    company = queries.companies_of(db.session(), [document.company_id])[document.company_id]
    return [
        Fact(_("Company"), f"{company.number} {company.name}"),
        Fact(_("Dossier"), f"{dossier.reference} {here.title_of(dossier)}"),
        Fact(_("Person"), " ".join(filter(None, (dossier.person, wording.number(dossier.person_number))))),
        Fact(_("Kind"), title_of(document.kind)),
        Fact(_("Valid until"), g.style.show_day(document.valid_until) if document.valid_until else "", "day"),
        Fact(_("File"), f"{file.name}, {shown_size(file.size)}"),
        Fact(_("Digest (SHA-256)"), " ".join(wrap(file.sha256, 8))),
        Fact(_("Reference"), document.reference, "code"),
    ]


def _how(document: Document) -> list[Fact]:
    first = ""
    if document.opened_at is not None:
        first = _("%(when)s by %(name)s", when=_moment(document.opened_at), name=document.opened_by)
    available = _(
        "%(when)s by %(name)s",
        when=_moment(document.made_available_at),
        name=document.made_available_by,
    )
    return [
        Fact(_("Made available"), available),
        Fact(_("Notified by e-mail"), _moment(document.notified_at)),
        Fact(_("First opened"), first or _("not yet")),
        Fact(_("Reminded"), _moment(document.reminded_at)),
        Fact(_("By post"), _post(document)),
    ]


def _post(document: Document) -> str:
    if document.to_print:
        return str(_("waits to be printed"))
    if document.print_run_id is None:
        return ""
    if document.posted_at is None:
        return str(_("printed"))
    return str(_("posted on %(when)s", when=_moment(document.posted_at)))


def _actions(actor: Actor, document: Document) -> list[Action]:
    found = [
        Action(pgettext("document", "Open"), url_for(".file", reference=document.reference), "main"),
        Action(_("Evidence (PDF)"), url_for(".evidence", reference=document.reference), icon="document"),
    ]
    if document.state == PENDING and here.may_change(actor, document.theme):
        url = url_for(".close_document", reference=document.reference)
        found.append(Action(pgettext("dossier", "Close"), url, post=True))
    return found


def _line(fact: Fact) -> Line:
    return Line(fact.label, fact.text or "–", "text" if fact.text else "none")


def _moment(at: datetime | None) -> str:
    return str(g.style.show_moment(at)) if at is not None else ""

"""Dossiers with documents for tests: invented people and small PDFs."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.documents import service as files
from console.dossiers import service
from console.dossiers.document_models import Document
from console.dossiers.kinds import DECISION
from console.dossiers.service import Matter, NewDocument
from console.parties.models import Company
from tests.support.house import House

ALLOWANCES, ACCOUNTING = "ch_fund.family_allowances", "ch_fund.accounting"
LIMITS = files.FileLimits(frozenset({"pdf"}), 1024 * 1024)
LEA = "7561234567897"
OF_LUCA, OF_PETRA = "41002", "41017"
"""Companies of the demonstration's fund, by whose people work for them."""


def small_pdf(text: str = "Verfügung", pages: int = 1) -> bytes:
    """Give a PDF with a line of text on each page."""
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    paper = canvas.Canvas(out)
    for _page in range(pages):
        paper.drawString(100, 700, text)
        paper.showPage()
    paper.save()
    return out.getvalue()


def company_of(session: Session, number: str = OF_LUCA) -> Company:
    """Give a company of the institution at hand."""
    return session.scalars(select(Company).where(Company.number == number)).one()


def open_dossier(house: House, *, company: str = OF_LUCA, theme: str = ALLOWANCES, **more: Any) -> str:
    """Open a dossier about a child's training and give its reference."""
    told = {"subject": "Ausbildung Lea Muster", "person_number": LEA, "person": "Lea Muster", **more}
    with house.writing() as session:
        matter = Matter(company_of(session, company).id, theme, "training", **told)
        return service.open_dossier(session, matter, by="Marc Favre").reference


def add(
    house: House,
    dossier: str,
    title: str = "Verfügung 2026",
    *,
    kind: str = DECISION,
    valid_until: date | None = None,
    name: str = "decision.pdf",
    content: bytes = b"",
) -> str:
    """Put a document into a dossier and give its reference."""
    with house.writing() as session:
        found = service.dossier_of(session, dossier)
        company = found.company_id
        session.rollback()
        file = files.keep(
            session, io.BytesIO(content or small_pdf(title)), name, LIMITS, user_id=1, company_id=company
        )
        found = service.dossier_of(session, dossier, lock=True)
        new = NewDocument(kind, title, valid_until)
        return service.add_document(session, found, new, file, by="Marc Favre").reference


def document(house: House, reference: str) -> Document:
    """Give a document as it is stored, detached."""
    with house.reading() as session:
        found = service.document_of(session, reference)
        session.expunge(found)
        return found


def acts(house: House, dossier: str) -> list[tuple[str, str]]:
    """Give what happened in a dossier and who did it, the newest first."""
    with house.reading() as session:
        lines = service.timeline(session, service.dossier_of(session, dossier))
        return [(line.act, line.by) for line in lines]

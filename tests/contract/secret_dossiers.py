"""A dossier with a document, who opened it, how it is received and in which print run it went, all in a secret word."""

from __future__ import annotations

import io
from datetime import date

from sqlalchemy.orm import Session

from console.base import clock
from console.documents import service as files
from console.dossiers import service
from console.dossiers.document_models import PrintRun
from console.dossiers.service import Matter, NewDocument
from console.parties.models import Company
from tests.support.dossiers import LIMITS, small_pdf

THEME = "ch_fund.other"


def plant_dossier(session: Session, company: Company, user: int, word: str, reference: str) -> None:
    """Make them in the institution of the session; dossier, document and run are known under this reference."""
    dossier = service.open_dossier(session, Matter(company.id, THEME, "test", word, word, word), by=word)
    content = io.BytesIO(small_pdf("Verfügung"))
    file = files.keep(session, content, f"{word}.pdf", LIMITS, user_id=user, company_id=company.id)
    new = NewDocument("decision", word, date(2027, 1, 1))
    document = service.add_document(session, dossier, new, file, by=word)
    service.opened(session, [document.id], user_id=user, by=word)
    service.choose_receipt(session, company, {"decision": "post"}, by=word)
    run = PrintRun(reference=reference, themes=[THEME], documents=1, made_at=clock.now(), made_by=word)
    session.add(run)
    session.flush()
    document.print_run_id = run.id
    dossier.reference = document.reference = reference
    session.flush()

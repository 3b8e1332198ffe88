"""Collecting what goes out by post into print runs, each document once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.base.errors import Conflict, NotFound
from console.base.sheets.phrases import N_, Phrase
from console.documents.models import StoredFile
from console.dossiers import documents
from console.dossiers.document_models import Document, PrintRun

SUBJECT = "console.print_run"
MOST = 200
"""Documents of one run: what waits beyond goes into the next one."""


def make_run(session: Session, themes: Collection[str], *, by: str) -> PrintRun:
    """Collect what waits in these themes, company by company; raises `Conflict` when nothing does.

    The documents are locked first: of two runs begun at once, the second one takes what the first has left.
    """
    waiting = session.scalars(
        select(Document)
        .where(Document.to_print.is_(True), Document.theme.in_(sorted(themes)))
        .order_by(Document.company_id, Document.id)
        .limit(MOST)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if not waiting:
        raise Conflict(
            Phrase(N_("No document waits to be printed. Somebody may have printed them just now."))
        )
    run = PrintRun(
        reference=ids.reference(),
        themes=sorted({document.theme for document in waiting}),
        documents=len(waiting),
        made_at=clock.now(),
        made_by=by,
    )
    session.add(run)
    session.flush()
    for document in waiting:
        document.to_print, document.print_run_id = False, run.id
    _record(session, run, "made")
    return run


def printed(session: Session, run: PrintRun, file: StoredFile) -> None:
    """Keep the PDF of a run; the first one stays."""
    run.file_reference = run.file_reference or file.reference
    session.flush()


def posted(session: Session, run: PrintRun, *, by: str) -> None:
    """Note that the documents of a run were posted; nothing when that is noted. Raises `Conflict` before its PDF."""
    if not run.file_reference:
        raise Conflict(Phrase(N_("The PDF of this print run is not made yet. Print it first.")))
    if run.posted_at is not None:
        return
    run.posted_at, run.posted_by = clock.now(), by
    for document in documents_of(session, run):
        documents.reached_by_post(session, document, by=by)
    _record(session, run, "posted")


def run_of(session: Session, reference: str, themes: Collection[str], *, lock: bool = False) -> PrintRun:
    """Give a print run all of whose themes are among these; raises `NotFound`."""
    wanted = select(PrintRun).where(PrintRun.reference == reference)
    found: PrintRun | None = session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None or not set(found.themes) <= set(themes):
        raise NotFound(Phrase(N_("There is nothing at this address.")))
    return found


def documents_of(session: Session, run: PrintRun) -> Sequence[Document]:
    """Give the documents of a run, company by company."""
    return session.scalars(
        select(Document).where(Document.print_run_id == run.id).order_by(Document.company_id, Document.id)
    ).all()


def _record(session: Session, run: PrintRun, act: str) -> None:
    audit.record(
        session,
        f"{SUBJECT}.{act}",
        subject=SUBJECT,
        subject_id=run.id,
        reference=run.reference,
        count=run.documents,
    )
    session.flush()

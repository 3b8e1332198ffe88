"""Sheets of entries that people bring: kept, found, and what came of their check. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.base.errors import Conflict, NotFound
from console.documents.models import StoredFile
from console.forms.entries import FaultyEntry, decode_faults
from console.forms.import_models import CHECKED, CHECKING, SENDING, FormImport, FormImportPiece
from console.forms.models import Submission
from console.forms.revisions import Revision
from console.forms.service import Sender, keep_revision
from console.jobs.models import ENDED, Task
from console.jobs.tasks import start_task

KEPT = timedelta(days=7)
"""How long a sheet and what was read of it stay; what was sent from it stays for ever."""
CHECK, SEND = "console.form_check", "console.form_send"


def begin(session: Session, revision: Revision, sender: Sender, file: StoredFile) -> FormImport:
    """Keep a sheet for a form and start its check."""
    found = FormImport(
        reference=ids.reference(),
        user_id=sender.user_id,
        user_name=sender.name,
        company_id=sender.company_id,
        form_key=revision.form.key,
        revision_id=keep_revision(session, revision).id,
        language=sender.language,
        file_reference=file.reference,
        file_name=file.name[-200:],
        refusals=[],
        letters=[],
        created_at=clock.now(),
    )
    session.add(found)
    session.flush()
    _start(session, found, CHECK)
    return found


def import_of(session: Session, reference: str, user_id: int, *, lock: bool = False) -> FormImport:
    """Give a person's own sheet; raises `NotFound` when it is another's or a week has passed."""
    asked = select(FormImport).where(FormImport.reference == reference, FormImport.user_id == user_id)
    found: FormImport | None = session.scalar(asked.with_for_update() if lock else asked)
    if found is None:
        raise NotFound(_l("This sheet is no longer here: a week has passed, or it is another person's."))
    return found


def task_of(session: Session, found: FormImport) -> Task | None:
    """Give the long work that was last started for a sheet, as long as it is kept."""
    task: Task | None = session.scalar(select(Task).where(Task.public_id == found.task))
    return task


def is_idle(session: Session, found: FormImport) -> bool:
    """Say whether nobody works on a sheet although it is not done: its work was stopped or has failed."""
    task = task_of(session, found)
    return found.state in (CHECKING, SENDING) and (task is None or task.state in ENDED)


def go_on(session: Session, found: FormImport) -> None:
    """Start the work again that was stopped or has failed; it goes on behind what is stored."""
    if is_idle(session, found):
        _start(session, found, CHECK if found.state == CHECKING else SEND)


def start_sending(session: Session, found: FormImport) -> None:
    """Let the entries of a sheet without faults be sent; raises `Conflict` for any other sheet."""
    if found.state != CHECKED or found.faulty or not found.good:
        raise Conflict(_l("This sheet cannot be sent, or it was sent already."))
    found.state = SENDING
    audit.record(
        session,
        "console.form.sheet_sent",
        subject="form_import",
        subject_id=found.id,
        form=found.form_key,
        name=found.file_name,
        count=found.good,
    )
    _start(session, found, SEND)


def explained(session: Session, found: FormImport) -> Sequence[FaultyEntry]:
    """Give the faulty entries that are explained, in the order of the sheet."""
    pieces = session.scalars(
        select(FormImportPiece.faults)
        .where(FormImportPiece.import_id == found.id, FormImportPiece.explained > 0)
        .order_by(FormImportPiece.number)
    )
    return [entry for piece in pieces for entry in decode_faults(piece)]


def sent_from(session: Session, found: FormImport, *, first: int, most: int) -> Sequence[Submission]:
    """Give what was sent from a sheet, in its order, from position `first` on."""
    key = send_key(found.reference, "")
    asked = select(Submission).where(Submission.send_key >= key, Submission.send_key < f"{key}\uffff")
    return session.scalars(asked.order_by(Submission.id).offset(first).limit(most)).all()


def send_key(reference: str, row: object) -> str:
    """Give the key under which a row of a sheet is sent once."""
    return f"sheet:{reference}:{row}"


def piece_count(session: Session, import_id: int) -> int:
    """Count the pieces that are stored."""
    asked = select(func.count()).select_from(FormImportPiece).where(FormImportPiece.import_id == import_id)
    return session.scalar(asked) or 0


def sweep(session: Session) -> None:
    """Remove the sheets that are older than a week: they hold people's data that nobody sent."""
    old = select(FormImport.id).where(FormImport.created_at < clock.now() - KEPT)
    keys = list(session.scalars(old))
    session.execute(delete(FormImportPiece).where(FormImportPiece.import_id.in_(keys)))
    session.execute(delete(FormImport).where(FormImport.id.in_(keys)))


def _start(session: Session, found: FormImport, kind: str) -> None:
    total = found.good if kind == SEND else None
    found.task = start_task(
        session, kind, {"import": found.id, "reference": found.reference}, total=total
    ).public_id
    session.flush()

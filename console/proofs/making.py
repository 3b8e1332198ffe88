"""Writing a proof in the transaction of the sending it proves, and marking it when that is taken back."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from console.base import clock, ids
from console.forms.models import Submission
from console.mailbox import service as mailbox
from console.mailbox.service import Actor, Event, Step
from console.proofs.content import to_bytes
from console.proofs.freezing import Sending, content_of
from console.proofs.installed import installed
from console.proofs.models import Proof, ProofClaim, ProofMark

PRIORITY = 5
WHEN_ASKED = datetime(9999, 12, 31, tzinfo=UTC)
"""When the PDFs of a sheet's entries are due: ten thousand of them would be made, and hardly one looked at."""


def listen() -> None:
    """Hear of every act on messages; calling it twice changes nothing."""
    mailbox.announced.connect(_hear)


def _hear(session: Session, *, message: Any, step: Step, actor: Actor, **_told: Any) -> None:
    if step.event is Event.SEND:
        _prove_company(session, message, sender=actor.name, identified=actor.identified)
    elif step.event is Event.REGISTER:
        _prove_company(session, message, registered_by=actor.name)
    elif step.event is Event.PERSON_SEND:
        _prove_person(session, message, actor)
        if message.submission_id is not None:
            _prove_company(session, message)
    elif step.event is Event.RECALL:
        _recall(session, message)


def _prove_company(
    session: Session, message: Any, *, sender: str = "", identified: str = "", registered_by: str = ""
) -> None:
    """Prove the company's part. Sent along with a person's, it has no sender of its own."""
    submission = _submission(session, message.submission_id)
    sending = Sending(
        number=_number(),
        message=message,
        submission=submission,
        sent_at=submission.sent_at if submission is not None else message.moved_at,
        language=message.language,
        sender=sender,
        identified=identified,
        registered_by=registered_by,
    )
    _write(session, sending, company=message.company_id, delegation=None)


def _prove_person(session: Session, message: Any, actor: Actor) -> None:
    """Prove a person's part, for her and the institution alone."""
    _message, delegation, part = mailbox.hers(session, actor)
    submission = _submission(session, part.submission_id if part is not None else None)
    if part is None or submission is None:
        return
    sending = Sending(
        number=_number(),
        message=message,
        submission=submission,
        sent_at=submission.sent_at,
        language=part.language,
        sender=actor.name,
        identified=actor.identified,
        by_person=True,
    )
    _write(session, sending, company=None, delegation=delegation.id)


def _write(session: Session, sending: Sending, *, company: int | None, delegation: int | None) -> None:
    """Write the proof, the mark by which strangers find it, and the claim of its PDF; one sending is proved once."""
    message, submission = sending.message, sending.submission
    key = f"{message.reference}:{submission.id if submission is not None else 'registered'}"
    if session.scalar(select(Proof.id).where(Proof.sending == key)) is not None:
        return
    content = to_bytes(content_of(session, sending))
    by_sheet = submission is not None and submission.source == "sheet"
    proof = Proof(
        number=sending.number,
        sending=key,
        company_id=company,
        message_id=message.id,
        message=message.reference,
        submission_id=submission.id if submission is not None else None,
        delegation_id=delegation,
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        made_at=sending.sent_at,
    )
    session.add(proof)
    session.flush()
    whose = {"institution_id": proof.institution_id, "proof_id": proof.id}
    session.add_all(
        [
            ProofMark(digest=ids.digest(proof.number), **whose),
            ProofClaim(due=WHEN_ASKED if by_sheet else clock.now(), priority=PRIORITY, turn=0, **whose),
        ]
    )
    session.flush()
    wake = installed().wake
    event.listen(session, "after_commit", lambda _: wake.set(), once=True)


def _recall(session: Session, message: Any) -> None:
    """Mark what proves the sending that is taken back: all of it, since only who sent it can take it back."""
    session.execute(
        update(Proof)
        .where(Proof.message == message.reference, Proof.recalled_at.is_(None))
        .values(recalled_at=clock.now())
    )


def _submission(session: Session, submission_id: int | None) -> Submission | None:
    return session.get_one(Submission, submission_id) if submission_id is not None else None


def _number() -> str:
    """Give twelve signs to read out, 60 random bits: nobody meets another's number by chance in all institutions."""
    return f"{ids.reference()}-{ids.reference()[:4]}"

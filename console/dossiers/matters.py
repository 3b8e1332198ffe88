"""Opening, closing and extending dossiers, and their timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from blinker import Signal
from flask import g
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.base.errors import NotFound
from console.base.sheets.phrases import N_, Phrase
from console.dossiers import document_models as documents
from console.dossiers.document_models import Document
from console.dossiers.models import CLOSED, OPEN, Dossier, DossierEntry

SUBJECT = "console.dossier"
changed: Final = Signal()
"""Sent by the session in whose transaction a line of a timeline is written: `dossier` and `act`.

Subscribers write into the same session and never commit.
"""


@dataclass(frozen=True)
class Matter:
    """What a new dossier is about."""

    company: int
    theme: str
    kind: str
    subject: str
    person_number: str = ""
    person: str = ""


def open_dossier(session: Session, matter: Matter, *, by: str = "") -> Dossier:
    """Open a dossier; its timeline begins with that, and with `by` as in `enter`."""
    dossier = Dossier(
        reference=ids.reference(),
        company_id=matter.company,
        theme=matter.theme,
        kind=matter.kind,
        subject=matter.subject,
        person_number=matter.person_number,
        person=matter.person,
        state=OPEN,
        opened_at=clock.now(),
    )
    session.add(dossier)
    session.flush()
    enter(session, dossier, "opened", by=by)
    record(session, dossier, "opened")
    return dossier


def name(session: Session, dossier: Dossier, subject: str, person_number: str, person: str) -> None:
    """Let a dossier say what its message says now; nothing stands in the timeline of it."""
    dossier.subject, dossier.person_number, dossier.person = subject, person_number, person
    session.flush()


def close(session: Session, dossier: Dossier, *, valid_until: date | None = None) -> None:
    """Close a dossier, with the last day of what was decided, if it has one; nothing when it is closed already.

    Its documents are closed with it.
    """
    if dossier.state == CLOSED:
        return
    dossier.state, dossier.closed_at = CLOSED, clock.now()
    dossier.valid_until = valid_until or dossier.valid_until
    session.execute(
        update(Document)
        .where(Document.dossier_id == dossier.id, Document.state == documents.PENDING)
        .values(state=documents.CLOSED, version=Document.version + 1)
    )
    enter(session, dossier, "closed", **told_day(dossier.valid_until))
    record(session, dossier, "closed")


def reopen(session: Session, dossier: Dossier, reason: str) -> None:
    """Work on a closed dossier again; the reason stands in the timeline. Nothing when it is open."""
    if dossier.state == OPEN:
        return
    dossier.state, dossier.closed_at = OPEN, None
    enter(session, dossier, "dossier_reopened", reason=reason)
    record(session, dossier, "reopened", reason=reason)


def extend(session: Session, dossier: Dossier, valid_until: date, *, by: str = "") -> None:
    """Set the last day on which what was decided holds; `by` as in `enter`."""
    before, dossier.valid_until = dossier.valid_until, valid_until
    enter(session, dossier, "extended", by=by, **told_day(valid_until))
    record(
        session,
        dossier,
        "extended",
        changes={"valid_until": [before and before.isoformat(), valid_until.isoformat()]},
    )


def enter(
    session: Session, dossier: Dossier, act: str, *, message: str = "", by: str = "", **facts: Any
) -> None:
    """Add a line to the timeline; `by` is who did it, the person of this request when empty."""
    session.add(
        DossierEntry(
            dossier_id=dossier.id,
            company_id=dossier.company_id,
            at=clock.now(),
            act=act,
            message=message,
            by=by or (g.get("actor") or audit.CONSOLE).name,
            facts=facts,
        )
    )
    session.flush()
    changed.send(session, dossier=dossier, act=act)


def dossier_of(session: Session, reference: str, *, lock: bool = False) -> Dossier:
    """Give a dossier of the session's scope; raises `NotFound`."""
    wanted = select(Dossier).where(Dossier.reference == reference)
    found: Dossier | None = session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound(Phrase(N_("There is nothing at this address.")))
    return found


def timeline(session: Session, dossier: Dossier, *, most: int = 200) -> Sequence[DossierEntry]:
    """Give the lines of a dossier, the newest first."""
    return session.scalars(
        select(DossierEntry)
        .where(DossierEntry.dossier_id == dossier.id)
        .order_by(DossierEntry.id.desc())
        .limit(most)
    ).all()


def told_day(day: date | None) -> dict[str, str]:
    """Give an end date as facts of a timeline's line."""
    return {"until": day.isoformat()} if day else {}


def record(session: Session, dossier: Dossier, act: str, **facts: Any) -> None:
    """Write an act on a dossier into the journal."""
    audit.record(
        session,
        f"{SUBJECT}.{act}",
        subject=SUBJECT,
        subject_id=dossier.id,
        concerning=dossier.person_number,
        reference=dossier.reference,
        **facts,
    )
    session.flush()

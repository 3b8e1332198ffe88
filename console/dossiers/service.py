"""Public functions of dossiers: the only writer of their tables.

Words: a *dossier* is one matter of a company in a theme, about a person or none; its *kind* is what it is about in the
words of the plugin, such as a training; an *entry* is a line of its timeline, which the institution and the company
read alike, so that nothing stands in it that only one of them may know. A theme is named with its plugin here:
`ch_fund.accounting`. All functions work in the session's scope and never commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.base.errors import NotFound
from console.base.sheets.phrases import N_, Phrase
from console.dossiers.models import CLOSED, OPEN, Dossier, DossierEntry

__all__ = [
    "Dossier",
    "DossierEntry",
    "Matter",
    "close",
    "dossier_of",
    "enter",
    "extend",
    "open_dossier",
    "timeline",
]

SUBJECT = "console.dossier"


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
    _record(session, dossier, "opened")
    return dossier


def close(session: Session, dossier: Dossier, *, valid_until: date | None = None) -> None:
    """Close a dossier, with the last day of what was decided, if it has one; nothing when it is closed already."""
    if dossier.state == CLOSED:
        return
    dossier.state, dossier.closed_at = CLOSED, clock.now()
    dossier.valid_until = valid_until or dossier.valid_until
    enter(session, dossier, "closed", **_day(dossier.valid_until))
    _record(session, dossier, "closed")


def extend(session: Session, dossier: Dossier, valid_until: date) -> None:
    """Set the last day on which what was decided holds."""
    before, dossier.valid_until = dossier.valid_until, valid_until
    enter(session, dossier, "extended", **_day(valid_until))
    _record(
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


def _day(day: date | None) -> dict[str, str]:
    return {"until": day.isoformat()} if day else {}


def _record(session: Session, dossier: Dossier, act: str, **facts: Any) -> None:
    audit.record(
        session,
        f"{SUBJECT}.{act}",
        subject=SUBJECT,
        subject_id=dossier.id,
        reference=dossier.reference,
        **facts,
    )
    session.flush()

"""How companies receive each document type: what they chose, from which day, with its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock
from console.base.errors import BadArgument
from console.base.sheets.phrases import N_, Phrase
from console.dossiers.document_models import ReceiptChoice
from console.dossiers.kinds import ELECTRONIC, RECEIVED, WAYS
from console.institutions.models import Institution
from console.institutions.sessions import scope_of
from console.parties.models import Company

SUBJECT = "console.receipt"


@dataclass(frozen=True)
class Way:
    """How a company receives a document type today, and what it chose last."""

    today: str
    chosen: str
    effective_from: date | None
    """Since or from when the choice holds; `None` where nothing was ever chosen."""


def ways_of(session: Session, company: int) -> Mapping[str, Way]:
    """Give how a company receives each document type; electronically where it chose nothing."""
    day, found = _today(session), dict.fromkeys(RECEIVED, Way(ELECTRONIC, ELECTRONIC, None))
    for row in reversed(choices_of(session, company)):
        if row.kind in found:
            today = row.way if row.effective_from <= day else found[row.kind].today
            found[row.kind] = Way(today, row.way, row.effective_from)
    return found


def is_electronic(session: Session, company: int, kind: str) -> bool:
    """Say whether a company receives a document type electronically today."""
    last = session.scalars(
        select(ReceiptChoice.way)
        .where(
            ReceiptChoice.company_id == company,
            ReceiptChoice.kind == kind,
            ReceiptChoice.effective_from <= _today(session),
        )
        .order_by(ReceiptChoice.id.desc())
        .limit(1)
    ).first()
    return last in (None, ELECTRONIC)


def choose_receipt(session: Session, company: Company, chosen: Mapping[str, str], *, by: str) -> int:
    """Choose how a company receives document types, from tomorrow on; gives how many choices are new.

    What was chosen already is not chosen again. Raises `BadArgument` for an unknown type or way.
    """
    if any(kind not in RECEIVED or way not in WAYS for kind, way in chosen.items()):
        raise BadArgument(Phrase(N_("Choose “electronic” or “by post” for each kind of document.")))
    # Two people who choose at once: the second one compares with what the first has chosen.
    session.scalars(select(Company.id).where(Company.id == company.id).with_for_update()).all()
    present, day = ways_of(session, company.id), _today(session) + timedelta(days=1)
    fresh = {kind: way for kind, way in chosen.items() if present[kind].chosen != way}
    session.add_all(
        ReceiptChoice(
            company_id=company.id, kind=kind, way=way, effective_from=day, chosen_at=clock.now(), chosen_by=by
        )
        for kind, way in fresh.items()
    )
    if fresh:
        audit.record(
            session,
            f"{SUBJECT}.changed",
            subject=SUBJECT,
            subject_id=company.id,
            name=company.name,
            changes={kind: [present[kind].chosen, way] for kind, way in fresh.items()},
        )
    session.flush()
    return len(fresh)


def choices_of(session: Session, company: int) -> Sequence[ReceiptChoice]:
    """Give everything a company ever chose, the last first."""
    return session.scalars(
        select(ReceiptChoice).where(ReceiptChoice.company_id == company).order_by(ReceiptChoice.id.desc())
    ).all()


def _today(session: Session) -> date:
    """Give the day in the institution's zone."""
    zone = session.scalars(
        select(Institution.zone).where(Institution.id == scope_of(session).institution)
    ).one()
    return clock.today(zone)

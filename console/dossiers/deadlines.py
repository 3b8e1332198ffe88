"""What happens by the mere passing of time: decisions that nobody opens, and those that end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from blinker import Signal
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from console.base import clock
from console.dossiers import documents
from console.dossiers.document_models import Document
from console.dossiers.kinds import DECISION
from console.dossiers.matters import enter, told_day
from console.dossiers.models import Dossier
from console.institutions.models import Institution
from console.institutions.sessions import scope_of

ENDS_SOON: Final = timedelta(days=30)
"""How long before its end date a dossier is shown and told of as ending."""
REMIND_AFTER: Final = timedelta(days=10)
"""How long a decision may stay unopened before its company is reminded of it."""
PRINT_AFTER: Final = timedelta(days=20)
"""How long before it goes out by post."""
PIECE: Final = 500
"""How many are taken in one transaction: the next ones follow with the next run."""
CONSOLE: Final = "Guichet"

ending: Final = Signal()
"""Sent by the session once per end date, when it comes near: `dossier`."""
unopened: Final = Signal()
"""Sent by the session when the company is to be reminded of a decision nobody has opened: `document`."""


def announce_endings(session: Session) -> None:
    """Tell once of each dossier whose end date is at most `ENDS_SOON` away, in its timeline and by `ending`."""
    zone = session.scalars(
        select(Institution.zone).where(Institution.id == scope_of(session).institution)
    ).one()
    today = clock.today(zone)
    near = session.scalars(
        select(Dossier)
        .where(
            Dossier.valid_until.between(today, today + ENDS_SOON),
            or_(Dossier.ending_told.is_(None), Dossier.ending_told != Dossier.valid_until),
        )
        .order_by(Dossier.valid_until, Dossier.id)
        .limit(PIECE)
        .with_for_update(skip_locked=True)
    ).all()
    for dossier in near:
        dossier.ending_told = dossier.valid_until
        enter(session, dossier, "ends_soon", by=CONSOLE, **told_day(dossier.valid_until))
        ending.send(session, dossier=dossier)
    session.flush()


def chase_unopened(session: Session) -> None:
    """Remind of decisions that nobody has opened, and let them be printed when that did not help either; each once."""
    moment = clock.now()
    for document in _unopened(session, moment - PRINT_AFTER, Document.print_run_id.is_(None)):
        document.to_print = True
        documents.tell(session, document, "document_to_print", by=CONSOLE)
    for document in _unopened(session, moment - REMIND_AFTER, Document.reminded_at.is_(None)):
        document.reminded_at = moment
        documents.tell(session, document, "document_reminded", by=CONSOLE)
        unopened.send(session, document=document)


def _unopened(session: Session, before: datetime, missing: Any) -> list[Document]:
    """Give decisions that went out electronically before a moment, that nobody opened and that lack something."""
    wanted = (
        select(Document)
        .where(
            Document.kind == DECISION,
            Document.opened_at.is_(None),
            Document.made_available_at < before,
            Document.to_print.is_(False),
            Document.print_run_id.is_(None),
            missing,
        )
        .order_by(Document.made_available_at)
        .limit(PIECE)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(wanted))

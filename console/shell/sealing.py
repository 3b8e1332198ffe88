"""The worker's part of the journals: whatever was written is numbered and chained within seconds."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from threading import Event

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from console.accounts.models import ACCOUNTS_JOURNAL
from console.audit.models import JOURNAL, AuditEntry
from console.audit.sealing import AT_ONCE, seal, waiting
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.jobs.worker import Line

log = logging.getLogger("guichet.journal")


def seal_all(app: Flask, ends: Callable[[], bool] = lambda: False) -> bool:
    """Seal what waits in every journal, piece by piece, until the worker ends; give whether there was anything."""
    with app.app_context():
        sealed = [_seal_fully(partial(_seal_one, key), ends) for key in _waiting()]
        sealed.append(_seal_fully(_seal_accounts, ends))
    return any(sealed)


def line() -> Line:
    """Give the sealing to the worker, which looks every other second."""
    return Line(seal_all, Event(), 1)


def _waiting() -> list[int]:
    """Give the institutions with lines that are not sealed, in one statement over all of them."""
    everywhere = tuple(accounts().scalars(select(Institution.id)))
    accounts.rollback()
    if not everywhere:
        return []
    with acting(Scope(everywhere, purpose="sealing")) as session:
        unsealed = select(AuditEntry.institution_id).where(AuditEntry.number.is_(None)).distinct()
        return list(session.scalars(unsealed))


def _seal_one(institution: int) -> int:
    with acting(Scope((institution,), purpose="sealing"), writes=True) as session:
        return seal(session, JOURNAL)


def _seal_accounts() -> int:
    session = accounts()
    try:
        count = seal(session, ACCOUNTS_JOURNAL) if waiting(session, ACCOUNTS_JOURNAL, 1) else 0
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return count


def _seal_fully(piece: Callable[[], int], ends: Callable[[], bool]) -> bool:
    """Seal one journal to its end; a fault in it holds up no other."""
    sealed = False
    try:
        while not ends() and (count := piece()):
            sealed = True
            if count < AT_ONCE:
                break
    except OperationalError as fault:
        log.warning("sealing a journal is interrupted: %s", fault.orig)
    except Exception:
        log.exception("sealing a journal failed")
        return False
    return sealed

"""The worker's part: finding institutions in which something is due, and telling it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from console.base import clock
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting, scope_of
from console.jobs.worker import Line
from console.notices.leaving import leave
from console.notices.models import NoticeClaim
from console.notices.spreading import spread
from console.notices.telling import EXTENSION

log = logging.getLogger("guichet.notices")


def run_due(app: Flask, ends: Callable[[], bool] = lambda: False) -> bool:
    """Tell what is due in every institution, piece by piece, until the worker ends; give whether there was anything."""
    with app.app_context():
        due = select(NoticeClaim.institution_id).where(NoticeClaim.due <= clock.now()).distinct()
        institutions = accounts().scalars(due).all()
        accounts.rollback()
        worked = [_tell_all(institution, ends) for institution in institutions]
    return any(worked)


def line(app: Flask) -> Line:
    """Give the notices to the worker."""
    return Line(run_due, app.extensions[EXTENSION], 1)


def _tell_all(institution: int, ends: Callable[[], bool]) -> bool:
    """Work off an institution in pieces; a fault in one holds up no other institution."""
    worked = False
    try:
        while not ends():
            with acting(Scope((institution,), purpose="notices"), writes=True) as session:
                if not _is_ours(session):
                    break
                worked, more = True, _piece(session)
            if not more:
                break
    except OperationalError as fault:
        log.warning("notices of institution %s are interrupted: %s", institution, fault.orig)
    except Exception:
        log.exception("notices of institution %s failed", institution)
        return False
    return worked


def _is_ours(session: Session) -> bool:
    """Lock the institution until the end of the transaction; not when another worker is at it."""
    own = select(Institution.id).where(Institution.id == scope_of(session).institution)
    return session.scalar(own.with_for_update(key_share=True, skip_locked=True)) is not None


def _piece(session: Session) -> bool:
    """Do one transaction's work and give whether there is more; what was claimed meanwhile waits for the next look."""
    moment, institution = clock.now(), scope_of(session).institution
    session.execute(
        delete(NoticeClaim).where(NoticeClaim.institution_id == institution, NoticeClaim.due <= moment)
    )
    more = spread(session, moment)
    more = leave(session, moment) or more
    if more:
        session.add(NoticeClaim(institution_id=institution, due=moment))
    return more

"""The console's own scheduled jobs."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.accounts.jobs import sweep
from console.imports import service as uploads
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import acting
from console.jobs.service import Job


def sweep_uploads(session: Session) -> None:
    """Remove forgotten import files, institution by institution."""
    for institution in session.scalars(select(Institution.id)).all():
        with acting(Scope((institution,), purpose="sweep"), writes=True) as own:
            uploads.sweep(own)


JOBS = (
    Job("accounts.sweep", timedelta(hours=1), sweep),
    Job("imports.sweep", timedelta(hours=1), sweep_uploads),
)

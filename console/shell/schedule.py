"""The console's own scheduled jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.accounts.jobs import sweep
from console.dispatch import service as dispatch
from console.documents import service as files
from console.forms import imports as form_sheets
from console.imports import service as uploads
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import acting
from console.jobs import tasks
from console.jobs.service import Job
from console.mailbox import service as mailbox


def everywhere(sweep: Callable[[Session], None]) -> Callable[[Session], None]:
    """Give a job that sweeps institution by institution, each in a transaction of its own."""

    def run(session: Session) -> None:
        for institution in session.scalars(select(Institution.id)).all():
            with acting(Scope((institution,), purpose="sweep"), writes=True) as own:
                sweep(own)

    return run


def sweep_files(session: Session) -> None:
    """Remove forgotten attachments, and content that no row names, institution by institution."""
    for institution in session.scalars(select(Institution.id)).all():
        files.sweep(Scope((institution,), purpose="sweep"))


JOBS = (
    Job("accounts.sweep", timedelta(hours=1), sweep),
    Job("imports.sweep", timedelta(hours=1), everywhere(uploads.sweep)),
    Job("form_sheets.sweep", timedelta(hours=6), everywhere(form_sheets.sweep)),
    Job("files.sweep", timedelta(hours=6), sweep_files),
    Job("mailbox.due", timedelta(minutes=15), everywhere(mailbox.mark_due)),
    Job("tasks.sweep", timedelta(days=1), everywhere(tasks.sweep)),
    Job("dispatch.sweep", timedelta(days=1), everywhere(dispatch.sweep)),
)

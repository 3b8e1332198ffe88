"""The scheduled jobs of the console and of its plugins."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.accounts.jobs import sweep
from console.api import service as api
from console.deadlines import service as deadlines
from console.desk import keeping
from console.dispatch import service as dispatch
from console.dispatch.inbound import dropped
from console.dispatch.webhook import service as webhooks
from console.documents import service as files
from console.dossiers import service as dossiers
from console.factors import service as factors
from console.forms import imports as form_sheets
from console.hooks.manager import Plugins
from console.hooks.times import Scheduled
from console.imports import service as uploads
from console.institutions import fleeting
from console.institutions.models import Institution, PluginSwitch
from console.institutions.scope import Scope
from console.institutions.sessions import acting
from console.jobs import tasks
from console.jobs.service import Job
from console.mailbox import service as mailbox
from console.retention import service as retention
from console.sso import flows as sso_flows

log = logging.getLogger("guichet.jobs")


def jobs_of(app: Flask) -> Sequence[Job]:
    """Give the jobs of the console, then those of its plugins."""
    plugins: Plugins = app.extensions["guichet_plugins"]
    brought = [
        Job(one.key, one.every, _where_enabled(plugin.name, one)) for plugin in plugins for one in plugin.jobs
    ]
    return (*JOBS, *brought)


def _where_enabled(plugin: str, work: Scheduled) -> Callable[[Session], None]:
    """Give a job that does a plugin's work in each institution that has it switched on.

    Where it fails, nothing of its piece is kept in that institution, and the others are served all the same.
    """

    def run(session: Session) -> None:
        asked = select(PluginSwitch.institution_id).where(PluginSwitch.plugin == plugin, PluginSwitch.enabled)
        failed = []
        places = session.scalars(asked.order_by(PluginSwitch.institution_id)).all()
        # What was read is read: no transaction stays open beside work that may be long.
        session.rollback()
        for institution in places:
            try:
                piece: object = work.run
                while callable(piece):
                    with acting(Scope((institution,), purpose="sweep"), writes=True) as own:
                        piece = piece(own)
            except Exception:
                log.exception("job %s failed in institution %s", work.key, institution)
                failed.append(str(institution))
        if failed:
            raise RuntimeError(f"failed in institutions {', '.join(failed)}")

    return run


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
    Job("api.sweep", timedelta(hours=1), everywhere(api.sweep)),
    Job("factors.sweep", timedelta(hours=1), factors.sweep),
    Job("sso.sweep", timedelta(hours=1), sso_flows.sweep),
    Job("fleeting.sweep", timedelta(minutes=5), everywhere(fleeting.sweep)),
    Job("imports.sweep", timedelta(hours=1), everywhere(uploads.sweep)),
    Job("form_sheets.sweep", timedelta(hours=6), everywhere(form_sheets.sweep)),
    Job("files.sweep", timedelta(hours=6), sweep_files),
    Job("mailbox.due", timedelta(minutes=15), everywhere(mailbox.mark_due)),
    Job("dossiers.unopened", timedelta(hours=1), everywhere(dossiers.chase_unopened)),
    Job("dossiers.ending", timedelta(hours=6), everywhere(dossiers.announce_endings)),
    Job("deadlines.alert", timedelta(minutes=15), everywhere(deadlines.alert)),
    Job("desk.sweep", timedelta(days=1), everywhere(keeping.sweep)),
    Job("retention.propose", timedelta(days=1), everywhere(retention.propose)),
    Job("tasks.sweep", timedelta(days=1), everywhere(tasks.sweep)),
    Job("dispatch.sweep", timedelta(days=1), everywhere(dispatch.sweep)),
    Job("inbound.sweep", timedelta(days=1), everywhere(dropped.sweep)),
    Job("webhooks.failing", timedelta(hours=1), everywhere(webhooks.pause_failing)),
)

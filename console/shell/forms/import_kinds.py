"""The long work on sheets of entries, as the worker knows it."""

from __future__ import annotations

from collections.abc import Collection

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from config import LANGUAGES
from console.base.sheets.phrases import N_
from console.forms import import_runs, imports
from console.forms.import_models import FormImport
from console.forms.revisions import Revision
from console.hooks.declarations import Level
from console.institutions.sessions import scope_of
from console.jobs.declarations import TaskKind
from console.jobs.models import Task
from console.jobs.running import TaskRun
from console.mailbox import service as mailbox
from console.mailbox.service import Actor, Opening, Role
from console.shell import words
from console.shell.forms import current

ROW, REASONS = N_("Row in your sheet"), N_("What to do")
"""Titles that the download of faulty rows adds; corrected, it can be brought back as it is."""


def added_titles() -> tuple[str, ...]:
    """Give the titles of columns that are not the form's and may stand in a sheet, in every language."""
    catalogues = [words.of_plugin(None, language) for language in LANGUAGES]
    return tuple({catalogue.gettext(title) for catalogue in catalogues for title in (ROW, REASONS)})


def _check(work: TaskRun) -> None:
    import_runs.check(work, current.registry(), g.style, added_titles())


def _send(work: TaskRun) -> None:
    import_runs.send(work, _deliver)


def _deliver(session: Session, found: FormImport, revision: Revision, keys: Collection[str]) -> None:
    """Send what a company submitted as messages; what the staff enter for the institution itself stays as it is."""
    plugin = current.plugin_of(found.form_key)
    if found.company_id is None or plugin is None or not keys:
        return
    theme = f"{plugin}.{revision.form.theme}"
    # Whether she may send was asked when she started this; that is what counts until it is done.
    who = Actor(
        Role.USER,
        scope_of(session).institution,
        found.company_id,
        {theme: Level.SEND},
        user_id=found.user_id,
        name=found.user_name,
        language=found.language,
    )
    opening = Opening(found.company_id, theme, found.form_key, "", delegable=revision.form.delegable)
    mailbox.deliver(session, who, opening, revision, keys)


def _checked(task: Task) -> str | None:
    if "good" not in task.result:
        return None
    if task.result["refused"]:
        return str(_("The sheet cannot be read as it is. The result says what to correct."))
    faulty, show = task.result["faulty"], g.style.show_number
    if faulty:
        return str(
            ngettext(
                "%(count)s entry of the sheet is to be corrected.",
                "%(count)s entries of the sheet are to be corrected.",
                faulty,
                count=show(faulty),
            )
        )
    return str(_("The sheet is without fault. Nothing was sent yet."))


def _sent(task: Task) -> str | None:
    return str(_("Sent entries: %(count)s.", count=g.style.show_number(task.done))) if task.done else None


def _result(task: Task) -> str | None:
    return url_for("FormSheetsView.show", reference=task.params["reference"])


KINDS = (
    TaskKind(imports.CHECK, _l("Check of a sheet"), _check, result_text=_checked, result_url=_result),
    TaskKind(imports.SEND, _l("Sending of a sheet"), _send, result_text=_sent, result_url=_result),
)

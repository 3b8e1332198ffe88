"""The long work of retention, and what is said of it when it is done."""

from __future__ import annotations

from typing import Final

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.jobs.declarations import TaskKind
from console.jobs.models import Task
from console.retention import service as retention
from console.retention.holdings import holdings
from console.shell.retention.export_task import EXPORT


def _said(task: Task) -> str:
    """Say how many rows of each class were erased."""
    known = holdings()
    told = "; ".join(
        _(
            "%(retention)s: %(count)s",
            retention=known[key].declared.title if key in known else key,
            count=g.style.show_number(count),
        )
        for key, count in task.result.items()
    )
    return told or str(_("There was nothing left to erase."))


def _list(_task: Task) -> str:
    return url_for("RetentionView.index")


KINDS: Final = (
    TaskKind(retention.PAST, _l("Erasing what is past its time"), retention.erase_past, _said, _list),
    TaskKind(retention.ONE_PERSON, _l("Erasing a person’s data"), retention.erase_person, _said, _list),
    EXPORT,
)

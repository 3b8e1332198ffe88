"""The long work on campaigns, as the worker knows it."""

from __future__ import annotations

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.campaigns import runs, service
from console.jobs.declarations import TaskKind
from console.jobs.models import Task
from console.jobs.running import TaskRun
from console.shell.campaigns.asking import lying_for, receiving


def _send(work: TaskRun) -> None:
    runs.send(work, lying_for, receiving(work.session))


def _sent(task: Task) -> str:
    return str(_("Requests gone through: %(count)s.", count=g.style.show_number(task.done)))


def _result(task: Task) -> str:
    return url_for("CampaignsView.show", reference=task.params["reference"])


KINDS = (
    TaskKind(service.SEND, _l("Sending of a campaign"), _send, result_text=_sent, result_url=_result),
    TaskKind(
        service.WITHDRAW,
        _l("Withdrawal of a campaign"),
        runs.withdraw,
        result_text=_sent,
        result_url=_result,
    ),
)

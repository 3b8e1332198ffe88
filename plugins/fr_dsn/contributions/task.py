"""Drawing up the calls of a month, as long work that a person can leave."""

from __future__ import annotations

from datetime import date
from typing import Final

from flask import url_for

from console.plugin import Task, TaskKind, TaskRun, ngettext
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions import service

KIND: Final = "fr_dsn.calls"


def work(run: TaskRun) -> None:
    """Draw up the calls of a month, contract by contract; what is done twice is the same."""
    found = service.to_draw(run.session, date.fromisoformat(f"{run.params['month']}-01"))
    begun = int(run.cursor.get("at", 0))
    run.advance(total=len(found))
    for at, one in enumerate(found[begun:], begun + 1):
        call = service.draw_up(run.session, one, str(run.params["name"]))
        run.advance(done=1, faults=0 if call is None or call.is_whole else 1, cursor={"at": at})


def _url(task: Task) -> str | None:
    return url_for("fr_dsn__CallView.index", month=task.params["month"])


def _text(task: Task) -> str | None:
    return str(ngettext("%(num)s contract was looked at.", "%(num)s contracts were looked at.", task.done))


CALLS: Final = TaskKind(KIND, _l("Contribution calls of a month"), work, result_text=_text, result_url=_url)

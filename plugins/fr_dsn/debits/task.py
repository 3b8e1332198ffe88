"""What takes long with collections: drawing one up, saying that it is executed, withdrawing it."""

from __future__ import annotations

from typing import Final

from flask import url_for

from console.plugin import Task, TaskKind, TaskRun, ngettext
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.debits import drawing, service

DRAW, EXECUTE, WITHDRAW = "fr_dsn.collect", "fr_dsn.collect_executed", "fr_dsn.collect_withdrawn"


def draw(run: TaskRun) -> None:
    """Add the calls of a collection piece by piece, then write its file."""
    reference, by = _asked(run)
    at = int(run.cursor.get("at", 0))
    while at >= 0:
        at, added = drawing.add_some(run.session, reference, at, by)
        at = at or -1
        run.advance(done=added, cursor={"at": at})
    drawing.close(run.session, reference)


def execute(run: TaskRun) -> None:
    """Note the debits of a collection as paid, piece by piece."""
    while count := service.execute_some(run.session, *_asked(run)):
        run.advance(done=count)


def withdraw(run: TaskRun) -> None:
    """Free the calls of a collection, piece by piece."""
    while count := service.withdraw_some(run.session, *_asked(run)):
        run.advance(done=count)


def _asked(run: TaskRun) -> tuple[str, str]:
    return str(run.params["reference"]), str(run.params["name"])


def _url(task: Task) -> str | None:
    return url_for("fr_dsn__CollectionView.show", reference=task.params["reference"])


def _text(task: Task) -> str | None:
    return str(ngettext("%(num)s direct debit.", "%(num)s direct debits.", task.done))


KINDS: Final = (
    TaskKind(DRAW, _l("Collection by direct debit"), draw, result_text=_text, result_url=_url),
    TaskKind(EXECUTE, _l("Collection executed"), execute, result_text=_text, result_url=_url),
    TaskKind(WITHDRAW, _l("Collection withdrawn"), withdraw, result_text=_text, result_url=_url),
)

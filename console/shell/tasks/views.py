"""Long work as its person sees it; an administrator sees that of the whole institution."""

from __future__ import annotations

from typing import ClassVar

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base import clock
from console.base.errors import NotAllowed
from console.institutions.sessions import db
from console.jobs.models import Task
from console.jobs.tasks import ask_stop, task_of, tasks_of
from console.shell import gate
from console.shell.boundary import say_done
from console.shell.page_view import PageView, visitor
from console.shell.pages import Action, Cell, Column, DataTable, Empty, ListPage, Pager, Row
from console.shell.tasks.page_data import page_of, progress_of, state_of, task_url, title_of

SHOWN = 200


class TasksView(PageView):
    """Open to everybody for her own work: whoever may start a task may look at it and stop it."""

    key = "task"
    route_base = "/tasks"
    default_view = "index"
    is_basic: ClassVar[bool] = True

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """List the person's tasks, newest first."""
        whose = _whose()
        found = tasks_of(db.session(), user_id=whose, limit=SHOWN)
        return render_template("guichet/list.html", page=_list(found, everybody=whose is None))

    @expose("/<reference>")
    def show(self, reference: str) -> ResponseReturnValue:
        """Show how far a task is; the script of the page asks the same address again."""
        task = task_of(db.session(), reference, user_id=_whose())
        return render_template("guichet/task.html", page=page_of(task))

    @expose("/<reference>/stop", methods=("POST",))
    def stop(self, reference: str) -> ResponseReturnValue:
        """Let a task end after its present piece."""
        if visitor().everywhere:
            raise NotAllowed(_l("All companies at once can only be read. Change to one mandate first."))
        session = db.session()
        task = task_of(session, reference, user_id=_whose())
        ask_stop(session, task)
        say_done(_("The work is asked to stop."))
        return redirect(task_url(task), 303)


def _whose() -> int | None:
    """Give the person whose tasks she may see: herself, or `None` for everybody's."""
    visit = visitor()
    return None if gate.allows(visit, "can_read", "console.task") else visit.user_id


def _list(found: list[Task], *, everybody: bool) -> ListPage:
    columns = [
        Column(_("Work")),
        Column(_("State"), "tag"),
        Column(_("Progress")),
        Column(_("Started"), "day"),
    ]
    if everybody:
        columns.append(Column(_("Started by")))
    return ListPage(
        title=_("Running work"),
        lead=_("Imports, exports and other long work. What has ended is shown for 30 days."),
        table=DataTable(_("Running work"), tuple(columns), tuple(_row(t, everybody) for t in found)),
        empty=Empty(_("No work is running"), _("An import or a large export that you start appears here.")),
        pager=Pager(""),
        actions=(Action(_("Update"), url_for(".index")),),
    )


def _row(task: Task, everybody: bool) -> Row:
    state = state_of(task, clock.now())
    cells = [
        Cell(title_of(task), detail=task.public_id),
        Cell(state.text, state.tone),
        Cell(progress_of(task)),
        Cell(g.style.show_moment(task.created_at)),
    ]
    if everybody:
        cells.append(Cell(task.user_name))
    return Row(tuple(cells), task_url(task))

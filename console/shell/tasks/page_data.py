"""What the page of a task shows, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from console.base import clock
from console.jobs.models import DONE, ENDED, FAILED, RUNNING, STOPPED, WAITING, Task
from console.jobs.progress import TimeLeft, time_left
from console.jobs.running import LEASE
from console.jobs.tasks import known
from console.shell.pages import Action, Crumb, Fact, Tag
from console.shell.pages.parts import Tone


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a task ended, in a sentence, and the way to its result."""

    tone: Tone
    text: str
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task; `lives` while it may still change, `total` None while nobody knows it."""

    title: str
    crumbs: tuple[Crumb, ...]
    state: Tag
    lives: bool
    done: int
    total: int | None
    progress: str
    note: str
    facts: tuple[Fact, ...]
    outcome: Outcome | None
    url: str
    stop_url: str | None


def task_url(task: Task) -> str:
    """Give the address of a task's page: where a page leads after it has started one."""
    return url_for("TasksView.show", reference=task.public_id)


def page_of(task: Task) -> TaskPage:
    """Give what the page of a task shows."""
    now, lives = clock.now(), task.state not in ENDED
    return TaskPage(
        title=title_of(task),
        crumbs=(Crumb(_("Running work"), url_for("TasksView.index")),),
        state=state_of(task, now),
        lives=lives,
        done=task.total or 1 if task.state == DONE else task.done,
        total=task.total or (None if lives else 1),
        progress=progress_of(task),
        note=_note(task, now),
        facts=_facts(task, now),
        outcome=None if lives else _outcome(task),
        url=task_url(task),
        stop_url=url_for("TasksView.stop", reference=task.public_id)
        if lives and not task.stop_asked and not g.visit.everywhere
        else None,
    )


def title_of(task: Task) -> str:
    """Give the name of a task's kind; of one that is not installed any more, its key."""
    kind = known().kinds.get(task.kind)
    return str(kind.title) if kind else task.kind


def state_of(task: Task, now: datetime) -> Tag:
    """Give the state in a word."""
    if task.state == RUNNING and _is_silent(task, now):
        return Tag(pgettext("work", "Interrupted"), "warn")
    if task.state == RUNNING and task.stop_asked:
        return Tag(pgettext("work", "Stopping"), "warn")
    words: dict[str, Tag] = {
        WAITING: Tag(pgettext("work", "Waiting"), "info"),
        RUNNING: Tag(pgettext("work", "Running"), "info"),
        DONE: Tag(pgettext("work", "Done"), "ok"),
        STOPPED: Tag(pgettext("work", "Stopped"), "warn"),
        FAILED: Tag(pgettext("work", "Failed"), "bad"),
    }
    return words[task.state]


def progress_of(task: Task) -> str:
    """Say how many rows are done."""
    show = g.style.show_number
    if task.total is not None:
        return str(
            ngettext(
                "%(done)s of %(total)s row",
                "%(done)s of %(total)s rows",
                task.total,
                done=show(task.done),
                total=show(task.total),
            )
        )
    if task.done:
        return str(
            ngettext("%(count)s row so far", "%(count)s rows so far", task.done, count=show(task.done))
        )
    return ""


def _note(task: Task, now: datetime) -> str:
    """Say what the person can count on while the task lives."""
    if task.state in ENDED:
        return ""
    if task.state == RUNNING and _is_silent(task, now):
        return str(
            _("The work was interrupted. It goes on by itself where it was; nothing is lost or done twice.")
        )
    if task.stop_asked:
        return str(_("The work stops after the rows it is doing now."))
    return str(_("You can leave this page: the work goes on, and you find it again under Running work."))


def _facts(task: Task, now: datetime) -> tuple[Fact, ...]:
    show = g.style
    facts = [Fact(_("Rows with faults"), show.show_number(task.faults), "number")]
    if task.state == RUNNING:
        left = time_left(task, now)
        facts.append(Fact(_("Time left"), _left(left) if left else _("not known yet")))
    facts.append(Fact(_("Started by"), task.user_name))
    facts.append(Fact(_("Started"), show.show_moment(task.created_at), "day"))
    if task.ended_at is not None:
        facts.append(Fact(_("Ended"), show.show_moment(task.ended_at), "day"))
    facts.append(Fact(_("Reference"), task.public_id, "code"))
    return tuple(facts)


def _left(left: TimeLeft) -> str:
    if left.hours:
        return str(ngettext("about %(num)d hour", "about %(num)d hours", left.hours))
    if left.minutes:
        return str(ngettext("about %(num)d minute", "about %(num)d minutes", left.minutes))
    return str(_("less than a minute"))


def _outcome(task: Task) -> Outcome:
    if task.state == FAILED:
        return Outcome("bad", task.failure)
    kind = known().kinds.get(task.kind)
    text, url = (kind.result_text(task), kind.result_url(task)) if kind else (None, None)
    action = Action(_("Open the result"), url, "main") if url else None
    if task.state == STOPPED:
        return Outcome("info", text or _("The work was stopped. What was done until then is kept."), action)
    return Outcome("warn" if task.faults else "ok", text or _("The work is done."), action)


def _is_silent(task: Task, now: datetime) -> bool:
    """Say whether nobody works on a running task any more: its lease has run out."""
    return task.heartbeat_at is None or task.heartbeat_at + LEASE < now

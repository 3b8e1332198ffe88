"""Letting transmissions leave again: asked which and why, counted, then done by a worker in pieces."""

from __future__ import annotations

from typing import Final

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from console.desk import keeping
from console.dispatch import steering
from console.dispatch.models import PARKED
from console.dispatch.steering import PIECE, Range
from console.institutions.sessions import db
from console.jobs.declarations import TaskKind
from console.jobs.models import Task
from console.jobs.running import TaskRun
from console.jobs.tasks import start_task
from console.shell import confirming
from console.shell.boundary import say_done
from console.shell.dispatch.forms import ActPage, RangeForm
from console.shell.dispatch.page_data import crumbs
from console.shell.mailbox.actors import actor
from console.shell.page_view import visitor
from console.shell.pages import Crumb
from console.shell.tasks.page_data import task_url

KIND: Final = "console.dispatch_again"
TO_PEOPLE: Final = frozenset({"", "email", "sms"})
"""Channels that reach people, who do not drop doubles; all of them are among these."""


def repeat(zone: str) -> ResponseReturnValue:
    """Ask which transmissions leave again; once that was shown and confirmed, let them."""
    form = RangeForm(formdata=request.form) if request.method == "POST" else RangeForm(data=request.args)
    form.offer(steering.kinds_of(db.session()))
    if request.method == "GET":
        return _page(form, None, 200)
    is_good = form.validate()
    wanted = form.wanted(zone) if is_good else None
    if wanted is None:
        return _page(form, None, 422)
    confirming.require(visitor())
    count = steering.number_in(db.session(), wanted)
    if form.seen.data != str(count) or not count:
        return _page(form, wanted, 200, count)
    return _done(form, wanted, count)


def _done(form: RangeForm, wanted: Range, count: int) -> ResponseReturnValue:
    """Do a few at once, and start a task for more; a second click changes nothing."""
    session = db.session()
    target = url_for(".show", channel=wanted.channel) if wanted.channel else url_for(".index")
    if keeping.spend(session, actor(), form.once.data or "") is None:
        return redirect(target, 303)
    steering.asked_to_repeat(session, wanted, count, form.reason.data)
    if count > PIECE:
        return redirect(task_url(start_task(session, KIND, wanted.stored(), total=count)), 303)
    steering.repeat(session, wanted, 0)
    say_done(ngettext("%(num)d transmission is sent again.", "%(num)d transmissions are sent again.", count))
    return redirect(target, 303)


def run(work: TaskRun) -> None:
    """Let a range leave again, piece by piece."""
    wanted, last = Range.read(work.params), int(work.cursor.get("last", 0))
    while True:
        last_of_piece, count = steering.repeat(work.session, wanted, last)
        if not last_of_piece:
            return
        last = last_of_piece
        work.advance(done=count, cursor={"last": last})


def _page(form: RangeForm, wanted: Range | None, status: int, count: int = 0) -> ResponseReturnValue:
    form.seen.data = str(count) if wanted is not None else ""
    title = _("Send transmissions again")
    page = ActPage(
        title=title,
        form=form,
        order=(("state", "channel"), "kind", ("first", "last"), "reason"),
        submit=_submit(wanted, count),
        cancel_url=url_for(".index"),
        crumbs=crumbs(Crumb(_("Channels"), url_for(".index"))),
        lead=_("Choose which ones. How many these are is shown before anything happens."),
        consequences=_consequences(wanted, count),
        warning=_warning(wanted, count),
        danger=bool(wanted and count and wanted.state != PARKED),
    )
    return render_template("guichet/dispatch/act.html", page=page), status


def _submit(wanted: Range | None, count: int) -> str:
    if wanted is None or not count:
        return str(_("Count"))
    return str(ngettext("Send %(num)d again", "Send %(num)d again", count))


def _consequences(wanted: Range | None, count: int) -> tuple[str, ...]:
    if wanted is None:
        return ()
    if not count:
        return (_("Nothing fits what you chose. Choose otherwise."),)
    told = ngettext(
        "%(num)d transmission fits what you chose.", "%(num)d transmissions fit what you chose.", count
    )
    if count >= steering.COUNTED:
        told = _("At least %(count)s transmissions fit what you chose.", count=g.style.show_number(count))
    if wanted.state == PARKED:
        return (told, _("Each is tried at once, with all its tries before it."))
    return (
        told,
        _(
            "Each is sent again under the key it had, in the order in which they were written. A system that knows "
            "the key drops the double."
        ),
        _("What carried a link or a code is left out: nothing of it is kept."),
    )


def _warning(wanted: Range | None, count: int) -> str:
    if wanted is None or not count or wanted.state == PARKED or wanted.channel not in TO_PEOPLE:
        return ""
    return str(_("E-mails and SMS among them reach people a second time: nobody drops the double there."))


def _url(task: Task) -> str:
    channel = task.params.get("channel")
    return url_for("ChannelsView.show", channel=channel) if channel else url_for("ChannelsView.index")


KINDS: Final = (TaskKind(KIND, _l("Sending transmissions again"), run, result_url=_url),)

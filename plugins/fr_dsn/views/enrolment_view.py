"""Files of enrolments: sent, and with what was answered; and the answers that fit none."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from sqlalchemy import select

from console.plugin import PageView, db, ngettext, note_consultation, pages, say_done, visitor
from plugins.fr_dsn.enrolments import service
from plugins.fr_dsn.enrolments.models import EnrolmentLine, EnrolmentSending, UnknownAnswer
from plugins.fr_dsn.enrolments.service import SUBJECT
from plugins.fr_dsn.views.asking import page_of
from plugins.fr_dsn.views.enrolled_showing import sending_page, sendings_page, unknown_page

PER_PAGE = 50
MOST_LINES = 500
"""Lines of a file that its page shows."""


class EnrolmentView(PageView):
    """Files for Prest'IJ, for the institution's staff."""

    key = "enrolment"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "unknown": "read",
        "send": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the files, the last one first."""
        asked = select(EnrolmentSending).order_by(EnrolmentSending.sent_at.desc(), EnrolmentSending.id.desc())
        found, pager = _paged(asked, ".index")
        may_write = bool(self.appbuilder.sm.has_access("can_write", self.class_permission_name))
        return render_template("guichet/list.html", page=sendings_page(found, pager, may_write=may_write))

    @expose("/send", methods=("POST",))
    @has_access
    def send(self) -> ResponseReturnValue:
        """Send everything that is new or to be removed."""
        sending = service.send(db.session(), str(visitor().name))
        text = ngettext("%(num)s line is on its way.", "%(num)s lines are on their way.", sending.lines)
        say_done(text)
        return redirect(url_for(".show", reference=sending.reference), 303)

    @expose("/unknown")
    @has_access
    def unknown(self) -> ResponseReturnValue:
        """List the answers that fit no line."""
        asked = select(UnknownAnswer).order_by(UnknownAnswer.came_at.desc(), UnknownAnswer.id.desc())
        found, pager = _paged(asked, ".unknown")
        if found:
            note_consultation(SUBJECT, act="listed", count=len(found))
        return render_template("guichet/list.html", page=unknown_page(found, pager))

    @expose("/<reference>")
    @has_access
    def show(self, reference: str) -> ResponseReturnValue:
        """Show a file with its lines."""
        one = service.by_reference(db.session(), reference)
        asked = select(EnrolmentLine).where(EnrolmentLine.sending_id == one.id).order_by(EnrolmentLine.id)
        lines = db.session.scalars(asked.limit(MOST_LINES)).all()
        note_consultation(SUBJECT, act="listed", count=len(lines))
        return render_template("guichet/show.html", page=sending_page(one, lines))


def _paged(asked: Any, endpoint: str) -> tuple[list[Any], pages.Pager]:
    """Give the rows of the page asked for, and the way to the others."""
    page = page_of(request.args)
    found = list(db.session.scalars(asked.limit(PER_PAGE + 1).offset((page - 1) * PER_PAGE)))
    before = url_for(endpoint, page=page - 1) if page > 1 else None
    after = url_for(endpoint, page=page + 1) if len(found) > PER_PAGE else None
    return found[:PER_PAGE], pages.Pager("", before, after)

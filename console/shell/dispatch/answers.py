"""What other systems answered and what fits nothing of ours, contradicts, or was refused by its module."""

from __future__ import annotations

from typing import ClassVar

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from console.base.errors import BadArgument
from console.dispatch import acknowledging
from console.dispatch.models import Acknowledgement, Dispatch
from console.institutions.sessions import db
from console.shell import gate
from console.shell.boundary import say_done
from console.shell.crud.listing import NO_PAGE
from console.shell.dispatch import contents
from console.shell.dispatch.answer_list import ANSWERS, list_page
from console.shell.dispatch.answer_page import answer_page, lay_aside_page
from console.shell.page_view import PageView
from console.shell.staff import institution_at_hand


class AnswersView(PageView):
    """Acknowledgements of the institution."""

    key = "dispatch"
    route_base = "/dispatch/answers"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "body": "content",
        "again": "write",
        "lay_aside": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List what the address asks for, newest first."""
        institution_at_hand()
        asked = ANSWERS.asked(request.args)
        try:
            found, fault = ANSWERS.page(db.session(), asked, g.style), None
        except BadArgument as refused:
            if refused.place not in asked.filters:
                raise
            found, fault = NO_PAGE, refused
        page = list_page(asked, found, fault)
        return render_template("guichet/list.html", page=page), 400 if fault else 200

    @expose("/<reference>")
    @has_access
    def show(self, reference: str) -> ResponseReturnValue:
        """Show one answer, with its body to those who may read it."""
        row = _found(reference)
        reads = gate.allows(g.visit, "can_content", "console.dispatch")
        dispatch = db.session().get(Dispatch, row.dispatch_id) if row.dispatch_id is not None else None
        if reads:
            contents.note_answer(row)
        may_write = gate.allows(g.visit, "can_write", "console.dispatch")
        page = answer_page(row, dispatch, may_write=may_write, may_read=reads)
        body = contents.body_of(row.body) if reads else None
        return render_template("guichet/dispatch/answer.html", page=page, body=body)

    @expose("/<reference>/body")
    @has_access
    def body(self, reference: str) -> ResponseReturnValue:
        """Give all that is kept of an answer."""
        row = _found(reference)
        contents.note_answer(row)
        return contents.download(row.body, f"answer-{reference}")

    @expose("/<reference>/again", methods=("POST",))
    @has_access
    def again(self, reference: str) -> ResponseReturnValue:
        """Look again for what it is about, or let its module hear it again."""
        row = _found(reference)
        if acknowledging.rematch(db.session(), row):
            say_done(_("It fits now and has been taken."))
        else:
            say_done(_("It was looked at again. It still waits for a decision."))
        return redirect(url_for(".show", reference=reference), 303)

    @expose("/<reference>/lay-aside", methods=("GET", "POST"))
    @has_access
    def lay_aside(self, reference: str) -> ResponseReturnValue:
        """Ask, then note that nothing more is to be done."""
        row = _found(reference)
        if request.method == "POST":
            acknowledging.lay_aside(db.session(), row, g.visit.name)
            say_done(_("The answer is laid aside."))
            return redirect(url_for(".index"), 303)
        return render_template("guichet/confirm.html", page=lay_aside_page(row))


def _found(reference: str) -> Acknowledgement:
    institution_at_hand()
    return acknowledging.acknowledgement_of(db.session(), reference)

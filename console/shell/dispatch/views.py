"""What leaves the institution, what did not get through, and what to do about it."""

from __future__ import annotations

from typing import ClassVar

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base.errors import BadArgument, NotFound
from console.dispatch import queries, service
from console.dispatch.models import Dispatch, DispatchExchange
from console.institutions.sessions import db
from console.shell import gate
from console.shell.boundary import say_done
from console.shell.crud.listing import NO_PAGE
from console.shell.dispatch import contents
from console.shell.dispatch.forms import ReasonForm, give_up_page
from console.shell.dispatch.listing import DISPATCHES, list_page
from console.shell.dispatch.transmission import May, transmission_page
from console.shell.page_view import PageView
from console.shell.staff import institution_at_hand


class DispatchView(PageView):
    """The outbox of the institution."""

    key = "dispatch"
    route_base = "/dispatch"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "kept": "content",
        "exchange": "content",
        "reply": "content",
        "retry": "write",
        "give_up": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List what the address asks for, newest first."""
        institution_at_hand()
        asked = DISPATCHES.asked(request.args)
        try:
            found, fault = DISPATCHES.page(db.session(), asked, g.style), None
        except BadArgument as refused:
            if refused.place not in asked.filters:
                raise
            found, fault = NO_PAGE, refused
        return render_template(
            "guichet/list.html", page=list_page(asked, found, fault)
        ), 400 if fault else 200

    @expose("/<reference>")
    @has_access
    def show(self, reference: str) -> ResponseReturnValue:
        """Show one dispatch with its attempts and answers."""
        tenant, row = institution_at_hand(), _found(reference)
        may = May(*(gate.allows(g.visit, f"can_{act}", "console.dispatch") for act in ("write", "content")))
        kept = may.read_contents and queries.kept_mail(db.session(), row)
        page, steps = transmission_page(
            db.session(),
            row,
            may,
            kept_url=url_for(".kept", reference=reference) if kept else None,
            practice=tenant.is_practice,
        )
        return render_template("guichet/dispatch/transmission.html", page=page, steps=steps)

    @expose("/<reference>/exchange/<int:number>")
    @has_access
    def exchange(self, reference: str, number: int) -> ResponseReturnValue:
        """Show what was said in one attempt."""
        row = _found(reference)
        one = _exchange(row, number)
        contents.note_exchange(row, number)
        return render_template("guichet/dispatch/exchange.html", page=contents.exchange_page(row, one))

    @expose("/<reference>/exchange/<int:number>/reply")
    @has_access
    def reply(self, reference: str, number: int) -> ResponseReturnValue:
        """Give all that is kept of what came back in one attempt."""
        row = _found(reference)
        one = _exchange(row, number)
        contents.note_exchange(row, number)
        return contents.download(one.reply, f"reply-{reference}-{number}")

    @expose("/<reference>/mail")
    @has_access
    def kept(self, reference: str) -> ResponseReturnValue:
        """Show an e-mail that was kept in the folder instead of sent."""
        row = _found(reference)
        text = queries.kept_mail(db.session(), row)
        if text is None:
            raise NotFound(_l("There is nothing at this address."))
        contents.note_mail(row)
        answer = make_response(text)
        answer.mimetype = "text/plain"
        return answer

    @expose("/<reference>/retry", methods=("POST",))
    @has_access
    def retry(self, reference: str) -> ResponseReturnValue:
        """Try again at once."""
        service.retry(db.session(), _found(reference))
        say_done(_("It is tried again now."))
        return redirect(url_for(".show", reference=reference), 303)

    @expose("/<reference>/give-up", methods=("GET", "POST"))
    @has_access
    def give_up(self, reference: str) -> ResponseReturnValue:
        """Ask why, then never try again."""
        row, form = _found(reference), ReasonForm()
        if form.validate_on_submit():
            service.give_up(db.session(), row, form.reason.data)
            say_done(_("It is given up."))
            return redirect(url_for(".show", reference=reference), 303)
        page = give_up_page(row, form)
        return render_template("guichet/dispatch/act.html", page=page), 422 if form.errors else 200


def _found(reference: str) -> Dispatch:
    institution_at_hand()
    return service.dispatch_of(db.session(), reference)


def _exchange(row: Dispatch, number: int) -> DispatchExchange:
    found = queries.exchange_of(db.session(), row, number)
    if found is None:
        raise NotFound(_l("There is nothing at this address."))
    return found

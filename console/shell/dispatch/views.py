"""What leaves the institution, what did not get through, and what to do about it."""

from __future__ import annotations

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base.errors import BadArgument, NotFound
from console.dispatch import queries, service
from console.dispatch.models import Dispatch
from console.institutions.sessions import db
from console.shell import gate
from console.shell.boundary import say_done
from console.shell.crud.listing import NO_PAGE
from console.shell.dispatch.listing import DISPATCHES, list_page
from console.shell.dispatch.page_data import give_up_page, show_page
from console.shell.page_view import PageView
from console.shell.staff import institution_at_hand


class DispatchView(PageView):
    """The outbox of the institution."""

    key = "dispatch"
    route_base = "/dispatch"
    default_view = "index"
    method_permission_name = {
        "index": "read",
        "show": "read",
        "kept": "read",
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
        """Show one dispatch with its attempts."""
        row = _found(reference)
        page = show_page(
            row,
            queries.attempts_of(db.session(), row),
            may_write=gate.allows(g.visit, "can_write", "console.dispatch"),
            kept_url=url_for(".kept", reference=reference) if queries.kept_mail(db.session(), row) else None,
        )
        return render_template("guichet/show.html", page=page)

    @expose("/<reference>/mail")
    @has_access
    def kept(self, reference: str) -> ResponseReturnValue:
        """Show an e-mail that was kept in the folder instead of sent."""
        text = queries.kept_mail(db.session(), _found(reference))
        if text is None:
            raise NotFound(_l("There is nothing at this address."))
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
        """Ask, then never try again."""
        row = _found(reference)
        if request.method == "POST":
            service.give_up(db.session(), row)
            say_done(_("It is given up."))
            return redirect(url_for(".show", reference=reference), 303)
        return render_template("guichet/confirm.html", page=give_up_page(row))


def _found(reference: str) -> Dispatch:
    institution_at_hand()
    return service.dispatch_of(db.session(), reference)

"""Everything late or coming, across themes."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import lazy_gettext as _l

from console.accounts.visits import Mandate
from console.base.errors import BadArgument, NotAllowed
from console.deadlines.declarations import Page, Reader
from console.deadlines.service import late_and_coming
from console.institutions.sessions import db
from console.shell.deadlines.asked import FILTERS, asked_of
from console.shell.deadlines.page import due_page
from console.shell.deadlines.words import reader_of
from console.shell.page_view import PageView, visitor


class DeadlinesView(PageView):
    """What is late and what is coming, for staff and for companies: each what is hers."""

    key = "deadline"
    route_base = "/deadlines"
    default_view = "index"
    method_permission_name = {"index": "read"}

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List what the address asks for, the most urgent first."""
        reader, mandate = reader_at_hand()
        zone = mandate.tenant.zone
        try:
            asked = asked_of(request.args, reader, zone)
        except BadArgument as fault:
            if fault.place not in FILTERS:
                raise
            page = due_page(reader, zone, None, Page((), None), fault)
            return render_template("guichet/list.html", page=page), 400
        found = late_and_coming(db.session(), reader, asked.wanted, after=asked.after, size=asked.size)
        return render_template("guichet/list.html", page=due_page(reader, zone, asked, found))


def reader_at_hand() -> tuple[Reader, Mandate]:
    """Give whose look this is; raises `NotAllowed` over several mandates at once."""
    found = reader_of(visitor())
    if found is None:
        raise NotAllowed(_l("Deadlines are shown for one mandate at a time. Change to one mandate first."))
    return found

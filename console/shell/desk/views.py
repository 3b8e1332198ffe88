"""The work queue of the institution, and what its staff do from there."""

from __future__ import annotations

from typing import ClassVar

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from sqlalchemy import select

from console.base.errors import BadArgument
from console.desk import keeping
from console.institutions.search import matching
from console.institutions.sessions import db
from console.parties.models import Company
from console.shell import confirming
from console.shell.boundary import later
from console.shell.desk import acts, bulk, opening
from console.shell.desk.asked import FILTERS, asked_of, rows_of
from console.shell.desk.doors import for_staff, staff
from console.shell.desk.next_one import take_next
from console.shell.desk.people import colleagues, mine
from console.shell.desk.queue_page import message_url, queue_page
from console.shell.page_view import PageView, visitor
from console.shell.users.matrix import COMPANY


class DeskView(PageView):
    """What was sent and is not settled, the longest waiting first."""

    key = "desk"
    route_base = "/desk"
    default_view = "queue"
    keeps_typed: ClassVar[bool] = True
    method_permission_name = {
        "queue": "read",
        "companies": "read",
        "next_one": "write",
        "bulk": "write",
        "act": "write",
        "new": "write",
        "register": "write",
    }

    @expose("/")
    @for_staff
    @has_access
    def queue(self) -> ResponseReturnValue:
        """List what the address asks for."""
        actor, tenant = staff()
        session = db.session()
        people, options = colleagues(tenant, actor.themes), keeping.options(session)
        try:
            asked = asked_of(request.args, actor, people)
        except BadArgument as fault:
            if fault.place not in FILTERS:
                raise
            page = queue_page(actor, tenant, None, (), None, people, options, fault)
            return render_template("guichet/desk/queue.html", page=page), 400
        rows, following = rows_of(session, actor, asked, tenant, mine(session, actor, tenant), options)
        page = queue_page(actor, tenant, asked, rows, following, people, options)
        return render_template("guichet/desk/queue.html", page=page)

    @expose("/companies")
    @for_staff
    @has_access
    def companies(self) -> ResponseReturnValue:
        """Give up to ten companies that the typed words find."""
        typed = request.args.get("q", "")[:200]
        rows = db.session.scalars(
            select(Company).where(*matching(Company, Company.id, typed)).order_by(Company.number).limit(10)
        )
        shown = [COMPANY.show(row, g.style) for row in rows]
        return [{"value": name, "label": name} for name in shown]

    @expose("/next", methods=("POST",))
    @for_staff
    @has_access
    def next_one(self) -> ResponseReturnValue:
        """Take the longest waiting message that nobody else holds, and open it."""
        actor, tenant = staff()
        found = take_next(db.session(), actor, tenant, after=request.form.get("after", ""))
        if found is not None:
            return redirect(message_url(found.reference), 303)
        text = _("Nothing else waits for you.")
        later(lambda: flash(text, "info"))
        return redirect(url_for(".queue"), 303)

    @expose("/bulk", methods=("POST",))
    @for_staff
    @has_access
    def bulk(self) -> ResponseReturnValue:
        """Ask before an act on many messages, then do it."""
        confirming.require(visitor())
        return bulk.answer(*staff())

    @expose("/new", methods=("GET", "POST"))
    @for_staff
    @has_access
    def new(self) -> ResponseReturnValue:
        """Write a request, a question or a notice to a company."""
        if request.method == "POST":
            confirming.require(visitor())
        return opening.new(*staff())

    @expose("/register")
    @for_staff
    @has_access
    def register(self) -> ResponseReturnValue:
        """Choose the company and the form for what came by post, telephone or e-mail."""
        return opening.register(staff()[0])

    @expose(
        "/message/<reference>/<any(take, assign, ask, settle, confirm, drop, reopen, note, withdraw):act>",
        methods=("GET", "POST"),
    )
    @for_staff
    @has_access
    def act(self, reference: str, act: str) -> ResponseReturnValue:
        """Show the page of an act on one message, then do it."""
        if request.method == "POST":
            confirming.require(visitor())
        return acts.answer(acts.case_of(*staff(), reference), act)

"""A page per channel: what waits, what is stuck, how much gets through; and what can be done about it."""

from __future__ import annotations

from typing import ClassVar

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base.errors import NotFound
from console.dispatch import steering
from console.dispatch.service import outbox
from console.institutions.sessions import db
from console.shell import gate
from console.shell.boundary import say_done
from console.shell.dispatch import again
from console.shell.dispatch.channel_pages import channel_page, index_page, let_go_page
from console.shell.dispatch.forms import ReasonForm, hold_page
from console.shell.page_view import PageView
from console.shell.staff import institution_at_hand


class ChannelsView(PageView):
    """The ways out, as the institution uses them."""

    key = "dispatch"
    route_base = "/dispatch/channels"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "hold": "write",
        "let_go": "write",
        "try_now": "write",
        "repeat": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the channels."""
        plugins = g.visit.uses[institution_at_hand().id].plugins
        may_write = gate.allows(g.visit, "can_write", "console.dispatch")
        page = index_page(db.session(), plugins, may_write=may_write)
        return render_template("guichet/list.html", page=page)

    @expose("/repeat", methods=("GET", "POST"))
    @has_access
    def repeat(self) -> ResponseReturnValue:
        """Ask which transmissions leave again, show how many these are, and let a worker do it."""
        return again.repeat(institution_at_hand().zone)

    @expose("/<channel>")
    @has_access
    def show(self, channel: str) -> ResponseReturnValue:
        """Show one channel."""
        tenant = institution_at_hand()
        may_write = gate.allows(g.visit, "can_write", "console.dispatch")
        page = channel_page(db.session(), _known(channel), tenant.zone, may_write=may_write)
        return render_template("guichet/dispatch/channel.html", page=page)

    @expose("/<channel>/hold", methods=("GET", "POST"))
    @has_access
    def hold(self, channel: str) -> ResponseReturnValue:
        """Ask why, then stop a channel."""
        institution_at_hand()
        form = ReasonForm()
        if form.validate_on_submit():
            steering.hold(db.session(), _known(channel), by=g.visit.name, reason=form.reason.data)
            say_done(_("The channel is held."))
            return redirect(url_for(".show", channel=channel), 303)
        page = hold_page(_known(channel), form)
        return render_template("guichet/dispatch/act.html", page=page), 422 if form.errors else 200

    @expose("/<channel>/let-go", methods=("GET", "POST"))
    @has_access
    def let_go(self, channel: str) -> ResponseReturnValue:
        """Ask, then let what waits leave."""
        institution_at_hand()
        if request.method == "POST":
            steering.release(db.session(), _known(channel))
            say_done(_("The channel goes on. What waits leaves now."))
            return redirect(url_for(".show", channel=channel), 303)
        return render_template("guichet/confirm.html", page=let_go_page(db.session(), _known(channel)))

    @expose("/<channel>/try-now", methods=("POST",))
    @has_access
    def try_now(self, channel: str) -> ResponseReturnValue:
        """Try a system that is left alone."""
        institution_at_hand()
        steering.try_now(db.session(), _known(channel), request.form.get("peer", "")[:32])
        say_done(_("The system is tried now. Look again in a moment."))
        return redirect(url_for(".show", channel=channel), 303)


def _known(channel: str) -> str:
    """Give a channel that is set up here."""
    if channel not in outbox().channels:
        raise NotFound(_l("There is nothing at this address."))
    return channel

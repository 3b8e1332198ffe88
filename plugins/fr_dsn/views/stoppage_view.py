"""The pages of work stoppages: the list with what is late, and one stoppage with everything about it."""

from __future__ import annotations

from typing import ClassVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access

from console.plugin import NotAllowed, PageView, db, note_consultation, say_done, visitor
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.stoppages import service
from plugins.fr_dsn.stoppages.models import Stoppage
from plugins.fr_dsn.stoppages.service import SUBJECT, Call
from plugins.fr_dsn.stoppages.tiles import SEEN
from plugins.fr_dsn.views import stoppage_list, stoppage_showing


class StoppageView(PageView):
    """Work stoppages of the institution, or of one of its companies for her people."""

    key = "stoppage"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "send": "write",
        "cancel": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List stoppages, the late ones first."""
        wanted = stoppage_list.asked(request.args)
        page, count = stoppage_list.list_page(db.session(), wanted)
        if count:
            note_consultation(SUBJECT, act="listed", count=count)
        return render_template("guichet/list.html", page=page)

    @expose("/<reference>")
    @has_access
    def show(self, reference: str) -> ResponseReturnValue:
        """Show one stoppage."""
        one = service.by_reference(db.session(), reference, SEEN)
        note_consultation(
            SUBJECT,
            subject_id=one.reference,
            concerning=one.person,
            institution=one.institution_id,
            name=one.reference,
        )
        allows = self.appbuilder.sm.has_access
        page = stoppage_showing.show_page(
            db.session(),
            one,
            may_write=self._may_write() and _may_act(one),
            sees_benefits=allows("can_read", "fr_dsn.benefit"),
            sees_slips=allows("can_read", "fr_dsn.slip"),
        )
        return render_template("guichet/show.html", page=page)

    @expose("/<reference>/send", methods=("POST",))
    @has_access
    def send(self, reference: str) -> ResponseReturnValue:
        """Send a draft."""
        _caller()
        service.send_draft(db.session(), _to_act_on(reference, lock=True))
        say_done(_("The stoppage is on its way to the health insurance."))
        return redirect(url_for(".show", reference=reference), 303)

    @expose("/<reference>/cancel", methods=("GET", "POST"))
    @has_access
    def cancel(self, reference: str) -> ResponseReturnValue:
        """Cancel a stoppage; asks first."""
        name = _caller()
        if request.method != "POST":
            one = _to_act_on(reference)
            return render_template("guichet/confirm.html", page=stoppage_showing.cancel_page(one))
        one = _to_act_on(reference, lock=True)
        service.cancel(db.session(), Call(one.company_id, name), one)
        say_done(_("The stoppage is cancelled."))
        return redirect(url_for(".show", reference=reference), 303)

    def _may_write(self) -> bool:
        who = visitor()
        return not who.everywhere and bool(
            self.appbuilder.sm.has_access("can_write", self.class_permission_name)
        )


def _to_act_on(reference: str, *, lock: bool = False) -> Stoppage:
    """Give a stoppage that the visitor sees; raises `NotAllowed` where she only sees it."""
    session = db.session()
    one = service.by_reference(session, reference, SEEN)
    if not _may_act(one):
        raise NotAllowed(
            _l("This establishment is not entrusted to you for that. Ask your account’s administrator.")
        )
    if not lock:
        return one
    service.one_by_one(session, one.company_id)
    return service.by_reference(session, reference, lock=True)


def _may_act(one: Stoppage) -> bool:
    return sight.may_for(db.session(), "deposit", one.company_id, one.siret)


def _caller() -> str:
    """Give who acts; raises `NotAllowed` where she reads all her companies at once."""
    who = visitor()
    if who.everywhere or who.mandate is None:
        raise NotAllowed(_l("All companies at once can only be read. Change to one mandate first."))
    return str(who.name)

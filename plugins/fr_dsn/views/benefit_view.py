"""The pages of daily benefits: an account sees what was paid to it for its own people, the staff everything."""

from __future__ import annotations

from typing import ClassVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from sqlalchemy import select

from console.plugin import NotAllowed, PageView, db, note_consultation, say_done, visitor
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.benefits import matching, service, totals
from plugins.fr_dsn.benefits.forwarding import SUBJECT
from plugins.fr_dsn.benefits.models import TO_MATCH, Benefit
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.views import benefit_showing, benefit_words
from plugins.fr_dsn.views.asking import page_of

PER_PAGE = 50


class BenefitView(PageView):
    """Benefits of the institution, or of one of its accounts for its people."""

    key = "benefit"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "totals": "read",
        "match": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List benefits, the last ones first."""
        wanted = benefit_showing.asked(request.args)
        rows = db.session.scalars(
            select(Benefit)
            .where(*wanted.conditions())
            .order_by(Benefit.id.desc())
            .limit(PER_PAGE + 1)
            .offset((wanted.page - 1) * PER_PAGE)
        ).all()
        shown = rows[:PER_PAGE]
        names = benefit_words.names_of(db.session(), shown)
        page = benefit_showing.list_page(shown, wanted, names, has_more=len(rows) > PER_PAGE)
        if rows:
            note_consultation(SUBJECT, act="listed", count=len(shown))
        return render_template("guichet/list.html", page=page)

    @expose("/totals")
    @has_access
    def totals(self) -> ResponseReturnValue:
        """Show sums by month and establishment."""
        page = page_of(request.args)
        typed = request.args.get("search", "").strip()[:40]
        siret = "".join(sign for sign in typed if sign not in " .-\u00a0")
        found = totals.by_month(
            db.session(),
            benefit_showing.SEEN,
            siret=siret,
            limit=PER_PAGE + 1,
            offset=(page - 1) * PER_PAGE,
        )
        shown = benefit_showing.totals_page(found[:PER_PAGE], typed, page, has_more=len(found) > PER_PAGE)
        return render_template("guichet/list.html", page=shown)

    @expose("/<reference>")
    @has_access
    def show(self, reference: str) -> ResponseReturnValue:
        """Show one benefit with its lines."""
        one = service.by_reference(db.session(), reference, benefit_showing.SEEN)
        may_write = bool(self.appbuilder.sm.has_access("can_write", self.class_permission_name))
        found = matching.candidates(db.session(), one) if may_write and one.state == TO_MATCH else []
        name = benefit_words.names_of(db.session(), [one]).get(one.stoppage, "")
        page = benefit_showing.show_page(one, name, found, is_staff=sight.is_staff(), may_write=may_write)
        note_consultation(
            SUBJECT,
            subject_id=one.reference,
            concerning=one.person,
            institution=one.institution_id,
            name=one.reference,
        )
        return render_template("guichet/show.html", page=page)

    @expose("/<reference>/match", methods=("POST",))
    @has_access
    def match(self, reference: str) -> ResponseReturnValue:
        """Join a benefit to the stoppage that somebody of the staff chose."""
        if visitor().everywhere:
            raise NotAllowed(_l("All companies at once can only be read. Change to one mandate first."))
        one = service.by_reference(db.session(), reference, benefit_showing.SEEN, lock=True)
        matching.match_by_hand(db.session(), one, request.args.get("stoppage", ""))
        say_done(_("The benefit belongs to this stoppage now."))
        return redirect(url_for(".show", reference=reference), 303)

"""Her matters in all institutions, and each of them: the pages of a person's part, opened by her account."""

from __future__ import annotations

from typing import ClassVar

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from sqlalchemy import select

from console.institutions.models import Institution
from console.institutions.sessions import accounts
from console.insured.service import Matter
from console.shell.delegation.pages import last_day
from console.shell.insured.page_data import MatterLine, MinePage
from console.shell.insured.persons import guest_of_matter, matters_here
from console.shell.page_view import PageView, visitor
from console.shell.pages import Empty
from console.shell.private.guests import Guest
from console.shell.private.views import PrivateView


class MineView(PageView):
    """What lies with an insured person, whichever institution asks her."""

    route_base = "/mine"
    default_view = "index"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """List her matters, those that wait for her first."""
        found = matters_here()
        names = _names({one.institution for one in found})
        lines = [(one, _line(one, names[one.institution])) for one in found]
        page = MinePage(
            title=_("My matters"),
            waiting=tuple(line for one, line in lines if one.sent_at is None),
            sent=tuple(line for one, line in lines if one.sent_at is not None),
            empty=Empty(
                _("Nothing lies with you"),
                _("What an institution asks of you appears here, and stays here once you have sent it."),
            ),
        )
        return render_template("guichet/insured/mine.html", page=page)


class MatterView(PrivateView):
    """A person's part, opened by her user account instead of a link."""

    route_base = "/mine"
    default_view = "enter"
    is_threshold: ClassVar[bool] = False

    @expose("/<token>", methods=("GET",))
    def enter(self, token: str) -> ResponseReturnValue:
        """Lead to the first step that is not done, or to what was sent."""
        return redirect(self._guest(token).url("start"), 303)

    @expose("/<token>/left")
    def left(self, token: str) -> ResponseReturnValue:
        """Lead back to her matters."""
        visitor()
        return redirect(url_for("MineView.index"), 303)

    def _guest(self, token: str) -> Guest:
        return guest_of_matter(token)

    def _is_elsewhere(self, guest: Guest) -> bool:
        return False


def _names(institutions: set[int]) -> dict[int, str]:
    rows = accounts().execute(
        select(Institution.id, Institution.name).where(Institution.id.in_(institutions))
    )
    return {int(key): str(name) for key, name in rows}


def _line(one: Matter, institution: str) -> MatterLine:
    return MatterLine(
        subject=one.subject,
        institution=institution,
        company=one.company,
        state=_state(one),
        tone="warn" if one.is_late else "plain" if one.sent_at is None else "ok",
        url="" if one.is_late else url_for("MatterView.enter", token=one.reference),
    )


def _state(one: Matter) -> str:
    if one.sent_at is not None:
        day = g.style.show_day(one.sent_at.astimezone(g.style.zone).date())
        text = _("Settled; sent on %(day)s", day=day) if one.is_settled else _("Sent on %(day)s", day=day)
        return str(text)
    day = g.style.show_day(last_day(one.expires_at, one.due))
    if one.is_late:
        return str(_("Could be answered until %(day)s", day=day))
    if one.saved_at is not None:
        return str(_("Begun; to be answered until %(day)s", day=day))
    return str(_("To be answered until %(day)s", day=day))

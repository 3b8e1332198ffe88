"""A person's calendar of deadlines: its secret address is made here, renewed, withdrawn, and shown once."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from console.audit import service as audit
from console.base.addresses import public_url
from console.deadlines import feeds
from console.deadlines.journal import SUBJECT
from console.deadlines.models import CalendarFeed
from console.institutions.sessions import accounts, db
from console.shell import confirming
from console.shell.boundary import say_done
from console.shell.deadlines.page_data import CalendarPage
from console.shell.deadlines.views import reader_at_hand
from console.shell.page_view import PageView, visitor
from console.shell.pages import Action, ConfirmPage, Crumb, Fact


class DeadlineCalendarView(PageView):
    """Subscribing to one's own deadlines with a calendar program."""

    key = "deadline"
    route_base = "/deadlines/calendar"
    default_view = "index"
    method_permission_name = {"index": "read", "renew": "read", "withdraw": "read"}

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Say whether there is an address, and how to subscribe."""
        _reader, mandate = reader_at_hand()
        return render_template(
            "guichet/deadlines/calendar.html", page=_page(feeds.feed_of(accounts(), mandate.id))
        )

    @expose("/renew", methods=("POST",))
    @has_access
    def renew(self) -> ResponseReturnValue:
        """Make an address and show it once; an earlier one opens nothing any more."""
        confirming.require(visitor())
        _reader, mandate = reader_at_hand()
        token = feeds.renew(db.session(), mandate.id, g.visit.factor)
        audit.record(db.session(), f"{SUBJECT}.feed_made", subject=SUBJECT, subject_id=mandate.id)
        address = public_url("deadlines.feed", token=token)
        page = _page(feeds.feed_of(db.session(), mandate.id), address)
        return render_template("guichet/deadlines/calendar.html", page=page)

    @expose("/withdraw", methods=("GET", "POST"))
    @has_access
    def withdraw(self) -> ResponseReturnValue:
        """Ask, then close the calendar."""
        _reader, mandate = reader_at_hand()
        if request.method == "POST":
            feeds.withdraw(db.session(), mandate.id)
            audit.record(db.session(), f"{SUBJECT}.feed_ended", subject=SUBJECT, subject_id=mandate.id)
            say_done(_("The calendar address is withdrawn."))
            return redirect(url_for(".index"), 303)
        page = ConfirmPage(
            title=_("Withdraw the calendar address?"),
            consequences=(
                _(
                    "Programs that subscribed to it are refused from now on. What they hold already stays there."
                ),
                _("You can make a new address at any time."),
            ),
            submit=_("Withdraw"),
            cancel_url=url_for(".index"),
            crumbs=(*_crumbs(), Crumb(_("Calendar"), url_for(".index"))),
            danger=True,
        )
        return render_template("guichet/confirm.html", page=page)


def _page(feed: CalendarFeed | None, address: str = "") -> CalendarPage:
    make = _("Make a new address") if feed else _("Make an address")
    actions = [Action(make, url_for(".renew"), "plain" if address else "main", post=True)]
    if feed is not None:
        actions.append(Action(_("Withdraw"), url_for(".withdraw"), "danger"))
    return CalendarPage(
        title=_("Subscribe to the calendar"),
        lead=_(
            "Your deadlines in your own calendar program, kept up to date by itself: what it is, the theme, and a "
            "link. No names and no numbers of persons."
        ),
        facts=_facts(feed),
        address=address,
        steps=(
            _("Make an address and copy it. It is shown once."),
            _(
                "In your calendar program choose “subscribe to a calendar” or “add a calendar from the internet”."
            ),
            _("Paste the address. The program looks again every few hours."),
        ),
        notes=(
            _(
                "Whoever has the address can read this calendar. Do not pass it on; if somebody has it, make a new one."
            ),
            _("It shows what you may see at that moment, and nothing any more once you have left."),
        ),
        actions=tuple(actions),
        crumbs=_crumbs(),
    )


def _facts(feed: CalendarFeed | None) -> tuple[Fact, ...]:
    if feed is None:
        return (Fact(_("Address"), _("none yet")),)
    read = g.style.show_moment(feed.read_at) if feed.read_at else _("never")
    return (
        Fact(_("Address made"), g.style.show_moment(feed.made_at), "day"),
        Fact(_("Last read"), read, "day"),
    )


def _crumbs() -> tuple[Crumb, ...]:
    return (Crumb(_("Deadlines"), url_for("DeadlinesView.index")),)

"""The calendar as a program reads it: without a sign-in, by its secret address alone, with today's rights."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.accounts import visits
from console.accounts.models import User
from console.accounts.visits import Mandate, Visit
from console.base import clock
from console.base.addresses import public_url
from console.base.errors import NotFound
from console.deadlines import feeds
from console.deadlines.calendars import Entry, calendar
from console.deadlines.declarations import Due, Kind, Wanted
from console.deadlines.models import CalendarFeed
from console.deadlines.service import late_and_coming
from console.hooks.manager import Plugins
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.shell import gate, policies, words
from console.shell.deadlines.words import kind_title, name_of, page_of, reader_of, theme_of, thing

BEHIND, AHEAD = timedelta(days=60), timedelta(days=365)
"""How long after its end something still stands in the calendar, and how long before."""
MOST = 500
"""Entries of a calendar, the most urgent ones."""


def install(app: Flask) -> None:
    """Add the address that calendar programs ask, outside cookies and visits."""
    blueprint = Blueprint("deadlines", __name__, url_prefix="/deadlines/feed")
    blueprint.add_url_rule("/<token>.ics", "feed", feed)
    app.register_blueprint(blueprint)
    app.extensions["guichet_plain"] |= {"deadlines.feed"}


def feed(token: str) -> ResponseReturnValue:
    """Give the calendar behind an address; raises `NotFound` for one that opens nothing, or nothing any more."""
    found = feeds.found(accounts(), token)
    visit = _visit(*found) if found is not None else None
    if found is None or visit is None:
        raise NotFound(_l("There is nothing at this address."))
    row, _user = found
    feeds.note_read(row)
    accounts.commit()
    response = Response(_content(visit), mimetype="text/calendar")
    response.add_etag()
    return response.make_conditional(request)


def _visit(row: CalendarFeed, user: User) -> Visit | None:
    """Give the person as she would see her deadlines now; nothing when the page itself would be shut."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    installed = [plugin.name for plugin in plugins]
    visit = visits.visit_in(accounts(), user, row.membership_id, row.factor, installed, clock.now())
    if visit is None or policies.owes(visit) or not gate.allows(visit, "can_read", "console.deadline"):
        return None
    return visit


def _content(visit: Visit) -> bytes:
    mandate = visit.active[0]
    tenant, moment = mandate.tenant, clock.now()
    companies = None if mandate.company is None else (mandate.company,)
    with acting(Scope((tenant.id,), companies, purpose="calendar")) as session:
        words.bind_for("console", visit.language or tenant.languages[0], tenant.id)
        found = reader_of(visit)
        rows: tuple[Due, ...] = ()
        if found is not None:
            wanted = Wanted(since=moment - BEHIND, until=moment + AHEAD)
            rows = late_and_coming(session, found[0], wanted, size=MOST).rows
        title = _("Deadlines: %(institution)s", institution=tenant.short_name)
        return calendar(str(title), list(_entries(rows, mandate)), clock.today(tenant.zone))


def _entries(rows: tuple[Due, ...], mandate: Mandate) -> Iterator[Entry]:
    by_staff = mandate.company is None
    for one in rows:
        endpoint, values = page_of(one)
        url = public_url(endpoint, **values)
        kind, theme = kind_title(one.kind, by_staff=by_staff), theme_of(one)
        title = _("%(kind)s: %(what)s (%(reference)s)", kind=kind, what=thing(one), reference=name_of(one))
        host = urlsplit(url).hostname or "guichet"
        yield Entry(
            uid=f"{one.kind}-{_mark(one)}-{mandate.id}@{host}",
            title=str(title),
            text="\n".join(filter(None, (theme, url))),
            url=url,
            day=one.day,
            at=one.due,
        )


def _mark(one: Due) -> str:
    """Give what marks an entry for ever; what a plugin calls a duty is its own in one company alone."""
    return f"{one.company}-{one.reference}" if one.kind is Kind.DUTY else one.reference

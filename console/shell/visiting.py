"""What happens before a view runs: who is it, for whom, in which scope, in which language, and is the door open."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import SecurityError

from config import Settings
from console.accounts import service, visits
from console.audit.service import CONSOLE, Actor
from console.base import clock
from console.base.errors import NotFound
from console.hooks.manager import Plugins
from console.institutions.sessions import accounts, enter
from console.shell import gate, kept, policies, refusals, words
from console.shell.access.login_page import sign_in_page
from console.shell.pages import Action

READING = frozenset({"GET", "HEAD", "OPTIONS"})
SEEN_EVERY = timedelta(minutes=1)


def install(app: Flask) -> None:
    """Open every visit before Flask-AppBuilder looks at the request."""
    app.before_request(open_visit)


def open_visit() -> ResponseReturnValue | None:
    """Load the person, end that transaction, give the page session its scope, bind the words, and pass the gate."""
    g.visit, g.actor, g.account_user = None, CONSOLE, None
    foreign = isinstance(request.routing_exception, SecurityError)
    if foreign or request.endpoint in current_app.extensions["guichet_plain"]:
        enter(None, writes=False)
        words.bind(None)
        return None
    _load()
    visit: visits.Visit | None = g.visit
    accounts.commit()
    view = gate.guards().by_blueprint.get(request.blueprint or "")
    active = visit.active if visit else ()
    if visit is not None and view is not None:
        guard = gate.guards().by_view[view]
        active = gate.mandates_for(visit, guard, "can_read") if guard.plugin else active
    enter(visit.scope(active) if visit else None, writes=request.method not in READING)
    words.bind(visit)
    if visit is None and view is not None:
        if entries := kept.typed():
            return sign_in_page(kept.way_back(), entries), 401
        return redirect(url_for("AccessView.login", next=kept.way_back()), 303)
    if visit is not None and (first := _owed(visit)):
        return _wait_for(first) if kept.unsent() else redirect(first, 303)
    if visit is not None and view is not None and not gate.exists(visit, view):
        raise NotFound(_l("There is nothing at this address."))
    return None


def _wait_for(first: str) -> ResponseReturnValue:
    """Keep what she typed on a page from which she sends it once she did what her institution asks meanwhile."""
    what = Action(_("What your institution asks first"), first)
    return refusals.do_first(
        what,
        _(
            "Since you opened the page, your institution asks for something before you may go on. Then send again."
        ),
    )


def _owed(visit: visits.Visit) -> str:
    """Give where she must go first: to a second factor or to the terms; nothing for pages that open before."""
    page = getattr(current_app.view_functions.get(request.endpoint or ""), "__self__", None)
    if page is None or getattr(page, "is_threshold", False):
        return ""
    return policies.first_step(visit)


def _load() -> None:
    token = session.get("sign_in")
    if not isinstance(token, str):
        return
    settings: Settings = current_app.extensions["guichet_settings"]
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    moment = clock.now()
    found = visits.visit_of(
        accounts(),
        token,
        [p.name for p in plugins],
        moment - timedelta(hours=settings.session_hours),
        timedelta(minutes=settings.idle_minutes),
        moment,
    )
    if found is None:
        session.pop("sign_in", None)
        session[kept.ENDED] = session.pop("_user_id", "")
        return
    g.account_user, g.visit = found
    g.actor = Actor(g.visit.user_id, g.visit.name)
    if moment - g.visit.last_seen > SEEN_EVERY:
        service.seen(accounts(), g.visit.sign_in)

"""The start page: what each enabled plugin shows of itself."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urlsplit

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from console.accounts.models import INSURED, PROVIDER
from console.accounts.visits import Visit
from console.hooks.declarations import Tile as Declared
from console.hooks.manager import Plugins
from console.institutions.sessions import hook_savepoint
from console.shell import gate
from console.shell.deadlines import tile as deadlines
from console.shell.dispatch import tile as outgoing
from console.shell.page_view import PageView
from console.shell.pages import Action, Empty, HomePage, Note, Tile
from console.shell.users.warnings import warnings_for

log = logging.getLogger(__name__)


class HomeView(PageView):
    """The first page after signing in."""

    route_base = ""
    default_view = "home"
    is_basic: ClassVar[bool] = True

    @expose("/")
    def home(self) -> ResponseReturnValue:
        """Greet the person and show the tiles of the enabled plugins."""
        if g.visit is None:
            return redirect(url_for("AccessView.login", next=request.path), 303)
        if g.visit.kind == INSURED:
            return redirect(url_for("MineView.index"), 303)
        if g.visit.kind == PROVIDER and g.visit.active:
            return redirect(url_for("MailboxView.folder", folder="inbox"), 303)
        page = HomePage(
            title=_("Welcome, %(name)s", name=g.visit.name),
            notes=tuple(_notes(g.visit)),
            tiles=_tiles(),
            empty=Empty(
                _("Nothing to do here yet"),
                _("A module appears here once your institution uses it and you have a right in it."),
            ),
        )
        return render_template("guichet/home.html", page=page)


def _notes(visit: Visit) -> Iterator[Note]:
    """Give what keeps her from more than she sees here, and what nobody looks after."""
    if any(visit.is_basic(mandate) for mandate in visit.active):
        yield Note(
            _(
                "You are signed in with a password only. With a second factor you also see mailbox and dossiers."
            ),
            "info",
            Action(_("Set up a second factor"), url_for("FactorsView.index")),
        )
    people = Action(_("Users and rights"), url_for("UsersView.index"))
    for text in warnings_for(visit):
        yield Note(text, "warn", people)


def _tiles() -> tuple[Tile, ...]:
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    visit = g.visit
    if not visit.active:
        return ()
    enabled = frozenset.intersection(*(visit.uses[m.tenant.id].plugins for m in visit.active))
    own = (deadlines.tile(visit), outgoing.tile(visit))
    found: list[Tile] = [one for one in own if one is not None]
    for answer in plugins.ask("dashboard_tiles", enabled, around=hook_savepoint):
        title = plugins[answer.plugin].manifest.title
        if answer.failed:
            found.append(
                Tile(str(title), _("This part is not available at the moment."), url_for("HomeView.home"))
            )
        found += [_shown(tile) for tile in answer.values if _may_open(tile.url)]
    return tuple(found)


def _may_open(url: str) -> bool:
    """Say whether the person may open the page behind a tile; else its figure is not hers to see either."""
    try:
        endpoint, _arguments = current_app.url_map.bind("").match(urlsplit(url).path)
    except HTTPException:
        return True
    view = gate.guards().by_blueprint.get(endpoint.partition(".")[0])
    return view is None or gate.allows(g.visit, "can_read", view)


def _shown(tile: Declared) -> Tile:
    return Tile(
        str(tile.title),
        str(tile.text),
        tile.url,
        tile.icon,
        None if tile.count is None else g.style.show_number(tile.count),
    )

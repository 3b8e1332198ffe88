"""The start page: what each enabled plugin shows of itself."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from console.hooks.declarations import Tile as Declared
from console.hooks.manager import Plugins
from console.institutions.sessions import hook_savepoint
from console.shell import gate
from console.shell.page_view import PageView
from console.shell.pages import Empty, HomePage, Tile

log = logging.getLogger(__name__)


class HomeView(PageView):
    """The first page after signing in."""

    route_base = ""
    default_view = "home"

    @expose("/")
    def home(self) -> ResponseReturnValue:
        """Greet the person and show the tiles of the enabled plugins."""
        if g.visit is None:
            return redirect(url_for("AccessView.login", next=request.path), 303)
        page = HomePage(
            title=_("Welcome, %(name)s", name=g.visit.name),
            tiles=_tiles(),
            empty=Empty(
                _("Nothing to do here yet"),
                _("A module appears here once your institution uses it and you have a right in it."),
            ),
        )
        return render_template("guichet/home.html", page=page)


def _tiles() -> tuple[Tile, ...]:
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    visit = g.visit
    if not visit.active:
        return ()
    enabled = frozenset.intersection(*(visit.uses[m.tenant.id].plugins for m in visit.active))
    found: list[Tile] = []
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

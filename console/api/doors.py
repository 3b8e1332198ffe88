"""The addresses below `/api/v1`: who may come in, and what they get.

A key alone opens: the cookie of a browser is never looked at, so nothing needs a token against forged forms.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Flask, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from console.accounts import keys
from console.api import forms
from console.api.collections import Collection, collections_of
from console.api.document import document
from console.audit.service import Actor
from console.base import clock
from console.base.errors import NoKey, NotFound
from console.hooks.manager import Plugins
from console.institutions.models import Institution
from console.institutions.queries import Use, uses
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, db, enter

ROOT = "/api/v1"


@dataclass(frozen=True)
class Reach:
    """What a key opens today: its plugin's, as far as plugin, theme and form are switched on."""

    institution: int
    plugin: str
    use: Use
    day: date

    def is_open(self, theme: str | None, form: str = "") -> bool:
        """Say whether a theme (None: none guards it), and a form in it, is open."""
        found = self.plugin in self.use.plugins
        if found and theme:
            found = self.use.is_open(self.plugin, "theme", theme, None, self.day)
        return found and (not form or self.use.is_open(self.plugin, "form", form, None, self.day))


def install(app: Flask, plugins: Plugins) -> None:
    """Add an address for each declared collection, one for its rows, and the document that describes them."""
    blueprint = Blueprint("api", __name__, url_prefix=ROOT)
    blueprint.before_request(_open)
    blueprint.add_url_rule("/openapi.json", "document", _document)
    forms.install(blueprint)
    for collection in collections_of(plugins):
        of_this = {"collection": collection}
        blueprint.add_url_rule(collection.path, collection.name, _list, defaults=of_this)
        blueprint.add_url_rule(
            f"{collection.path}/<int:key>", f"{collection.name}__row", _row, defaults=of_this
        )
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
    app.extensions["guichet_plain"] |= {n for n in app.view_functions if n.startswith("api.")}


def _open() -> None:
    """Recognise the key and give the page session its institution; raises `NoKey`."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    caller = keys.caller_of(accounts(), secret.strip()) if scheme.lower() == "bearer" else None
    if caller is None or keys.READ not in caller.operations:
        raise NoKey(_l("Send a valid key in the header: Authorization: Bearer gk_…"))
    g.reach = _reach(caller)
    g.collections = _open_to(g.reach)
    g.actor = Actor(None, caller.name)
    accounts.commit()
    enter(Scope((caller.institution,), purpose="api"), writes=False)


def _reach(caller: keys.Caller) -> Reach:
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    institution = accounts().get_one(Institution, caller.institution)
    use = uses(accounts(), [institution.id], [p.name for p in plugins])[institution.id]
    return Reach(institution.id, caller.plugin, use, clock.today(institution.zone))


def _open_to(reach: Reach) -> tuple[Collection, ...]:
    """Give the collections this key reaches today."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    if reach.plugin not in reach.use.plugins:
        return ()
    every = collections_of([plugins[reach.plugin]])
    return tuple(c for c in every if reach.is_open(c.resource.theme))


def _list(collection: Collection) -> ResponseReturnValue:
    _refuse_closed(collection)
    page = collection.page(db.session(), request.args)
    return jsonify(items=[collection.shown(row) for row in page.rows], next=page.next)


def _row(collection: Collection, key: int) -> ResponseReturnValue:
    _refuse_closed(collection)
    return jsonify(collection.shown(collection.row(db.session(), key)))


def _document() -> ResponseReturnValue:
    return jsonify(document(ROOT, g.collections, forms=g.reach.is_open(None)))


def _refuse_closed(collection: Collection) -> None:
    if collection not in g.collections:
        raise NotFound(_l("There is nothing at this address."))

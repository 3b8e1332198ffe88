"""The addresses below `/api/v1`, and what they answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Flask, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from console.accounts.allowances import Allowances
from console.accounts.operations import reading
from console.api import bodies, endpoints, entry
from console.api.acts import endpoints_of
from console.api.collections import Collection, collections_of
from console.api.core import document as core
from console.api.document import document
from console.api.schemas import PROBLEM
from console.api.subjects import ENDPOINTS
from console.api.token import views as token
from console.base.errors import NotFound
from console.hooks.manager import Plugins
from console.institutions.scope import CompanyScoped
from console.institutions.sessions import db
from console.shell import service as shell

ROOT = "/api/v1"
WHOLE = "whole"
"""The argument with which the document names everything, not only what the key may do."""


def install(app: Flask, plugins: Plugins) -> None:
    """Add an address for each declared collection, one for its rows, those of each subject, and the document of all."""
    app.extensions["guichet_allowances"] = Allowances()
    blueprint = Blueprint("api", __name__, url_prefix=ROOT)
    blueprint.before_request(_open)
    blueprint.after_request(entry.mark)
    blueprint.add_url_rule("/openapi.json", "document", _document)
    token.install(blueprint)
    endpoints.install(blueprint, (*ENDPOINTS, *endpoints_of(plugins)))
    for collection in collections_of(plugins):
        of_this = {"collection": collection}
        blueprint.add_url_rule(collection.path, collection.name, _list, defaults=of_this)
        blueprint.add_url_rule(
            f"{collection.path}/<int:key>", f"{collection.name}__row", _row, defaults=of_this
        )
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
    app.extensions["guichet_plain"] |= {n for n in app.view_functions if n.startswith("api.")}


def whole_document() -> dict[str, Any]:
    """Give the document of everything that the installed modules offer to keys."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    return document(ROOT, collections_of(plugins), (*ENDPOINTS, *endpoints_of(plugins)))


def _open() -> None:
    if request.endpoint == token.ENDPOINT:
        return  # Here a system comes to be recognised.
    entry.open_to_key()
    g.collections = _open_to(g.reach)


def _open_to(reach: entry.Reach) -> tuple[Collection, ...]:
    """Give the collections of the key's plugin that are switched on today; a company's key sees what is a company's."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    if reach.plugin not in reach.use.plugins:
        return ()
    every = _for_sight(reach, collections_of([plugins[reach.plugin]]))
    return tuple(c for c in every if reach.is_open(c.resource.theme))


def _for_sight(reach: entry.Reach, every: Iterable[Collection]) -> Iterable[Collection]:
    return (c for c in every if reach.company is None or issubclass(c.resource.model, CompanyScoped))


def _list(collection: Collection) -> ResponseReturnValue:
    _refuse_closed(collection)
    asked = collection.asked(request.args)
    page = collection.page(db.session(), asked)
    if view := shell.view_of(collection.resource.model):
        shell.listed(view, page.rows, asked)
    return jsonify(items=[collection.shown(row) for row in page.rows], next=page.next)


def _row(collection: Collection, key: int) -> ResponseReturnValue:
    _refuse_closed(collection)
    row = collection.row(db.session(), key)
    if view := shell.view_of(collection.resource.model):
        shell.looked_at(view, row)
    return jsonify(collection.shown(row))


def _document() -> ResponseReturnValue:
    if bodies.arguments([WHOLE]).get(WHOLE) == "true":
        return jsonify(whole_document())
    reach: entry.Reach = g.reach
    mine = [c for c in g.collections if reach.may(reading(c.resource.key))]
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    acts = endpoints_of([plugins[reach.plugin]], reach) if reach.plugin in plugins else ()
    every = (*ENDPOINTS, *acts)
    open_here = [one for one in every if _may(reach, one) and core.is_kept(reach, one.name)]
    return jsonify(document(ROOT, mine, open_here, core.schemas_for(reach), every))


def _may(reach: entry.Reach, one: endpoints.Endpoint) -> bool:
    if not one.operation:
        return True
    if reach.company is None:
        return reach.is_open(None) and reach.may(one.operation) and not one.of_company
    return reach.is_open(None) and reach.may(one.operation) and not one.of_institution


def _refuse_closed(collection: Collection) -> None:
    if collection not in g.collections:
        raise NotFound(_l("There is nothing at this address."))
    g.reach.demand(reading(collection.resource.key))
    bodies.acceptable([bodies.JSON, PROBLEM])

"""The institution of the key, and the themes that are open to it."""

from __future__ import annotations

from flask import Response, g, jsonify
from flask.typing import ResponseReturnValue

from console.api import actors, etags
from console.base.errors import NotFound
from console.institutions.models import Institution
from console.institutions.sessions import accounts
from console.shell import service as shell

FIELDS = ("id", "name", "short_name", "kind", "country", "number", "zone")


def listed() -> ResponseReturnValue:
    """Give the institutions of the key: its own."""
    return jsonify(items=[_told(_own())], next=None)


def shown(institution: int) -> Response:
    """Give the key's own institution; raises `NotFound` for any other."""
    own = _own()
    if own.id != institution:
        raise NotFound(actors.NOTHING)
    return etags.answered(_told(own), etags.of_version(str(own.id), own.version))


def themes() -> ResponseReturnValue:
    """Give the themes that are open today, with the forms of each."""
    forms = [(one.plugin, one.form) for one in shell.registry().forms.values()]
    items = [
        {
            "key": theme,
            "title": shell.theme_title(theme),
            "forms": sorted(
                form.key
                for plugin, form in forms
                if f"{plugin}.{form.theme}" == theme and g.reach.is_open(form.theme, form.key)
            ),
        }
        for theme in actors.themes_of(g.reach)
    ]
    return jsonify(items=items, next=None)


def _own() -> Institution:
    return accounts().get_one(Institution, g.reach.institution)


def _told(one: Institution) -> dict[str, object]:
    return {name: getattr(one, name) for name in FIELDS} | {"languages": one.languages.split(",")}

"""The forms of a plugin for other systems: which there are, what their values look like, and whether values are right.

Nothing is stored here. The check is the validator of the pages: the same verdicts in the same words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from flask import Blueprint, Response, abort, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from config import LANGUAGES
from console.base.errors import BadArgument, NotFound
from console.base.figures import API
from console.forms import queries
from console.forms.canonical import to_canonical
from console.forms.errors import FormClosed
from console.forms.faults import Placed, say
from console.forms.revisions import Revision, from_stored
from console.forms.rules import UnknownRule
from console.forms.schema import schema_of
from console.institutions.sessions import db
from console.shell import service as shell

LARGEST = 1024 * 1024
"""Bytes of values that are checked at once."""
MOST_FAULTS = 1000
"""Faults that are told; the others are counted."""


def install(blueprint: Blueprint) -> None:
    """Add the addresses below `/forms`."""
    blueprint.add_url_rule("/forms", "forms", _list)
    blueprint.add_url_rule("/forms/<form>/schema", "form_schema", _schema)
    blueprint.add_url_rule("/forms/<form>/check", "form_check", _check, methods=("POST",))


def _list() -> ResponseReturnValue:
    _speak()
    items = [_told(revision) for revision in _open_forms()]
    return jsonify(items=sorted(items, key=lambda one: str(one["key"])))


def _schema(form: str) -> ResponseReturnValue:
    _speak()
    revision = _asked(form)
    text = json.dumps(schema_of(revision, shell.tongue(revision)), ensure_ascii=False)
    return Response(text, mimetype="application/schema+json")


def _check(form: str) -> ResponseReturnValue:
    _speak()
    revision, given = _asked(form), _body()
    try:
        validator = shell.validator(revision, "json", API)
    except UnknownRule as unknown:
        raise FormClosed(unknown.name) from None
    verdict = validator.check(given)
    return jsonify(
        valid=not verdict.faults,
        revision=revision.digest,
        values=to_canonical(revision.form, verdict.values),
        faults=_faults(verdict.faults, validator.sentences),
        fault_count=len(verdict.faults),
    )


def _told(revision: Revision) -> dict[str, object]:
    form = revision.form
    return {
        "key": form.key,
        "title": shell.tongue(revision).say(form.title),
        "theme": form.theme,
        "revision": revision.digest,
        "for_companies": form.for_companies,
    }


def _faults(faults: Sequence[Placed], sentences: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"place": one.path, "code": one.fault.code, "text": say(one.fault, g.style, sentences)}
        for one in faults[:MOST_FAULTS]
    ]


def _open_forms() -> list[Revision]:
    """Give the forms of the key's plugin that are switched on today, with the institution's own among its themes."""
    plugin = g.reach.plugin
    brought = [
        shell.revision_of(plugin, one.form)
        for one in shell.registry().forms.values()
        if one.plugin == plugin and g.reach.is_open(one.form.theme, one.form.key)
    ]
    own = [from_stored(kept.content) for row, kept in queries.own_forms(db.session()) if row.plugin == plugin]
    return brought + [one for one in own if g.reach.is_open(one.form.theme, one.form.key)]


def _asked(key: str) -> Revision:
    found = next((one for one in _open_forms() if one.form.key == key), None)
    if found is None:
        raise NotFound(_l("There is nothing at this address."))
    return found


def _speak() -> None:
    """Bind the language that the caller asks for, with the institution's own words."""
    if g.reach.plugin not in current_app.extensions["guichet_plugins"]:
        return
    language = request.accept_languages.best_match(list(LANGUAGES)) or "en"
    shell.bind_words(g.reach.plugin, language, g.reach.institution)


def _body() -> dict[str, Any]:
    """Give the object that was sent; raises `BadArgument` with the line and column of what is no JSON."""
    body = request.get_data()
    if len(body) > LARGEST:
        abort(413)
    try:
        found = json.loads(body, parse_constant=_no_json)
    except json.JSONDecodeError as fault:
        place = f"{fault.lineno}:{fault.colno}"
        raise BadArgument(
            _l(
                "The body is no JSON: look at line %(line)s, column %(column)s.",
                line=fault.lineno,
                column=fault.colno,
            ),
            place=place,
        ) from None
    except (ValueError, RecursionError):
        raise BadArgument(_l("The body is no JSON that can be read.")) from None
    if not isinstance(found, dict):
        raise BadArgument(_l("Send the values of the form as one JSON object."))
    return found


def _no_json(constant: str) -> NoReturn:
    raise ValueError(constant)

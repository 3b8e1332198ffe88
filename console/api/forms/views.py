"""The forms of a plugin for other systems: which there are, what their values look like, and whether values are right.

Nothing is stored here. The check is the validator of the pages: the same verdicts in the same words.
"""

from __future__ import annotations

import json

from flask import Response, g, jsonify
from flask.typing import ResponseReturnValue

from console.api import bodies
from console.api.forms.judging import asked, open_forms, verdict_of
from console.forms.canonical import to_canonical
from console.forms.revisions import Revision
from console.forms.schema import schema_of
from console.shell import service as shell


def listed() -> ResponseReturnValue:
    """Give the forms that are open to the key."""
    items = [_told(revision) for revision in open_forms()]
    return jsonify(items=sorted(items, key=lambda one: str(one["key"])))


def schema(form: str) -> ResponseReturnValue:
    """Give the JSON Schema of the values of a form."""
    revision = asked(form)
    text = json.dumps(schema_of(revision, shell.tongue(revision)), ensure_ascii=False)
    return Response(text, mimetype="application/schema+json")


def check(form: str) -> ResponseReturnValue:
    """Say whether values are right; stores nothing."""
    revision = asked(form)
    verdict = verdict_of(revision, bodies.an_object())
    return jsonify(
        valid=not verdict.faults,
        revision=revision.digest,
        values=to_canonical(revision.form, verdict.values),
        faults=verdict.told,
        fault_count=len(verdict.faults),
    )


def _told(revision: Revision) -> dict[str, object]:
    form = revision.form
    return {
        "key": form.key,
        "title": shell.tongue(revision).say(form.title),
        "theme": f"{g.reach.plugin}.{form.theme}",
        "revision": revision.digest,
        "for_companies": form.for_companies,
    }

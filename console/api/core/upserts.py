"""Companies, persons, children and establishments, as far as the plugin keeps them, one at a time or many at once."""

from __future__ import annotations

from typing import Any, Final

from flask import Response, jsonify, request
from flask_babel import gettext as _

from console.api import bodies, etags
from console.api.core import members
from console.api.core.calling import Core, called, checked, nothing_here
from console.api.core.writing import PLURALS, RowsWriter, Written, faults_of
from console.base.errors import BadArgument, Conflict, NotFound
from console.shell.service import RowFault, RowRefused

MOST: Final = 1_000
"""Rows of one request."""


def put(named: str, kind: str) -> Response:
    """Add or change the row that the core system calls so, with the rows inside it."""
    core, reference = called(), checked(named)
    core.register(kind)
    try:
        written = RowsWriter(core).write(kind, reference, bodies.an_object(), _condition())
    except RowRefused as refused:
        raise members.faulty(refused.faults) from refused
    return etags.answered(_told(written), written.tag)


def put_many() -> Response:
    """Add or change many rows, each by itself: what is wrong in one holds up no other."""
    core = called()
    writer = RowsWriter(core)
    results = [_row(core, writer, number, one) for number, one in members.in_pieces(members.rows(MOST))]
    return jsonify(
        results=results,
        written=sum(one["result"] in ("created", "updated") for one in results),
        refused=sum(one["result"] == "refused" for one in results),
    )


def _condition() -> frozenset[str] | None:
    """Give the tags of the versions that the caller has read (`*`: any), if it says so."""
    if "If-Match" not in request.headers:
        return None
    return frozenset((*request.if_match, "*") if request.if_match.star_tag else request.if_match)


def _row(core: Core, writer: RowsWriter, number: int, given: Any) -> dict[str, Any]:
    """Write one row in a savepoint of its own, so that a faulty one holds up no other."""
    named: dict[str, Any] = {"kind": "", "reference": ""}
    try:
        with core.session.begin_nested():
            fields, named = _members(given)
            written = writer.write(named["kind"], checked(named["reference"]), fields)
    except (RowRefused, BadArgument, Conflict) as refused:
        faults = faults_of(refused)
    except NotFound:
        faults = [RowFault("kind", "unknown_kind", _("Rows of this kind are not kept here."))]
    else:
        return {"index": number, "kind": named["kind"], **_told(written), "faults": []}
    return {"index": number, **named, "result": "refused", "inner": [], "faults": members.told(faults)}


def _members(given: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the values of a row, and its kind and reference as texts."""
    if not isinstance(given, dict):
        text = _("This row is no JSON object. Correct it.")
        raise RowRefused([RowFault("", "not_an_object", text)])
    fields = given.get("fields")
    if set(given) - {"kind", "reference", "fields"} or not isinstance(fields, dict):
        text = _("A row has kind, reference and fields, and nothing else.")
        raise RowRefused([RowFault("", "members", text)])
    named = {key: str(given.get(key) or "")[:100] for key in ("kind", "reference")}
    if named["kind"] not in PLURALS:
        raise nothing_here()
    return fields, named


def _told(written: Written) -> dict[str, Any]:
    return {
        "reference": written.reference,
        "result": written.result,
        "inner": [{"reference": one.reference, "result": one.result} for one in written.inner],
    }

"""What the OpenAPI document says about the declared addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from console.api.endpoints import PATHS, Endpoint
from console.api.repeats import HEADER, LONGEST, REPEATED
from console.api.schemas import Schema, answer, refusals, security

_KEY: Schema = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "A value of the caller's own for this request; sent again with it within 24 hours, the request does "
    "nothing and gets the same answer.",
    "schema": {"type": "string", "pattern": f"^[!-~]{{1,{LONGEST}}}$"},
    "example": "8e03978e-40d5-43e8-bc93-6894a57f9324",
}
_MATCH: Schema = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of what was read, so that no newer version is overwritten.",
    "schema": {"type": "string"},
    "example": '"K7QF-2MXR.3"',
}
_LINES: Schema = {"schema": {"type": "string", "description": "The same rows, a JSON object on each line."}}
_NONE_MATCH: Schema = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag of what the caller has: then only what has changed is answered.",
    "schema": {"type": "string"},
}


def paths_of(endpoints: Iterable[Endpoint], every: Iterable[Endpoint] = ()) -> dict[str, Any]:
    """Give the paths of these addresses; each says which methods it has among `every` for other keys."""
    found: dict[str, Any] = {}
    for one in endpoints:
        found.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    for path, item in found.items():
        others = sorted(one.method for one in every if one.path == path and one.method.lower() not in item)
        if others:
            item["description"] = f"Other keys may do more here: {', '.join(others)}."
    return found


def _operation(one: Endpoint) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "tags": [one.subject],
        "parameters": [*_parts(one), *one.query, *_headers(one)],
        "security": security(one.operation),
        "responses": _responses(one),
    }
    if one.body is not None:
        content: Schema = {"schema": one.body.schema}
        if one.body.example is not None:
            content["example"] = one.body.example
        types = {one.body.media_type: content} | ({one.body.lines: _LINES} if one.body.lines else {})
        found["requestBody"] = {"required": True, "content": types}
    return found


def _parts(one: Endpoint) -> list[Schema]:
    names = re.findall(r"\{(\w+)\}", one.path)
    return [{"name": name, "in": "path", "required": True, "schema": PATHS[name]} for name in names]


def _headers(one: Endpoint) -> list[Schema]:
    key = _KEY if one.stores else {**_KEY, "required": False}
    asked = ((one.changes, key), (one.conditional, _MATCH), (one.tagged and one.method == "GET", _NONE_MATCH))
    return [schema for wanted, schema in asked if wanted]


def _responses(one: Endpoint) -> dict[str, Schema]:
    said = [
        *(["ETag"] if one.tagged else []),
        *(["Location"] if one.status == 201 and one.tagged else []),
        *([REPEATED] if one.changes else []),
    ]
    found = {str(one.status): answer(one.summary, one.content, *said)}
    if one.tagged and one.method == "GET":
        found["304"] = answer("It has not changed.", {}, "ETag")
    return found | refusals(*_codes(one))


def _codes(one: Endpoint) -> list[str]:
    codes = {*one.refusals}
    # A body can hold text that nobody can store, whatever it is for.
    codes |= {"413", "415", "422"} if one.body is not None else set()
    codes |= {"409", "422"} if one.changes else set()
    codes |= {"412", "428"} if one.conditional else set()
    return sorted(codes)

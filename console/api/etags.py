"""Versions of what is read and changed: strong entity tags (RFC 9110, 8.8.3), and the conditions made with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request
from flask_babel import lazy_gettext as _l

from console.api.errors import Stale, Unconditional
from console.base import ids


def of_version(reference: str, version: int) -> str:
    """Give the tag of a row by its version."""
    return f"{reference}.{version}"


def of_body(body: Mapping[str, Any]) -> str:
    """Give the tag of an answer by what it says, for readers to whom the version of its row would say too much."""
    return ids.digest(json.dumps(body, sort_keys=True))[:32]


def answered(body: Mapping[str, Any], tag: str, status: int = 200) -> Response:
    """Answer with a body under its tag, or with 304 when the caller has it already."""
    if request.method in ("GET", "HEAD") and request.if_none_match.contains(tag):
        answer = Response(status=304)
    else:
        answer = jsonify(body)
        answer.status_code = status
    answer.set_etag(tag)
    return answer


def demand(tag: str) -> None:
    """Refuse a change that is not about this version: raises `Unconditional` and `Stale`."""
    if "If-Match" not in request.headers:
        raise Unconditional(
            _l("Send the header If-Match with the ETag of what you read, so that no newer version is lost.")
        )
    if not request.if_match.contains(tag):
        raise Stale(_l("This has changed since you read it. Read it again, then decide anew."))

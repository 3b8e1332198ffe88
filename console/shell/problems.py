"""Errors for other systems as problem details (RFC 9457), in the language the caller asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, g
from flask_babel import gettext as _

MIME_TYPE = "application/problem+json"


def problem(
    code: int, title: str, detail: str, reference: str, members: Mapping[str, Any] | None = None
) -> Response:
    """Give the answer for an error, with more members where it has some; without a detail it repeats the title."""
    title = {401: _("A valid key is needed"), 429: _("Too many requests")}.get(code, title)
    body = {
        "type": "about:blank",
        "title": title,
        "status": code,
        "detail": detail or title,
        "reference": reference,
        **(members or {}),
    }
    response = Response(json.dumps(body, ensure_ascii=False), code, mimetype=MIME_TYPE)
    response.content_language.add(g.language)
    return response

"""Addresses of our own pages as they go out: into e-mails, which are also written where nobody asks for a page."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from flask import current_app, has_request_context, url_for

LOCAL: Final = "http://localhost:8080"
"""Where `guichet run` serves unless told otherwise; production names its address (`GUICHET_ADDRESS`)."""


def public_url(endpoint: str, **values: Any) -> str:
    """Give the whole address of a page for somebody outside.

    It begins with the address in the settings; without one, as the request at hand was asked, or on this machine.
    """
    address: str = current_app.extensions["guichet_settings"].address
    if not address and has_request_context():
        return url_for(endpoint, _external=True, **values)
    parts = urlsplit(address or LOCAL)
    adapter = current_app.url_map.bind(parts.netloc, url_scheme=parts.scheme)
    return adapter.build(endpoint, values, force_external=True)

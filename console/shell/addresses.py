"""Addresses that stay the same as long as the process runs: every page names some thirty of them."""

from __future__ import annotations

from flask import current_app, request, url_for

_Known = dict[tuple[str, str, str], str]


def fixed_url(endpoint: str, filename: str = "") -> str:
    """Give the address of a page without arguments, or of one of our files; looked up once for each place we run at."""
    known: _Known = current_app.extensions.setdefault("guichet_addresses", {})
    key = (request.script_root, endpoint, filename)
    found = known.get(key)
    if found is None:
        found = known[key] = url_for(endpoint, filename=filename) if filename else url_for(endpoint)
    return found

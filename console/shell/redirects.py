"""Where to go next, without ever leaving the console."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import url_for


def back_to(wanted: str | None) -> str:
    """Give a path of this console to go to: the wanted one when it is one, else the start page.

    Only a plain absolute path is believed: no scheme, no host, no backslash, no control character.
    """
    if (
        wanted
        and wanted.startswith("/")
        and not wanted.startswith("//")
        and "\\" not in wanted
        and wanted.isprintable()
    ):
        parts = urlsplit(wanted)
        if not parts.scheme and not parts.netloc:
            return wanted
    return url_for("HomeView.home")

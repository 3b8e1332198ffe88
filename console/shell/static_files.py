"""Files for the browser: our own, Bootstrap's from its package, each institution's accent and logo."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, abort, send_from_directory
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from console.institutions.logos import TYPES
from console.institutions.models import Institution
from console.institutions.sessions import accounts
from console.shell import accent
from console.shell.addresses import fixed_url

_DAY = 86_400
_FILES = frozenset({"shell.static", "vendor"})


def blueprint() -> Blueprint:
    """Give the blueprint of the console's own files, accents and logos."""
    own = Blueprint(
        "shell",
        __name__,
        static_folder="static",
        static_url_path="/static/guichet",
        template_folder="templates",
    )
    own.add_url_rule("/institution/<int:institution>/accent.css", "accent", _accent)
    own.add_url_rule("/institution/<int:institution>/logo", "logo", _logo)
    return own


def install(app: Flask) -> None:
    """Serve Bootstrap from the package it was installed with."""
    spec = importlib.util.find_spec("flask_bootstrap")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("Bootstrap-Flask")
    folder = Path(spec.origin).parent / "static" / "bootstrap5" / "css"
    app.add_url_rule(
        "/static/vendor/<path:filename>",
        "vendor",
        lambda filename: send_from_directory(folder, filename, max_age=30 * _DAY),
    )
    app.jinja_env.globals["url_for"] = _addresses(app)
    app.extensions["guichet_plain"] |= {"vendor", "shell.static", "shell.accent", "shell.logo", "static"}


def _addresses(app: Flask) -> Callable[..., str]:
    """Give `url_for` for templates, which looks up the address of a file once."""

    def address(endpoint: str, **values: Any) -> str:
        if endpoint in _FILES and values.keys() == {"filename"}:
            return fixed_url(endpoint, values["filename"])
        return app.url_for(endpoint, **values)

    return address


def _accent(institution: int) -> ResponseReturnValue:
    """Give the stylesheet that sets an institution's colour; the address carries its version, so it may be kept."""
    colour = accounts().scalar(select(Institution.accent).where(Institution.id == institution))
    if colour is None:
        abort(404)
    return _kept(Response(accent.stylesheet(colour), mimetype="text/css"))


def _logo(institution: int) -> ResponseReturnValue:
    """Give an institution's logo."""
    row = (
        accounts()
        .execute(select(Institution.logo, Institution.logo_type).where(Institution.id == institution))
        .first()
    )
    if row is None or row.logo is None or row.logo_type not in TYPES:
        abort(404)
    return _kept(Response(row.logo, mimetype=row.logo_type))


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = f"public, max-age={30 * _DAY}, immutable"
    return response

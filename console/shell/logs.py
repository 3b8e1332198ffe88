"""One line per event, as JSON for machines or as text for a developer.

Each names request, address, institution and person, or the key of another system.
"""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from typing import Any

from flask import Flask, Response, g, has_app_context, has_request_context, request

from config import Settings
from console.base import clock
from console.shell.headers import is_static

log = logging.getLogger("guichet.request")
_LINK = re.compile(r"(/(?:password|private|deadlines/feed)/).+")
"""A one-time link opens an account: who reads the log must not."""
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Lines(logging.Formatter):
    """Writes a record as one line of JSON or text; line ends and signs a terminal obeys are escaped."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        facts: dict[str, Any] = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_whose(),
            **{k: v for k, v in vars(record).items() if k not in _STANDARD},
        }
        if record.exc_info:
            facts["trace"] = self.formatException(record.exc_info)
        if self._form == "json":
            return json.dumps(facts, ensure_ascii=False, default=str)
        rest = " ".join(
            f"{k}={v}" for k, v in facts.items() if k not in ("at", "level", "logger", "message", "trace")
        )
        line = f"{facts['at'][11:19]} {record.levelname[:4]} {facts['message']} {rest}"
        line = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)
        return line + ("\n" + facts["trace"] if record.exc_info else "")


def install(app: Flask, settings: Settings) -> None:
    """Send all logs to standard error in the chosen form, and write one line per request."""
    root = logging.getLogger()
    if not any(isinstance(h.formatter, Lines) for h in root.handlers):
        handler = logging.StreamHandler()
        handler.setFormatter(Lines(settings.log_format))
        root.addHandler(handler)
        root.setLevel(logging.INFO if settings.environment != "test" else logging.WARNING)
        logging.getLogger("flask_appbuilder").setLevel(logging.ERROR)

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = (
            given
            if 8 <= len(given) <= 36 and given.replace("-", "").isalnum() and given.isascii()
            else str(uuid.uuid4())
        )
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if not is_static(request.endpoint) and "began" in g:
            ms = round((time.perf_counter() - g.began) * 1000, 1)
            path = _LINK.sub(r"\1…", request.path)
            log.info("%s %s", request.method, path, extra={"status": response.status_code, "ms": ms})
        return response


def _whose() -> dict[str, Any]:
    if not has_app_context():
        return {}
    visit = g.get("visit")
    facts = {"request": g.get("request_id"), "user": visit.user_id if visit else None}
    facts["institution"] = visit.mandate.tenant.id if visit and visit.mandate else None
    if has_request_context():
        facts["address"] = request.remote_addr
    if reach := g.get("reach"):
        facts["key"], facts["institution"] = g.actor.name, reach.institution
    return {k: v for k, v in facts.items() if v is not None}

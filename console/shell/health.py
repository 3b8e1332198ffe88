"""What machines ask: is the process alive, can it serve, how busy is it."""

from __future__ import annotations

import hmac
import time
from typing import Any

from flask import Flask, Response, abort, g, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from config import Settings
from console.base.errors import Unavailable
from console.shell import readiness
from console.shell.headers import is_static

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Methods counted by name: whoever makes up others must not fill the memory with counters."""


def install(app: Flask, settings: Settings) -> None:
    """Add `/healthz`, `/readyz` and `/metrics`, and count every request."""
    registry = CollectorRegistry()
    requests = Counter(
        "guichet_requests", "Requests answered.", ["method", "endpoint", "status"], registry=registry
    )
    seconds = Histogram("guichet_request_seconds", "Time to answer.", ["endpoint"], registry=registry)

    @app.get("/healthz")
    def healthz() -> ResponseReturnValue:
        """Say that the process answers; looks at nothing else."""
        return jsonify(status="ok")

    @app.get("/readyz")
    def readyz() -> ResponseReturnValue:
        """Say whether the database answers, and is still the one that this program was made for."""
        try:
            readiness.check_again()
        except (Unavailable, SQLAlchemyError):
            return jsonify(status="not ready", database="unreachable or not migrated"), 503
        return jsonify(status="ok")

    @app.get("/metrics")
    def metrics() -> ResponseReturnValue:
        """Give the counters, to loopback or to the holder of the token."""
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        known = settings.metrics_token and hmac.compare_digest(
            given.encode(), settings.metrics_token.encode()
        )
        if not known and (settings.metrics_token or not _is_local()):
            abort(404)
        return Response(generate_latest(registry), mimetype=CONTENT_TYPE_LATEST)

    @app.after_request
    def count(response: Response) -> Response:
        endpoint: Any = request.endpoint or "unknown"
        if not is_static(endpoint):
            method = request.method if request.method in _METHODS else "other"
            requests.labels(method, endpoint, response.status_code).inc()
            if "began" in g:
                seconds.labels(endpoint).observe(time.perf_counter() - g.began)
        return response

    app.extensions["guichet_plain"] |= {"healthz", "readyz", "metrics"}


def _is_local() -> bool:
    """Say whether this machine asks for itself, and not a proxy on it for somebody else."""
    forwarded = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"))
    return request.remote_addr in ("127.0.0.1", "::1") and not forwarded

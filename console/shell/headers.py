"""The headers every answer carries."""

from __future__ import annotations

from flask import Flask, Response, g, request

from config import Settings

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def install(app: Flask, settings: Settings) -> None:
    """Add the security headers; pages are never stored by a cache, static files are."""

    @app.after_request
    def add(response: Response) -> Response:
        stricter = response.headers.get("Content-Security-Policy")
        response.headers.update(_ALWAYS)
        if stricter:  # a browser holds an answer to both
            response.headers["Content-Security-Policy"] = f"{_POLICY}, {stricter}"
        response.headers["X-Request-ID"] = g.get("request_id", "")
        if not is_static(request.endpoint):
            response.headers["Cache-Control"] = "no-store"
        if settings.is_production:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        return response


def is_static(endpoint: str | None) -> bool:
    """Say whether an endpoint serves files that are the same for everybody."""
    return endpoint is not None and (
        endpoint in ("vendor", "shell.accent", "shell.logo") or endpoint.endswith(".static")
    )

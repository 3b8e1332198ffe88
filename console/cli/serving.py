"""`guichet run`: the console on this machine, with an embedded worker; `guichet dev`: the same with reloading."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click
from flask import Flask

from config import Settings
from console.app import create_app
from console.cli import demo, upgrade_command


def prepare(settings: Settings, *, with_demo: bool) -> Flask:
    """Bring the database up to date, make the demonstration when asked, and give the application."""
    for line in upgrade_command.run(settings):
        click.echo(line)
    app = create_app(settings)
    if with_demo:
        demo.fill(app)
    return app


def announce(host: str, port: int, *, with_demo: bool) -> Iterator[str]:
    """Give what a person needs to sign in."""
    yield f"Guichet runs on http://{host}:{port} (Ctrl-C ends it)"
    if with_demo:
        yield "Sign in as one of:"
        yield from demo.sign_ins()


def serve(app: Flask, host: str, port: int) -> None:
    """Serve with gunicorn: one process, eight threads."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            self.cfg.set("bind", f"{host}:{port}")
            self.cfg.set("threads", 8)
            self.cfg.set("workers", 1)
            self.cfg.set("accesslog", None)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("limit_request_field_size", 8190)

        def load(self) -> Flask:
            return app

    os.environ.setdefault("GUNICORN_CMD_ARGS", "")
    Server().run()

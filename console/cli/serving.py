"""`guichet run`: the console on this machine, with an embedded worker; `guichet dev`: the same with reloading."""

from __future__ import annotations

from collections.abc import Iterator

import click
from flask import Flask

from config import Settings
from console.app import create_app
from console.cli import demo, upgrade_command
from console.jobs.worker import Worker
from console.shell.schedule import JOBS


def prepare(settings: Settings, *, with_demo: bool) -> None:
    """Bring the database up to date, and make the demonstration when asked."""
    for line in upgrade_command.run(settings):
        click.echo(line)
    if with_demo:
        demo.fill(create_app(settings))


def announce(host: str, port: int, *, with_demo: bool) -> Iterator[str]:
    """Give what a person needs to sign in."""
    yield f"Guichet runs on http://{host}:{port} (Ctrl-C ends it)"
    if with_demo:
        yield "Sign in as one of:"
        yield from demo.sign_ins()


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve with gunicorn: one process, eight threads, and the embedded worker when the settings ask for it.

    The application is made after the fork: database connections must not be shared between processes.
    """
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            self.cfg.set("bind", f"{host}:{port}")
            self.cfg.set("threads", 8)
            self.cfg.set("workers", 1)
            self.cfg.set("accesslog", None)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("limit_request_field_size", 8190)

        def load(self) -> Flask:
            app = create_app(settings)
            if settings.worker:
                Worker(app, JOBS).start()
            return app

    Server().run()

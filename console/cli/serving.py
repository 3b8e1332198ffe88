"""`guichet run`: the console on this machine, with an embedded worker; `guichet dev`: the same with reloading."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import click
from flask import Flask

from config import Settings
from console.app import create_app
from console.cli import demo, upgrade_command
from console.dispatch import running
from console.jobs.worker import Worker
from console.shell.intake import LONGEST_HEADER
from console.shell.schedule import JOBS

LOOK_AGAIN = 0.3
"""Seconds between two looks at the files' times."""


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
            # Above what the console itself refuses, with a page of its own.
            self.cfg.set("limit_request_field_size", 4 * LONGEST_HEADER)
            self.cfg.set("limit_request_line", 8190)

        def load(self) -> Flask:
            app = create_app(settings)
            if settings.worker:
                Worker(app, JOBS, [running.line(app)]).start()
            return app

    Server().run()


def work(settings: Settings) -> None:
    """Do the scheduled and the long work until told to end, without serving pages."""
    app = create_app(settings)
    Worker(app, JOBS, [running.line(app)]).serve()


def develop(settings: Settings, host: str, port: int, *, with_demo: bool) -> None:
    """Serve with Werkzeug, which starts a new process when a file changes; that process alone builds the console."""
    from werkzeug.serving import is_running_from_reloader, run_simple

    app = Flask("reloader")
    if is_running_from_reloader():
        prepare(settings, with_demo=with_demo)
        app = create_app(settings)
        app.debug = True
    else:
        for line in announce(host, port, with_demo=with_demo):
            click.echo(line)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    # Werkzeug's hint says whole seconds; it only sleeps that long.
    run_simple(host, port, app, use_reloader=True, reloader_interval=LOOK_AGAIN, threaded=True)  # type: ignore[arg-type]

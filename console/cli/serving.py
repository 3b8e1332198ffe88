"""`guichet run`: the console on this machine, with an embedded worker; `guichet dev`: the same with reloading."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask

from config import Settings, settings_from
from console.app import create_app
from console.cli import demo, demo_insured, demo_mailbox, pointing, simulating, upgrade_command
from console.dispatch import running, taking
from console.dispatch.inbound import dropped, polling
from console.jobs import running as tasks
from console.jobs.queue import Kind, Relay
from console.jobs.worker import Line, Worker
from console.notices import running as notices
from console.proofs import rendering
from console.shell import password_mails, sealing
from console.shell.intake import LONGEST_HEADER
from console.shell.schedule import jobs_of

LOOK_AGAIN = 0.3
"""Seconds between two looks at the files' times."""


def prepare(settings: Settings, *, with_demo: bool, beside: simulating.Plan = simulating.NONE) -> None:
    """Bring the database up to date, and make the demonstration when asked, with the simulators that run beside it."""
    for line in upgrade_command.run(settings):
        click.echo(line)
    if with_demo:
        app = create_app(settings)
        demo.fill(app)
        demo_mailbox.fill(app)
        demo_insured.fill(app)
        pointing.point(app, beside.settings)


@contextmanager
def simulated(*, with_demo: bool) -> Iterator[simulating.Plan]:
    """Run simulators beside a demonstration; gives what they are and how the console finds them.

    None run in production, and none where GUICHET_SIMULATE says whether there are any.
    """
    settings = settings_from(os.environ)
    if not with_demo or settings.is_production or "GUICHET_SIMULATE" in os.environ:
        yield simulating.NONE
        return
    chosen = simulating.plan(settings.plugins)
    with simulating.beside(chosen):
        yield chosen


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
                Worker(app, jobs_of(app), _lines(app)).start()
            return app

    Server().run()


def _lines(app: Flask) -> list[Line]:
    """Give the work beside the schedule and the tasks: outbox, PDFs of proofs, notices, passwords, journals."""
    return [running.line(app), rendering.line(app), *_small_lines(app)]


def _small_lines(app: Flask) -> list[Line]:
    """Give what a queue does not bring: it is little, or belongs to one place."""
    return [
        polling.line(app),
        dropped.line(app),
        notices.line(app),
        password_mails.line(app),
        sealing.line(),
    ]


def kinds() -> list[Kind]:
    """Give the kinds of work that a queue of another product may bring."""
    return [
        Kind("dispatch", taking.due, running.run_one),
        Kind("task", tasks.due, tasks.run_one),
        Kind("proof", rendering.due, rendering.run_one),
    ]


def work(settings: Settings) -> bool:
    """Do the scheduled and the long work until told to end; give whether it ended as outdated by an upgrade."""
    if settings.queue.engine == "celery":
        from console.cli import celery_engine

        celery_engine.work(settings)
        return False
    app = create_app(settings)
    worker = Worker(app, jobs_of(app), _lines(app))
    worker.serve()
    return worker.is_outdated


def relay(settings: Settings) -> bool:
    """Keep the schedule, do the small work, and publish the rest; give whether it ended as outdated by an upgrade."""
    from console.cli import celery_engine

    app = create_app(settings)
    queue = Relay(kinds(), celery_engine.publisher(settings))
    worker = Worker(app, jobs_of(app), [queue.line(), *_small_lines(app)], takes_tasks=False)
    worker.serve()
    return worker.is_outdated


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

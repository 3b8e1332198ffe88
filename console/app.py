"""The start list: how the console is put together, one step after the other."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_appbuilder import AppBuilder
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy.exc import OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

import console.accounts.models
import console.audit.models
import console.dispatch.models
import console.documents.models
import console.dossiers.models
import console.forms.import_models
import console.forms.models
import console.imports.models
import console.jobs.models
import console.languages.models
import console.mailbox.models
import console.parties.models  # noqa: F401
from config import ROOT, Settings
from console.api import doors
from console.base import engines
from console.base.errors import ConfigurationError
from console.base.model import Model
from console.dispatch import service as outbox
from console.dispatch import wording
from console.dispatch.channels import channels_of
from console.documents import paper
from console.forms.companies import COMPANIES
from console.forms.registry import registry_of
from console.hooks.manager import Plugins, load
from console.institutions import fence, guard, policies, search
from console.institutions.scope import scoped_models
from console.institutions.sessions import accounts, db
from console.jobs import tasks
from console.jobs.declarations import TaskKind
from console.languages import speaking
from console.mailbox import counters
from console.shell import (
    console_views,
    frame,
    gate,
    headers,
    health,
    intake,
    logs,
    readiness,
    refusals,
    static_files,
    views,
    visiting,
    words,
)
from console.shell.boundary import Console
from console.shell.builder import ConsoleBuilder
from console.shell.forms import limits
from console.shell.forms.import_kinds import KINDS as SHEET_KINDS
from console.shell.security import ConsoleSecurity
from console.shell.users import invitations

TASK_KINDS: tuple[TaskKind, ...] = SHEET_KINDS
"""The long work that the worker can do."""
MAIL_TEMPLATES = invitations.TEMPLATES
"""The wording of what the console writes to people."""


def create_app(settings: Settings, *, serves: bool = True) -> Flask:
    """Give the console as a Flask application; raises `ConfigurationError` when it must not start like this.

    `serves` is false for the one command that prepares the database: it must run where serving is still refused.
    """
    plugins = load(settings.plugins)
    app = _flask(settings, plugins)
    _connect(app)
    with app.app_context():
        _observe(app, settings)
        limits.install(app)
        visiting.install(app)
        intake.install(app)
        CSRFProtect(app)
        builder = _appbuilder(app)
        _register_views(app, builder, plugins)
        doors.install(app, plugins)
        tasks.install(app, TASK_KINDS, words.bind_for_task)
        wording.install(app, MAIL_TEMPLATES, words.bind_for)
        outbox.install(app, channels_of(settings.mail, settings.sms, settings.outward, settings.data))
        speaking.wire(app)
        app.jinja_env.globals["frame"] = _Frame()
        if serves:
            _refuse_unbound_role()
    return app


def _flask(settings: Settings, plugins: Plugins) -> Flask:
    """Make the Flask object with everything our packages look up in it."""
    app = Console("console", root_path=str(ROOT / "console"), static_folder=None, template_folder=None)
    app.config.update(settings.flask())
    app.permanent_session_lifetime = timedelta(hours=settings.session_hours)
    app.url_map.converters["int"] = intake.RowNumber
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions.update(
        guichet_settings=settings,
        guichet_plugins=plugins,
        guichet_engines={},
        guichet_guards=gate.Guards(),
        guichet_menu=[],
        guichet_words={},
        guichet_crud={},
        guichet_forms=registry_of(plugins, [COMPANIES]),
        guichet_plain=set(),
        guichet_revisions={},
    )
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    return app


def _connect(app: Flask) -> None:
    """Connect the database with its transaction rules, scope, fence and search terms."""
    db.init_app(app)
    with app.app_context():
        engines.prepare(db.engine)
        tables = [model.__tablename__ for model in scoped_models(Model.registry)]
        fence.install(db.engine, fence.Fence(tables))
    guard.install()
    search.install()
    counters.install()
    app.teardown_appcontext(lambda _: accounts.remove())


def _refuse_unbound_role() -> None:
    """Refuse to serve with a PostgreSQL role that row-level security does not hold."""
    if db.engine.dialect.name != "postgresql":
        return
    try:
        reading = engines.options(engines.READ, db.engine.dialect.name)
        with db.engine.connect().execution_options(**reading) as connection:
            faults = policies.faults_of_role(connection)
    except OperationalError:
        return  # Without a database nothing is served either: pages and /readyz answer 503.
    finally:
        db.engine.dispose()  # A server may fork now: its workers must not share this connection.
    if faults:
        raise ConfigurationError(faults)


def _observe(app: Flask, settings: Settings) -> None:
    """Answer, log and count what happens, from the first line of a request to the last."""
    logs.install(app, settings)
    app.register_blueprint(static_files.blueprint())
    app.register_blueprint(paper.blueprint())
    static_files.install(app)
    health.install(app, settings)
    readiness.install(app)
    headers.install(app, settings)
    refusals.install(app)


def _appbuilder(app: Flask) -> AppBuilder:
    builder = ConsoleBuilder(
        security_manager_class=ConsoleSecurity, update_perms=False, indexview=console_views.Home
    )
    builder.init_app(app, db.session)
    return builder


def _register_views(app: Flask, builder: AppBuilder, plugins: Plugins) -> None:
    """Register the console's own pages, then those of each plugin in the order of what they require."""
    console_views.register(app, builder)
    for plugin in plugins:
        for declared in plugin.views:
            views.add_plugin_view(app, builder, plugin, declared)


class _Frame:
    """The frame as templates see it: looked up when a page asks, so that it knows who is there."""

    def __getattr__(self, name: str) -> object:
        return getattr(frame.frame(), name)

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
import console.accounts.policies
import console.accounts.terms
import console.api.models
import console.audit.models
import console.campaigns.models
import console.deadlines.models
import console.desk.models
import console.dispatch.models
import console.dispatch.webhook.models
import console.documents.models
import console.dossiers.document_models
import console.dossiers.models
import console.factors.models
import console.forms.import_models
import console.forms.models
import console.imports.models
import console.information.models
import console.insured.models
import console.jobs.models
import console.languages.models
import console.mailbox.models
import console.notices.models
import console.parties.models
import console.private.models
import console.proofs.models
import console.retention.models
import console.sso.models  # noqa: F401
from config import ROOT, Settings
from console.api import doors, news
from console.base import engines
from console.base.errors import ConfigurationError
from console.base.model import Model
from console.deadlines import service as deadlines
from console.dispatch import service as outbox
from console.dispatch import wording
from console.dispatch.channels import channels_of
from console.dispatch.webhook import service as webhooks
from console.documents import paper
from console.factors import sms as factor_sms
from console.forms.companies import COMPANIES
from console.forms.registry import registry_of
from console.hooks.manager import Plugins, load
from console.institutions import fence, guard, policies, search
from console.institutions.scope import scoped_models
from console.institutions.sessions import accounts, db
from console.insured import service as insured
from console.jobs import tasks
from console.jobs.declarations import TaskKind
from console.languages import speaking
from console.mailbox import counters, effects
from console.notices import service as notices
from console.notices import templates as notices_templates
from console.parties import references
from console.private import codes as private_codes
from console.proofs import service as proofs
from console.shell import (
    bodies,
    confirming,
    console_views,
    frame,
    gate,
    headers,
    health,
    intake,
    logs,
    password_mails,
    readiness,
    refusals,
    static_files,
    views,
    visiting,
    words,
)
from console.shell.boundary import Console
from console.shell.builder import ConsoleBuilder
from console.shell.campaigns.kinds import KINDS as CAMPAIGN_KINDS
from console.shell.deadlines import feed as deadline_feed
from console.shell.dispatch.again import KINDS as DISPATCH_KINDS
from console.shell.dossiers.print_task import KINDS as PRINT_KINDS
from console.shell.factors import mails as factor_mails
from console.shell.forms import limits
from console.shell.forms.import_kinds import KINDS as SHEET_KINDS
from console.shell.inbound import door as inbound_door
from console.shell.mailbox.actors import theme_title
from console.shell.retention.kinds import KINDS as RETENTION_KINDS
from console.shell.security import ConsoleSecurity
from console.shell.sso import machine as sso_machine
from console.shell.users import invitations

TASK_KINDS: tuple[TaskKind, ...] = (
    *SHEET_KINDS,
    *CAMPAIGN_KINDS,
    *PRINT_KINDS,
    *RETENTION_KINDS,
    *DISPATCH_KINDS,
)
"""The long work that the worker can do."""
MAIL_TEMPLATES = (
    *invitations.TEMPLATES,
    *notices_templates.TEMPLATES,
    *private_codes.TEMPLATES,
    *password_mails.TEMPLATES,
    *insured.TEMPLATES,
    factor_sms.TEMPLATE,
    *factor_mails.TEMPLATES,
    webhooks.STOPPED,
)
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
        bodies.install(app)
        limits.install(app)
        visiting.install(app)
        intake.install(app)
        CSRFProtect(app)
        builder = _appbuilder(app)
        _register_views(app, builder, plugins)
        doors.install(app, plugins)
        sso_machine.install(app)
        inbound_door.install(app)
        kinds = (*TASK_KINDS, *(kind for plugin in plugins for kind in plugin.tasks))
        tasks.install(app, kinds, words.bind_for_task)
        mails = (*MAIL_TEMPLATES, *(one for plugin in plugins for one in plugin.wordings))
        wording.install(app, mails, words.bind_for, theme_title)
        outbox.install(
            app,
            (
                *channels_of(settings.mail, settings.sms, settings.outward, settings.data),
                *(channel for plugin in plugins for channel in plugin.channels),
            ),
        )
        proofs.install(app, words.bind_for)
        proofs.listen()
        notices.install(app)
        news.install()
        deadlines.install()
        deadline_feed.install(app)
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
        guichet_outages={},
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
    insured.install()
    search.install()
    references.install()
    counters.install()
    effects.install()
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
    confirming.install(app)


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

"""The command group `guichet`: each command builds only what it needs."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from console.base.errors import ConfigurationError
from console.cli.access import access
from console.cli.institution_command import institution
from console.cli.journal_command import journal
from console.cli.keeping.commands import backup, restore
from console.cli.keys import key
from console.cli.languages_command import languages
from console.cli.mailbox_command import mailbox
from console.cli.plugin_commands import plugin_groups
from console.cli.secrets_command import secrets
from console.cli.simulate_command import simulate


class Group(click.Group):
    """Our commands, and a group for each plugin; prints configuration faults as lines, never as a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name our commands, then the plugins."""
        return [*super().list_commands(ctx), *sorted(plugin_groups())]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Give a command; ours come first, and nothing of a plugin is loaded here."""
        return super().get_command(ctx, name) or plugin_groups().get(name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit 2 with one line per configuration fault."""
        try:
            return super().invoke(ctx)
        except ConfigurationError as refused:
            for fault in refused.faults:
                click.echo(f"guichet: {fault}", err=True)
            sys.exit(2)


@click.group(cls=Group)
@click.version_option(package_name="guichet")
def guichet() -> None:
    """Admin console for social-insurance institutions."""


guichet.add_command(languages)
guichet.add_command(secrets)


@guichet.command()
def doctor() -> None:
    """Say what is right and what is not; ends with 1 when something is bad."""
    from console.cli.doctor import examine

    states = []
    for found in examine(os.environ):
        click.echo(f"{found.state:4}  {found.check:13}  {found.text}")
        states.append(found.state)
    sys.exit(1 if "bad" in states else 0)


@guichet.command()
@click.option("--json", "for_programs", is_flag=True, help="Print JSON, with the folder of each plugin.")
def plugins(for_programs: bool) -> None:
    """List the installed plugins: origin, hooks, and where they are enabled."""
    from config import settings_from
    from console.app import create_app
    from console.cli.plugins_command import as_json, as_table, installed

    found = installed(create_app(settings_from(os.environ)))
    for line in [as_json(found)] if for_programs else as_table(found):
        click.echo(line)


@guichet.command()
def docs() -> None:
    """Write the pages of docs/ that come from the code."""
    from console.cli.docs_command import write

    for file in write():
        click.echo(f"docs/{file.name}")


guichet.add_command(access)
guichet.add_command(backup)
guichet.add_command(institution)
guichet.add_command(journal)
guichet.add_command(key)
guichet.add_command(mailbox)
guichet.add_command(restore)
guichet.add_command(simulate)


@guichet.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the present schema, and write new roles and rights."""
    from config import settings_from
    from console.cli.upgrade_command import run

    for line in run(settings_from(os.environ)):
        click.echo(line)


@db.command()
@click.argument("owner")
@click.argument("message")
def revision(owner: str, message: str) -> None:
    """Write the migration of OWNER (console, or a plugin) to its models as they are now."""
    from config import settings_from
    from console.app import create_app
    from console.cli import revision_command

    app = create_app(settings_from(os.environ))
    if revision_command.write(app.extensions["guichet_plugins"], owner, message) is None:
        click.echo(f"{owner}: the tables are as the models say")


@guichet.command()
@click.option("--demo", is_flag=True, help="Make the demonstration institutions and people.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8080, show_default=True)
def run(demo: bool, host: str, port: int) -> None:
    """Prepare the database and serve the console, with the embedded worker."""
    from config import settings_from
    from console.cli import serving

    with serving.simulated(with_demo=demo) as beside:
        settings = settings_from({**beside.environment, **os.environ, "GUICHET_WORKER": "yes"})
        serving.prepare(settings, with_demo=demo, beside=beside)
        for line in serving.announce(host, port, with_demo=demo):
            click.echo(line)
        serving.serve(settings, host, port)


@guichet.command()
def worker() -> None:
    """Do scheduled and long work beside web processes, until told to end.

    Ends by itself with 75 when an upgrade has moved the database on: start the new version.
    """
    from config import settings_from
    from console.cli import serving

    sys.exit(75 if serving.work(settings_from(os.environ)) else 0)


@guichet.command()
def relay() -> None:
    """Keep the schedule and publish work where GUICHET_ENGINE=celery, until told to end; ends as `worker` does."""
    from config import settings_from
    from console.cli import serving

    settings = settings_from(os.environ)
    if settings.queue.engine != "celery":
        raise ConfigurationError(["a relay is needed with GUICHET_ENGINE=celery only: run guichet worker"])
    sys.exit(75 if serving.relay(settings) else 0)


@guichet.command()
@click.option("--demo", is_flag=True, help="Make the demonstration institutions and people.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8080, show_default=True)
def dev(demo: bool, host: str, port: int) -> None:
    """Serve the console for a developer: it starts again when a file changes."""
    from config import settings_from
    from console.cli import serving

    serving.develop(settings_from(os.environ), host, port, with_demo=demo)

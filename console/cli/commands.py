"""The command group `guichet`: each command builds only what it needs."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from console.base.errors import ConfigurationError


class Group(click.Group):
    """Prints configuration faults as lines, never as a traceback."""

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


@guichet.command()
@click.option("--demo", is_flag=True, help="Make the demonstration institutions and people.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8080, show_default=True)
def run(demo: bool, host: str, port: int) -> None:
    """Prepare the database and serve the console, with the embedded worker."""
    from config import settings_from
    from console.cli import serving

    settings = settings_from({**os.environ, "GUICHET_WORKER": "yes"})
    serving.prepare(settings, with_demo=demo)
    for line in serving.announce(host, port, with_demo=demo):
        click.echo(line)
    serving.serve(settings, host, port)

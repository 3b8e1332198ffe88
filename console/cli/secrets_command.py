"""`guichet secrets`: what the console keeps encrypted in its database."""

from __future__ import annotations

import os

import click


@click.group()
def secrets() -> None:
    """Look after what is kept encrypted."""


@secrets.command("reseal")
def reseal_command() -> None:
    """Encrypt everything anew after a change of GUICHET_SECRET_KEY, while the console is stopped.

    GUICHET_OLD_SECRET_KEY is the key before. All of it is changed or nothing, and it may be done again.
    """
    from config import settings_from
    from console.base.errors import ConfigurationError
    from console.cli.resealing import Keys, reseal_all

    settings, old = settings_from(os.environ), os.environ.get("GUICHET_OLD_SECRET_KEY", "")
    if not old:
        raise ConfigurationError(["GUICHET_OLD_SECRET_KEY must be the secret key that was used until now"])
    counts = reseal_all(settings.owner_url, Keys(old, settings.secret_key))
    for table, count in sorted(counts.items()):
        click.echo(f"{table}: {count}")
    click.echo("Everybody signs in again. Letters with unused codes for insured persons must be made anew.")

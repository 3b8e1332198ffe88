"""`guichet key`: keys with which other systems read the open API."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from console.hooks.manager import Plugins
    from console.institutions.models import Institution


@click.group()
def key() -> None:
    """Look after the keys of other systems."""


@key.command()
@click.option("--institution", required=True, help="Its number in the console, or its short name.")
@click.option("--plugin", required=True, help="The plugin whose collections it reads.")
@click.option("--name", required=True, help="Which system gets it.")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 3650))
def create(institution: str, plugin: str, name: str, days: int) -> None:
    """Make a key and show it, once."""
    from datetime import timedelta

    with _console() as (session, plugins):
        tenant = _institution(session, institution)
        if plugin not in plugins or not plugins[plugin].resources:
            raise click.ClickException(f"the plugin {plugin} is not installed, or offers nothing to read")
        made, secret = _made(tenant.id, plugin, name[:80], timedelta(days=days))
        click.echo(f"Key {made} for {tenant.short_name} reads {plugin} for {days} days. It is shown only now:")
        click.echo(secret)


@key.command("list")
@click.option("--institution", default="", help="Only the keys of this institution.")
def list_() -> None:
    """Show the keys, never the secrets."""

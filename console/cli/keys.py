"""`guichet key`: keys with which other systems read the open API."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from console.hooks.manager import Plugins


@click.group()
def key() -> None:
    """Look after the keys of other systems."""


@key.command()
@click.option("--institution", required=True, help="Its short name.")
@click.option("--plugin", required=True, help="The plugin whose collections it reads.")
@click.option("--name", required=True, help="Which system gets it.")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 3650))
def create(institution: str, plugin: str, name: str, days: int) -> None:
    """Make a key and show it, once."""
    from datetime import timedelta

    from console.accounts import keys
    from console.audit import service as audit
    from console.institutions.scope import Scope
    from console.institutions.sessions import acting

    with _console() as plugins:
        tenant = _institution(institution)
        if plugin not in plugins or not plugins[plugin].resources:
            raise click.ClickException(f"The plugin {plugin} is not installed, or offers nothing to read.")
        with acting(Scope((tenant,), purpose="command"), writes=True) as session:
            made, secret = keys.create(
                session,
                institution=tenant,
                plugin=plugin,
                name=name[:80],
                lasts=timedelta(days=days),
                created_by=audit.CONSOLE.name,
            )
            audit.record(
                session, "console.key.added", subject="console.key", subject_id=made.id, name=made.name
            )
            number = made.id
        click.echo(f"Key {number} reads {plugin} for {institution} during {days} days. Shown only now:")
        click.echo(secret)


@key.command("list")
@click.option("--institution", default="", help="Only the keys of this institution, by its short name.")
def show(institution: str) -> None:
    """Show the keys that there are, without their secrets."""
    from console.accounts import keys
    from console.institutions.sessions import accounts

    with _console():
        found = keys.every(accounts(), _institution(institution) if institution else None)
        for one in found:
            state = f"ended {one.ended_at:%Y-%m-%d}" if one.ended_at else f"until {one.expires_at:%Y-%m-%d}"
            used = f"{one.last_used:%Y-%m-%d %H:%M} UTC" if one.last_used else "never"
            click.echo(
                f"{one.id:>5}  {one.name}  institution {one.institution_id}  {one.plugin}  {state}  used {used}"
            )


@key.command()
@click.argument("number", type=int)
def end(number: int) -> None:
    """End a key: from the next request on it opens nothing."""
    from console.accounts import keys
    from console.audit import service as audit
    from console.base.errors import NotFound
    from console.institutions.scope import Scope
    from console.institutions.sessions import accounts, acting

    with _console():
        found = keys.find(accounts(), number)
        if found is None:
            raise click.ClickException(f"There is no key {number}.")
        scope, name = Scope((found.institution_id,), purpose="command"), found.name
        accounts.commit()
        try:
            with acting(scope, writes=True) as session:
                keys.end(session, number)
                audit.record(
                    session, "console.key.ended", subject="console.key", subject_id=number, name=name
                )
        except NotFound as fault:
            raise click.ClickException(str(fault)) from fault
        click.echo(f"Key {number} has ended.")


@contextmanager
def _console() -> Iterator[Plugins]:
    """Give the installed plugins, inside the application."""
    from config import settings_from
    from console.app import create_app

    app = create_app(settings_from(os.environ))
    with app.app_context():
        yield app.extensions["guichet_plugins"]


def _institution(short_name: str) -> int:
    """Give the key of an institution; a wrong name is answered with the right ones."""
    from sqlalchemy import select

    from console.institutions.models import Institution
    from console.institutions.sessions import accounts

    known = {row.short_name: row.id for row in accounts().scalars(select(Institution))}
    accounts.commit()
    if short_name not in known:
        raise click.ClickException(
            f"There is no institution {short_name}; there are: {', '.join(sorted(known))}."
        )
    return known[short_name]

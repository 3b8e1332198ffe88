"""`guichet key`: keys with which other systems use the open API."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from console.accounts.models import ApiKey
    from console.hooks.manager import Plugins


@click.group()
def key() -> None:
    """Look after the keys of other systems."""


@key.command()
@click.option("--institution", required=True, help="Its short name.")
@click.option("--plugin", required=True, help="The plugin it is for.")
@click.option("--name", required=True, help="Which system gets it.")
@click.option("--operation", "operations", multiple=True, help="What it may do; several times.")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 3650))
@click.option("--per-minute", default=600, show_default=True, type=click.IntRange(1, 60000))
def create(
    institution: str, plugin: str, name: str, operations: tuple[str, ...], days: int, per_minute: int
) -> None:
    """Make a key and show it, once."""
    from datetime import timedelta

    from console.accounts import keys
    from console.audit import service as audit

    with _console() as plugins:
        tenant, chosen = _institution(institution), _operations(plugins, plugin, operations)
        with _writing(tenant) as session:
            made, secret = keys.create(
                session,
                institution=tenant,
                plugin=plugin,
                name=name[:80],
                operations=chosen,
                lasts=timedelta(days=days),
                created_by=audit.CONSOLE.name,
                per_minute=per_minute,
            )
            audit.record(
                session, "console.key.added", subject="console.key", subject_id=made.id, name=made.name
            )
            number, client = made.id, made.client
        click.echo(f"Key {number} is for {plugin} of {institution} during {days} days: {', '.join(chosen)}.")
        click.echo(f"OAuth 2 client: {client}")
        click.echo("The key, shown only now:")
        click.echo(secret)


@key.command()
@click.argument("number", type=int)
@click.option(
    "--overlap-days",
    default=7,
    show_default=True,
    type=click.IntRange(0, 90),
    help="How long the old one goes on.",
)
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 3650))
def rotate(number: int, overlap_days: int, days: int) -> None:
    """Make a key that replaces another, which goes on for a while; show the new one, once."""
    from datetime import timedelta

    from console.accounts import keys
    from console.audit import service as audit

    with _console():
        with _changing(number) as (session, old):
            made, secret = keys.rotate(
                session,
                old,
                overlap=timedelta(days=overlap_days),
                lasts=timedelta(days=days),
                created_by=audit.CONSOLE.name,
            )
            audit.record(
                session, "console.key.rotated", subject="console.key", subject_id=made.id, name=made.name
            )
            told = f"Key {made.id} replaces key {number}, which goes on until {old.expires_at:%Y-%m-%d %H:%M} UTC."
        click.echo(told)
        click.echo("The key, shown only now:")
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
    """End a key: from the next request on it opens nothing, and neither do its tokens."""
    from console.accounts import keys
    from console.audit import service as audit

    with _console(), _changing(number) as (session, found):
        keys.end(session, number)
        audit.record(session, "console.key.ended", subject="console.key", subject_id=number, name=found.name)
    click.echo(f"Key {number} has ended.")


@contextmanager
def _console() -> Iterator[Plugins]:
    """Give the installed plugins, inside the application."""
    from config import settings_from
    from console.app import create_app

    app = create_app(settings_from(os.environ))
    with app.app_context():
        yield app.extensions["guichet_plugins"]


@contextmanager
def _writing(institution: int) -> Iterator[Session]:
    """Give a session in the scope of an institution, committed at the end."""
    from console.institutions.scope import Scope
    from console.institutions.sessions import acting

    with acting(Scope((institution,), purpose="command"), writes=True) as session:
        yield session


@contextmanager
def _changing(number: int) -> Iterator[tuple[Session, ApiKey]]:
    """Give a key to change, in the scope of its institution; one that no longer counts is answered in one line."""
    from console.accounts import keys
    from console.accounts.models import ApiKey
    from console.base.errors import NotFound
    from console.institutions.sessions import accounts

    found = keys.find(accounts(), number)
    accounts.commit()
    if found is None:
        raise click.ClickException(f"There is no key {number}.")
    try:
        with _writing(found.institution_id) as session:
            yield session, session.get_one(ApiKey, number)
    except NotFound as fault:
        raise click.ClickException(str(fault)) from fault


def _operations(plugins: Plugins, plugin: str, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Give what the key may do; a wrong word, and none, is answered with the right ones."""
    from console.accounts.operations import operations_of

    known = [one.code for one in operations_of(plugins[plugin])] if plugin in plugins else []
    if not known:
        raise click.ClickException(
            f"The plugin {plugin} is not installed, or offers nothing to other systems."
        )
    if unknown := [one for one in chosen if one not in known]:
        raise click.ClickException(f"There is no operation {unknown[0]}; there are: {', '.join(known)}.")
    if not chosen:
        raise click.ClickException(
            f"Say with --operation what the key may do; there are: {', '.join(known)}."
        )
    return chosen


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

"""`guichet access`: lets a locked-out administrator in again."""

from __future__ import annotations

import os

import click


@click.group()
def access() -> None:
    """Look after who administers, and let a locked-out administrator in again."""


@access.command("list")
def show() -> None:
    """Show the administrators of each institution: their state, second factors and last sign-in."""
    from config import settings_from
    from console.app import create_app
    from console.cli import recovering

    with create_app(settings_from(os.environ)).app_context():
        for line in recovering.listed():
            click.echo(line)


@access.command()
@click.argument("username")
def recover(username: str) -> None:
    """Let the administrator USERNAME in again: a one-time link is printed, her second factors are removed.

    Her sign-ins end. The journal of each of her institutions says so, and all administrators are told by e-mail.
    """
    from config import settings_from
    from console.app import create_app
    from console.base.errors import ConsoleError
    from console.cli import recovering

    settings = settings_from(os.environ)
    with create_app(settings).app_context():
        try:
            done = recovering.recover(settings, username)
        except ConsoleError as fault:
            raise click.ClickException(str(fault)) from fault
        click.echo(f"{done.name} chooses a new password with this link. It works once, for one hour:")
        click.echo(done.link)
        click.echo(f"Removed second factors: {done.factors}. Ended sign-ins: {done.sign_ins}.")
        click.echo(f"Written into the journal of: {', '.join(done.institutions)}.")
        if done.told:
            click.echo(f"Told by e-mail: {', '.join(done.told)}.")
        else:
            click.echo("No e-mails leave here: tell the other administrators yourself.")

"""`guichet institution`: makes institutions, real ones and those for practice."""

from __future__ import annotations

import os

import click


@click.group()
def institution() -> None:
    """Look after the institutions of this installation."""


@institution.command()
@click.argument("name")
@click.option("--short-name", required=True, help="At most 24 letters: stands in the corner of every page.")
@click.option(
    "--kind",
    required=True,
    type=click.Choice(["compensation_fund", "cpas", "gateway", "other"]),
    help="What it is.",
)
@click.option("--country", required=True, type=click.Choice(["CH", "BE", "FR"]), help="Where it works.")
@click.option("--languages", required=True, help="In order of preference: fr,de.")
@click.option("--number", default="", help="Its official number.")
@click.option("--administrator", required=True, help="The user name of its first administrator.")
@click.option("--first-name", required=True, help="Of the administrator.")
@click.option("--last-name", required=True, help="Of the administrator.")
@click.option("--email", required=True, help="Of the administrator; who has an account already keeps it.")
@click.option(
    "--practice", is_flag=True, help="Nothing in it has a legal effect, and it sends to simulators only."
)
def create(
    name: str,
    short_name: str,
    kind: str,
    country: str,
    languages: str,
    number: str,
    administrator: str,
    first_name: str,
    last_name: str,
    email: str,
    practice: bool,
) -> None:
    """Make the institution NAME, and print a link for its first administrator."""
    from config import settings_from
    from console.accounts.service import Person
    from console.app import create_app
    from console.base.errors import ConsoleError
    from console.cli import founding

    spoken = tuple(one.strip() for one in languages.split(","))
    wanted = founding.Founding(name.strip(), short_name.strip(), kind, country, spoken, number, practice)
    person = Person(administrator, first_name, last_name, email, spoken[0])
    with create_app(settings_from(os.environ)).app_context():
        try:
            link = founding.found(wanted, person)
        except ConsoleError as fault:
            raise click.ClickException(str(fault)) from fault
        click.echo(f"{name} is made{' for practice' if practice else ''}; no module is switched on yet.")
        click.echo(f"{first_name} {last_name} becomes its administrator with this link, which works once:")
        click.echo(link)


@institution.command("list")
def show() -> None:
    """Show the institutions."""
    from config import settings_from
    from console.app import create_app
    from console.cli import founding

    with create_app(settings_from(os.environ)).app_context():
        for line in founding.listed():
            click.echo(line)

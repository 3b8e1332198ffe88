"""`guichet languages`: from the texts of the console and all installed plugins to complete catalogues."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.base.errors import ConfigurationError

if TYPE_CHECKING:
    from flask import Flask

    from console.languages.entries import Owner
    from console.languages.queries import Brought


@click.group()
def languages() -> None:
    """Look after the texts in French, German and Dutch."""


_owners = click.argument("owner", nargs=-1)


@languages.command()
@_owners
def extract(owner: tuple[str, ...]) -> None:
    """Write the template (messages.pot) of all texts in the sources."""
    from console.languages import workflow

    for one in owners(owner):
        click.echo(f"{one.name}: {_shown(workflow.extract(one))}")


@languages.command()
@_owners
def update(owner: tuple[str, ...]) -> None:
    """Bring the catalogues up to the sources."""
    from console.languages import workflow

    for one in owners(owner):
        changed = workflow.update(one)
        for path in changed:
            click.echo(f"{one.name}: {_shown(path)}")
        if not changed:
            click.echo(f"{one.name}: up to date")


@languages.command("compile")
@_owners
def compile_catalogues(owner: tuple[str, ...]) -> None:
    """Write the compiled catalogues (messages.mo), which make the first page quicker."""
    from console.languages import workflow

    for one in owners(owner):
        for path in workflow.compile_all(one):
            click.echo(f"{one.name}: {_shown(path)}")


@languages.command()
@_owners
def check(owner: tuple[str, ...]) -> None:
    """Say what is missing or wrong in the catalogues; exit 1 when anything is."""
    from console.languages import workflow

    findings = [finding for one in owners(owner) for finding in workflow.check(one)]
    for one in findings:
        click.echo(f"{one.owner} {one.language}: {one.msgid!r}: {one.flaw}")
    if findings:
        click.echo(f"{len(findings)} to mend", err=True)
        sys.exit(1)
    click.echo("complete and right")


@languages.command()
@_owners
def report(owner: tuple[str, ...]) -> None:
    """Say how far each catalogue is translated."""
    from console.languages import workflow

    for one in workflow.report(owners(owner)):
        click.echo(
            f"{one.owner:12} {one.language}  {one.translated:5} of {one.total:5}"
            f"  missing {one.missing}  to check {one.fuzzy}"
        )


@languages.command()
@click.argument("institution")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def own(institution: str, folder: Path) -> None:
    """Write an institution's own texts, as .po files, into a folder: for a release that ships them.

    INSTITUTION is its short name.
    """
    from config import settings_from
    from console.app import create_app

    written = 0
    for path, data in own_texts(create_app(settings_from(os.environ)), institution):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        click.echo(str(target))
        written += 1
    if not written:
        click.echo(f"{institution} has no texts of its own")


def owners(names: Sequence[str] = ()) -> list[Owner]:
    """Give the console and all installed plugins, or those named.

    Raises `ConfigurationError` for a plugin that cannot be loaded, or a name that nobody has.
    """
    from console.hooks.manager import load
    from console.languages.workflow import console_owner, plugin_owner

    found = [console_owner()]
    found += [plugin_owner(p.name, Path(import_module(p.package).__path__[0])) for p in load()]
    known = [one.name for one in found]
    if unknown := [name for name in names if name not in known]:
        raise ConfigurationError([f"{name} brings no texts (known: {', '.join(known)})" for name in unknown])
    return [one for one in found if not names or one.name in names]


def own_texts(app: Flask, short_name: str) -> Iterator[tuple[Path, bytes]]:
    """Give an institution's own texts as .po files, each with its place in a folder.

    Raises `ConfigurationError` when there is no such institution, or its name is not unique.
    """
    from sqlalchemy import select

    from console.institutions.models import Institution
    from console.institutions.scope import Scope
    from console.institutions.sessions import accounts, acting
    from console.languages.catalogues import LANGUAGES
    from console.languages.exchange import write_po
    from console.languages.queries import wordings

    with app.app_context():
        rows = accounts().execute(select(Institution.id, Institution.short_name, Institution.country)).all()
        found = [row for row in rows if row.short_name == short_name]
        if len(found) != 1:
            names = ", ".join(sorted(row.short_name for row in rows))
            raise ConfigurationError(
                [f"{short_name} is not the short name of one institution (there are: {names})"]
            )
        with acting(Scope((found[0].id,), purpose="languages own")) as session:
            for brought in _brought(app):
                for language in LANGUAGES:
                    texts = wordings(session, brought, language, found[0].country)
                    said = [one.entry for one in texts if one.own]
                    if said:
                        path = Path(brought.owner) / language / "LC_MESSAGES" / "messages.po"
                        yield path, write_po(brought.owner, language, said)


def _brought(app: Flask) -> list[Brought]:
    from console.languages.queries import Brought
    from console.shell.words import folder_of

    names = ["console", *(plugin.name for plugin in app.extensions["guichet_plugins"])]
    return [Brought(name, folder_of(name)) for name in names]


def _shown(path: Path) -> str:
    """Give a path as short as it can be written from here."""
    return os.path.relpath(path)

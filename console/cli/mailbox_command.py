"""`guichet mailbox`: looks after the counted folders."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from console.mailbox.service import Difference


@click.group()
def mailbox() -> None:
    """Look after the mailbox."""


@mailbox.command()
@click.option("--repair", is_flag=True, help="Set the counters to what the lists say.")
def check(repair: bool) -> None:
    """Compare the counted folders with the lists, in every institution; ends with 1 when some stay wrong."""
    wrong = 0
    for name, found in _compare(repair):
        wrong += len(found)
        for one in found:
            company = f"company {one.key.company}" if one.key.company else "the desk"
            place = " ".join(filter(None, (one.key.theme, one.key.type, one.key.folder, one.key.year)))
            click.echo(f"{name}, {company}: {place}: counted {one.counted}, listed {one.listed}")
        if not found:
            click.echo(f"{name}: all counters are as the lists say")
    if wrong and repair:
        click.echo(f"set right: {wrong}")
    sys.exit(1 if wrong and not repair else 0)


def _compare(repair: bool) -> Iterator[tuple[str, list[Difference]]]:
    from sqlalchemy import select

    from config import settings_from
    from console.app import create_app
    from console.institutions.models import Institution
    from console.institutions.scope import Scope
    from console.institutions.sessions import accounts, acting
    from console.mailbox import service

    with create_app(settings_from(os.environ)).app_context():
        institutions = accounts().execute(select(Institution.id, Institution.short_name)).all()
        accounts().rollback()
        for key, name in institutions:
            with acting(Scope((key,), purpose="command"), writes=repair) as session:
                yield name, service.repair(session) if repair else service.differences(session)

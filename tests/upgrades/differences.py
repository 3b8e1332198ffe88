"""What autogenerate would still change, per owner: nothing after an upgrade. Run as a module it prints the lines."""

from __future__ import annotations

import os

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from config import settings_from
from console.app import create_app
from console.base.model import Model
from console.hooks.owners import owners


def differences(app: Flask, url: str) -> list[str]:
    """Give one line per difference between the tables of a database and the models of their owners."""
    engine = create_engine(url, poolclass=NullPool)
    found = []
    with engine.connect() as connection:
        for owner in owners(app.extensions["guichet_plugins"]):
            context = MigrationContext.configure(
                connection,
                opts={
                    "include_name": owner.owns,
                    "include_object": lambda _thing, name, kind, _reflected, _to, owner=owner: (
                        kind != "table" or owner.owns(name, kind, {})
                    ),
                    "compare_type": True,
                },
            )
            found += [f"{owner.name}: {change}" for change in compare_metadata(context, Model.metadata)]
    engine.dispose()
    return found


if __name__ == "__main__":
    settings = settings_from(os.environ)
    for line in differences(create_app(settings), settings.owner_url):
        print(line)

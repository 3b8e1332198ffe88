"""`guichet db upgrade`: schema, roles and rights in one transaction."""

from __future__ import annotations

from collections.abc import Iterator

from config import Settings
from console.app import create_app
from console.cli import rights, upgrading
from console.hooks.manager import Plugins
from console.hooks.owners import owners


def run(settings: Settings) -> Iterator[str]:
    """Upgrade and give one line per owner."""
    app = create_app(settings, serves=False)
    plugins: Plugins = app.extensions["guichet_plugins"]
    reached = upgrading.upgrade(
        settings.owner_url,
        settings.database_url,
        owners(plugins),
        then=lambda connection: rights.write(connection, plugins),
    )
    for version in reached:
        yield f"{version.owner}: {version.present}"

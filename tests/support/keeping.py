"""Empty machines beside a house, to restore backups into."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from config import Settings
from console.app import create_app
from console.cli.commands import guichet
from console.institutions.sessions import db
from tests.conftest import settings_for
from tests.console.cli.test_doctor import environment
from tests.support.house import House

PASSPHRASE = "a passphrase of the tests"


@contextmanager
def empty_machine(house: House, folder: Path, server: Callable[[], Any], **more: str) -> Iterator[Settings]:
    """Give the settings of a machine with an empty database like that of the house, and an empty data folder."""
    name = f"empty_{uuid.uuid4().hex[:12]}"
    if house.settings.database_url.startswith("sqlite"):
        yield settings_for(f"sqlite:///{folder / name / 'guichet.sqlite'}", folder / name, **more)
        return
    postgresql = server()
    postgresql.create(name)
    yield settings_for(postgresql.app_url(name), folder / name, postgresql.owner_url(name), **more)
    postgresql.drop(name)


def command(settings: Settings, *words: str | Path, **more: str) -> Result:
    """Run a command on the machine with these settings, the passphrase at hand."""
    known = {**environment(settings), "GUICHET_BACKUP_PASSPHRASE": PASSPHRASE, **more}
    done = CliRunner().invoke(guichet, [str(word) for word in words], env=known)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@contextmanager
def opened(settings: Settings) -> Iterator[House]:
    """Give the console on a machine."""
    app = create_app(settings)
    try:
        yield House(app, settings)
    finally:
        with app.app_context():
            db.engine.dispose()

"""Makes a console out of a set, on a machine that has none.

Everything is checked before anything is written. Rows come first, then files, and last, in one transaction, the upgrade
to this version, the rights, and what `settling` ends and holds. Until that transaction the database is marked, and no
page and no worker touches it; a restore that broke off is given the same set again.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from config import Settings
from console.app import create_app
from console.base.errors import ConfigurationError
from console.cli import rights, upgrading
from console.cli.keeping import locking, settling, targets
from console.cli.keeping.manifest import Manifest, mark_of
from console.cli.keeping.putting import putting
from console.cli.keeping.sets import Inspected, each
from console.cli.keeping.settling import Settled
from console.cli.keeping.targets import Target, target_of
from console.documents.files import Store, StoreFailed
from console.documents.service import store_of
from console.hooks.manager import Plugins, load
from console.hooks.owners import owners


@dataclass(frozen=True)
class Asked:
    """What the command was told."""

    passphrase: str | None
    own_key: bool
    """Whether the secret key lies in the data folder, to be replaced by that of the set."""
    any_key: bool = False
    """Whether to restore although what is sealed in it cannot be opened with the key of this machine."""
    files_are_there: bool = False
    """Whether the files lie in the store already, such as in a bucket that survived."""


def restore(settings: Settings, file: Path, found: Inspected, asked: Asked) -> Settled:
    """Restore an inspected set; raises `ConfigurationError`, and then the console is not in service."""
    manifest, target, store = found.manifest, target_of(settings.owner_url), store_of(settings)
    _check_fit(settings, manifest, target)
    key = _key(settings, found, asked)
    goes_on = target.is_begun(manifest)
    if not (goes_on or asked.files_are_there or _is_empty(store)):
        raise ConfigurationError(
            ["there are files already where this console keeps them: restore into an empty place"]
        )

    needs_rows = target.begin(manifest)
    with _stored(), putting(store) as put:
        each(file, target.load if needs_rows else lambda _stream: None, put)
    if needs_rows:
        targets.check_counts(target.url, manifest)
    if asked.own_key:
        _keep_key(settings.data, key)
    return _finish(replace(settings, secret_key=key), manifest, target)


def unlocked(found: Inspected, passphrase: str) -> str:
    """Give the secret key in a set; raises `ConfigurationError`."""
    if found.keys is None:
        raise ConfigurationError(
            ["this backup was taken without the key: it lies where you keep it yourself"]
        )
    try:
        return locking.unlock(found.keys, passphrase, found.text)
    except locking.WrongPassphrase:
        raise ConfigurationError(
            ["the passphrase is another one, or the backup was changed since it was taken"]
        ) from None


def _check_fit(settings: Settings, manifest: Manifest, target: Target) -> None:
    """Raise unless this version and this database can take the rows."""
    if manifest.database != target.kind:
        raise ConfigurationError(
            [f"the rows are of {manifest.database}, and DATABASE_URL names {target.kind}"]
        )
    known = {owner.name: owner for owner in owners(load(settings.plugins))}
    faults = []
    for name, head in manifest.rows.heads.items():
        if name not in known:
            faults.append(f"the backup has rows of the plugin {name}: install it first")
        elif head not in known[name].revisions:
            faults.append(
                f"the backup is of a newer version ({name} {head}): install that of {manifest.console}"
            )
    if faults:
        raise ConfigurationError(faults)


def _key(settings: Settings, found: Inspected, asked: Asked) -> str:
    """Give the secret key with which the restored console will work."""
    key = settings.secret_key if asked.passphrase is None else unlocked(found, asked.passphrase)
    if asked.own_key and asked.passphrase is not None:
        return key
    if mark_of(settings.secret_key) == found.manifest.key_mark or asked.any_key:
        return settings.secret_key
    raise ConfigurationError(
        [
            "this machine has another secret key than the console that was kept, so that second factors and other "
            "sealed secrets could not be opened: set GUICHET_SECRET_KEY to that one (guichet restore --key-to takes it "
            "out of the backup), or say --any-key to do without them"
        ]
    )


def _is_empty(store: Store) -> bool:
    with _stored():
        return store.is_empty()


@contextmanager
def _stored() -> Iterator[None]:
    try:
        yield
    except StoreFailed as fault:
        raise ConfigurationError([f"the files cannot be stored: {fault}"]) from fault


def _keep_key(data: Path, key: str) -> None:
    """Put the key where a console without GUICHET_SECRET_KEY looks for it."""
    made = data / f"secret.{secrets.token_hex(4)}"
    made.touch(mode=0o600)
    made.write_text(key)
    made.replace(data / "secret")


def _finish(settings: Settings, manifest: Manifest, target: Target) -> Settled:
    """Bring the rows to this version, settle them, and show them: one transaction."""
    app = create_app(replace(settings, database_url=target.url), serves=False)
    plugins: Plugins = app.extensions["guichet_plugins"]
    settled: list[Settled] = []

    def last(connection: Connection) -> None:
        rights.write(connection, plugins)
        settled.append(settling.settle(app, connection, manifest))
        target.finish(connection)

    upgrading.upgrade(target.url, settings.database_url, owners(plugins), then=last)
    target.show()
    return settled[0]

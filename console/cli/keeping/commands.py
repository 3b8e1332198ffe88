"""`guichet backup` and `guichet restore`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from console.cli.keeping.manifest import Manifest
    from console.cli.keeping.settling import Settled

PASSPHRASE = "GUICHET_BACKUP_PASSPHRASE"  # noqa: S105
_FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@_FILE
@click.option("--without-keys", is_flag=True, help="Leave the secret key out: you keep it elsewhere.")
@click.option("--verify", is_flag=True, help="Only read FILE and compare it with what it says of itself.")
def backup(file: Path, without_keys: bool, verify: bool) -> None:
    """Keep rows, files and the secret key as one consistent set in FILE, while everybody goes on working.

    The key is in it only under a passphrase: GUICHET_BACKUP_PASSPHRASE, or asked for. Ends with 1 when files were lost
    before already.
    """
    from config import settings_from
    from console.cli.keeping import sets, taking

    if verify:
        for told in _described(_inspected(file, asks=False)):
            click.echo(told)
        click.echo(f"{file} is sound")
        return
    passphrase = None if without_keys else _new_passphrase()
    taken = taking.take(settings_from(os.environ), file, passphrase)
    sets.inspect(file)
    for told in _described(taken.manifest):
        click.echo(told)
    click.echo(f"{file}: {taken.size:,} bytes, read back and sound")
    sys.exit(1 if taken.manifest.files.missing else 0)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--without-keys", is_flag=True, help="The secret key is on this machine already.")
@click.option("--any-key", is_flag=True, help="Restore although sealed secrets cannot be opened any more.")
@click.option("--files-are-there", is_flag=True, help="The files lie in the store already, such as a bucket.")
@click.option(
    "--key-to", type=click.Path(path_type=Path), help="Only write the secret key of FILE into a new file."
)
@click.option("--release", is_flag=True, help="Let the channels go that a restore has stopped.")
@click.option("--institution", help="With --release: of this institution alone, by its short name.")
@click.option("--channel", help="With --release: this channel alone.")
def restore(
    file: Path | None,
    without_keys: bool,
    any_key: bool,
    files_are_there: bool,
    key_to: Path | None,
    release: bool,
    institution: str | None,
    channel: str | None,
) -> None:
    """Make a console out of FILE on a machine that has none: an empty database, no files.

    All of FILE is checked before anything is written. Afterwards every channel is stopped: what waits in the backup
    may have left since. Look, then let go with --release or on the page of the channel.
    """
    if release:
        _release(institution, channel)
        return
    if file is None or institution or channel:
        raise click.UsageError("name the backup, or say --release with what is to be let go")
    if key_to is not None:
        _write_key(file, key_to)
        return
    _restore(file, without_keys, any_key, files_are_there)


def _restore(file: Path, without_keys: bool, any_key: bool, files_are_there: bool) -> None:
    from config import settings_from
    from console.cli.keeping import restoring, sets

    settings = settings_from(os.environ)
    found = sets.inspect(file)
    passphrase = _passphrase() if found.manifest.has_keys and not (without_keys or any_key) else None
    asked = restoring.Asked(passphrase, not os.environ.get("GUICHET_SECRET_KEY"), any_key, files_are_there)
    settled = restoring.restore(settings, file, found, asked)
    for told in [*_described(found.manifest), *_settled(settled)]:
        click.echo(told)


def _release(institution: str | None, channel: str | None) -> None:
    from config import settings_from
    from console.app import create_app
    from console.cli.keeping.releasing import release
    from console.institutions.sessions import db

    with create_app(settings_from(os.environ)).app_context():
        try:
            for told in release(institution, channel):
                click.echo(f"let go: {told}")
        finally:
            db.engine.dispose()


def _write_key(file: Path, target: Path) -> None:
    from console.cli.keeping import restoring, sets

    key = restoring.unlocked(sets.inspect(file), _passphrase())
    try:
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(key)
    except OSError as fault:
        raise click.UsageError(f"{target} cannot be written: {fault.strerror}") from fault
    click.echo(f"{target}: the secret key, for GUICHET_SECRET_KEY; readable for you only")


def _inspected(file: Path, *, asks: bool) -> Manifest:
    """Read a set; with a passphrase at hand its key is opened too."""
    from console.cli.keeping import restoring, sets

    found = sets.inspect(file)
    if found.keys is not None and (asks or os.environ.get(PASSPHRASE)):
        restoring.unlocked(found, _passphrase())
    return found.manifest


def _described(manifest: Manifest) -> Iterator[str]:
    rows, files = manifest.rows, manifest.files
    heads = ", ".join(f"{owner} {head}" for owner, head in rows.heads.items())
    yield f"backup of {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC by Guichet {manifest.console}: {heads}"
    yield f"rows: {sum(rows.tables.values()):,} in {len(rows.tables)} tables, {manifest.database} {manifest.server}"
    yield f"files: {files.count:,}, {files.size:,} bytes"
    yield from (f"lost before it was taken: the file {one}" for one in files.missing)
    yield "secret key: in it, under its passphrase" if manifest.has_keys else "secret key: not in it"


def _settled(settled: Settled) -> Iterator[str]:
    yield f"ended: {settled.ended} sign-ins, links and codes, which may have ended since; everybody signs in anew"
    if settled.given_up:
        yield f"given up: {settled.given_up} letters whose link or code has ended with that; make new ones"
    for one in settled.held:
        yield f"stopped: {one.channel} of {one.institution}, waiting: {one.waiting}"
    yield "Look which of the waiting ones had left already, then let go: guichet restore --release"
    yield "As they were then, so end again whatever was ended since: people, rights, passwords, second factors and"
    yield "what was erased on request. These API keys work:"
    yield from (f"  {one}" for one in settled.keys or ("none",))
    yield "Heads of the journals that were noted later do not fit any more: guichet journal verify prints the new ones"


def _new_passphrase() -> str:
    from console.base.errors import ConfigurationError
    from console.cli.keeping.locking import SHORTEST

    given = _passphrase(confirm=True)
    if len(given) < SHORTEST:
        raise ConfigurationError(
            [f"the passphrase needs at least {SHORTEST} signs: whoever finds the file can try many"]
        )
    return given


def _passphrase(*, confirm: bool = False) -> str:
    from console.base.errors import ConfigurationError

    given = os.environ.get(PASSPHRASE, "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise ConfigurationError(
            [
                f"{PASSPHRASE} must hold the passphrase, or say --without-keys and keep the secret key elsewhere"
            ]
        )
    typed: str = click.prompt("Passphrase of the backup", hide_input=True, confirmation_prompt=confirm)
    return typed

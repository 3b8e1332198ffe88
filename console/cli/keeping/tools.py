"""PostgreSQL's own programs for dumps, of the very version of the server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import URL

from console.base.errors import ConfigurationError

_DEBIAN = Path("/usr/lib/postgresql")


def program(name: str, version: int) -> str:
    """Find `pg_dump` or `pg_restore` of a server's version; raises `ConfigurationError` when there is none.

    A newer one would write what the server does not read back, an older one refuses.
    """
    places = [shutil.which(name), str(_DEBIAN / str(version) / "bin" / name)]
    found = {place: _version(place) for place in places if place and Path(place).exists()}
    for place, theirs in found.items():
        if theirs == version:
            return place
    told = ", ".join(f"{place} is of {theirs or 'an unknown version'}" for place, theirs in found.items())
    raise ConfigurationError(
        [
            f"this needs {name} of PostgreSQL {version}, as the server is ({told or 'there is none here'}): "
            f"install the package postgresql-client-{version}, or put the program on the PATH"
        ]
    )


def dump(url: URL, version: int, snapshot: str, target: Path) -> None:
    """Dump a database as one of its snapshots shows it; raises `ConfigurationError` with what pg_dump says."""
    with target.open("wb") as stream:
        command = [program("pg_dump", version), "--format=custom", "--no-owner", "--no-privileges"]
        command += [f"--snapshot={snapshot}", f"--dbname={_conninfo(url)}"]
        done = subprocess.run(  # noqa: S603
            command, stdout=stream, stderr=subprocess.PIPE, env=_environment(url), check=False
        )
    if done.returncode:
        raise _failed("pg_dump", done.stderr)


@contextmanager
def restoring(url: URL, version: int) -> Iterator[IO[bytes]]:
    """Give where to write a dump; all of it is restored in one transaction, or nothing."""
    command = [program("pg_restore", version), "--no-owner", "--no-privileges", "--single-transaction"]
    command += ["--exit-on-error", f"--dbname={_conninfo(url)}"]
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment(url)
    ) as process:
        assert process.stdin is not None  # noqa: S101
        assert process.stderr is not None  # noqa: S101
        try:
            yield process.stdin
            process.stdin.close()
        except BrokenPipeError:
            pass  # It has ended; what it says is told below.
        except BaseException:
            process.kill()
            raise
        said = process.stderr.read()
    if process.returncode:
        raise _failed("pg_restore", said)


def _conninfo(url: URL) -> str:
    """Give how to reach a database, without the password: the list of processes shows arguments to everybody."""
    facts: dict[str, Any] = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database}
    given = {key: value for key, value in facts.items() if value is not None}
    return make_conninfo("", **{**url.query, **given})


def _environment(url: URL) -> Mapping[str, str]:
    return os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})


def _version(place: str) -> int:
    said = subprocess.run([place, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"\d+", said.stdout)
    return int(found[0]) if found else 0


def _failed(name: str, said: bytes) -> ConfigurationError:
    lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
    return ConfigurationError(
        [f"{name} did not get through: {' '.join(lines[:3])[:500] or 'it says nothing'}"]
    )

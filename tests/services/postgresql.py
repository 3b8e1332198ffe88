"""PostgreSQL 15 or later for one test run: one server, two roles, and databases named by worker."""

import os
import pwd
import re
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.services.machine import Missing, install_packages, server_user
from tests.services.run import Run

OLDEST = 15
OWNER = "guichet_owner"
APPLICATION = "guichet_app"
SUPERUSER = "postgres"
# What an operator does once for a new database: the owner migrates, the application reads and writes rows and
# owns nothing. It is written into template1, so that every database made later begins with it.
ROLES = f"""
CREATE ROLE {OWNER} LOGIN PASSWORD {{password}};
CREATE ROLE {APPLICATION} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD {{password}};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APPLICATION};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE, SELECT ON SEQUENCES TO {APPLICATION};
"""


@dataclass(frozen=True)
class PostgreSQL:
    """The run's server as one worker sees it: ``dbname`` below is short, the worker's name is added to it."""

    port: int
    password: str
    worker: str

    def owner_url(self, dbname: str) -> str:
        """Give the SQLAlchemy URL for migrations."""
        return self._url(OWNER, dbname)

    def app_url(self, dbname: str) -> str:
        """Give the SQLAlchemy URL of the application, which row-level security binds."""
        return self._url(APPLICATION, dbname)

    def create(self, dbname: str, template: str | None = None) -> None:
        """Make a database of the owner role, empty or as a copy of one made before (about 40 ms in memory).

        Nobody may be connected to the template: dispose of its engines first.
        """
        source = self._name(template) if template else "template1"
        # Copied as files, it takes a third of the time of a copy through the log.
        statement = "CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY"
        self._administer(statement, self._name(dbname), OWNER, source)

    def drop(self, dbname: str) -> None:
        """Remove a database if it exists, closing the connections that are still open."""
        self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", self._name(dbname))

    def _name(self, dbname: str) -> str:
        return f"{dbname}_{self.worker}"

    def _url(self, role: str, dbname: str) -> str:
        return f"postgresql+psycopg://{role}:{self.password}@127.0.0.1:{self.port}/{self._name(dbname)}"

    def do(self, statement: str) -> None:
        """Run a statement as the server's administrator."""
        with _connect(self.port, self.password) as connection:
            connection.execute(sql.SQL(statement))  # type: ignore[arg-type]

    def answers(self) -> bool:
        """Say whether the server takes connections."""
        return _answers(self.port, self.password)

    def _administer(self, statement: str, *names: str) -> None:
        with _connect(self.port, self.password) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def start(run: Run, *, durable: bool = False) -> PostgreSQL:
    """Give the run's server, started by the first worker that asks; Missing when this machine has none.

    A `durable` one waits for the disk at every commit, as in production.
    """
    facts = run.once("postgresql", lambda: _start(run, durable))
    return PostgreSQL(int(facts["port"]), facts["password"], run.worker)


def _start(run: Run, durable: bool) -> dict[str, str]:
    programs = _find() or _install()
    user, password = server_user(), secrets.token_hex(16)
    folder = run.home / "postgresql"
    folder.mkdir(mode=0o700)
    (folder / "password").write_text(password)
    if user:
        shutil.chown(folder, user.pw_uid)
        shutil.chown(folder / "password", user.pw_uid)
    _initialise(programs, folder, user)

    def command(port: int) -> list[str]:
        return command_of(programs, port, durable=durable)

    # SIGINT is PostgreSQL's fast shutdown: it does not wait for the clients.
    name = user.pw_name if user else ""
    port = run.serve("postgresql", command, lambda port: _answers(port, password), stop="SIGINT", user=name)
    with _connect(port, password, "template1") as connection:
        connection.execute(sql.SQL(ROLES).format(password=sql.Literal(password)))
    return {"port": str(port), "password": password, "programs": str(programs)}


def command_of(programs: Path, port: int, *, durable: bool) -> list[str]:
    """Give how the server is started in the run's folder for it."""
    # No fsync and the log as small as it gets: the data are thrown away, nothing has to survive a power cut.
    settings = (
        f"fsync={'on' if durable else 'off'}",
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=200",
        "shared_buffers=256MB",
        "full_page_writes=off",
        "wal_level=minimal",
        "max_wal_senders=0",
        "max_wal_size=4GB",
        "checkpoint_timeout=1d",
        # Its workers look into every new database, and hold up the next copy; what lasts longer needs them.
        f"autovacuum={'on' if durable else 'off'}",
    )
    return [str(programs / "postgres"), "-D", "data", "-p", str(port), *(f"-c{line}" for line in settings)]


def _find() -> Path | None:
    """Find the folder of a PostgreSQL that is new enough: on PATH, then in Debian's folders, newest first."""
    debian = Path("/usr/lib/postgresql")
    newest_first = sorted(debian.glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    return next((folder for folder in [*folders, *newest_first] if _version(folder) >= OLDEST), None)


def _version(folder: Path) -> int:
    try:
        answer = subprocess.check_output([folder / "postgres", "--version"], text=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\d+", answer)
    return int(number[0]) if number else 0


def _install() -> Path:
    install_packages("postgresql")
    if programs := _find():
        return programs
    raise Missing(f"this machine's packages have no PostgreSQL {OLDEST} or later")


def _initialise(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    # ICU's order: under "C" a LIKE could use plain indexes, and the tests of query plans would prove nothing.
    command: list[str | Path] = [
        programs / "initdb",
        "--pgdata=data",
        f"--username={SUPERUSER}",
        "--auth=scram-sha-256",
    ]
    command += ["--pwfile=password", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu"]
    command += ["--icu-locale=und", "--no-sync", "--no-instructions"]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr.strip()}")


def _connect(port: int, password: str, dbname: str = "postgres") -> psycopg.Connection:
    return psycopg.connect(
        host="127.0.0.1", port=port, user=SUPERUSER, password=password, dbname=dbname, autocommit=True
    )


def _answers(port: int, password: str) -> bool:
    try:
        _connect(port, password).close()
    except psycopg.OperationalError:
        return False
    return True

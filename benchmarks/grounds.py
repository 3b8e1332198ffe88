"""Where the benchmarks work: a folder of their own, the databases in it, and the processes of the two sides.

Each side runs in a process of its own, so that neither imports, registers or collects garbage for the other.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services import postgresql as postgresql_service
from tests.services.run import Run

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "benchmarks"
_ENTRY_POINT = "[guichet.plugins]\nbench = benchmarks.register\n"


@dataclass(frozen=True)
class Databases:
    """The same rows twice: for the console, and in a copy for its peer. `owner` migrates the console's."""

    name: str
    console: str
    owner: str
    peer: str


def environment(databases: Databases) -> dict[str, str]:
    """Give what a process of ours is told; the benchmark's plugin is found there like any installed one."""
    installed = FOLDER / "installed" / "guichet_bench-0.1.0.dist-info"
    installed.mkdir(parents=True, exist_ok=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: guichet-bench\nVersion: 0.1.0\n")
    (installed / "entry_points.txt").write_text(_ENTRY_POINT)
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith(("GUICHET_", "PYTHON"))},
        # Both sides find their modules compiled, as on a server, wherever this tree may not be written to.
        "PYTHONPYCACHEPREFIX": str(FOLDER / "bytecode"),
        "PYTHONPATH": f"{installed.parent}{os.pathsep}{ROOT}",
        "GUICHET_ENV": "test",
        "GUICHET_SECRET_KEY": "a secret of the benchmarks, long enough to be accepted",
        "GUICHET_DATA": str(FOLDER),
        "DATABASE_URL": databases.console,
        "GUICHET_OWNER_URL": databases.owner,
    }


def run(databases: Databases, module: str, *arguments: str) -> str:
    """Run a module of the benchmarks to its end and give what it printed; raises with its complaint."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        env=environment(databases),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"benchmarks.{module} failed:\n{done.stderr[-3000:]}")
    return done.stdout


def sqlite(rows: int) -> Databases:
    """Give the databases as files; they are kept from run to run as long as schema and data stay the same."""
    stem = FOLDER / f"register-{rows}-{_digest()}"
    console, peer = stem.with_suffix(".sqlite"), stem.with_suffix(".peer.sqlite")
    databases = Databases("SQLite", f"sqlite:///{console}", f"sqlite:///{console}", f"sqlite:///{peer}")
    if not peer.exists():
        for old in FOLDER.glob(f"register-{rows}-*"):
            old.unlink()
        run(databases, "seeding", "console", str(rows))
        part = peer.with_suffix(".part")
        shutil.copyfile(console, part)
        run(databases, "seeding", "peer", f"sqlite:///{part}")
        part.replace(peer)
    return databases


@contextmanager
def postgresql(rows: int, *, durable: bool = False) -> Iterator[Databases]:
    """Give the databases on a server that ends with this process; raises `Missing` where there is none to start.

    The console signs in as the application role, which row-level security binds; the peer as the owner, whom it spares.
    """
    server_run = Run.begin()
    server = postgresql_service.start(server_run, durable=durable)
    databases = Databases(
        "PostgreSQL", server.app_url("bench"), server.owner_url("bench"), server.owner_url("peer")
    )
    try:
        server.create("bench")
        run(databases, "seeding", "console", str(rows))
        server.create("peer", template="bench")
        run(databases, "seeding", "peer", databases.peer)
        yield databases
    finally:
        server_run.end()


def _digest() -> str:
    """Give what changes with the schema or with the way the data are made."""
    files = [*ROOT.glob("migrations/versions/*.py"), *ROOT.glob("plugins/*/migrations/versions/*.py")]
    files += [
        *ROOT.glob("benchmarks/register/*.py"),
        *(ROOT / "benchmarks" / f for f in ("seeding.py", "peer.py")),
    ]
    content = b"".join(file.read_bytes() for file in sorted(files))
    return hashlib.sha256(content).hexdigest()[:12]

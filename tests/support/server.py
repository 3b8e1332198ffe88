"""The console as people run it: `guichet run` in a process of its own, under gunicorn."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import Settings

ROOT = Path(__file__).resolve().parents[2]
TRIES = 300


@dataclass(frozen=True)
class Server:
    """A running console: its port on the loopback, and the file with all it says."""

    port: int
    log: Path


@contextmanager
def serving(settings: Settings, folder: Path, **more: str) -> Iterator[Server]:
    """Serve the database of these settings until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "GUICHET_ENV": "development",
        "GUICHET_SECRET_KEY": settings.secret_key,
        "GUICHET_DATA": str(settings.data),
        "DATABASE_URL": settings.database_url,
        "GUICHET_OWNER_URL": settings.owner_url,
        **more,
    }
    log = folder / "server.log"
    command = [sys.executable, "-m", "tests.external.guichet", "run", "--port", str(port)]
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT)
    try:
        _wait(process, port, log)
        yield Server(port, log)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(TRIES):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            try:
                process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    raise AssertionError(log.read_text())

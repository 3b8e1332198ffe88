"""The console as a process of its own, with the demonstration, for a browser to visit."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

STARTS_WITHIN = 60.0
"""Seconds."""


@contextmanager
def running(data: Path) -> Iterator[str]:
    """Give the address of a console that keeps its data in a folder; it ends with the block."""
    port = _free_port()
    log = (data / "server.log").open("wb")
    environment = {
        **os.environ,
        "GUICHET_DATA": str(data),
        "GUICHET_HOSTS": "127.0.0.1,localhost",
        "DATABASE_URL": "",
        "GUICHET_LOG_FORMAT": "json",
    }
    command = [
        sys.executable,
        "-c",
        "from console.cli import main; main()",
        "run",
        "--demo",
        "--port",
        str(port),
    ]
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process, data / "server.log")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urlopen(f"{address}/healthz", timeout=2):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"the console did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port

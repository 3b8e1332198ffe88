"""Redis for one test run: one server without persistence, one numbered database for each worker."""

import re
import socket

from tests.services.machine import find_or_install
from tests.services.run import Run

PROGRAMS = ("redis-server", "valkey-server")
DATABASES = 64


def start(run: Run) -> str:
    """Give the worker's Redis URL; the first that asks starts the server; Missing when there is none."""
    facts = run.once("redis", lambda: _start(run))
    number = re.search(r"\d+$", run.worker)
    return f"redis://127.0.0.1:{facts['port']}/{int(number[0]) % DATABASES if number else 0}"


def _start(run: Run) -> dict[str, str]:
    program = find_or_install(PROGRAMS, "redis-server")

    def command(port: int) -> list[str]:
        options = f"--port {port} --bind 127.0.0.1 --appendonly no --databases {DATABASES} --dir ."
        return [str(program), *options.split(), "--save", ""]

    return {"port": str(run.serve("redis", command, _answers))}


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16) == b"+PONG\r\n"
    except OSError:
        return False

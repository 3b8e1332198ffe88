"""Stopping PostgreSQL in the three ways it can stop, and starting it again."""

from __future__ import annotations

import os
import select
import signal
from pathlib import Path

from tests.faults.grounds import Ground, until
from tests.faults.processes import PATIENCE
from tests.services import postgresql as service
from tests.services.machine import server_user
from tests.services.postgresql import PostgreSQL

WAYS = ("fast", "immediate", "terminated")
"""Stopped with its clients cut off; stopped as by a power cut; all connections ended by the administrator."""
_SIGNALS = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}


def interrupt(made: Ground, way: str) -> None:
    """Let the database be away in one of the `WAYS`; where it still runs it answers new connections at once."""
    server = server_of(made)
    if way == "terminated":
        server.do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'guichet%'")
        return
    stop(made, _SIGNALS[way])


def stop(made: Ground, how: signal.Signals) -> None:
    """Stop the server and wait until it is gone."""
    pid = int(_file(made).read_text().split()[0])
    end = os.pidfd_open(pid)
    os.kill(pid, how)
    select.select([end], [], [], PATIENCE)
    os.close(end)


def start(made: Ground) -> None:
    """Start the server again, unless it runs, and wait until it answers."""
    server = server_of(made)
    if not server.answers():
        facts = made.run.once("postgresql", dict)
        log = made.run.home / "postgresql" / "server-again.log"
        command = service.command_of(Path(facts["programs"]), server.port, durable=True)
        user = server_user()
        made.run.keep(log, command, stop="SIGINT", user=user.pw_name if user else "")
        until(server.answers)


def server_of(made: Ground) -> PostgreSQL:
    """Give the server of a ground that has one."""
    assert made.server is not None
    return made.server


def _file(made: Ground) -> Path:
    return made.run.home / "postgresql" / "data" / "postmaster.pid"

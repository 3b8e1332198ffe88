"""Runs one server for as long as the test run lives, then stops it and removes the run's folder.

Started as a script, detached from whoever started it: the server outlives the xdist worker that was the first
to need it, and does not outlive the test run, even one that was killed. Linux only (it waits on pidfds).

    python keeper.py <pid of the test run> <the run's folder> <log file> <user or ""> <stop signal> command...
"""

import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

STOP_SECONDS = 10


def keep(run: int, home: Path, log: Path, user: str, stop: signal.Signals, command: list[str]) -> None:
    """Start the command, wait for the end of the process ``run``, then clean up."""
    run_ended = os.pidfd_open(run)
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=log.parent,
            user=user or None,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
        )
    server_ended = os.pidfd_open(server.pid)
    ready, _, _ = select.select([run_ended, server_ended], [], [])
    if server_ended in ready:
        log.with_suffix(".ended").touch()  # read by whoever waits for the server to answer
        select.select([run_ended], [], [])
    server.send_signal(stop)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    shutil.rmtree(home, ignore_errors=True)


def _main(run: str, home: str, log: str, user: str, stop: str, *command: str) -> None:
    if os.fork():
        return
    os.setsid()
    keep(int(run), Path(home), Path(log), user, signal.Signals[stop], list(command))


if __name__ == "__main__":
    _main(*sys.argv[1:])

"""Processes to be killed: forked from one that has imported the console, so that each is there within milliseconds."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

PATIENCE = 120.0
"""Seconds after which something counts as lost."""
Act = Callable[..., None]
"""What a process does; its first argument is the line to whoever started it."""
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.faults.acts"])
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG


@dataclass(frozen=True)
class Part:
    """A process, and the line on which it speaks."""

    process: ForkServerProcess
    line: Connection

    def heard(self) -> Any:
        """Wait for what it says next; raises `EOFError` when it ended without."""
        if not self.line.poll(PATIENCE):
            raise TimeoutError(self.process.name)
        return self.line.recv()

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.join()


def start(act: Act, environment: Mapping[str, str], *arguments: Any) -> Part:
    """Start a process that ends with this one at the latest."""
    ours, theirs = _FORKS.Pipe()
    told = (act, dict(environment), theirs, arguments)
    process = _FORKS.Process(target=_run, args=told, name=act.__name__, daemon=True)
    process.start()
    theirs.close()
    return Part(process, ours)


def _run(act: Act, environment: dict[str, str], line: Connection, arguments: tuple[Any, ...]) -> None:
    ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    os.environ.clear()
    os.environ.update(environment)
    with open(environment["FAULTS_LOG"], "ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    act(line, *arguments)

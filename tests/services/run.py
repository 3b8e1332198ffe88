"""One test run: the folder its processes share, and the servers they share."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.services import keeper
from tests.services.machine import Missing

START_SECONDS = 30.0
ATTEMPTS = 3  # another program may take the free port between our look and the server's start


@dataclass(frozen=True)
class Run:
    """A run of pytest: ``pid`` is its controlling process, ``worker`` our xdist worker, or "main"."""

    home: Path
    pid: int
    worker: str

    @classmethod
    def begin(cls, inside: Path | None = None) -> "Run":
        """Make the run's folder, in which servers may run as another user."""
        home = Path(tempfile.mkdtemp(prefix="guichet-tests-", dir=inside))
        home.chmod(0o711)
        return cls(home, os.getpid(), "main")

    def end(self) -> None:
        """Remove the folder unless a server still lives in it: its keeper then removes it."""
        if not any(path.is_dir() for path in self.home.iterdir()):
            shutil.rmtree(self.home)

    def once(self, name: str, start: Callable[[], dict[str, str]]) -> dict[str, str]:
        """Give what ``start`` returned to the first worker that asked; its failure is remembered as well."""
        answer = self.home / f"{name}.json"
        with (self.home / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not answer.exists():
                try:
                    facts = start()
                except Missing as missing:
                    facts = {"missing": str(missing)}
                except Exception as error:
                    facts = {"broken": str(error)}
                answer.touch(mode=0o600)
                answer.write_text(json.dumps(facts))
            kept: dict[str, str] = json.loads(answer.read_text())
        if "missing" in kept:
            raise Missing(kept["missing"])
        if "broken" in kept:
            raise RuntimeError(kept["broken"])
        return kept

    def serve(
        self,
        name: str,
        command: Callable[[int], list[str]],
        answers: Callable[[int], bool],
        *,
        stop: str = "SIGTERM",
        user: str = "",
    ) -> int:
        """Start a server on a free loopback port, wait until it answers and give the port."""
        folder = self.home / name
        folder.mkdir(exist_ok=True)
        for attempt in range(ATTEMPTS):
            port, log = _free_port(), folder / f"server-{attempt}.log"
            self.keep(log, command(port), stop=stop, user=user)
            if _wait(answers, port, log.with_suffix(".ended")):
                return port
        raise RuntimeError(f"{name} does not start: {log.read_text(errors='replace')[-2000:]}")

    def keep(self, log: Path, command: list[str], *, stop: str, user: str) -> None:
        """Start a server in the folder of its log, for as long as the run lives."""
        what = [str(self.pid), str(self.home), str(log), user, stop, *command]
        keep = [sys.executable, "-I", keeper.__file__, *what]
        subprocess.run(keep, stdout=subprocess.DEVNULL, check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(answers: Callable[[int], bool], port: int, ended: Path) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not ended.exists():
        if answers(port):
            return True
        time.sleep(0.02)
    return False

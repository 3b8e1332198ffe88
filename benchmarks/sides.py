"""Runs the sides of a comparison of pages, each in a process of its own, and asks them in JSON lines.

A side first prints the names of its pages. For each name it then reads, it answers with the seconds a page took and its
SQL statements: the other end of the talk is `benchmarks.answering`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import grounds
from benchmarks.grounds import Databases


class Side:
    """A running process that answers pages by their names."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self._process, self._log = process, log
        self.pages: list[str] = self._read()
        self.statements: dict[str, float] = {}

    def answer(self, page: str) -> float:
        """Give the seconds a page took, and note its statements."""
        assert self._process.stdin is not None
        self._process.stdin.write(page + "\n")
        self._process.stdin.flush()
        answered = self._read()
        self.statements[page] = answered["statements"]
        return float(answered["seconds"])

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"a side ended early:\n{self._log.read_text()[-3000:]}")
        return json.loads(line)


@contextmanager
def running(databases: Databases, module: str, *arguments: str) -> Iterator[Side]:
    """Give a module of the benchmarks as a side; its process ends with the block."""
    log = grounds.FOLDER / f"{module}-{arguments[0]}.log"
    with log.open("w") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", f"benchmarks.{module}", *arguments],
            env=grounds.environment(databases),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
    try:
        yield Side(process, log)
    finally:
        process.kill()
        process.communicate()

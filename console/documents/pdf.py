"""PDFs from HTML, made in warm child processes that are limited in memory, time and knowledge.

A child is a fresh interpreter without any environment variable of ours. It renders one page at a time, because the date
of a PDF is set for its whole process, and is replaced when it dies, takes too long or has made its share.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from console.base.bounded import environment
from console.base.errors import Unavailable
from console.base.sheets.phrases import N_, Phrase
from console.documents.child import receive, send

SECONDS = 30.0
"""How long one PDF may take, and how long a request waits for a free child."""
MEMORY_MB = 1024
SHARE = 500
"""PDFs a child makes before a fresh one takes its place."""
CHILDREN = 2
SORRY = N_(
    "This document could not be made as a PDF. Nothing is lost: try again, and tell your support if it stays."
)
_BOOT = "from console.documents.child import serve; serve()"

log = logging.getLogger("guichet.documents")


class NotRendered(Unavailable):
    """A page that did not become a PDF; `reason` is for the log, the text for the person."""

    def __init__(self, reason: str) -> None:
        super().__init__(Phrase(SORRY))
        self.reason = reason


def render_pdf(html: str, *, made_at: datetime, reference: str | None) -> bytes:
    """Give the PDF of a page, dated `made_at` (aware, to the second); the same page gives the same bytes.

    The page may use the font family Roboto and nothing from outside itself. With a `reference` the PDF is given out
    only when that text reads back from its first page. Raises `NotRendered`.
    """
    request = {"html": html, "epoch": int(made_at.timestamp()), "reference": reference}
    try:
        return _pool.render(json.dumps(request).encode())
    except NotRendered as refused:
        log.error("a PDF was not made: %s", refused.reason)
        raise


@dataclass(eq=False)
class _Child:
    """One child and the PDFs it made; started by the first of them."""

    process: subprocess.Popen[bytes] | None = None
    made: int = 0
    late: bool = False

    def render(self, request: bytes) -> bytes:
        """Give the child's PDF; raises `NotRendered`. A child that gave no answer is gone afterwards."""
        process = self._ready()
        with self._limited(process):
            answer = _exchange(process, request)
        if answer is None:
            self.close()
            raise NotRendered("it took too long" if self.late else "the child died")
        self.made += 1
        kind, body = answer
        if kind != b"P":
            raise NotRendered(body.decode())
        return body

    def _ready(self) -> subprocess.Popen[bytes]:
        if self.made >= SHARE or (self.process is not None and self.process.poll() is not None):
            self.close()
        if self.process is None:
            self.made, self.late = 0, False
            self.process = subprocess.Popen(  # noqa: S603  our own interpreter and our own words
                [sys.executable, "-P", "-c", _BOOT, str(int(SECONDS)), str(MEMORY_MB)],
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self.process

    @contextmanager
    def _limited(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """End the child when the block takes too long."""

        def end() -> None:
            self.late = True
            process.kill()

        timer = threading.Timer(SECONDS, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the child, if there is one, and let its pipes go."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except BrokenPipeError:
                pass  # what was still to be sent has nobody left to read it
        process.wait()


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> tuple[bytes, bytes] | None:
    """Send a request and wait for its answer; `None` when the child is gone."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        send(process.stdin, b"R", request)
        return receive(process.stdout)
    except BrokenPipeError:
        return None


@dataclass(eq=False)
class _Pool:
    """The children that no thread uses now; the last one used comes first, so that a quiet console keeps one."""

    free: queue.LifoQueue[_Child] = field(default_factory=queue.LifoQueue)
    children: tuple[_Child, ...] = field(default_factory=lambda: tuple(_Child() for _ in range(CHILDREN)))

    def __post_init__(self) -> None:
        for child in self.children:
            self.free.put(child)

    def render(self, request: bytes) -> bytes:
        """Let a free child render; raises `NotRendered` when none becomes free in time."""
        try:
            child = self.free.get(timeout=SECONDS)
        except queue.Empty:
            raise NotRendered("no child became free") from None
        try:
            return child.render(request)
        finally:
            self.free.put(child)

    def close(self) -> None:
        """End all children."""
        for child in self.children:
            child.close()


_pool = _Pool()
atexit.register(lambda: _pool.close())


def _forget() -> None:
    """After a fork the children belong to the parent: two processes on one pipe would read each other's pages."""
    global _pool
    _pool = _Pool()


os.register_at_fork(after_in_child=_forget)

"""The other side: an HTTP server that keeps what it accepts by idempotency key, and does badly when told to.

`POST /<target>` accepts a declaration and answers as the mode of that target says:

    accept   200                            late     200 after `lateness` seconds
    busy     503, and nothing is accepted   held     200 once `released` is set; `arrived` says which key came
    close    nothing: it hangs up           never    nothing, for as long as the caller waits
    half     a part of the body it promised dribble  a byte now and then, without an end
"""

from __future__ import annotations

import hashlib
import queue
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any

ANSWER = b'{"ok": true}'


class Ledger:
    """What came, and what it did: a key has its effect once."""

    def __init__(self) -> None:
        self.port = 0
        self.lock = threading.Lock()
        self.deliveries: Counter[str] = Counter()
        self.effects: dict[str, str] = {}
        """The digest of the body by key, in the order in which they first came."""
        self.contrary: list[str] = []
        """Keys under which another body came."""
        self.moments: dict[str, list[float]] = {}
        """When effects were made, by target, in seconds of the monotonic clock."""
        self.modes: dict[str, str] = {}
        """By target."""
        self.lateness = 0.0
        self.arrived: queue.Queue[str] = queue.Queue()
        self.released = threading.Event()
        self.ended = threading.Event()

    def take(self, target: str, key: str, body: bytes) -> None:
        """Accept a body under its key."""
        digest = hashlib.sha256(body).hexdigest()
        with self.lock:
            self.deliveries[key] += 1
            if key not in self.effects:
                self.moments.setdefault(target, []).append(monotonic())
            if self.effects.setdefault(key, digest) != digest:
                self.contrary.append(key)


@contextmanager
def receiver() -> Iterator[Ledger]:
    """Run the other side on a port of the loopback."""
    ledger = Ledger()

    class Door(_Door):
        book = ledger

    with _Server(("127.0.0.1", 0), Door) as server:
        ledger.port = server.server_address[1]
        serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        serving.start()
        try:
            yield ledger
        finally:
            ledger.ended.set()
            ledger.released.set()
            server.shutdown()
            serving.join()


class _Door(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    book: Ledger

    def do_POST(self) -> None:
        """Accept, and answer as the mode says."""
        promised = int(self.headers["Content-Length"])
        body, target = self.rfile.read(promised), self.path.strip("/")
        mode = self.book.modes.get(target, "accept")
        self.close_connection = True
        if len(body) < promised:
            return  # Who was killed in the middle of a letter has not sent it.
        if mode == "busy":
            self._answer(503, b"{}")
            return
        key = self.headers["Idempotency-Key"]
        self.book.take(target, key, body)
        if mode == "held":
            self.book.arrived.put(key)
            self.book.released.wait()
        if mode == "late":
            self.book.ended.wait(self.book.lateness)
        if mode in ("accept", "late", "held"):
            self._answer(200, ANSWER)
        elif mode == "half":
            self._answer(200, ANSWER, promised=1000)
        elif mode == "dribble":
            self._answer(200, ANSWER, promised=1_000_000)
            self._until_gone(b" ")
        elif mode == "never":
            self._until_gone(b"")

    def _until_gone(self, said: bytes) -> None:
        """Say something now and then, or nothing, until the caller hangs up."""
        self.connection.settimeout(0.05)
        while not self.book.ended.is_set():
            self.wfile.write(said)
            self.wfile.flush()
            with suppress(TimeoutError):
                if not self.connection.recv(1):
                    return

    def _answer(self, status: int, body: bytes, promised: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(promised or len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """Says nothing of callers that were killed."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller went away in the middle."""

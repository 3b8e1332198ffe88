"""A clamd on the loopback: speaks its protocol as clamd(8) describes it, and knows one virus, EICAR's harmless one."""

from __future__ import annotations

import socketserver
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass
class FakeClamd:
    """Where it listens, what it was shown, and how it behaves."""

    address: str = ""
    seen: list[bytes] = field(default_factory=list)
    most: int = 25_000_000
    """`StreamMaxLength`: beyond, it answers so and closes without reading on."""
    answer: bytes | None = None
    """What it says to everything, instead of the truth."""


class _Line(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        clamd: FakeClamd = self.server.clamd  # type: ignore[attr-defined]
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        said = b"ClamAV 1.4.3/27500/Sun Nov 22 2026" if command == b"zVERSION\0" else b"UNKNOWN COMMAND"
        if command == b"zINSTREAM\0":
            said = self._scanned(clamd)
        self.wfile.write((said if clamd.answer is None else clamd.answer) + b"\0")

    def _scanned(self, clamd: FakeClamd) -> bytes:
        content = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > clamd.most:
                return b"INSTREAM size limit exceeded. ERROR"
        clamd.seen.append(content)
        return b"stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else b"stream: OK"


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def fake_clamd(path: Path | None = None) -> Iterator[FakeClamd]:
    """Run one until the block ends, on a port or at the path of a socket."""
    server = _Tcp(("127.0.0.1", 0), _Line) if path is None else _Unix(str(path), _Line)
    clamd = FakeClamd(str(path) if path else f"127.0.0.1:{server.server_address[1]}")
    server.clamd = clamd  # type: ignore[union-attr]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield clamd
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

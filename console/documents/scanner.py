"""Asking clamd whether a file holds a virus, before anybody can open it.

The protocol is that of clamd(8), INSTREAM: pieces with their length before them, a length of nought, one line back. The
daemon needs no access to our files and may run on another machine.
"""

from __future__ import annotations

import re
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SECONDS = 60.0
"""How long one file may take in all, connecting and scanning."""
_CONNECTING = 5.0
_PIECE = 1 << 16
_LONGEST_ANSWER = 1024
_LENGTH = struct.Struct("!I")
_FOUND = re.compile(r"stream: (?P<name>.+) FOUND")


class NotScanned(Exception):
    """Nobody knows whether the file is clean; the text says why, for the log."""


@dataclass(frozen=True)
class Clamd:
    """A clamd that listens at `host:port` or at the absolute path of a socket."""

    address: str

    def found_in(self, path: Path) -> str | None:
        """Give the name of what a file is infected with, `None` when it is clean; raises `NotScanned`."""
        answer = self._ask(b"zINSTREAM\0", path)
        if answer == "stream: OK":
            return None
        if found := _FOUND.fullmatch(answer):
            return found["name"]
        raise NotScanned(f"it says: {answer}" if answer else "it gave no answer")

    def version(self) -> str:
        """Give the version of clamd and of its signatures; raises `NotScanned`."""
        answer = self._ask(b"zVERSION\0")
        if not answer.startswith("ClamAV "):
            raise NotScanned(f"this is no clamd: {answer[:80]!r}")
        return answer

    def _ask(self, command: bytes, path: Path | None = None) -> str:
        deadline = time.monotonic() + SECONDS
        try:
            with self._connected() as line:
                # At its size limit clamd answers and closes before it has read everything.
                with suppress(BrokenPipeError, ConnectionResetError):
                    _send(line, command, deadline)
                    if path is not None:
                        _send_pieces(line, path, deadline)
                return _received(line, deadline)
        except OSError as fault:
            raise NotScanned(str(fault)) from fault

    def _connected(self) -> socket.socket:
        if not self.address.startswith("/"):
            host, _, port = self.address.rpartition(":")
            return socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECTING)
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(_CONNECTING)
            line.connect(self.address)
        except BaseException:
            line.close()
            raise
        return line


def _send_pieces(line: socket.socket, path: Path, deadline: float) -> None:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            _send(line, _LENGTH.pack(len(piece)) + piece, deadline)
    _send(line, _LENGTH.pack(0), deadline)


def _send(line: socket.socket, words: bytes, deadline: float) -> None:
    line.settimeout(_left(deadline))
    line.sendall(words)


def _received(line: socket.socket, deadline: float) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        line.settimeout(_left(deadline))
        if not (more := line.recv(_LONGEST_ANSWER)):
            break
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _left(deadline: float) -> float:
    """Give the seconds that are left; raises `TimeoutError` when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("it took too long")
    return left

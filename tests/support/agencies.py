"""Systems of others on loopback that speak HTTP, also badly: they break off, dribble, never answer."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.parser import BytesParser

import trustme

Act = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Request:
    """What was asked."""

    line: str
    headers: dict[str, str]
    body: bytes


def says(status: int, body: bytes = b"", *, length: int | None = None, **headers: str) -> bytes:
    """Give an answer as it goes over the wire; a length that is not the body's promises more than comes."""
    told = {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
    told["Content-Length"] = str(len(body) if length is None else length)
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    return "\r\n".join(lines).encode() + body


TAKEN = says(200, b'{"id": "a1"}')


@dataclass
class Agency:
    """What a system was asked, and what it says next: bytes, or something done with the connection."""

    url: str = ""
    asked: list[Request] = field(default_factory=list)
    answers: list[bytes | Act] = field(default_factory=list)
    usual: bytes | Act = TAKEN
    answer_to: Callable[[Request], bytes] | None = None
    """Makes the usual answer out of what is asked."""
    ends: threading.Event = field(default_factory=threading.Event)

    def never(self, talk: socket.socket) -> None:
        """Say nothing until the other side goes."""
        with suppress(OSError), talk:
            while not self.ends.is_set() and talk.recv(1024):
                pass

    def dribbling(self, start: bytes) -> Act:
        """Say a byte now and then, for ever."""

        def act(talk: socket.socket) -> None:
            with suppress(OSError), talk:
                talk.sendall(start)
                while not self.ends.wait(0.02):
                    talk.sendall(b" ")

        return act

    def serve(self, talk: socket.socket) -> None:
        """Read one request and answer it."""
        with suppress(OSError, ValueError), talk:
            request = _read(talk)
            if request is None:
                return
            self.asked.append(request)
            made = self.answer_to(request) if self.answer_to else self.usual
            answer = self.answers.pop(0) if self.answers else made
            if callable(answer):
                answer(talk)
            else:
                talk.sendall(answer)


@contextmanager
def agency(
    authority: trustme.CA | None = None, *, name: str = "localhost", clients: trustme.CA | None = None
) -> Iterator[Agency]:
    """Give a system that speaks HTTP, or HTTPS with a certificate for `name`; with `clients` it wants one of theirs."""
    found, context = Agency(), None
    if authority is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        if clients is not None:
            clients.configure_trust(context)
            context.verify_mode = ssl.CERT_REQUIRED
    with served(lambda talk: _serve(found, context, talk)) as port:
        found.url = f"{'https' if authority else 'http'}://localhost:{port}/in"
        try:
            yield found
        finally:
            found.ends.set()


def _serve(found: Agency, context: ssl.SSLContext | None, talk: socket.socket) -> None:
    try:
        with suppress(OSError):
            found.serve(context.wrap_socket(talk, server_side=True) if context else talk)
    finally:
        talk.close()


@contextmanager
def served(act: Callable[[socket.socket], None]) -> Iterator[int]:
    """Let something be done with each connection to a port, each in a thread of its own."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threads: list[threading.Thread] = []

        def accept() -> None:
            with suppress(OSError):
                while True:
                    talk, _ = server.accept()
                    threads.append(threading.Thread(target=act, args=(talk,), daemon=True))
                    threads[-1].start()

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield server.getsockname()[1]
        finally:
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            accepting.join(5)
            for one in threads:
                one.join(5)


def _read(talk: socket.socket) -> Request | None:
    with talk.makefile("rb") as stream:
        line = stream.readline().decode().strip()
        head = b""
        while (read := stream.readline()) not in (b"\r\n", b""):
            head += read
        if not line:
            return None
        headers = {name.lower(): str(value) for name, value in BytesParser().parsebytes(head).items()}
        return Request(line, headers, stream.read(int(headers.get("content-length", 0))))

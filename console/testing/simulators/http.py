"""What the simulators of HTTP services have in common: a server on the loopback, and answers that go wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from console.testing.simulators.ledger import OTHER, Ledger, Line
from console.testing.simulators.scenarios import TAKES, Behaviour, Scenario

LOOPBACK = "127.0.0.1"
RETRY_AFTER = 2
"""Seconds for which a busy service asks."""
_PAGE = b"<!doctype html><title>Maintenance</title><h1>We are back soon</h1>"


@dataclass(frozen=True)
class Request:
    """What a service was asked; headers by lower-case name."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """What a service answers."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(status: int, value: Any, **headers: str) -> Reply:
    """Give an answer in JSON."""
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json", **headers})


class HttpSimulator:
    """One service on one loopback port. A class of its own says what is wrong with a request and what is answered."""

    def __init__(self, key: str, ledger: Ledger, scenario: Scenario, port: int) -> None:
        self.key, self.ledger, self.scenario = key, ledger, scenario
        self._released = Event()
        self._server = _Server((LOOPBACK, port), self)
        self.port: int = self._server.server_address[1]
        self.address = f"http://{LOOPBACK}:{self.port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End the service and let go of what it holds."""
        self.release()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def release(self) -> None:
        """Let go of everything that is held back: connections without an answer."""
        released, self._released = self._released, Event()
        released.set()

    def key_of(self, request: Request) -> str:
        """Give the idempotency key of a request."""
        return request.headers.get("idempotency-key", "")

    def fault(self, request: Request) -> Reply | None:
        """Say what is wrong with a request, as the real service would answer it; nothing when it is sound."""
        raise NotImplementedError

    def taken(self, request: Request, line: Line, behaviour: Behaviour) -> Reply:
        """Answer a request that has its effect, or had it already."""
        raise NotImplementedError

    def rejected(self, request: Request) -> Reply:
        """Answer a sound request that the service does not take."""
        return as_json(422, {"error": "this is not taken"})

    def error_inside(self, request: Request) -> Reply:
        """Answer with a success that is none."""
        return as_json(200, {"error": "the service has a fault"})

    def look(self, request: Request) -> Reply:
        """Answer what only reads."""
        return as_json(404, {"error": "there is nothing at this address"})

    def meet(self, request: Request) -> tuple[Reply | None, Behaviour]:
        """Judge a request, note it in the ledger, and give the answer; nothing when none is to be given."""
        if request.method in ("GET", "HEAD"):
            return self.look(request), Behaviour.ACCEPT
        key = self.key_of(request)
        if wrong := self.fault(request):
            verdict = f"invalid: {wrong.body.decode('utf-8', 'replace')[:200]}"
            self._note(request, key, verdict, takes=False)
            return wrong, Behaviour.REJECT
        behaviour = self.scenario.behaviour(key, request.body.decode("utf-8", "replace"))
        line = self._note(request, key, behaviour, takes=behaviour in TAKES)
        if line.effect == OTHER:
            return as_json(422, {"error": "this key was used for something else"}), Behaviour.REJECT
        return self._reply(request, line, behaviour), behaviour

    def _reply(self, request: Request, line: Line, behaviour: Behaviour) -> Reply | None:
        match behaviour:
            case Behaviour.NEVER:
                self._released.wait()
                return None
            case Behaviour.FAIL:
                return as_json(500, {"error": "the service has a fault"})
            case Behaviour.BUSY:
                return as_json(429, {"error": "too many requests"}, **{"Retry-After": str(RETRY_AFTER)})
            case Behaviour.PAGE:
                return Reply(200, _PAGE, {"Content-Type": "text/html"})
            case Behaviour.ERROR_INSIDE:
                return self.error_inside(request)
            case Behaviour.REJECT:
                return self.rejected(request)
        reply = self.taken(request, line, behaviour)
        return None if behaviour == Behaviour.CLOSE else reply

    def _note(self, request: Request, key: str, verdict: str, *, takes: bool) -> Line:
        return self.ledger.take(self.key, key, request.body, request.headers, verdict, takes=takes)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, place: tuple[str, int], simulator: HttpSimulator) -> None:
        self.simulator = simulator
        super().__init__(place, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of callers that went away: some are made to."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer whatever the method."""
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, self.rfile.read(length))
        reply, behaviour = self.server.simulator.meet(request)
        self.close_connection = True
        if reply is None:
            return
        self.send_response(reply.status)
        for name, value in {
            **reply.headers,
            "Content-Length": str(len(reply.body)),
            "Connection": "close",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) // 2] if behaviour == Behaviour.HALF else reply.body)

    do_GET = do_HEAD = do_PUT = do_DELETE = do_POST

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the ledger does."""

"""Simulators in a test: started on free ports, and asked over the network as the console asks them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any

from console.testing.simulators.ledger import Ledger
from console.testing.simulators.own import OWN
from console.testing.simulators.running import Simulators


@contextmanager
def simulating(*keys: str) -> Iterator[Simulators]:
    """Run some of the console's own simulators."""
    declared = [one for one in OWN if one.key in keys]
    with Simulators(declared, Ledger(), dict.fromkeys(keys, 0)) as running:
        yield running


def ask(
    port: int, method: str, path: str, body: bytes | Mapping[str, Any] | None = None, **headers: str
) -> tuple[int, Any]:
    """Ask a simulator; headers are named with underscores. Gives the status, and the body read as JSON if it is."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        sent = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, sent, told)
        answer = connection.getresponse()
        read = answer.read()
    finally:
        connection.close()
    is_json = answer.headers.get("Content-Type") == "application/json"
    return answer.status, json.loads(read) if is_json else read

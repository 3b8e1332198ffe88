"""The other side of the outbox's benchmark: takes JSON over HTTP, says yes, and counts. Both sides post to it alike.

python -m benchmarks.sink

prints its port; `GET /` answers with how many came and when the last one did (seconds of the epoch), `GET /<n>` with
when the n-th one did.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
import time
from typing import ClassVar

_TAKEN = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{"ok": true}'
_own = threading.local()


class Sink(asyncio.Protocol):
    """One connection, kept open."""

    moments: ClassVar[list[float]] = []
    """When each of those that came did."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a connection."""
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.read = transport, b""

    def data_received(self, data: bytes) -> None:
        """Answer each request that is complete."""
        self.read += data
        while (end := self.read.find(b"\r\n\r\n")) >= 0:
            head = self.read[:end].lower()
            _, _, length = head.partition(b"content-length:")
            size = int(length.split(b"\r\n")[0]) if length else 0
            if len(self.read) < end + 4 + size:
                return
            self.read = self.read[end + 4 + size :]
            self._answer(head.startswith(b"post"), head.split(b" ", 2)[1].strip(b"/"))

    def _answer(self, counts: bool, asked: bytes) -> None:
        if counts:
            Sink.moments.append(time.time())
            self.transport.write(_TAKEN)
            return
        came = len(Sink.moments)
        at = int(asked or came)
        told = json.dumps({"came": came, "at": Sink.moments[at - 1] if 0 < at <= came else 0.0}).encode()
        self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(told), told))


def post(port: int, body: bytes, key: str) -> str:
    """Post to the sink over this thread's connection and give its answer."""
    found = getattr(_own, "connection", None)
    if found is None:
        found = _own.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    found.request("POST", "/", body=body, headers=headers)
    return str(found.getresponse().read(), "ascii")


def told(port: int, number: int | None = None) -> tuple[int, float]:
    """Ask the sink how many came, and when the last one did, or the one of this number."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", f"/{number or ''}")
    found = json.loads(connection.getresponse().read())
    connection.close()
    return found["came"], found["at"]


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())

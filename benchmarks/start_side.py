"""One start: builds an application, answers one request, and prints the processor time used since its process began.

    python -m benchmarks.start_side ours
    python -m benchmarks.start_side peer <url> <more views>

Both sides are served by the standard library's server, which costs both the same.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import sys
import threading
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Keep standard error for faults."""


def main(side: str, *arguments: str) -> None:
    """Start a side, ask it for its health, and print the seconds and the number of its page classes."""
    app = _ours() if side == "ours" else _peer(*arguments)
    server = make_server("127.0.0.1", 0, app, handler_class=_Quiet)
    answered: list[int] = []

    def ask() -> None:
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=30) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            answered.append(int(connection.makefile("rb").readline().split()[1]))

    asking = threading.Thread(target=ask)
    asking.start()
    server.handle_request()
    asking.join()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(u.ru_utime + u.ru_stime for u in used)
    print(json.dumps({"seconds": seconds, "status": answered[0], "views": len(app.appbuilder.baseviews)}))
    sys.stdout.flush()
    os._exit(0)


def _ours() -> Any:
    from config import settings_from
    from console.app import create_app

    return create_app(settings_from(os.environ))


def _peer(url: str, more_views: str) -> Any:
    from benchmarks import peer

    return peer.create_app(url, more_views=int(more_views))


if __name__ == "__main__":
    main(*sys.argv[1:])

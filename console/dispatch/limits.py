"""A time limit over the whole exchange: a peer that sends a byte now and then does not hold a worker."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def at_most(seconds: float, connection: Callable[[], socket.socket | None]) -> Iterator[threading.Event]:
    """Cut the connection when the block takes longer; what waits on it then fails with an `OSError` or an end.

    Gives what is set by then: an end that we made ourselves looks like one that the other side made.
    """
    over = threading.Event()

    def cut() -> None:
        over.set()
        found = connection()
        if found is not None:
            with suppress(OSError):
                found.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield over
    finally:
        timer.cancel()

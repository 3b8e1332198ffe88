"""Let a copy of this process work on one half while it works on the other itself."""

from __future__ import annotations

import fcntl
import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO, TypeVar

from console.base.bounded import Crashed

T = TypeVar("T")

#: Bytes of a pipe: as many as Linux gives to everybody.
_PIPE = 1 << 20


def has_room() -> bool:
    """Say whether a second processor may be used."""
    return len(os.sched_getaffinity(0)) > 1


@contextmanager
def beside(work: Callable[[], Iterable[T]]) -> Iterator[Iterator[T]]:
    """Start a copy that goes through `work()` at once; gives its values, picklable ones, when they are asked for.

    Only for a limited child, which has no threads and no connections that a copy could spoil: what it has read so far
    is shared, not read again. What `work` raises ends the copy and is `Crashed` here; leaving ends it in any case.
    """
    reading, writing = os.pipe()
    # Who reads a small pipe while this process is busy gets little at a time, and the copy waits.
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE)
    process = os.fork()
    if process == 0:
        os.close(reading)
        _be_the_copy(writing, work)
    os.close(writing)
    heard: SimpleQueue[tuple[T, ...] | None] = SimpleQueue()
    # Taken as it comes: a full pipe would let the copy wait.
    listener = Thread(target=_listen, args=(os.fdopen(reading, "rb"), heard), daemon=True)
    listener.start()
    try:
        yield _told(heard)
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        listener.join()


def _be_the_copy(writing: int, work: Callable[[], Iterable[object]]) -> None:
    try:
        with os.fdopen(writing, "wb") as out:
            for value in work():
                pickle.dump((value,), out)
                out.flush()
            pickle.dump((), out)
    finally:
        os._exit(0)


def _listen(stream: IO[bytes], heard: SimpleQueue[tuple[T, ...] | None]) -> None:
    """Hand on each value alone in a tuple, an empty one when the work is done, and None when nothing more comes."""
    with stream, suppress(EOFError, pickle.UnpicklingError):
        while True:
            heard.put(pickle.load(stream))  # noqa: S301  written by our own copy
    heard.put(None)


def _told(heard: SimpleQueue[tuple[T, ...] | None]) -> Iterator[T]:
    while said := heard.get():
        yield said[0]
    if said is None:
        raise Crashed("the copy ended early")

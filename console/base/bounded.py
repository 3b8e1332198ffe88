"""Work on files of others in a child process that may die, limited in memory, time and knowledge.

The child is a fresh interpreter, never a fork: a copy of a server with threads inherits their locks. It gets
no environment variable of ours, hence no secret, and imports only what the function needs.
"""

from __future__ import annotations

import math
import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from threading import Thread, Timer
from typing import IO, TypeVar, cast

T = TypeVar("T")

_BOOT = "from console.base.bounded import serve; serve()"


class BoundedError(Exception):
    """The child gave no answer of its own."""


class TookTooLong(BoundedError):
    """The time ran out, by the clock or by the processor."""


class TooLarge(BoundedError):
    """The memory did not suffice."""


class Crashed(BoundedError):
    """The child ended without an answer; the text says how."""


def run_bounded(function: Callable[..., T], *args: object, seconds: float, memory_mb: int) -> T:
    """Call a function of a module in a limited child process and give back what it returns.

    `seconds` count from the start of the child, `memory_mb` is its address space. Function, arguments and
    result must be picklable. What the function raises is raised here; else `TookTooLong`, `TooLarge` or
    `Crashed`.
    """
    with closing(stream_bounded(_once, function, *args, seconds=seconds, memory_mb=memory_mb)) as outcomes:
        outcome: T = next(outcomes)
        return outcome


def stream_bounded(
    function: Callable[..., Iterator[T]], *args: object, seconds: float, memory_mb: int
) -> Generator[T, None, None]:
    """Call a generator function of a module in a limited child process and give its values as they come.

    Limits and errors are those of `run_bounded`; the seconds also pass while a value is being used here. The
    child starts when the first value is asked for, waits while nobody takes its values, and is ended when
    the iterator is closed. Large arguments cost memory on both sides: rather give the path of a file.
    """
    with _child(seconds, memory_mb) as (child, complaint):
        request, answers = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
        with suppress(BrokenPipeError), request:  # a child that died says below how it ended
            pickle.dump((function, args), request)
        while True:
            try:
                kind, outcome = pickle.load(answers)  # noqa: S301  written by our own child
            except (EOFError, pickle.UnpicklingError):
                child.wait()
                raise _end_of(child.returncode, complaint()) from None
            if kind == "ended":
                return
            if kind == "raised":
                raise outcome
            yield outcome


@contextmanager
def _child(
    seconds: float, memory_mb: int
) -> Generator[tuple[subprocess.Popen[bytes], Callable[[], bytes]], None, None]:
    """Give a running child and what tells its last words, once it ended; leaving ends the child."""
    with subprocess.Popen(  # noqa: S603  our own interpreter and our own words
        [sys.executable, "-P", "-c", _BOOT, str(math.ceil(seconds)), str(memory_mb)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        heard: deque[bytes] = deque(maxlen=16)
        listener = Thread(target=_listen, args=(cast(IO[bytes], child.stderr), heard), daemon=True)
        deadline = Timer(seconds, child.kill)

        def complaint() -> bytes:
            listener.join()
            return b"".join(heard)

        try:
            listener.start()
            deadline.start()
            yield child, complaint
        finally:
            deadline.cancel()
            child.kill()
            listener.join()


def _listen(stream: IO[bytes], heard: deque[bytes]) -> None:
    # What nobody reads would fill the pipe, and the child would wait for ever.
    for words in iter(partial(stream.read, 1024), b""):
        heard.append(words)


def serve() -> None:
    """Be the child: read one call from the standard input, answer on the standard output."""
    import resource

    seconds, memory_mb = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 1024 * 1024,) * 2)
    # The parent's clock ends us first, unless the parent is gone or we use several processors.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    # No image of the memory is left behind: it holds what people sent.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the function prints must not mix with the answer
    for answer in _answers(sys.stdin.buffer):
        answers.write(answer)
        answers.flush()
    answers.close()


def _answers(request: IO[bytes]) -> Iterator[bytes]:
    try:
        function, args = pickle.load(request)  # noqa: S301  written by our own parent
        for value in function(*args):
            yield pickle.dumps(("value", value))
        yield pickle.dumps(("ended", None))
    except MemoryError:
        yield pickle.dumps(("raised", TooLarge("memory")))
    except Exception as error:
        try:
            yield pickle.dumps(("raised", error))
        except Exception:
            yield pickle.dumps(("raised", Crashed(type(error).__name__)))


def _once(function: Callable[..., T], *args: object) -> Iterator[T]:
    yield function(*args)


def environment() -> dict[str, str]:
    """Give what the child needs to find our code and to read text as we do, and nothing else."""
    path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)
    return {"PYTHONPATH": path, "PYTHONUTF8": "1", "PATH": os.defpath}


def _end_of(code: int, complaint: bytes) -> BoundedError:
    # The limit of processor time sends the first signal and, a second later, the other.
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return TookTooLong("processor time")
    # Rust, in which calamine is written, says this and aborts where Python would raise MemoryError.
    if b"memory allocation of" in complaint or b"MemoryError" in complaint:
        return TooLarge("memory")
    return Crashed(f"exit status {code}")

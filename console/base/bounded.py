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
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
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
    with subprocess.Popen(  # noqa: S603  our own interpreter and our own words
        [sys.executable, "-P", "-c", _BOOT, str(math.ceil(seconds)), str(memory_mb)],
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        try:
            answer, complaint = child.communicate(pickle.dumps((function, args)), timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            raise TookTooLong(f"{seconds} s") from None
    if child.returncode != 0:
        raise _end_of(child.returncode, complaint)
    kind, outcome = pickle.loads(answer)  # noqa: S301  written by our own child
    if kind == "returned":
        return outcome  # type: ignore[no-any-return]
    raise outcome


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
    answer = _call(sys.stdin.buffer.read())
    answers.write(answer)
    answers.close()


def _call(request: bytes) -> bytes:
    try:
        function, args = pickle.loads(request)  # noqa: S301  written by our own parent
        return pickle.dumps(("returned", function(*args)))
    except MemoryError:
        return pickle.dumps(("raised", TooLarge("memory")))
    except Exception as error:
        try:
            return pickle.dumps(("raised", error))
        except Exception:
            return pickle.dumps(("raised", Crashed(type(error).__name__)))


def _environment() -> dict[str, str]:
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

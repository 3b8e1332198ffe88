"""The ledger of the simulators: every request with what came of it, in memory and as lines of JSON.

A key is taken once. The same key with the same body is a *repeat*, which is answered like the first one and has no
effect; the same key with *another* body is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

from console.base import clock

NEW, REPEAT, OTHER, NONE = "new", "repeat", "other", "none"
_HIDDEN = frozenset({"authorization", "cookie"})


@dataclass(frozen=True)
class Line:
    """One request to a simulator."""

    number: int
    at: str
    """ISO 8601, in UTC."""
    simulator: str
    key: str
    """The idempotency key; empty when there was none."""
    digest: str
    """SHA-256 of the body."""
    body: str
    headers: Mapping[str, str]
    """By lower-case name, without those that carry a key or a session."""
    verdict: str
    """How the scenario had it answered, or what was wrong with the request."""
    effect: str
    """`new`, `repeat` of the same key, `other` body under the same key, or `none`: nothing was taken."""


class Ledger:
    """Every request to the simulators of one process; serves all threads."""

    def __init__(self, file: Path | None = None, tell: Callable[[Line], None] = lambda _: None) -> None:
        self._file, self._tell = file, tell
        self._lines: list[Line] = []
        self._taken: dict[tuple[str, str], str] = {}
        self._lock = Lock()

    @property
    def lines(self) -> Sequence[Line]:
        """Give all requests in their order."""
        with self._lock:
            return tuple(self._lines)

    def take(
        self, simulator: str, key: str, body: bytes, headers: Mapping[str, str], verdict: str, *, takes: bool
    ) -> Line:
        """Note a request and give its line; `takes` says that it has its effect, unless its key was taken before."""
        found = hashlib.sha256(body).hexdigest()
        shown = {name: value for name, value in headers.items() if name not in _HIDDEN}
        with self._lock:
            before = self._taken.get((simulator, key))
            effect = (NEW if takes else NONE) if before is None else REPEAT if before == found else OTHER
            if effect == NEW:
                self._taken[simulator, key] = found
            text, moment = body.decode("utf-8", "replace"), clock.now().isoformat()
            line = Line(len(self._lines) + 1, moment, simulator, key, found, text, shown, verdict, effect)
            self._lines.append(line)
            self._write(line)
        self._tell(line)
        return line

    def effects(self, simulator: str = "") -> Counter[str]:
        """Give by key how often it had its effect: more than one of the same body would be a double."""
        return Counter(one.key for one in self._of(simulator) if one.effect == NEW)

    def deliveries(self, simulator: str = "") -> Counter[str]:
        """Give by key how often it arrived, taken or not."""
        return Counter(one.key for one in self._of(simulator))

    def doubles(self, simulator: str = "") -> list[str]:
        """Give the digests of bodies that had their effect under more than one key."""
        taken = Counter(one.digest for one in self._of(simulator) if one.effect == NEW)
        return [digest for digest, count in taken.items() if count > 1]

    def _of(self, simulator: str) -> list[Line]:
        return [one for one in self.lines if not simulator or one.simulator == simulator]

    def _write(self, line: Line) -> None:
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")


def read(file: Path) -> list[Line]:
    """Give the lines that a ledger has written into a file; none when there is no such file."""
    if not file.exists():
        return []
    return [Line(**json.loads(text)) for text in file.read_text(encoding="utf-8").splitlines()]

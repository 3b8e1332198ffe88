"""How things are compared: sides take turns, and the medians of all turns are set against each other.

A line never says how fast something is, only how the console stands beside a peer in the same run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Line:
    """One comparison. `figure` is a ratio, or a count when there is no peer.

    `limit` is what `figure` is judged by: at least, or at most when `most` is set; `None` judges nothing.
    """

    what: str
    unit: str
    ours: float
    peer: float | None
    figure: float
    limit: float | None = None
    most: bool = False

    @property
    def passed(self) -> bool | None:
        """Say whether the requirement is met; `None` for a line that is only information."""
        if self.limit is None:
            return None
        return self.figure <= self.limit if self.most else self.figure >= self.limit


def take_turns(sides: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """Let each side run once per round, and give the median of each; the sides' order turns with the rounds."""
    figures: dict[str, list[float]] = {name: [] for name in sides}
    names = list(sides)
    for turn in range(rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            figures[name].append(sides[name]())
    return {name: median(values) for name, values in figures.items()}


def own_peak() -> float:
    """Give the most memory that this process has held, in MB.

    Not `ru_maxrss`: that begins with what the process held that started this one.
    """
    said = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(said.split()[0]) / 1024

"""What a package declares so that its long work runs in the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.hooks.declarations import Text
from console.jobs.models import Task

if TYPE_CHECKING:
    from console.jobs.running import TaskRun


def _nothing(_task: Task) -> None:
    return None


@dataclass(frozen=True)
class TaskKind:
    """A kind of long work, such as an import.

    `run` is a loop of pieces: it writes through `work.session` and calls `work.advance` after each piece, which commits
    both. Taken up again, it begins at `work.cursor`. A piece lasts a few seconds at most, since on SQLite nobody else
    writes meanwhile; what is slow and writes nothing (reading a file) belongs before the first statement of a piece.
    """

    key: str
    """With its owner first: `ch_fund.delegations`."""
    title: Text
    run: Callable[[TaskRun], None]
    result_text: Callable[[Task], str | None] = _nothing
    """What came of it, in the reader's language; asked when it is done or stopped."""
    result_url: Callable[[Task], str | None] = _nothing
    """Where the result is: a file, a list, a preview. Asked when it is done or stopped."""
    priority: int = 5
    """Lower goes first."""

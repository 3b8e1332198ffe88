"""Having files checked by a limited child, and what is said when it gives up."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import closing

from console.plugin import N_, BadArgument, Phrase, bounded
from plugins.fr_dsn.checking.outcome import Outcome, StoredList
from plugins.fr_dsn.formats.reading import Profile

MEGABYTE = 1024 * 1024
MEMORY_MB = 1_536
FIRST_SECONDS, SECONDS_PER_MB = 20.0, 6.0
"""A file takes about a second for each megabyte on an idle machine."""

log = logging.getLogger(__name__)

Said = Callable[[int], None]
"""Is told now and then how many records were read."""


def run(
    files: Sequence[tuple[str, str]],
    profile: Profile,
    size: int,
    say: Said | None = None,
    lists: Sequence[StoredList] = (),
) -> Outcome:
    """Check files given by name and path, `size` bytes together; raises `BadArgument` when that cannot be done."""
    # The rules are many: whoever only starts the console need not wait for them.
    from plugins.fr_dsn.checking.child import check

    seconds = FIRST_SECONDS + SECONDS_PER_MB * size / MEGABYTE
    child = bounded.stream_bounded(
        check, tuple(files), profile, tuple(lists), seconds=seconds, memory_mb=MEMORY_MB
    )
    try:
        with closing(child):
            for answer in child:
                if isinstance(answer, Outcome):
                    return answer
                if say is not None:
                    say(answer)
    except bounded.TookTooLong as fault:
        raise BadArgument(Phrase(TOO_LONG)) from fault
    except Exception as fault:
        # Whatever a file does to the reader, its person gets a sentence; why, the log says.
        log.exception("a check of DSN files broke off")
        raise BadArgument(Phrase(BROKE_OFF)) from fault
    raise BadArgument(Phrase(BROKE_OFF))


TOO_LONG = N_("Checking takes too long and was given up. Check fewer files at a time.")
BROKE_OFF = N_(
    "The check could not be carried to its end. Check the files one by one to find the one it fails on."
)

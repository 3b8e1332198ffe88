"""Public functions around a person without an account: the only writer of her doors, visits and documents.

Words: a *door* guards one delegation behind its link; a *way* is how she may identify herself, out of what the
institution itself *knows* of her; a *visit* is a browser in which she did. What she enters and sends is the mailbox's.
Nothing here commits; the caller commits a try whatever comes of it.
"""

from console.private.belongings import NOBODY, Testimony, agree, files, keep, testimony
from console.private.codes import TEMPLATES, send_code, ways_here
from console.private.doors import (
    CODE_LASTS,
    Door,
    Stands,
    Verdict,
    attempt,
    come_home,
    is_home,
    is_locked,
    is_new,
    new_code,
    opened,
    stays_locked,
)
from console.private.parts import own_sections, within
from console.private.visits import IDLE, SEEN_EVERY, Visit, begin, end, find, leave_section, seen
from console.private.ways import BY_CODE, Known, Shown, Way, known_of, ways_of

__all__ = [
    "BY_CODE",
    "CODE_LASTS",
    "IDLE",
    "NOBODY",
    "SEEN_EVERY",
    "TEMPLATES",
    "Door",
    "Known",
    "Shown",
    "Stands",
    "Testimony",
    "Verdict",
    "Visit",
    "Way",
    "agree",
    "attempt",
    "begin",
    "come_home",
    "end",
    "files",
    "find",
    "is_home",
    "is_locked",
    "is_new",
    "keep",
    "known_of",
    "leave_section",
    "new_code",
    "opened",
    "own_sections",
    "seen",
    "send_code",
    "stays_locked",
    "testimony",
    "ways_here",
    "ways_of",
    "within",
]

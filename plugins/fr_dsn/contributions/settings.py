"""What an administrator sets about contribution calls: from which day on they are drawn up by themselves, if at all."""

from __future__ import annotations

from typing import Any, Final

from console.plugin import Setting
from console.plugin import lazy_gettext as _l

DRAWN_ON: Final = "calls_drawn_on"
LAST: Final = 28
"""Every month has this day."""


def check_day(value: str) -> Any:
    """Say what is wrong with a day of the month."""
    if value.isascii() and value.isdecimal() and int(value[:4]) <= LAST:
        return None
    return _l("Type a day of the month from 1 to %(last)s, or 0 for never.", last=LAST)


def day_in(value: str) -> int:
    """Give the day that was set; 0 for never."""
    return int(value) if value and check_day(value) is None else 0


SETTINGS: Final = (
    Setting(
        DRAWN_ON,
        _l("Day of the month from which calls are drawn up by themselves"),
        _l("For the month before, as declarations are accepted; somebody still sends each call. 0: never."),
        kind="number",
        default="0",
        check=check_day,
    ),
)

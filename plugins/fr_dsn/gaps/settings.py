"""What an administrator sets about gaps."""

from __future__ import annotations

from typing import Any, Final

from console.plugin import Setting
from console.plugin import lazy_gettext as _l

SILENT_AFTER: Final = "gaps_silent_after"
USUAL: Final = 3
MOST: Final = 24


def check_months(value: str) -> Any:
    """Say what is wrong with a number of months."""
    if value.isascii() and value.isdecimal() and int(value[:4]) <= MOST:
        return None
    return _l("Enter a number of months from 0 to %(most)s.", most=MOST)


def months_in(value: str) -> int:
    """Give the months that were set; while none are, the usual ones."""
    return int(value) if value.isascii() and value.isdecimal() else USUAL


SETTINGS: Final = (
    Setting(
        SILENT_AFTER,
        _l("Months without a deposit after which an establishment is silent"),
        _l("It then stands once among the gaps. 0: never."),
        kind="number",
        default=str(USUAL),
        check=check_months,
    ),
)

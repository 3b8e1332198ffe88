"""What an administrator sets about enrolments: who the insurer is at Prest'IJ, and how far back a cover may reach."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from console.plugin import Setting
from console.plugin import lazy_gettext as _l

INSURER, BACK = "prestij_ip", "prestij_back_days"
LONGEST: Final = 3650
"""Days that a cover can reach back at all."""


def check_insurer(value: str) -> Any:
    """Say what is wrong with the code of the insurer."""
    if re.fullmatch(r"[A-Z0-9]{5}", value):
        return None
    return _l("The code has five capital letters or figures.")


def check_days(value: str) -> Any:
    """Say what is wrong with a number of days."""
    if re.fullmatch(r"[0-9]{1,4}", value) and int(value) <= LONGEST:
        return None
    return _l("Type a number of days from 0 to %(most)s.", most=LONGEST)


def days_back(values: Mapping[str, str]) -> int | None:
    """Give how many days before today slips of the past may be asked for; nothing while nobody confirmed it."""
    text = values.get(BACK, "")
    return int(text) if check_days(text) is None else None


SETTINGS: Final = (
    Setting(
        INSURER,
        _l("Code of the insurer at Prest’IJ"),
        _l("Five signs, given with the agreement. Empty: no enrolment is sent."),
        check=check_insurer,
    ),
    Setting(
        BACK,
        _l("Days that a cover may reach back"),
        _l(
            "No source at hand says how far back slips can be asked for: enter what your agreement says. Empty: it is "
            "not confirmed, and no cover can reach back."
        ),
        check=check_days,
    ),
)

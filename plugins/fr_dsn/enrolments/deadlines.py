"""How long Prest'IJ may take to answer an enrolment."""

from __future__ import annotations

from typing import Final

from console.plugin import DeadlineRule
from console.plugin import lazy_gettext as _l

KIND: Final = "fr_dsn.enrolment"
"""What is sent to Prest'IJ."""
# No source says how long it may take: an administrator confirms or changes it before it counts.
RULES: Final = (
    DeadlineRule(
        "fr_dsn.enrolment_answer",
        _l("Enrolments with Prest’IJ: functional answer (CR)"),
        "P3D working",
        _l("the day of sending"),
        dispatch=KIND,
        answer="business",
        ground=_l("A usual length: the institution confirms what it agreed with the health insurance"),
    ),
)

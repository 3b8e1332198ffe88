"""What the report counts of a stoppage, kept beside it so that a walk through many has nothing to reckon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from console.plugin import N_

UP_TO: Final = (3, 7, 30, 90, 180)
"""Longest days of the classes of length.

Three days is what the health insurance does not pay (R323-1 CSS); seven is the wait of the employer's own maintenance
of wages (D1226-3 of the labour code); 30, 90 and 180 are usual deductibles of insured contracts.
"""
OVER: Final = 0
"""The class of what is longer than all of them."""
LENGTHS: Final = (*UP_TO, OVER)
CODE: Final = 12
"""Signs of a code of rejection at most: one fewer than a NIR has."""
MACHINE, SERVICE = "machine", "service"
"""Causes of a rejection that came without a code: by the machine, or by the service of the health insurance."""
REJECTIONS: Final[Mapping[str, str]] = {
    MACHINE: N_("Refused by the machine, without a code"),
    SERVICE: N_("Rejected, without a code"),
    "schema": N_("The declaration could not be read"),
    "person": N_("The person is not known to this fund"),
    "employer": N_("The establishment is not known"),
    "twice": N_("The stoppage was declared already"),
    "days": N_("The stoppage was certified for other days"),
    "certificate": N_("No certificate, or one that came too late"),
    "rights": N_("No right to daily benefits"),
    "wages": N_("Wages missing or contradictory"),
}
"""Our own codes, as the shape of the channel is ours (`gateways/health_insurance.py`): words that name nobody."""


def length_of(days: int) -> int:
    """Give the class of a number of days, by its longest; `OVER` beyond the last."""
    return next((most for most in UP_TO if days <= most), OVER)


def code_of(said: object, otherwise: str) -> str:
    """Give the code of a rejection as it may be kept: letters, figures, point and hyphen; else `otherwise`.

    What is no code, such as a sentence that might name somebody, is never kept here.
    """
    text = said if isinstance(said, str) else ""
    plain = text.replace("-", "").replace(".", "").replace("_", "")
    return text if plain.isascii() and plain.isalnum() and len(text) <= CODE else otherwise

"""How long members may take to answer what the fund asks."""

from __future__ import annotations

from typing import Final

from console.plugin import DeadlineRule
from console.plugin import lazy_gettext as _l

RULES: Final = (
    DeadlineRule(
        "ch_fund.training_confirmation",
        _l("Answer to a request for a training confirmation"),
        # Ten working days is what the law gives for telling a change. That it holds for an answer, too, is the fund's
        # to say: so there is no source, and an administrator confirms it.
        "P10D working",
        _l("the day of the request"),
        message="ch_fund.training_confirmation",
        ground=_l("As for changes that affect a right (OAFam art. 18d)"),
    ),
)

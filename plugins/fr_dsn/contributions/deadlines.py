"""How long a company may take to pay a contribution call."""

from __future__ import annotations

from typing import Final

from console.plugin import DeadlineRule
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions.service import RULE
from plugins.fr_dsn.forms.contributions import PAYMENT

# No source says how long: the contract does. So an administrator confirms or changes it before it counts.
RULES: Final = (
    DeadlineRule(
        f"fr_dsn.{RULE}",
        _l("Contribution calls: payment by the company"),
        "P15D",
        _l("the day on which the call is sent"),
        message=PAYMENT.key,
        ground=_l("A usual length: the institution confirms what its contracts say"),
    ),
)

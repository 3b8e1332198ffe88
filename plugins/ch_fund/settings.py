"""What a fund's administrator sets."""

from __future__ import annotations

import re
from typing import Any

from console.plugin import Health, Setting
from console.plugin import lazy_gettext as _l

_FUND_NUMBER = re.compile(r"(?!000)\d{3}\.\d{3}")


def check_fund_number(value: str) -> Any:
    """Say what is wrong with a fund number: three digits, point, three digits (ELM 5.0, AK-CC-BranchNumber)."""
    if _FUND_NUMBER.fullmatch(value):
        return None
    return _l("A fund number has the form 106.001: fund, point, agency.")


SETTINGS = [
    Setting(
        "fund_number",
        _l("Fund number"),
        _l("Number and agency, as members enter it in their payroll software: 106.001"),
        required=True,
        check=check_fund_number,
    ),
    Setting("contact", _l("Contact for members"), _l("Shown to the members: e-mail or phone of the fund.")),
]


def health(values: dict[str, str]) -> list[Health]:
    """Say whether the fund can be addressed."""
    if not values.get("fund_number"):
        return [Health("warn", _l("The fund number is missing. Enter it in the settings."))]
    return []

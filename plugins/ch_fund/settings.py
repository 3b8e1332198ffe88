"""What a fund's administrator sets."""

from __future__ import annotations

import re
from typing import Any

from console.plugin import Health, Setting
from console.plugin import lazy_gettext as _l

from .gateways import core_system

_FUND_NUMBER = re.compile(r"(?!000)\d{3}\.\d{3}")


def check_fund_number(value: str) -> Any:
    """Say what is wrong with a fund number: three digits, point, three digits (ELM 5.0, AK-CC-BranchNumber)."""
    if _FUND_NUMBER.fullmatch(value):
        return None
    return _l("A fund number has the form 106.001: fund, point, agency.")


def check_address(value: str) -> Any:
    """Say what is wrong with the address of a core system; whether it may be called is tried on the page Modules."""
    if re.fullmatch(r"https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?", value):
        return None
    return _l("Enter an address such as https://core.fund.example, without a question mark.")


def check_signing(value: str) -> Any:
    """Say what is wrong with a secret for signatures (Standard Webhooks: base64 after its prefix)."""
    if re.fullmatch(r"whsec_[A-Za-z0-9+/]{32,88}={0,2}", value):
        return None
    return _l("The secret begins with whsec_, and 32 or more letters and digits follow.")


SETTINGS = [
    Setting(
        "fund_number",
        _l("Fund number"),
        _l("Number and agency, as members enter it in their payroll software: 106.001"),
        required=True,
        check=check_fund_number,
    ),
    Setting(
        "core_url",
        _l("Address of the core system"),
        _l(
            "What members send is handed over there: https://core.fund.example. Empty: nothing is handed over."
        ),
        check=check_address,
    ),
    Setting("core_key", _l("Key for the core system"), _l("Sent with every call."), kind="secret"),
    Setting(
        "core_signing",
        _l("Secret for what the core system pushes"),
        _l("Begins with whsec_ (Standard Webhooks). Without it, pushed answers are refused."),
        kind="secret",
        check=check_signing,
    ),
    Setting("contact", _l("Contact for members"), _l("Shown to the members: e-mail or phone of the fund.")),
]


def health(values: dict[str, str]) -> list[Health]:
    """Say whether the fund can be addressed."""
    found = []
    if not values.get("fund_number"):
        found.append(Health("warn", _l("The fund number is missing. Enter it in the settings.")))
    if values.get("core_url"):
        found.append(core_system.CHANNEL.tried(values["core_url"]))
    return found

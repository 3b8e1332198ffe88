"""What a gateway's administrator sets: the addresses of the deposit point and who the institution is there."""

from __future__ import annotations

import re
from typing import Any

from console.plugin import Health, Setting
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.gateways.hub import ADDRESSES, HUB
from plugins.fr_dsn.rules.controls.value_key import siret_holds


def check_address(value: str) -> Any:
    """Say what is wrong with an address of the hub."""
    if re.fullmatch(
        r"https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*[A-Za-z0-9._~-])?", value
    ):
        return None
    return _l(
        "Enter an address such as https://hub.example/deposit/1.0, without a slash or question mark at its end."
    )


def check_siret(value: str) -> Any:
    """Say what is wrong with the SIRET of the institution."""
    if len(value) == 14 and value.isdecimal() and value.isascii() and siret_holds(value):
        return None
    return _l("A SIRET has 14 figures, of which the last is its key.")


SETTINGS = [
    Setting(
        "hub_auth_url",
        _l("Address at which the hub gives tokens"),
        _l("While one of the addresses is empty, deposits wait and no return is fetched."),
        check=check_address,
    ),
    Setting("hub_deposit_url", _l("Address at which the hub takes files"), check=check_address),
    Setting("hub_returns_url", _l("Address at which the hub lists returns"), check=check_address),
    Setting("hub_siret", _l("SIRET of the institution at the hub"), check=check_siret),
    Setting("hub_name", _l("Last name of who is registered at the hub")),
    Setting("hub_first_name", _l("First name of who is registered at the hub")),
    Setting("hub_password", _l("Password at the hub"), kind="secret"),
    Setting(
        "hub_service",
        _l("Service of the hub"),
        kind="choice",
        default="25",
        choices=(
            ("25", _l("General scheme")),
            ("26", _l("Agricultural scheme")),
            ("97", _l("Test declarant")),
            ("98", _l("Test concentrator")),
        ),
    ),
]


def health(values: dict[str, str]) -> list[Health]:
    """Say whether deposits can leave."""
    missing = [setting.title for setting in SETTINGS if not values.get(setting.key)]
    if len(missing) >= len(SETTINGS) - 1:
        return [Health("warn", _l("No address of the hub is set: deposits wait, and no return is fetched."))]
    found = [Health("bad", _l("For the hub this is missing: %(name)s.", name=name)) for name in missing]
    return found + [HUB.tried(values[key]) for key in ADDRESSES if values.get(key)]

"""What an institution's administrator sets about work stoppages."""

from __future__ import annotations

from typing import Final

from console.plugin import Health, Setting
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.gateways import health_insurance, insurer
from plugins.fr_dsn.gateways.places import check_address, check_signing

SETTINGS: Final = (
    Setting(
        "health_url",
        _l("Address of the health insurance"),
        _l("Work stoppages are declared there: https://health.example. Empty: they are kept as drafts."),
        check=check_address,
    ),
    Setting("health_key", _l("Key for the health insurance"), _l("Sent with every call."), kind="secret"),
    Setting(
        "health_signing",
        _l("Secret for what the health insurance pushes"),
        _l("Begins with whsec_ (Standard Webhooks). Without it, pushed answers are refused."),
        kind="secret",
        check=check_signing,
    ),
    Setting(
        "insurer_url",
        _l("Address of the insurer"),
        _l("Work stoppages and openings of guarantees are told there. Empty: nothing is told."),
        check=check_address,
    ),
    Setting("insurer_key", _l("Key for the insurer"), _l("Sent with every call."), kind="secret"),
)


def health(values: dict[str, str]) -> list[Health]:
    """Try the addresses that are set."""
    channels = (("health_url", health_insurance.CHANNEL), ("insurer_url", insurer.CHANNEL))
    return [channel.tried(values[key]) for key, channel in channels if values.get(key)]

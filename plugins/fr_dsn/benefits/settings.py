"""What an institution's administrator sets about the slip service."""

from __future__ import annotations

from typing import Final

from console.plugin import Health, Setting
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.gateways import slip_service
from plugins.fr_dsn.gateways.places import check_address, check_signing

SETTINGS: Final = (
    Setting(
        "slips_url",
        _l("Address of the slip service"),
        _l("Enrolments go there, answers and slips come from there. Empty: slips are brought as files."),
        check=check_address,
    ),
    Setting("slips_key", _l("Key for the slip service"), _l("Sent with every call."), kind="secret"),
    Setting(
        "slips_signing",
        _l("Secret for what the slip service pushes"),
        _l("Begins with whsec_ (Standard Webhooks). Without it, what is pushed is refused."),
        kind="secret",
        check=check_signing,
    ),
)


def health(values: dict[str, str]) -> list[Health]:
    """Try the address, if one is set."""
    address = values.get("slips_url")
    return [slip_service.CHANNEL_OF_SLIPS.tried(address)] if address else []

"""Where a system outside stands and how we show who we are there, by the institution's settings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from console.plugin import BadArgument, dispatch
from console.plugin import lazy_gettext as _l


def access(settings: Mapping[str, str], name: str) -> tuple[str, dispatch.Auth]:
    """Give address and key of a system: the settings `<name>_url` and `<name>_key`; raises `BadArgument`."""
    address, key = settings.get(f"{name}_url", ""), settings.get(f"{name}_key", "")
    if not address:
        raise BadArgument(_l("The address is not set. Enter it in the settings of the module."))
    return address.rstrip("/"), dispatch.Bearer(key) if key else dispatch.NOBODY


def check_address(value: str) -> Any:
    """Say what is wrong with an address; whether it may be called is tried on the page Modules."""
    if re.fullmatch(r"https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?", value):
        return None
    return _l("Enter an address such as https://insurer.example, without a question mark.")


def check_signing(value: str) -> Any:
    """Say what is wrong with a secret for signatures (Standard Webhooks: base64 after its prefix)."""
    if re.fullmatch(r"whsec_[A-Za-z0-9+/]{32,88}={0,2}", value):
        return None
    return _l("The secret begins with whsec_, and 32 or more letters and digits follow.")


def an_object(content: bytes) -> dict[str, Any]:
    """Read what was pushed or left as a file; raises `BadArgument` for what is no JSON object."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise BadArgument(_l("This is no answer: it must be a JSON object."))
    return said


def moment(text: object) -> datetime | None:
    """Read a moment with its zone; nothing for what is none."""
    try:
        found = datetime.fromisoformat(str(text))
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None

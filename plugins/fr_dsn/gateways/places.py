"""Where a system outside stands and how we show who we are there, by the institution's settings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from console.plugin import BadArgument, dispatch
from console.plugin import lazy_gettext as _l

LONGEST_CURSOR: Final = 200
"""Signs of a place in a list that another system gives."""


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


def as_it_came(said: Any) -> str:
    """Give what was said as JSON, to be kept; of what is nested beyond all sense, only that it was."""
    try:
        return json.dumps(said, ensure_ascii=False, sort_keys=True)
    except (RecursionError, ValueError):
        return '"nested too deep to be kept"'


def next_cursor(said: Mapping[str, Any], cursor: str) -> str:
    """Give where the next look begins: as they say, or where it began now when they say nothing that is a cursor."""
    found = said.get("cursor")
    text = str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
    return text if 0 < len(text) <= LONGEST_CURSOR and text.isprintable() else cursor


def moment(text: object) -> datetime | None:
    """Read a moment with its zone; nothing for what is none."""
    try:
        found = datetime.fromisoformat(str(text))
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None

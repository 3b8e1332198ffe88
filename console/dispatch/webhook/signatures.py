"""Signatures of webhooks: Standard Webhooks, version 1 of the symmetric scheme (HMAC-SHA256).

The signed text is `id.timestamp.body`; the header has one or more signatures, each with its version, so that a key can
be changed without a gap. Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from console.base import clock

PREFIX: Final = "whsec_"
WINDOW: Final = timedelta(minutes=5)
"""How far the time in a signed call may be from ours."""
MOST = 10
"""Signatures of one header that are compared."""
LONGEST_TIME = 11
"""Figures of a time: with one more it can lie beyond the years that Python knows."""


class Forged(Exception):
    """A call is not signed by whom it says, or at another time; the text says what is wrong."""


@dataclass(frozen=True)
class Verified:
    """A call that is what it says. The same `id` twice is the same news: remember it (`Arrival.token`)."""

    id: str
    said_at: datetime


def new_secret() -> str:
    """Give a fresh secret of 32 random bytes in its usual form."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signed(secrets_: Iterable[str], id: str, moment: datetime, body: bytes) -> dict[str, str]:
    """Give the three headers of a call; during a change of keys it is signed with both."""
    stamp = str(int(moment.timestamp()))
    signatures = [f"v1,{_signature(secret, id, stamp, body)}" for secret in secrets_]
    return {"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": " ".join(signatures)}


def verify(secrets_: Iterable[str], headers: Mapping[str, str], body: bytes) -> Verified:
    """Check a call that came in, by any of our secrets; raises `Forged`.

    `headers` are by lower-case name. The caller remembers the `id` at least for as long as the window is wide.
    """
    id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not 0 < len(id) <= 120 or not id.isprintable() or not id.isascii():
        raise Forged("it has no id")
    if not stamp.isascii() or not stamp.isdecimal() or len(stamp) > LONGEST_TIME:
        raise Forged("its time cannot be read")
    said_at = datetime.fromtimestamp(int(stamp), UTC)
    if abs(clock.now() - said_at) > WINDOW:
        raise Forged("it was signed at another time: it may be a copy of an old one")
    expected = [_signature(secret, id, stamp, body).encode() for secret in secrets_]
    if not any(hmac.compare_digest(one, other) for one in _given(headers) for other in expected):
        raise Forged("its signature is not that of any of our secrets")
    return Verified(id, said_at)


def _given(headers: Mapping[str, str]) -> list[bytes]:
    """Give the signatures of version 1; of others we know nothing."""
    parts = (one.partition(",") for one in headers.get("webhook-signature", "").split()[:MOST])
    return [signature.encode() for version, _, signature in parts if version == "v1"]


def _signature(secret: str, id: str, stamp: str, body: bytes) -> str:
    text = f"{id}.{stamp}.".encode() + body
    return base64.b64encode(hmac.new(_key(secret), text, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    """Give the bytes of a secret; raises `Forged` for one that is none, since nothing can be checked with it."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError as fault:
        raise Forged("our own secret cannot be read") from fault
    if not key:
        raise Forged("our own secret is empty")
    return key

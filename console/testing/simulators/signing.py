"""Signatures of Standard Webhooks (https://www.standardwebhooks.com), made and checked as the other side does."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

from console.base import clock

TOLERANCE = 300
"""Seconds by which a message may be older or newer than it is now."""


def signed(secret: str, token: str, body: bytes) -> dict[str, str]:
    """Give the headers that sign a body now; the secret is `whsec_` and Base64."""
    moment = str(int(clock.now().timestamp()))
    return {
        "webhook-id": token,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(_digest(secret, token, moment, body)).decode()}",
    }


def fault_of(secret: str, headers: Mapping[str, str], body: bytes) -> str:
    """Say what is wrong with the signature of a message; nothing when it is sound. Headers by lower-case name."""
    token, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not token or not moment.isdecimal():
        return "webhook-id or webhook-timestamp is missing"
    if abs(clock.now().timestamp() - int(moment)) > TOLERANCE:
        return "the timestamp is too far from now"
    wanted = _digest(secret, token, moment, body)
    for one in headers.get("webhook-signature", "").split():
        version, _, value = one.partition(",")
        if version == "v1" and hmac.compare_digest(_decoded(value), wanted):
            return ""
    return "no signature matches"


def _digest(secret: str, token: str, moment: str, body: bytes) -> bytes:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return hmac.new(key, f"{token}.{moment}.".encode() + body, hashlib.sha256).digest()


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        return b""

"""Keeping a secret in the database so that the database alone does not give it away."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.base import clock

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class Unreadable(Exception):
    """A sealed text was made with another secret key, or was changed since."""


def seal(secret_key: str, purpose: str, text: str) -> str:
    """Give `text` encrypted and signed (Fernet) under a key made from the installation's secret for one purpose."""
    moment = int(clock.now().timestamp())
    return _box(secret_key, purpose).encrypt_at_time(text.encode(), moment).decode()


def unseal(secret_key: str, purpose: str, sealed: str) -> str:
    """Give back what was sealed; raises `Unreadable`."""
    from cryptography.fernet import InvalidToken

    try:
        return _box(secret_key, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as fault:
        raise Unreadable from fault


def sealed_at(sealed: str) -> datetime:
    """Give when a text was sealed, to the second and without opening it; raises `Unreadable` for what is no seal."""
    try:
        return datetime.fromtimestamp(int.from_bytes(base64.urlsafe_b64decode(sealed)[1:9]), UTC)
    except (ValueError, OverflowError, OSError) as fault:
        raise Unreadable from fault


def reseal(old_key: str, new_key: str, purpose: str, sealed: str) -> str:
    """Seal a text with another secret key, as of the moment of its first sealing; raises `Unreadable`."""
    moment = int(sealed_at(sealed).timestamp())
    text = unseal(old_key, purpose, sealed)
    return _box(new_key, purpose).encrypt_at_time(text.encode(), moment).decode()


def _box(secret_key: str, purpose: str) -> Fernet:
    from cryptography.fernet import Fernet

    key = hmac.new(secret_key.encode(), f"sealing {purpose}".encode(), hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))

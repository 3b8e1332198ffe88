"""Keeping a secret in the database so that the database alone does not give it away."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class Unreadable(Exception):
    """A sealed text was made with another secret key, or was changed since."""


def seal(secret_key: str, purpose: str, text: str) -> str:
    """Give `text` encrypted and signed (Fernet) under a key made from the installation's secret for one purpose."""
    return _box(secret_key, purpose).encrypt(text.encode()).decode()


def unseal(secret_key: str, purpose: str, sealed: str) -> str:
    """Give back what was sealed; raises `Unreadable`."""
    from cryptography.fernet import InvalidToken

    try:
        return _box(secret_key, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as fault:
        raise Unreadable from fault


def _box(secret_key: str, purpose: str) -> Fernet:
    from cryptography.fernet import Fernet

    key = hmac.new(secret_key.encode(), f"sealing {purpose}".encode(), hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))

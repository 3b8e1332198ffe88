"""Names nobody can guess, and digests to store instead of them."""

from __future__ import annotations

import hashlib
import hmac
import secrets

_READABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def token() -> str:
    """Give 256 random bits as 43 URL-safe characters: for cookies, links and keys."""
    return secrets.token_urlsafe(32)


def reference() -> str:
    """Give a reference a person can read out, like `K7QF-2MXR`: 40 random bits, no look-alike letters."""
    letters = [secrets.choice(_READABLE) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def digest(secret: str) -> str:
    """Give the SHA-256 of a random secret in hexadecimal.

    Random 256-bit secrets need no slow hash; passwords never come here.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed_digest(key: str, *parts: str) -> str:
    """Give an HMAC-SHA-256 in hexadecimal over `parts`: what an outsider cannot compute without `key`."""
    return hmac.new(key.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()

"""The secret key of a console inside a set, locked by a passphrase: scrypt, then AES-256-GCM over key and manifest."""

from __future__ import annotations

import hashlib
import os

import msgspec

SHORTEST = 12
"""Signs of a passphrase: whoever finds the set may try as many as he likes."""
_COST = 1 << 16
_BLOCK = 8
_MEMORY = 256 * _COST * _BLOCK


class WrongPassphrase(Exception):
    """The passphrase is another one, or the set was changed since it was taken."""


class Locked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A locked key as it stands in the set."""

    salt: bytes
    nonce: bytes
    sealed: bytes
    cost: int = _COST


def lock(secret_key: str, passphrase: str, manifest: bytes) -> bytes:
    """Give the member for a key; opening it also proves that the manifest is the one it was locked with."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_key(passphrase, salt, _COST)).encrypt(nonce, secret_key.encode(), manifest)
    return msgspec.json.encode(Locked(salt, nonce, sealed))


def unlock(member: bytes, passphrase: str, manifest: bytes) -> str:
    """Give the key back; raises `WrongPassphrase`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        found = msgspec.json.decode(member, type=Locked)
        opened = AESGCM(_key(passphrase, found.salt, found.cost)).decrypt(found.nonce, found.sealed, manifest)
    except (msgspec.MsgspecError, InvalidTag, ValueError) as fault:
        raise WrongPassphrase from fault
    return opened.decode()


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(
        passphrase.encode(), salt=salt, n=min(cost, _COST), r=_BLOCK, p=1, maxmem=_MEMORY, dklen=32
    )

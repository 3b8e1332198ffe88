"""What a set says of itself."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Literal

import msgspec

FORM = 1
"""Of the sets that this version writes; it reads no other."""
Kind = Literal["sqlite", "postgresql"]


class Rows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The member with the rows: a database file of SQLite, or a dump of PostgreSQL in its custom format."""

    size: int
    sha256: str
    tables: dict[str, int]
    """How many rows each table has."""
    heads: dict[str, str]
    """How far the migrations of each owner are."""


class Files(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The files that people attached; each is a member named by its institution and the SHA-256 of its content."""

    count: int
    size: int
    digest: str
    """SHA-256 over one line for each file, as `line_of` gives it, in the order in which they follow."""
    missing: tuple[str, ...] = ()
    """What rows name and the store had lost already: `<institution>/<digest>`."""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is checked before anything of a set is restored."""

    form: int
    id: str
    made_at: datetime
    """The moment of the snapshot."""
    console: str
    """The version that took it."""
    database: Kind
    server: str
    """The version of the database."""
    rows: Rows
    files: Files
    key_mark: str
    """Tells whether a machine has the secret key under which this console sealed its secrets (`mark_of`)."""
    has_keys: bool
    """Whether that key is in the set, itself locked by a passphrase."""


def to_bytes(manifest: Manifest) -> bytes:
    """Give a manifest as the JSON that stands in the set."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2)


def from_bytes(text: bytes) -> Manifest:
    """Read a manifest; raises `msgspec.MsgspecError`."""
    return msgspec.json.decode(text, type=Manifest)


def line_of(institution: int, sha256: str, size: int) -> str:
    """Give what stands for one file in the digest over all."""
    return f"{institution}/{sha256} {size}\n"


def mark_of(secret_key: str) -> str:
    """Give what a set says of a secret key: enough to know it again, nothing by which to find it."""
    return hmac.new(secret_key.encode(), b"guichet backup", hashlib.sha256).hexdigest()

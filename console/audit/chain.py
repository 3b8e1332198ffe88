"""How a line of a journal is bound to the one before it. Pure: no session, no clock.

Words: a journal's lines are *sealed*, that is numbered and chained. Each carries the digest of the line *previous* to
it, its *personal* commitment, and its own *digest* over both and its open parts. The commitment is a digest over the
personal parts and a random *salt*: with the salt gone nobody can try names against it, and the chain still holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FORM = "guichet-journal-1"
"""Part of every digest: another form of lines would be another name."""
FIRST = ""
"""What the first line has as its previous digest."""


def canonical(value: Any) -> bytes:
    """Give JSON values as bytes, the same for equal values whatever the order of their keys, others for others."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def moment_text(moment: datetime) -> str:
    """Give an aware moment as it is hashed: UTC, always with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def commitment(salt: str, personal: Mapping[str, Any]) -> str:
    """Give the digest that stands for the personal parts of a line."""
    return _digest([FORM, "personal", salt, personal])


def digest(chain: str, previous: str, sealed_at: datetime, opened: Mapping[str, Any], personal: str) -> str:
    """Give the digest of a line: of which journal, after which line, sealed when, its open parts, its commitment."""
    return _digest([FORM, chain, previous, moment_text(sealed_at), opened, personal])


def _digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()

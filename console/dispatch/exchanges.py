"""What is kept of a conversation with another system: enough to argue with it, and no secret."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlsplit

from console.dispatch.declarations import Exchange
from console.dispatch.outward import Answer

KEPT = 64 * 1024
"""Characters of an answer that are kept."""
BLANK = "***"
SHOWN = frozenset(
    {
        "accept", "allow", "content-encoding", "content-length", "content-type", "date", "etag", "idempotency-key",
        "if-match", "last-modified", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "request-id",
        "retry-after", "soapaction", "user-agent", "webhook-id", "webhook-timestamp", "x-correlation-id",
        "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-request-id",
    }
)  # fmt: skip
"""The headers that are kept: of any other nobody knows whether it is a key."""
_SHORTEST = 4
"""Signs that a secret has at least before it is looked for in an answer."""


def exchange_of(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | None,
    answer: Answer | None,
    milliseconds: int,
    secrets: Collection[str] = (),
) -> Exchange:
    """Give the record of a call and of its answer, if there was one, with the `secrets` blanked that it repeats."""
    asked = Exchange(
        request=f"{method} {shown_address(url)}",
        request_headers=_shown(headers, ()),
        request_digest=hashlib.sha256(body or b"").hexdigest(),
        request_size=len(body or b""),
        milliseconds=milliseconds,
    )
    if answer is None:
        return asked
    return replace(
        asked,
        status=str(answer.status),
        reply_headers=_shown(answer.headers, secrets),
        reply=without(answer.body.decode("utf-8", "replace"), secrets)[:KEPT],
        reply_size=len(answer.body),
    )


def of_secret(exchange: Exchange) -> Exchange:
    """Give the record of something secret without what tells it: a short code is found by its digest."""
    return replace(exchange, request_digest="", reply="")


def shown_address(url: str) -> str:
    """Give an address without name, password and anchor, and the values of what follows the question mark blanked."""
    try:
        parts = urlsplit(url)
        place = parts.netloc.rpartition("@")[2]
        names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    except ValueError:
        return BLANK
    asked = "&".join(f"{quote(name, safe='')}={BLANK}" for name in names)
    return f"{parts.scheme}://{place}{parts.path}" + (f"?{asked}" if asked else "")


def without(text: str, secrets: Iterable[str]) -> str:
    """Give a text with each secret in it blanked, the longest first."""
    for secret in sorted(filter(lambda one: len(one) >= _SHORTEST, secrets), key=len, reverse=True):
        text = text.replace(secret, BLANK)
    return text


def storable(text: str) -> str:
    """Give a text without the signs that no database keeps: half characters and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def _shown(headers: Mapping[str, str], secrets: Collection[str]) -> dict[str, str]:
    return {name.lower(): without(v, secrets) for name, v in headers.items() if name.lower() in SHOWN}

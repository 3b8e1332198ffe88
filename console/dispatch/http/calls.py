"""One call over HTTP as a channel describes it, and who we are in it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from console.dispatch.trust import Identity


class Auth(Protocol):
    """How we prove who we are."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Give the headers that say it."""

    @property
    def identity(self) -> Identity | None:
        """Give the certificate that says it, if one does."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Give what must not be kept of it, wherever it shows up again."""


@dataclass(frozen=True)
class NoAuth:
    """Whoever calls may."""

    headers: Mapping[str, str] = field(default_factory=dict)
    identity: Identity | None = None
    secrets: tuple[str, ...] = ()


NOBODY = NoAuth()


@dataclass(frozen=True)
class Bearer:
    """A token in the header `Authorization` (RFC 6750)."""

    token: str = field(repr=False)
    identity: Identity | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        """Give the header with the token."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def secrets(self) -> tuple[str, ...]:
        """Give the token."""
        return (self.token,)


@dataclass(frozen=True)
class Basic:
    """A name and a password (RFC 7617)."""

    user: str
    password: str = field(repr=False)
    identity: Identity | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        """Give the header with both."""
        return {"Authorization": f"Basic {self._both}"}

    @property
    def secrets(self) -> tuple[str, ...]:
        """Give the password, alone and as it is sent."""
        return (self.password, self._both)

    @property
    def _both(self) -> str:
        return base64.b64encode(f"{self.user}:{self.password}".encode()).decode()


@dataclass(frozen=True)
class ApiKey:
    """A key in a header that the other system names."""

    key: str = field(repr=False)
    header: str = "X-API-Key"
    identity: Identity | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        """Give the header with the key."""
        return {self.header: self.key}

    @property
    def secrets(self) -> tuple[str, ...]:
        """Give the key."""
        return (self.key,)


@dataclass(frozen=True)
class Certificate:
    """A client certificate (mutual TLS) alone; the other ways take one besides."""

    identity: Identity

    @property
    def headers(self) -> Mapping[str, str]:
        """Give none."""
        return {}

    @property
    def secrets(self) -> tuple[str, ...]:
        """Give none: the key never leaves us."""
        return ()


@dataclass(frozen=True)
class Call:
    """One call, complete. The idempotency key is added by the channel."""

    url: str
    body: bytes | None = None
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    auth: Auth = NOBODY


def json_call(
    url: str,
    value: Any,
    *,
    method: str = "POST",
    headers: Mapping[str, str] | None = None,
    auth: Auth = NOBODY,
) -> Call:
    """Give a call with a value as JSON."""
    told = {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})}
    return Call(url, json.dumps(value, ensure_ascii=False).encode(), method, told, auth)

"""What the open API refuses beside what every page refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.base.errors import ConsoleError


class NotAcceptable(ConsoleError):
    """The caller takes no media type in which this address answers."""

    status = 406


class Stale(ConsoleError):
    """What the caller wants to change has changed since it read it."""

    status = 412


class WrongMediaType(ConsoleError):
    """The body is of a media type that this address does not read."""

    status = 415


class Faulty(ConsoleError):
    """What was sent can be read and is not right; `members` go into the problem."""

    status = 422

    def __init__(self, text: object, *, members: Mapping[str, Any] | None = None) -> None:
        super().__init__(text)
        self.members = dict(members or {})


class Unconditional(ConsoleError):
    """A change of something that others change too must say which version it is about."""

    status = 428

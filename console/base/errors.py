"""Errors that a person may read. Each carries an HTTP status, a text and the place it concerns.

Texts are lazy strings: the language is chosen when the page is made, not when the error is raised.
"""

from __future__ import annotations

from typing import ClassVar


class ConsoleError(Exception):
    """An act that did not happen, with a sentence that says why and what to do."""

    status: ClassVar[int] = 400

    def __init__(self, text: object, *, place: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.place = place

    def __str__(self) -> str:
        return str(self.text)


class BadArgument(ConsoleError):
    """An address or a request carries something that cannot be understood; `place` names it."""


class NoKey(ConsoleError):
    """Another system asks without a key, or with one that does not count."""

    status = 401


class NotAllowed(ConsoleError):
    """The person is known but has no right to this act."""

    status = 403


class NotFound(ConsoleError):
    """There is no such thing for this person; says the same for what exists elsewhere."""

    status = 404


class Conflict(ConsoleError):
    """Somebody changed the thing meanwhile, or it exists already."""

    status = 409


class TooManyTries(ConsoleError):
    """The limit of tries is reached; `seconds` says when to come back."""

    status = 429

    def __init__(self, text: object, *, seconds: int) -> None:
        super().__init__(text)
        self.seconds = seconds


class Unavailable(ConsoleError):
    """Something the console needs does not answer; trying again later helps."""

    status = 503


class ConfigurationError(Exception):
    """The console must not start like this; one line per fault, for the person who installs it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class ProgrammingError(Exception):
    """Code broke a rule of the console (scope, transaction, hook). Never shown to a person in words."""

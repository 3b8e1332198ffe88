"""Where somebody goes on once she has shown who she is, with what she had typed there."""

from __future__ import annotations

from dataclasses import dataclass

from console.shell.redirects import back_to


@dataclass(frozen=True)
class Onward:
    """A page of the console, and what was typed into it before (see `kept`)."""

    target: str
    entries: str = ""

    @classmethod
    def of(cls, target: str | None, entries: str | None = "") -> Onward:
        """Give where a form leads; a foreign address becomes the start page."""
        return cls(back_to(target), entries or "")

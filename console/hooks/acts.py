"""What a plugin lets other systems do through the open API, beside reading collections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True)
class ApiCall:
    """What another system asks of an act of a plugin, let in and checked."""

    session: Any
    """Writing for an act that changes something; it sees what the key opens."""
    company: int
    """The company for which the key is."""
    by: str
    """The name of the system, for the journal."""
    parts: Mapping[str, str]
    """The parts of the address by name."""
    values: Mapping[str, Any]
    """The body, which fits the schema of the act; empty for one that takes none."""
    size: int = 0
    """Of an act that gives pages: how many rows are asked for."""
    after: tuple[datetime, int] | None = None
    """Of an act that gives pages: moment and key of the last row of the page before; none at the beginning."""


@dataclass(frozen=True)
class ApiAct:
    """An address of the open API with which a plugin does more than give rows of a collection.

    The console recognises the key, its theme and its operation, checks the body, keeps the answer for repeats, and
    describes it all in the OpenAPI document.
    """

    key: str
    """What the document calls it, once in the plugin: `stoppages_close`."""
    path: str
    """Below the plugin's name: `/stoppages/{named}/close`. The parts are `named`, what the caller's own system calls
    something, and `reference`, what the console calls it.
    """
    summary: str
    """For developers, in English."""
    operation: str
    """What a key needs, without the plugin: `stoppages:write`; several acts may share one."""
    title: Any
    """The operation as people choose it for a key."""
    theme: str
    act: Callable[[ApiCall], Mapping[str, Any]]
    """Does it and gives the answer; a `ConsoleError` with `members` tells more than a sentence."""
    gives: Mapping[str, Any]
    """The JSON Schema of the answer, an object."""
    method: Literal["GET", "POST", "PUT", "DELETE"] = "GET"
    takes: Mapping[str, Any] | None = None
    """The JSON Schema of the body, an object; none: it takes no body."""
    example: Any = None
    is_idempotent: bool = False
    """Asked again it does nothing new by itself: then a request need not bring a key under which its answer is kept."""
    most: int = 1024 * 1024
    """Bytes of the body at most; no address takes more than 12 MB."""
    is_paged: bool = False
    """It gives rows in the order of a moment, page by page: it takes `size` and `after`, whose next value
    `place_token` writes."""

"""What a plugin hands over that goes by the clock: how long something may take, what is owed, work done again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from console.hooks.declarations import Text


@dataclass(frozen=True)
class DeadlineRule:
    """How long something may take, and of what the console watches it: exactly one of message, dossier and dispatch.

    It counts when a source proves it, or once an administrator of the institution has confirmed it; she may also change
    its length.
    """

    key: str
    """With its owner first: `ch_fund.training_confirmation`."""
    title: Text
    span: str
    """The length, as `console.base.calendar` writes it: `P10D working`, `PT1H`. Its holidays are those of the
    institution's country unless it names a region."""
    runs_from: Text
    """From which event it runs, in words: the day of the request."""
    message: str = ""
    """The type of a request to a company that gets this due day unless it comes with one: the key of a form."""
    dossier: str = ""
    """The kind of the dossiers that must be closed within this time of their opening: the key of a form."""
    dispatch: str = ""
    """The kind of the envelopes that must be acknowledged within this time of being written."""
    answer: str = ""
    """Of a dispatch: `technical`, that it arrived, or `business`, whether it is accepted."""
    ground: Text = ""
    """The law, or another reason, why it lasts so long."""
    source: str = ""
    """Where that can be read: an article of a law, an address."""

    @property
    def is_proven(self) -> bool:
        """Say whether it counts without anybody's confirmation."""
        return bool(self.source)


@dataclass(frozen=True)
class Scheduled:
    """Work that is done again and again, in each institution that has the plugin switched on."""

    key: str
    """With its owner first: `fr_dsn.gaps`."""
    every: timedelta
    run: Callable[[Any], object]
    """From a writing session in the scope of one institution; never commits. It must bear being run twice.

    Work that may be long is done piece by piece: each gives the next one, called in the same way in a transaction of
    its own, and the last one nothing. Whatever ends it in between leaves the pieces that are done.
    """


@dataclass(frozen=True)
class Owed:
    """One moment until which a company owes something."""

    company: int
    key: str
    """What the plugin calls it, once in the company, as people see it beside the title: `2026-02-15`."""
    due: datetime
    """The first moment that is too late, in UTC."""


@dataclass(frozen=True)
class Duty:
    """What companies owe by moments of their own, again and again; the console lists it, and alerts whom it concerns.

    However many things are behind one moment of a company, it is owed once: one line of the list, one alert.
    """

    key: str
    """With its owner first: `fr_dsn.monthly`."""
    title: Text
    theme: str
    """The theme, of the same plugin, whose holders are told: `declarations`."""
    owed: Callable[[Any], Iterable[Owed]]
    """Gives all that is owed in the institution of a session now, late or coming; what it gives no more is done.
    Asked each quarter of an hour."""
    page: Callable[[int, str], tuple[str, Mapping[str, Any]]]
    """Gives the page where it is seen, as endpoint and values, from company and key."""
    said: Callable[[str], str] = str
    """Gives what tells one from another in words, from the key."""

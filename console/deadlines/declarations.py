"""What is late or coming, ready to be shown: values without session."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What has a deadline."""

    ANSWER = "answer"
    """The institution has promised an answer to what was sent to it."""
    REQUEST = "request"
    """A company is asked for an answer by a day."""
    DECISION = "decision"
    """An open dossier must be closed by a day."""
    ENDING = "ending"
    """What was decided in a dossier holds until a day."""
    DUTY = "duty"
    """A company owes something by a moment that a plugin knows."""
    TECHNICAL = "technical"
    """Another system must confirm that a transmission arrived."""
    BUSINESS = "business"
    """Another system must say whether it accepts a transmission."""
    PARKED = "parked"
    """A transmission stands still until somebody decides."""


OF_MESSAGES: Final = (Kind.ANSWER, Kind.REQUEST)
OF_DOSSIERS: Final = (Kind.DECISION, Kind.ENDING)
OF_DISPATCHES: Final = (Kind.TECHNICAL, Kind.BUSINESS, Kind.PARKED)


@dataclass(frozen=True)
class Place:
    """Where the list goes on: after the row of this kind that is due and stands there since then, with this key."""

    due: datetime
    kind: Kind
    since: datetime
    key: int


@dataclass(frozen=True)
class Due:
    """One thing with a deadline. Names nobody it is about."""

    kind: Kind
    key: int
    reference: str
    due: datetime
    """The first moment that is too late, in UTC; of what is parked, since when it exists."""
    day: date | None
    """The last day, where the whole of it counts; `None` where a moment does."""
    since: datetime
    """What orders those that are due at the same moment."""
    company: int | None
    theme: str
    """With its plugin; empty for a dispatch."""
    type: str
    """The type of a message, the kind of a dossier or of an envelope, the key of a duty."""
    assigned_to: int | None = None

    @property
    def place(self) -> Place:
        """Give the place after this row."""
        return Place(self.due, self.kind, self.since, self.key)


@dataclass(frozen=True)
class Page:
    """Some of them, the most urgent first, and where the list goes on."""

    rows: tuple[Due, ...]
    after: Place | None


@dataclass(frozen=True)
class Reader:
    """Whose look it is: what she may see, as her rights say."""

    company: int | None
    """The company whose people look; `None`: the institution's staff."""
    themes: Collection[str]
    """With their plugins; nothing of any other theme is shown."""
    transmissions: bool = False
    """Whether the dispatches of the institution are hers to see."""


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; what is left out narrows nothing."""

    kinds: frozenset[Kind] = frozenset(Kind)
    theme: str = ""
    company: int | None = None
    """Of the staff's look: of one company only. Dispatches belong to none."""
    until: datetime | None = None
    """Due at this moment at the latest."""
    since: datetime | None = None
    """Due after this moment."""

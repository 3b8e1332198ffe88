"""The states of an enrolment, and what leads from one to the next: a table, and nothing beside it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where the enrolment of a company or a person stands."""

    NEW = "new"
    """Entered, and part of the next file."""
    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    """The file came in (ARL); the decision is still to come."""
    ENROLLED = "enrolled"
    REFUSED = "refused"
    TO_REMOVE = "to_remove"
    """To be removed by the next file."""
    LEAVING = "leaving"
    """Its removal was asked for."""
    REMOVED = "removed"


class Event(StrEnum):
    """What happens to an enrolment."""

    ASK = "ask"
    ACKNOWLEDGE = "acknowledge"
    ACCEPT = "accept"
    REFUSE = "refuse"
    REMOVE = "remove"
    KEEP = "keep"
    """A removal that was not asked for yet is taken back."""
    ENTER = "enter"
    """What was refused or removed is asked for anew."""


S, E = State, Event
TRANSITIONS: Final[Mapping[State, Mapping[Event, State]]] = {
    S.NEW: {E.ASK: S.ASKED},
    S.ASKED: {E.ACKNOWLEDGE: S.ACKNOWLEDGED, E.ACCEPT: S.ENROLLED, E.REFUSE: S.REFUSED},
    S.ACKNOWLEDGED: {E.ACCEPT: S.ENROLLED, E.REFUSE: S.REFUSED},
    S.ENROLLED: {E.REMOVE: S.TO_REMOVE},
    S.REFUSED: {E.ENTER: S.NEW},
    S.TO_REMOVE: {E.ASK: S.LEAVING, E.KEEP: S.ENROLLED},
    # A refused removal leaves everything as it was.
    S.LEAVING: {E.ACKNOWLEDGE: S.LEAVING, E.ACCEPT: S.REMOVED, E.REFUSE: S.ENROLLED},
    S.REMOVED: {E.ENTER: S.NEW},
}
WAITING: Final = (State.NEW, State.TO_REMOVE)
"""What the next file asks for."""
IN_FORCE: Final = frozenset({State.ENROLLED, State.TO_REMOVE, State.LEAVING})
"""For whom slips come."""
EDITABLE: Final = frozenset({State.NEW, State.REFUSED, State.REMOVED})
"""Whose data may change: whatever was asked for stays as it was asked."""

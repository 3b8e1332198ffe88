"""The states of a stoppage, and what leads from one to the next: a table, and nothing beside it.

A state says what became of the last thing that was said about the stoppage: its opening, a change, its closing or its
cancellation. Whatever is not in the table is forbidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from console.plugin import N_, Conflict, Phrase


class State(StrEnum):
    """Where a stoppage stands."""

    DRAFT = "draft"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    """By the machine of the health insurance: it could not read or take it."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    """By the service of the health insurance."""
    DOCUMENTS = "documents"
    """The health insurance asks for documents before it decides."""
    MODIFIED = "modified"
    """A change was sent and is not decided yet."""
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Event(StrEnum):
    """What happens to a stoppage."""

    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    REFUSE = "refuse"
    ACCEPT = "accept"
    REJECT = "reject"
    ASK_DOCUMENTS = "ask_documents"
    HAND_IN = "hand_in"
    """The documents that were asked for leave for the health insurance."""
    MODIFY = "modify"
    CLOSE = "close"
    CANCEL = "cancel"


S, E = State, Event
_SAID: Final = {E.MODIFY: S.MODIFIED, E.CLOSE: S.CLOSED, E.CANCEL: S.CANCELLED}
_DECIDED: Final = {E.ACCEPT: S.ACCEPTED, E.REJECT: S.REJECTED, E.ASK_DOCUMENTS: S.DOCUMENTS}
_OWN: Final = {E.ACCEPT, E.ACKNOWLEDGE, E.ASK_DOCUMENTS, E.HAND_IN}
TRANSITIONS: Final[Mapping[State, Mapping[Event, State]]] = {
    S.DRAFT: {E.SEND: S.SENT, E.CANCEL: S.CANCELLED},
    S.SENT: {E.ACKNOWLEDGE: S.ACKNOWLEDGED, E.REFUSE: S.REFUSED, E.HAND_IN: S.SENT, **_DECIDED, **_SAID},
    S.ACKNOWLEDGED: {E.REFUSE: S.REFUSED, E.HAND_IN: S.SENT, **_DECIDED, **_SAID},
    S.REFUSED: _SAID,
    S.ACCEPTED: {E.REJECT: S.REJECTED, E.ASK_DOCUMENTS: S.DOCUMENTS, **_SAID},
    S.REJECTED: {E.ACCEPT: S.ACCEPTED, E.ASK_DOCUMENTS: S.DOCUMENTS, **_SAID},
    S.DOCUMENTS: {E.HAND_IN: S.SENT, E.ACCEPT: S.ACCEPTED, E.REJECT: S.REJECTED, **_SAID},
    S.MODIFIED: {E.ACKNOWLEDGE: S.MODIFIED, E.REFUSE: S.REFUSED, E.HAND_IN: S.MODIFIED, **_DECIDED, **_SAID},
    # What is closed stays so, whatever is accepted or asked about its closing; a refused closing is no closing.
    S.CLOSED: {**dict.fromkeys(_OWN, S.CLOSED), E.REFUSE: S.REFUSED, E.REJECT: S.REJECTED, **_SAID},
    S.CANCELLED: {**dict.fromkeys(_OWN, S.CANCELLED), E.REFUSE: S.REFUSED, E.REJECT: S.REJECTED},
}
"""A second closing corrects the first; a cancellation ends everything unless it is refused."""
SAYING: Final = frozenset({E.MODIFY, E.CLOSE, E.CANCEL})
"""What the employer says about a stoppage that it has opened."""
_WHY: Final[Mapping[tuple[State, Event], Phrase]] = {
    (S.DRAFT, E.CLOSE): Phrase(N_("This stoppage was never sent, so it cannot be closed. Send it first.")),
    (S.DRAFT, E.MODIFY): Phrase(N_("This stoppage was never sent. Correct the draft itself.")),
    **dict.fromkeys(
        ((S.CANCELLED, one) for one in SAYING),
        Phrase(N_("This stoppage is cancelled. Declare a new one under another key.")),
    ),
}
_ELSE: Final = Phrase(N_("This does not fit what became of the stoppage until now."))


def after(state: State, event: Event) -> State:
    """Give the state after an event; raises `Conflict`, in words for the caller, for what is forbidden."""
    found = TRANSITIONS[state].get(event)
    if found is None:
        raise Conflict(_WHY.get((state, event), _ELSE), place="state")
    return found

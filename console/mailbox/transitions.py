"""The transitions of a message as data: from where, by which event, to where, by whom, on which conditions.

The numbers are those of the written rules of the mailbox. Five events stand beside them: sending a delegation's mail
again, correcting its address (both are what follows number 16), handing a message to a colleague, registering what
reached the institution by post, telephone or e-mail, and putting away a notice that was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from console.hooks.declarations import Level
from console.mailbox.states import Event, Role, State

Target = State | Literal["same", "origin"]
F, U, A, P, Y = Role.FUND, Role.USER, Role.ADMINISTRATOR, Role.PERSON, Role.SYSTEM
READ, PREPARE, SEND = Level.READ, Level.PREPARE, Level.SEND
INBOX, DRAFT, DELEGATED = State.INBOX, State.DRAFT, State.DELEGATED
SENT, DONE, DELETED, UNSAVED = State.SENT, State.DONE, State.DELETED, State.UNSAVED


@dataclass(frozen=True)
class Transition:
    """One row of the table. `level` is what staff and users need in the theme: what leaves the house needs to send."""

    no: int
    sources: tuple[State | None, ...]
    event: Event
    target: Target
    who: tuple[Role, ...]
    level: Level = PREPARE
    needs: tuple[str, ...] = ()
    """Codes of conditions, which are also the codes of their refusals."""
    effects: tuple[str, ...] = ()
    if_asked: State | None = None
    """The state instead of `target` when the institution had asked."""


_MAIL = ("count", "mail")
_PERSON_REACHED = ("agreement_missing", "email_faulty")

TRANSITIONS: Final = (
    Transition(
        1, (None,), Event.FUND_REQUEST, INBOX, (F,), SEND, ("by_post",), ("count", "pending dossier document")
    ),
    Transition(2, (None,), Event.START, UNSAVED, (U,)),
    Transition(3, (INBOX,), Event.OPEN, INBOX, (U,), READ, effects=("prefilled form", "read mark")),
    Transition(4, (UNSAVED,), Event.SAVE, DRAFT, (U,), effects=("count",)),
    Transition(5, (INBOX,), Event.SAVE, DRAFT, (U,), PREPARE, ("no_answer",), ("count",)),
    Transition(6, (DRAFT,), Event.SAVE, DRAFT, (U,)),
    Transition(7, (DRAFT,), Event.DELETE, DELETED, (U,), effects=("count",), if_asked=INBOX),
    Transition(
        8, (UNSAVED, DRAFT, INBOX), Event.SEND, SENT, (U,), SEND, ("no_answer", "second_factor_missing"),
        ("count", "proof", "one-time sending key"),
    ),
    Transition(
        9, (INBOX,), Event.DELEGATE, DELEGATED, (U,), SEND,
        ("no_answer", "not_delegable", *_PERSON_REACHED), _MAIL,
    ),
    Transition(
        10, (DRAFT,), Event.DELEGATE, DELEGATED, (U,), SEND,
        ("not_delegable", "part_incomplete", *_PERSON_REACHED), _MAIL,
    ),
    Transition(
        11, (None,), Event.DELEGATE_IN_DOSSIER, DELEGATED, (U, F), SEND, ("not_delegable", *_PERSON_REACHED), _MAIL
    ),
    Transition(12, (DELEGATED,), Event.CONSULT, DELEGATED, (U,), READ),
    Transition(13, (DELEGATED,), Event.WITHDRAW, "origin", (U, A), PREPARE, effects=("count", "link dies", "mail")),
    Transition(14, (DELEGATED,), Event.PERSON_SAVE, DELEGATED, (P,), effects=("unseen by company and fund",)),
    Transition(15, (DELEGATED,), Event.PERSON_SEND, SENT, (P,), effects=("count", "proof")),
    Transition(16, (DELEGATED,), Event.EXPIRE_OR_BOUNCE, DELEGATED, (Y,), effects=("mark",)),
    Transition(
        17, (SENT,), Event.RECALL, DRAFT, (U, P), SEND, ("taken", "not_own"), ("count", "proof marked recalled")
    ),
    Transition(18, (SENT,), Event.TAKE, SENT, (F,), effects=("assigned", "ends recall")),
    Transition(19, (SENT,), Event.QUERY, SENT, (F,), SEND, effects=("new INBOX message in the same dossier",)),
    Transition(
        20, (SENT,), Event.SETTLE, DONE, (F,), SEND, ("reason_missing",), ("count", "dossier document")
    ),
    Transition(21, (DONE,), Event.REOPEN, SENT, (F,), SEND, ("no_answer", "reason_missing"), ("count",)),
    Transition(22, (INBOX,), Event.WITHDRAW_REQUEST, DELETED, (F,), SEND, effects=("count", "trace")),
    Transition(
        23, (INBOX, DRAFT, DELEGATED), Event.DUE_DATE_PASSED, "same", (Y,),
        effects=("mark", "one reminder to holders of the theme"),
    ),
    Transition(0, (DELEGATED,), Event.RESEND, DELEGATED, (U,), SEND, effects=("mail",)),
    Transition(0, (DELEGATED,), Event.CORRECT_ADDRESS, DELEGATED, (U,), SEND, ("email_faulty",), ("mail",)),
    Transition(0, (SENT,), Event.ASSIGN, SENT, (F,), effects=("assigned",)),
    Transition(0, (None,), Event.REGISTER, SENT, (F,), SEND, effects=("count", "proof")),
    Transition(0, (INBOX,), Event.PUT_AWAY, DONE, (U,), READ, ("task",), ("count",)),
)  # fmt: skip

BY_EVENT: Final[Mapping[tuple[State | None, Event], Transition]] = MappingProxyType(
    {(source, one.event): one for one in TRANSITIONS for source in one.sources}
)

REASONS: Final[Mapping[tuple[State, Event], str]] = MappingProxyType(
    {
        (SENT, Event.SAVE): "sent",
        (SENT, Event.SEND): "sent",
        (SENT, Event.DELETE): "sent",
        (SENT, Event.DELEGATE): "sent",
        (SENT, Event.WITHDRAW): "person_sent",
        (SENT, Event.PERSON_SAVE): "person_sent",
        (SENT, Event.PERSON_SEND): "person_sent",
        (DONE, Event.SAVE): "settled",
        (DONE, Event.SEND): "settled",
        (DONE, Event.DELETE): "settled",
        (DONE, Event.RECALL): "settled",
        (DONE, Event.DELEGATE): "settled",
        (DONE, Event.WITHDRAW): "settled",
        (DELEGATED, Event.SAVE): "delegated",
        (DELEGATED, Event.SEND): "delegated",
        (DELEGATED, Event.DELETE): "delegated",
        (DELEGATED, Event.DELEGATE): "delegated",
        (INBOX, Event.DELETE): "request_kept",
    }
)
"""Why an event is impossible in a state, where more can be said than that it is."""

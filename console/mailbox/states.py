"""The words of the state machine: states, events, who acts, and what is known of a message. Pure values.

Themes are named with their plugin here, `ch_fund.accounting`, because a message is one theme's of one plugin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from console.hooks.declarations import Level


class State(StrEnum):
    """Where a message is. The first five stored ones are the folders."""

    INBOX = "INBOX"
    DRAFT = "DRAFT"
    DELEGATED = "DELEGATED"
    SENT = "SENT"
    DONE = "DONE"
    DELETED = "DELETED"
    """No folder: an empty trace."""
    UNSAVED = "UNSAVED"
    """Begun by a user and never stored."""


FOLDERS = (State.INBOX, State.DRAFT, State.DELEGATED, State.SENT, State.DONE)


class Event(StrEnum):
    """What can happen to a message."""

    FUND_REQUEST = "fund_request"
    START = "start"
    OPEN = "open"
    SAVE = "save"
    DELETE = "delete"
    SEND = "send"
    DELEGATE = "delegate"
    DELEGATE_IN_DOSSIER = "delegate_in_dossier"
    CONSULT = "consult"
    WITHDRAW = "withdraw"
    PERSON_SAVE = "person_save"
    PERSON_SEND = "person_send"
    EXPIRE_OR_BOUNCE = "expire_or_bounce"
    RESEND = "resend"
    CORRECT_ADDRESS = "correct_address"
    RECALL = "recall"
    TAKE = "take"
    ASSIGN = "assign"
    QUERY = "query"
    SETTLE = "settle"
    REOPEN = "reopen"
    WITHDRAW_REQUEST = "withdraw_request"
    DUE_DATE_PASSED = "due_date_passed"
    REGISTER = "register"
    PUT_AWAY = "put_away"


class Role(StrEnum):
    """In whose name somebody acts."""

    FUND = "F"
    """The institution's staff."""
    USER = "U"
    """A company's user."""
    ADMINISTRATOR = "A"
    """A company's administrator: a user who may also withdraw what is delegated in themes that are not hers."""
    PERSON = "P"
    """A person with a delegation."""
    SYSTEM = "Y"


class Sight(StrEnum):
    """How much of a message somebody sees."""

    ALL = "all"
    HEADER = "header"
    """Subject, person, e-mail, days and status of a delegation; nothing that the person entered."""
    STATUS = "status"
    """That it is there, and how it stands."""
    OWN = "own"
    """What one's own side entered, and its proof."""
    REQUEST = "request"
    """The request as it was sent, whether it was read, and that it is open."""
    NOTHING = "nothing"


@dataclass(frozen=True)
class Actor:
    """Who acts, with everything that decides what she may do; whoever makes one has checked that it is true."""

    role: Role
    institution: int
    company: int | None = None
    themes: Mapping[str, Level] = field(default_factory=dict)
    """By theme, named with its plugin."""
    terms_accepted: bool = True
    second_factor: bool = True
    """Done in this session, or not asked by the institution's policy."""
    identified: str = ""
    """How she showed who she is, for proofs: `second_factor`, `account`, `code_email`, `code_sms` or `birth_number`.

    Empty for the password of a user account, and for nothing but a link.
    """
    delegation: int | None = None
    """Through which a person came in."""
    user_id: int = 0
    name: str = ""
    language: str = "en"

    def level(self, theme: str) -> int:
        """Give what this actor may do in a theme; 0 for nothing."""
        return self.themes.get(theme, 0)


class Link(StrEnum):
    """How the way in of a person stands."""

    NONE = "none"
    OPEN = "open"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Facts:
    """What is known of a message when something shall happen to it. `state` is `None` before there is one."""

    state: State | None
    institution: int
    company: int
    theme: str
    is_asked: bool = False
    """The institution asked for it: a request, a query or a notice, never a company's own message."""
    needs_answer: bool = True
    """False for a notice."""
    delegable: bool = False
    origin: State = State.INBOX
    """Where a withdrawn delegation falls back to: the inbox, or the drafts when it was delegated from there."""
    delegation: int | None = None
    link: Link = Link.NONE
    by_company: bool = True
    """The company sent content of its own; a person may have sent the rest, or everything."""
    by_person: bool = False
    taken: bool = False


@dataclass(frozen=True)
class Given:
    """What an act brings with it, as far as its conditions ask for it."""

    electronic: bool = True
    """The company receives this document type electronically."""
    part_complete: bool = True
    """The employer's part passed all checks, or there is none."""
    agreement: bool = True
    email: bool = True
    reason: bool = True


@dataclass(frozen=True)
class Step:
    """What an allowed event does. `no` is the number of its transition, 0 for those beside the table."""

    no: int
    event: Event
    target: State
    effects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """Why an event is refused; `unknown` says the same as for a message that does not exist."""

    code: str


UNKNOWN = Refusal("unknown")

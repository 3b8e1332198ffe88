"""What a package fills in so that something leaves, and what a channel answers.

Words: an *envelope* is one thing to transmit; a *channel* knows how its other side speaks; an *outcome* is what came of
one attempt; a *pace* says how long a channel waits between attempts and how often it tries.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from console.base.errors import ProgrammingError
from console.base.sheets.phrases import Phrase
from console.hooks.declarations import Health, Text

LONGEST_KEY, LONGEST_TARGET = 120, 254


@dataclass(frozen=True)
class Envelope:
    """One transmission, complete before anything is sent."""

    channel: str
    target: str
    """Whom the channel reaches: an e-mail address, a telephone number, an agency's mailbox."""
    payload: Mapping[str, Any]
    """What is sent, fit for JSON. Bytes lie in a stored file, which the payload names with its digest."""
    kind: str
    """What it is, with its owner first: the template of an e-mail, the format of a declaration. Shown, so no secret."""
    key: str
    """The idempotency key, unique in its institution and sent with every attempt."""
    priority: int = 5
    """Lower goes first."""
    not_before: datetime | None = None
    technical_by: datetime | None = None
    """When the other system must have confirmed that it arrived."""
    business_by: datetime | None = None
    """When the other side must have said whether it accepts it."""
    conversation: str = ""
    """Envelopes of one conversation leave in the order in which they were written, one after the other."""
    subject: str = ""
    """What it is about, as the journal names it: `console.user`."""
    subject_id: str = ""
    secret: bool = False
    """It carries a secret such as a one-time link: kept encrypted, and erased once it is through."""

    def __post_init__(self) -> None:
        if not 0 < len(self.key) <= LONGEST_KEY or not 0 < len(self.target) <= LONGEST_TARGET:
            raise ProgrammingError("an envelope needs a key and a target of some length")
        if not (self.key + self.target).isprintable():
            raise ProgrammingError("the key and the target of an envelope are one line each")

    @property
    def text(self) -> str:
        """Give the payload as canonical JSON: equal payloads are equal texts."""
        return json.dumps(self.payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the canonical payload in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Letter:
    """An envelope on its way, as a channel gets it."""

    envelope: Envelope
    institution: int
    written_at: datetime
    """The same at each attempt."""
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The institution's settings of the plugin that owns the channel, secrets opened; empty for the console's own."""
    is_practice: bool = False
    """The institution only practises: nothing may reach anything but simulators."""


@dataclass(frozen=True)
class Exchange:
    """What was said in one attempt, kept with it: never a secret, never a key."""

    request: str
    """The first line: `POST https://agency.example/declarations`."""
    request_headers: Mapping[str, str] = field(default_factory=dict)
    request_digest: str = ""
    """SHA-256 of the body as it left; the body itself is made from the payload."""
    request_size: int = 0
    status: str = ""
    reply_headers: Mapping[str, str] = field(default_factory=dict)
    reply: str = ""
    """The body that came back, as text."""
    reply_size: int = 0
    milliseconds: int = 0


@dataclass(frozen=True)
class Delivered:
    """The other system has taken it; `reply` is what it said, in one line without secrets."""

    reply: str = ""
    reference: str = ""
    """What the other system calls it, by which a later answer finds it."""
    answer: str = ""
    """`received`, `accepted` or `refused` when the reply itself already says so."""
    exchange: Exchange | None = None


@dataclass(frozen=True)
class Later:
    """It did not arrive, or nobody knows; trying again may help."""

    why: Phrase
    reply: str = ""
    after: timedelta | None = None
    """How long the other system asks us to wait."""
    away: bool = False
    """It is the other system that does not work, not this envelope: its breaker counts it."""
    exchange: Exchange | None = None


@dataclass(frozen=True)
class Rejected:
    """The other system will never take this envelope as it is."""

    why: Phrase
    reply: str = ""
    exchange: Exchange | None = None


@dataclass(frozen=True)
class Misconfigured:
    """The channel cannot work before somebody mends its settings; no fault of the envelope."""

    why: Phrase
    reply: str = ""
    exchange: Exchange | None = None


Outcome = Delivered | Later | Rejected | Misconfigured


@dataclass(frozen=True)
class Pace:
    """How a channel tries again: twice as long after each attempt, spread so that not all come at once."""

    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=4)
    tries: int = 20
    """Attempts before the envelope is parked and shown."""
    mending: timedelta = timedelta(minutes=15)
    """Between two attempts of a channel whose settings are wrong."""

    def after(self, attempts: int, chance: random.Random) -> timedelta:
        """Give how long to wait after so many attempts: between three and five quarters of the doubled time."""
        doubled: timedelta = self.first * 2 ** min(max(attempts, 1) - 1, 30)
        return min(self.longest, doubled) * chance.uniform(0.75, 1.25)


@dataclass(frozen=True)
class Arrival:
    """What another system said to an institution, read by a channel or by a plugin, before it is matched."""

    channel: str
    body: str
    """As it came."""
    token: str = ""
    """Its own mark at the other side, by which the same one twice is one; without it, the digest of the body is."""
    verdict: str = ""
    """`received`, `accepted`, `refused`, or empty for a message that decides nothing."""
    kind: str = ""
    """What it is, in the words of its plugin."""
    key: str = ""
    """Our idempotency key, if it names it."""
    reference: str = ""
    """Their reference, if it names it."""
    said_at: datetime | None = None


@dataclass(frozen=True)
class Fetched:
    """What a channel found for an institution, and where the next look begins."""

    arrivals: Sequence[Arrival]
    cursor: str


class Channel(Protocol):
    """A way out of the console. One object serves all threads; a class of its own inherits what it does not say."""

    key: str
    """With its owner first: `fr_dsn.gateway`; the console's own are one word."""
    title: Text
    pace: Pace

    def peer(self, envelope: Envelope) -> str:
        """Give the system that is called for it, as people name it; empty where the channel has but one.

        When a system does not work, a breaker lets what goes to the others pass. No secret: it is shown.
        """
        return ""

    def send(self, letter: Letter) -> Outcome:
        """Transmit once, within a time limit, with no transaction open. What may happen is an outcome, never raised."""

    def check(self) -> Sequence[Health]:
        """Really try whether the channel can work, without sending anything to anybody."""


@runtime_checkable
class Polled(Protocol):
    """A channel whose other side is asked for what it has, again and again, for each institution that uses it."""

    key: str
    every: timedelta

    def fetch(self, institution: int, settings: Mapping[str, str], cursor: str) -> Fetched:
        """Give what is new since the cursor (empty at first), within a time limit and with no transaction open.

        Raises `Unreachable`, `Refused` or `NotTrusted` of `console.dispatch.outward`. What was read may come again:
        only after its commit does the next look begin at the new cursor.
        """


@runtime_checkable
class Pushed(Protocol):
    """A channel whose other side calls us, at an address of its institution."""

    key: str

    def hear(self, headers: Mapping[str, str], body: bytes, settings: Mapping[str, str]) -> Sequence[Arrival]:
        """Check who calls and read what is said; `headers` are by lower-case name. Nothing is written here.

        Raises `Forged` of `console.dispatch.webhook.signatures` for a call that is not from whom it says, and
        `BadArgument` for one that cannot be read.
        """


@runtime_checkable
class Filed(Protocol):
    """A channel whose other side leaves files in a folder of ours."""

    key: str

    def read_file(self, name: str, content: bytes, settings: Mapping[str, str]) -> Sequence[Arrival]:
        """Read a file that was left; raises `BadArgument` for one that cannot be read."""


@runtime_checkable
class Unasked(Protocol):
    """A channel whose other side also says what answers nothing that we sent, such as a slip of payments."""

    key: str

    def take(self, arrival: Arrival) -> bool:
        """Draw the plugin's conclusions from what fits no dispatch; give whether it is settled by that.

        It is called in the transaction in which the arrival is kept, with a writing session of its institution. On
        error the arrival is kept, shown as not heard, and can be heard again; what is not settled waits as unmatched.
        """


WORDS = frozenset({"institution", "theme", "link", "day", "code"})
"""All that a message may say: whose it is, about which theme, where it waits, until when, and a code. Nobody's data."""


@dataclass(frozen=True)
class MailTemplate:
    """The wording of an e-mail or SMS, as message ids with placeholders out of `WORDS`.

    Institutions change it where they change any text: on the page Translations, by language.
    """

    key: str
    """With its owner first: `console.invitation`."""
    title: Text
    subject: str
    text: str
    """Paragraphs separated by an empty line; one that is only `%(link)s` becomes a button."""
    preferences: bool = False
    """Whether the reader may do without it: the payload then names the page where she says so."""

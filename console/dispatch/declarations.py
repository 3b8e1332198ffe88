"""What a package fills in so that something leaves, and what a channel answers.

Words: an *envelope* is one thing to transmit; a *channel* knows how its other side speaks; an *outcome* is what came of
one attempt; a *pace* says how long a channel waits between attempts and how often it tries.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

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


@dataclass(frozen=True)
class Delivered:
    """The other system has taken it; `reply` is what it said, in one line without secrets."""

    reply: str = ""


@dataclass(frozen=True)
class Later:
    """It did not arrive, or nobody knows; trying again may help."""

    why: Phrase
    reply: str = ""
    after: timedelta | None = None
    """How long the other system asks us to wait."""
    away: bool = False
    """It is the other system that does not work, not this envelope: the rest of the batch waits too."""


@dataclass(frozen=True)
class Rejected:
    """The other system will never take this envelope as it is."""

    why: Phrase
    reply: str = ""


@dataclass(frozen=True)
class Misconfigured:
    """The channel cannot work before somebody mends its settings; no fault of the envelope."""

    why: Phrase
    reply: str = ""


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


class Channel(Protocol):
    """A way out of the console. One object serves all threads."""

    key: str
    title: Text
    pace: Pace

    def send(self, letter: Letter) -> Outcome:
        """Transmit once, within a time limit, with no transaction open. What may happen is an outcome, never raised."""

    def check(self) -> Sequence[Health]:
        """Really try whether the channel can work, without sending anything to anybody."""


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

"""Reads a sending of DSN from its bytes and hands out what it holds, group by group.

Nothing is kept: a sink is called in the order of the file, and what it does not keep is forgotten. One call of `read`
makes these calls, indented as they lie in one another (several sendings only in a file received in a lot):

    begun(sending)                      once for each S10 ... S90
        head(frame, group)              once for each declaration: all it says before its first person
            person(frame, group)        once for each person
        tail(frame, group)              what follows the last person, if anything does (S21.G00.85, S89)
        declared(frame, closing)        the declaration is over
    ended(sending, counted)
    found(finding, declaration)         at any time, as soon as it is known

Groups come also when something in them is wrong, since everything that was understood is read: a value may then be
absent or ill-formed. A sink asks `closing.refused` before it believes sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, Protocol

from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls.declaring import Frame

Profile = Literal["file", "received"]
"""`file`: to be deposited, strict. `received`: filtered and enriched by the hub, tolerant."""

Reached = Literal["read", "not_a_dsn", "unreadable"]


@dataclass(frozen=True, slots=True)
class Sending:
    """The envelope of a sending, as it opened."""

    norm: str | None
    """S10.G00.00.006 as written, also when no table is known for it."""
    group: Group
    """The blocks S10."""


@dataclass(frozen=True, slots=True)
class Closing:
    """How a declaration ended."""

    index: int
    """Of this declaration in the file, from 0: the second argument of `found`."""
    individuals: int
    refused: bool
    """Whether a refusal lies in it (a refusal of the whole sending is not counted here)."""


@dataclass(frozen=True, slots=True)
class Lot:
    """The wrapper of the hub around declarations that were received (S05.G51)."""

    number: str | None
    declared: int | None
    """How many objects it says it holds; None when it does not say."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file as a whole."""

    reached: Reached
    """`not_a_dsn`: there is nothing to read, `found` was told why."""
    records: int
    """Well-formed records of the file, envelope and S90 included."""
    declarations: int
    norm: str | None
    lot: Lot | None
    refused: bool
    """Whether the sending, and with it each of its declarations, is refused (S10, S90, syntax, characters)."""
    suppressed: Mapping[str, int] = field(default_factory=dict)
    """Findings that were only counted, by control: after the first thousand of each."""


class Sink(Protocol):
    """Takes what is read; see the module for the order of the calls."""

    def begun(self, sending: Sending) -> None:
        """Take the envelope."""

    def head(self, frame: Frame, group: Group) -> None:
        """Take what a declaration says before its persons; `group` is `frame.head` and begins with the S10 blocks."""

    def person(self, frame: Frame, group: Group) -> None:
        """Take a person; the group may not be kept, but its values may."""

    def tail(self, frame: Frame, group: Group) -> None:
        """Take what a declaration says after its persons."""

    def declared(self, frame: Frame, closing: Closing) -> None:
        """Take the end of a declaration."""

    def ended(self, records: int) -> None:
        """Take the end of a sending and the number of its records."""

    def found(self, finding: Found, declaration: int | None) -> None:
        """Take a finding, in the declaration of this index or, without one, about the whole sending."""


class Silent:
    """A sink that keeps nothing; one derives from it and takes what is needed."""

    def begun(self, sending: Sending) -> None:
        """Let it pass."""

    def head(self, frame: Frame, group: Group) -> None:
        """Let it pass."""

    def person(self, frame: Frame, group: Group) -> None:
        """Let it pass."""

    def tail(self, frame: Frame, group: Group) -> None:
        """Let it pass."""

    def declared(self, frame: Frame, closing: Closing) -> None:
        """Let it pass."""

    def ended(self, records: int) -> None:
        """Let it pass."""

    def found(self, finding: Found, declaration: int | None) -> None:
        """Let it pass."""


class Judge(Protocol):
    """Runs the numbered controls over the groups of one declaration after the other."""

    def begin(self, frame: Frame) -> list[Found]:
        """Start a declaration and judge its head."""

    def group(self, group: Group) -> list[Found]:
        """Judge a person, or the tail."""

    def end(self) -> list[Found]:
        """Judge what only the whole declaration shows, and forget it."""

    def close(self) -> list[tuple[Found, int | None]]:
        """Judge what the declarations of a sending show together, and forget them.

        With each finding comes the place of its declaration among those that were begun, from 0, or None.
        """


def read(
    file: BinaryIO, profile: Profile, sink: Sink, judge: Judge | None = None, *, values: bool = True
) -> Outcome:
    """Read a sending from a file that can be sought; any bytes are answered, nothing is raised for them.

    `judge` is asked about every group without a fault of structure; what it finds goes to the sink. Without `values`
    only the structure is checked, and no judge may be given.
    """
    from plugins.fr_dsn.formats.streaming import Reader

    return Reader(file, profile, sink, judge, values).run()

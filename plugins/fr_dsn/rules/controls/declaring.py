"""How a control of the norm is declared: where it looks, and what it finds.

A control names the rubric it is about: `S21.G00.60.005/CCH-11` looks at rubric 005 of block S21.G00.60. Three scopes
say what has to be read together; the engine runs each rule only on declarations of the natures in which the norm
applies it, and only on groups without a fault of structure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from console.plugin import Phrase
from plugins.fr_dsn.formats.groups import Group


class Fault(NamedTuple):
    """What a rule found in a group: the block, the rubric number (None: the block itself), and what to say."""

    at: int
    number: str | None
    message: Phrase
    line: int | None = None
    """Where the place lies in a group that has gone by: its line, kept when it was met; `at` is then -1."""
    person: str | None = None
    """NIR or technical number of the person, kept with such a line."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The declaration that a group lies in."""

    version: str
    """Of the norm: `P25V01`."""
    nature: str
    type: str
    month: date | None
    """First day of the declared month; None in signals."""
    made_on: date | None
    """S20.G00.05.007 (in signals and monthly files) where it is a date."""
    siren: str
    nic: str
    head: Group
    """Envelope and declaration up to the first person: S10, S20.G00.05, S21.G00.06, 11, 15, 20 ..."""


class Control(Protocol):
    """What every declared control has."""

    @property
    def control(self) -> str:
        """Give its official number: `S21.G00.60.005/CCH-11`."""


Values = tuple[str | None, ...]

Needs = tuple[frozenset[str], ...]
"""Lines such as `S21.G00.78.001,'31`: a group that lacks all lines of one of these sets cannot break the rule."""


@dataclass(frozen=True, slots=True)
class BlockRule:
    """A control that one block decides alone.

    `judge` gets the values under the rubric numbers `reads` (None where absent) and gives what is wrong, or None. It
    must be a pure function of them: the engine remembers its answers.
    """

    control: str
    reads: tuple[str, ...]
    judge: Callable[[Values], Phrase | None]
    forgettable: bool = False
    """Whether the values are hardly ever the same twice (amounts, NIR): then nothing is remembered."""
    presence: frozenset[str] = frozenset()
    """Of `reads`, the numbers of which only the presence counts: any text may be given for what is there."""
    only: tuple[str, frozenset[str]] | None = None
    """A rubric number and the codes that it must hold for the rule to say anything."""


@dataclass(frozen=True, slots=True)
class GroupRule:
    """A control that needs several blocks of a person or of the head, or the frame."""

    control: str
    triggers: frozenset[str]
    """Codes of blocks of which one at least must be in the group."""
    find: Callable[[Group, Frame], Iterable[Fault]]
    needs: Needs = ()
    unless: frozenset[str] = frozenset()
    """Lines with which a group cannot break the rule."""
    single: str | None = None
    """Code of a block: `unless` counts only in groups that have exactly one of these."""


@dataclass(frozen=True, slots=True)
class ChainRule:
    """A control that a block decides with what is above or beside it, or with the frame (dates and the month).

    The blocks of code `base` are looked at one by one (`chains.Chains` does it for all such rules together). `start`
    is called once per declaration and gives the judge, or None when the declaration has nothing to fear. The judge gets
    the values of the rubrics `reads` (full codes: of the block itself, of the blocks above, of the contract that the
    block names by number, of the end of that contract; None where absent) and must be a pure function of them.
    """

    control: str
    base: str
    reads: tuple[str, ...]
    start: Callable[[Frame], Callable[[Values], Phrase | None] | None]
    need: str | None = None
    """Number of a rubric of the base block without which the rule is silent."""
    needs: Needs = ()


class Gathering(Protocol):
    """What a rule keeps over all persons of one declaration: small things only."""

    def add(self, group: Group) -> Iterable[Fault]:
        """Look at one more group (the head, each person, what follows them); give what is sure to be wrong in it."""

    def end(self, head: Group) -> Iterable[Fault]:
        """Give what is wrong once all groups were seen, as places in the head."""


@dataclass(frozen=True, slots=True)
class DeclarationRule:
    """A control over the persons of a declaration together: what is unique, what refers to what."""

    control: str
    start: Callable[[Frame], Gathering]
    triggers: frozenset[str] = field(default_factory=frozenset)
    """Codes of blocks without which a group is of no interest; empty: every group is."""
    needs: Needs = ()
    lasting: frozenset[str] | None = None
    """Rubrics of which the values are read, all of blocks in `triggers`, if a block that says the same as one that went
    by without fault adds nothing, whatever group it is in; such a rule has no `needs`. None: each block counts."""


class Told(NamedTuple):
    """What is kept of each declaration, to compare it with the others of its sending."""

    nature: str
    type: str
    siret: str
    order: str
    """S20.G00.05.004."""
    replaces: str | None
    """S20.G00.05.006: day of constitution and order number of the declaration that it cancels or replaces."""
    made_on: str
    """S20.G00.05.007 as written."""
    kind_of_sending: str
    """S10.G00.00.008."""
    lines: tuple[int, int]
    """Of S10.G00.00.008 and S20.G00.05.002 in the file."""


@dataclass(frozen=True, slots=True)
class SendingRule:
    """A control over the declarations of one sending; None in place of a declaration: the sending itself."""

    control: str
    find: Callable[[Sequence[Told]], Iterable[tuple[int | None, Phrase]]]


Rule = BlockRule | GroupRule | ChainRule | DeclarationRule | SendingRule
Declared = Sequence[Rule]

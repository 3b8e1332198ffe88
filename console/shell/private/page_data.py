"""What the pages of a person without an account take, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.shell.forms.page_data import Head, Pairs, Told
from console.shell.forms.reading import Answers
from console.shell.pages import Fact

if TYPE_CHECKING:
    from wtforms import BaseForm


@dataclass(frozen=True, slots=True)
class DoorPage:
    """Whose console this is, who asks until when, and how to show who one is. Nothing else is said here.

    `fields` are asked for now; `do` is what the main button does. `others` are further things to do, each a button.
    """

    title: str
    lead: str
    facts: tuple[Fact, ...]
    heading: str
    explained: str
    form: BaseForm
    fields: tuple[str, ...]
    do: str
    submit: str
    others: Pairs
    hidden: Pairs
    note: str = ""
    is_shut: bool = False
    """Nothing can be done here: the note says why."""


@dataclass(frozen=True, slots=True)
class PartCheckPage:
    """Her answers, what her employer entered, her agreement, and the button that sends."""

    title: str
    head: Head
    faults: tuple[Told, ...]
    chapters: tuple[Answers, ...]
    employers: tuple[Answers, ...]
    employers_title: str
    agreement: str
    agreement_fault: str
    hidden: Pairs


@dataclass(frozen=True, slots=True)
class SentPartPage:
    """What she sent, her proof, and the way to take it back as long as there is one."""

    title: str
    lead: str
    facts: tuple[Fact, ...]
    chapters: tuple[Answers, ...]
    proof_url: str
    proof_note: str
    recall_url: str
    leave_url: str
    account_url: str
    """Where she opens an account of her own; empty for who has one, or cannot."""

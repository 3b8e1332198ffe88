"""What the pages of forms take, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass

from console.shell.forms.parts import Part
from console.shell.forms.reading import Answers
from console.shell.forms.steps import Step
from console.shell.pages import Action, Crumb, DataTable, Empty, Fact

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A fault in the summary: a sentence, and the address of its field."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the institution wrote, and until when it wants an answer."""

    text: str
    due: str


@dataclass(frozen=True, slots=True)
class Head:
    """What all pages of a draft begin with. `whose` names the company it is filled in for.

    `asked` is there while a request or a question is answered.
    """

    form_title: str
    crumbs: tuple[Crumb, ...]
    url: str
    steps: tuple[Step, ...]
    saved: str
    whose: str
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One section of a draft, to be filled in; `title` is the section's own name."""

    title: str
    head: Head
    help: str
    parts: tuple[Part, ...]
    faults: tuple[Told, ...]
    hidden: Pairs
    known: str
    """Values of the other sections for conditions, as JSON."""
    figures: str
    """How numbers are written, for computed values, as JSON."""
    depends: bool
    """Whether something in this section depends on a field in it: without a script a button draws it again."""
    multipart: bool
    is_first: bool
    homeless: tuple[Fact, ...]
    """What was typed into an earlier version of the form and has no place in this one."""


@dataclass(frozen=True, slots=True)
class CheckPage:
    """All answers, and the button that sends them or the sentence why there is none."""

    title: str
    head: Head
    faults: tuple[Told, ...]
    chapters: tuple[Answers, ...]
    hidden: Pairs
    why_not: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """A field with the text typed here and the one stored meanwhile."""

    key: str
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class OvertakenPage:
    """The same draft was saved elsewhere: field by field, which text is kept."""

    title: str
    lead: str
    crumbs: tuple[Crumb, ...]
    url: str
    fields: tuple[Disputed, ...]
    hidden: Pairs
    other: str
    """What the other text is called."""


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """Answers to read: what was sent, or a draft whose form is closed, with a message why."""

    title: str
    crumbs: tuple[Crumb, ...]
    facts: tuple[Fact, ...]
    chapters: tuple[Answers, ...]
    actions: tuple[Action, ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A form to begin; `sheet_url` leads to entries from a sheet, empty for a form that asks for documents."""

    title: str
    help: str
    url: str
    sheet_url: str


@dataclass(frozen=True, slots=True)
class Offers:
    """The forms of one theme."""

    title: str
    forms: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft to go on with; `told` begins with what was typed. Without `url` its form is closed for now."""

    title: str
    told: str
    changed: str
    whose: str
    url: str
    drop_url: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Forms to begin, drafts to go on with, and what was sent lately."""

    title: str
    lead: str
    note: str
    drafts: tuple[DraftLine, ...]
    no_draft: Empty
    offers: tuple[Offers, ...]
    no_offer: Empty
    sent: DataTable
    nothing_sent: Empty

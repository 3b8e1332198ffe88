"""What the templates of the desk take."""

from __future__ import annotations

from dataclasses import dataclass

from flask_wtf import FlaskForm

from console.shell.pages import Action, Cell, Choice, Column, Crumb, ListPage, Tag


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A message in the queue; `reference` is what its box is called when it is picked."""

    reference: str
    url: str
    subject: str
    cells: tuple[Cell, ...]
    tags: tuple[Tag, ...] = ()
    is_picked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage(ListPage):
    """The work queue. `columns` are those after the subject; without a bulk address rows cannot be picked."""

    columns: tuple[Column, ...]
    rows: tuple[QueueRow, ...]
    people: tuple[Choice, ...]
    next_url: str | None
    bulk_url: str | None
    pick_url: str | None
    first_url: str | None = None


@dataclass(frozen=True, slots=True)
class ActPage:
    """A small page for one act: the fields of `form` in their order, `choices` of the button that sends them.

    With `answers` a standard answer can be put into the text. `url` is where it is posted to, empty for here.
    """

    title: str
    form: FlaskForm
    order: tuple[str, ...]
    buttons: tuple[Choice, ...]
    cancel_url: str
    crumbs: tuple[Crumb, ...] = ()
    lead: str = ""
    consequences: tuple[str, ...] = ()
    danger: bool = False
    answers: bool = False
    hidden: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    """What a bulk act is about."""


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What came of a bulk act: how many were done, and those refused with the reason."""

    title: str
    done: str
    refused: tuple[tuple[str, str, str], ...]
    """Subject, address and reason."""
    back_url: str
    next_url: str
    crumbs: tuple[Crumb, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Registering what came by post: first for which company and how, then (with `offers`) with which form."""

    title: str
    lead: str
    form: FlaskForm
    crumbs: tuple[Crumb, ...]
    cancel_url: str
    company: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    offers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """Themes, each with its forms: title and address."""


@dataclass(frozen=True, slots=True)
class Note:
    """An internal note."""

    by: str
    when: str
    moment: str
    text: str


@dataclass(frozen=True, slots=True)
class DeskPanel:
    """What the staff see and do beside a message; no company's page ever has one."""

    holder: str
    """Who works on it, empty for nobody."""
    promised: Tag | None
    proposal: str
    """Who proposes what, while a second person is waited for."""
    proposal_text: str
    posts: tuple[Action, ...]
    """Buttons that act at once."""
    links: tuple[Action, ...]
    """Buttons that open a small page."""
    settle_url: str | None
    note_url: str
    next_url: str
    next_after: str
    once: str
    """The one-time key of this page's forms."""
    answers: tuple[Choice, ...]
    longest: int
    notes: tuple[Note, ...] = ()

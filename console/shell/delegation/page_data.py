"""What the pages of delegations take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.shell.pages import Action, Crumb, Fact, Tag

if TYPE_CHECKING:
    from wtforms import BaseForm


@dataclass(frozen=True, slots=True)
class StatusPage:
    """How far a delegation is."""

    title: str
    crumbs: tuple[Crumb, ...]
    tag: Tag
    note: str
    facts: tuple[Fact, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """A row of a sheet of addresses: for which request, and what is wrong with it."""

    row: int
    subject: str
    person: str
    email: str
    problem: str


@dataclass(frozen=True, slots=True)
class ManyPage:
    """What a sheet of addresses would delegate; `form` records that the persons agreed."""

    title: str
    lead: str
    crumbs: tuple[Crumb, ...]
    url: str
    rows: tuple[Matched, ...]
    good: str
    faulty: str
    form: BaseForm
    hidden: tuple[tuple[str, str], ...]
    submit: str
    cancel_url: str

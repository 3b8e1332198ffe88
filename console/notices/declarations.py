"""What is told to whom, and how soon: values without session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Pace(StrEnum):
    """How soon a person is told of what happens in a theme."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


class Kind(StrEnum):
    """What happened, as far as an e-mail may say."""

    TASK = "task"
    """A company is asked for an answer."""
    NEWS = "news"
    """Something is there to read: a notice, a document, a new state."""
    LATE = "late"
    """An answer is past its due day."""
    DELEGATION = "delegation"
    """The link of a person has expired or never reached her."""
    TO_SETTLE = "to_settle"
    """A company or a person has sent something to the institution, or taken it back."""
    ASSIGNED = "assigned"
    """A message is somebody's work now."""
    UNHELD = "unheld"
    """Something came in a theme in which nobody of the company has a right: for its administrators."""
    DOCUMENT = "document"
    """A document is in a dossier."""
    UNOPENED = "unopened"
    """A decision that nobody has opened."""
    ENDING = "ending"
    """What was decided comes to its end."""
    DUE = "due"
    """A deadline comes near."""
    OVERDUE = "overdue"
    """A deadline has passed: for the institution's staff, and for the company that had a duty by it."""
    ESCALATED = "escalated"
    """Something has been late for long, or is not acknowledged in time: for the institution's administrators."""
    SEVERAL = "several"
    """Things of different kinds."""


@dataclass(frozen=True)
class News:
    """One thing to tell."""

    company: int | None
    """Whose holders of the theme are told; `None`: the institution's."""
    theme: str
    """With its plugin: `ch_fund.accounting`."""
    kind: Kind
    reference: str = ""
    """The message it is about, for documents and decisions the dossier."""
    due: date | None = None
    user: int | None = None
    """Whose work it is: told alone, and at once unless she chose otherwise, as long as she has the theme."""
    by: int | None = None
    """Who did it herself, and need not be told."""

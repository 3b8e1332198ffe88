"""What the pages of insured persons take, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass

from console.shell.pages import Action, DataTable, Empty
from console.shell.pages.parts import Tone


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One matter: what, for whom, how it stands; without an address it can no longer be opened."""

    subject: str
    institution: str
    company: str
    state: str
    tone: Tone
    url: str


@dataclass(frozen=True, slots=True)
class MinePage:
    """What waits for her, and what she sent."""

    title: str
    waiting: tuple[MatterLine, ...]
    sent: tuple[MatterLine, ...]
    empty: Empty


@dataclass(frozen=True, slots=True)
class ProvidersPage:
    """The providers of an institution."""

    title: str
    lead: str
    table: DataTable
    empty: Empty
    actions: tuple[Action, ...]

"""What the templates of deadlines take."""

from __future__ import annotations

from dataclasses import dataclass

from console.shell.pages import Action, Crumb, Fact


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A person's calendar: its state, its address right after it was made, and how to subscribe."""

    title: str
    lead: str
    facts: tuple[Fact, ...]
    address: str
    steps: tuple[str, ...]
    notes: tuple[str, ...]
    actions: tuple[Action, ...]
    crumbs: tuple[Crumb, ...]

"""The steps of a draft: its sections that are asked for, then checking and sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _
from flask_babel import pgettext

from console.forms.declarations import Section
from console.shell.forms.opened import Opened

CHECK = "check-and-send"
"""The last step in addresses; no section can have this key."""

State = Literal["done", "wrong", "todo"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step with its state, in a word for who does not see the sign."""

    key: str
    number: int
    title: str
    state: State
    word: str
    current: bool


def steps(opened: Opened, key: str) -> tuple[Step, ...]:
    """Give all steps; `key` is the one that is shown."""
    found = [(one.key, opened.tongue.say(one.title), state_of(opened, one)) for one in opened.sections]
    found.append((CHECK, _("Check and send"), "todo"))
    words = {
        "done": pgettext("step", "done"),
        "wrong": pgettext("step", "to be corrected"),
        "todo": pgettext("step", "to do"),
    }
    return tuple(
        Step(one, number, title, state, words[state], one == key)
        for number, (one, title, state) in enumerate(found, start=1)
    )


def state_of(opened: Opened, section: Section) -> State:
    """Give the state of a section: faults are told only once it was left by the button."""
    if section.key not in opened.draft.visited:
        return "todo"
    return "wrong" if opened.faults_in(section) else "done"


def section_of(opened: Opened, key: str) -> Section | None:
    """Give a section that is asked for, by its key."""
    return next((one for one in opened.sections if one.key == key), None)


def next_of(opened: Opened, key: str) -> str:
    """Give the step after one, the last one for none."""
    return _beside(opened, key, 1)


def previous_of(opened: Opened, key: str) -> str:
    """Give the step before one; empty for the first."""
    return _beside(opened, key, -1)


def where_to_go_on(opened: Opened) -> str:
    """Give the first step that is not done."""
    return next((one.key for one in opened.sections if state_of(opened, one) != "done"), CHECK)


def _beside(opened: Opened, key: str, by: int) -> str:
    keys = [*(one.key for one in opened.sections), CHECK]
    at = keys.index(key) + by if key in keys else len(keys) - 1
    return keys[at] if 0 <= at < len(keys) else ""

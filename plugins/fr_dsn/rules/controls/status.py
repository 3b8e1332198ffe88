"""Which controls of a norm are made, and why the others are not.

`undone.csv` names the controls that are not made, with the kind of reason; controls that need a list which is published
apart are made once it is imported. A test holds all this against the declared rules, so that what is said here is true.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from console.plugin import N_, Phrase
from plugins.fr_dsn.norm.norms import NATURES, norm_of
from plugins.fr_dsn.rules.controls.declared import DECLARED
from plugins.fr_dsn.rules.lists.codes import NONE, Known
from plugins.fr_dsn.rules.lists.declared import by_control

State = Literal["executed", "list", "not_done"]

NOT_USED = "not_used"

_REASONS = {
    "list": N_("Made once these lists are imported, which are published apart from the norm: %(list)s."),
    "channel": N_("Depends on how the file travels, which the file does not say."),
    "earlier_files": N_("Needs the declarations that the platform has certified before."),
    "judgement": N_("Asks for a judgement on the company that its file does not allow."),
    "no_text": N_("New in this norm: its rule is not in the tables at hand."),
    NOT_USED: N_("Its rubric stands in no declaration of this norm."),
}


class Status(NamedTuple):
    """One control in one norm."""

    control: str
    state: State
    kind: str = ""
    """Of the reason: `list`, `channel`, `earlier_files`, `judgement`, `no_text`, `not_used`; nothing when executed."""
    list: str = ""
    """The lists that it lacks."""

    @property
    def reason(self) -> Phrase | None:
        """Say why it is not made, or nothing."""
        return Phrase(_REASONS[self.kind], {"list": self.list}) if self.kind else None


def statuses(version: str, known: Known = NONE) -> list[Status]:
    """Give every control that a norm such as `P25V01` lists, in official order; nothing for a norm of no year."""
    norm = norm_of(version)
    return [] if norm is None else [_status(version, control, known) for control in norm.listed]


def further(version: str) -> list[str]:
    """Give the controls that are executed although the tables of a norm do not list them: later texts name them."""
    norm = norm_of(version)
    if norm is None:
        return []
    return sorted(control for control in _declared() - set(norm.listed) if _is_live(version, control))


def _status(version: str, control: str, known: Known) -> Status:
    if not _is_live(version, control):
        return Status(control, "not_done", NOT_USED)
    if control in _declared():
        return Status(control, "executed")
    rule = by_control().get(control)
    if rule is None:
        return Status(control, "not_done", _undone()[control])
    lacking = known.lacks(rule.lists)
    return Status(control, "list", "list", ", ".join(lacking)) if lacking else Status(control, "executed")


def _is_live(version: str, control: str) -> bool:
    norm = norm_of(version)
    return norm is not None and any(norm.applies(control, nature) for nature in NATURES)


@cache
def _declared() -> frozenset[str]:
    return frozenset(rule.control for rule in DECLARED)


@cache
def _undone() -> dict[str, str]:
    text = files("plugins.fr_dsn").joinpath("rules", "controls", "undone.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    return dict(rows)

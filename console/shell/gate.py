"""One predicate behind every door: URL, right and menu ask the same question.

A right needs three things: the plugin is enabled in the institution, the theme is open for the person's company and the
person has a level in it, and a role of the active membership allows the act.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import current_app

from console.accounts.visits import Mandate, Visit
from console.base import clock
from console.hooks.declarations import Level

LEVELS = {"can_read": Level.READ, "can_export": Level.READ, "can_send": Level.SEND}
"""The level an act needs in its theme; any other act prepares something."""


@dataclass(frozen=True)
class Guard:
    """What stands before a view: its plugin (`None`: the console) and theme."""

    plugin: str | None
    theme: str | None
    basic: bool = False
    """Whether people with a password only may pass, where the institution keeps that level."""


@dataclass
class Guards:
    """All guards of this process: filled while views are registered, read afterwards."""

    by_view: dict[str, Guard] = field(default_factory=dict)
    """By permission name of the view (`ch_fund.employee`)."""
    by_blueprint: dict[str, str] = field(default_factory=dict)
    """The permission name behind each blueprint."""
    menu: dict[str, str] = field(default_factory=dict)
    """The permission name behind each menu entry."""


def guards() -> Guards:
    """Give the guards of this application."""
    found: Guards = current_app.extensions["guichet_guards"]
    return found


def mandates_for(visit: Visit, guard: Guard, act: str) -> tuple[Mandate, ...]:
    """Give the active mandates for which the guard's plugin and theme let this act through."""
    return tuple(m for m in visit.active if _lets_through(visit, m, guard, act))


def allows(visit: Visit, act: str, view: str) -> bool:
    """Say whether the person may do `act` (`can_read`) on the view with this permission name."""
    guard = guards().by_view.get(view)
    if guard is None or (act, view) not in visit.rights:
        return False
    return bool(mandates_for(visit, guard, act))


def exists(visit: Visit, view: str) -> bool:
    """Say whether the view is there for this person: a closed plugin or theme answers like an unknown address."""
    guard = guards().by_view.get(view)
    return guard is None or bool(mandates_for(visit, guard, "can_read"))


def menu(visit: Visit, names: Iterable[str]) -> set[str]:
    """Give the menu entries the person may open."""
    known = guards().menu
    return {name for name in names if name in known and allows(visit, "can_read", known[name])}


def is_strong_enough(visit: Visit, mandate: Mandate, guard: Guard) -> bool:
    """Say whether the way in which she signed in is enough for what stands behind a guard."""
    theme = f"{guard.plugin}.{guard.theme}" if guard.plugin and guard.theme else ""
    if visit.owes_factor(mandate, theme):
        return False
    return guard.basic or not visit.is_basic(mandate, theme)


def is_of_old(visit: Visit, guard: Guard) -> bool:
    """Say whether a person passes a guard with a password only, as in the time before mailbox and dossiers."""
    theme = f"{guard.plugin}.{guard.theme}"
    found = mandates_for(visit, guard, "can_read")
    return guard.basic and bool(found) and all(visit.is_basic(mandate, theme) for mandate in found)


def _lets_through(visit: Visit, mandate: Mandate, guard: Guard, act: str) -> bool:
    if not is_strong_enough(visit, mandate, guard):
        return False
    if guard.plugin is None:
        return True
    use = visit.uses.get(mandate.tenant.id)
    if use is None or guard.plugin not in use.plugins:
        return False
    if guard.theme is None:
        return True
    day = clock.today(mandate.tenant.zone)
    level = visit.levels.get((mandate.id, guard.plugin, guard.theme))
    needed = LEVELS.get(act, Level.PREPARE)
    return (
        level is not None
        and level >= needed
        and use.is_open(guard.plugin, "theme", guard.theme, mandate.company, day)
    )

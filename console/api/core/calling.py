"""The core system that asks: what its key opens, and by whose references it speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from flask import current_app, g
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from console.api.actors import NOTHING, themes_of
from console.api.endpoints import OWN
from console.api.entry import Reach
from console.base.errors import BadArgument, NotFound
from console.hooks.declarations import Level, Resource, Upsert
from console.hooks.manager import Plugins
from console.institutions.sessions import db
from console.mailbox.service import Actor, Role
from console.parties.references import LONGEST, References
from console.shell import service as shell

SYSTEM: Final = "core"
"""Under which label references are kept when none is named."""
SYSTEMS: Final = r"[a-z0-9][a-z0-9_-]{0,39}"
_REFERENCE, _SYSTEM = re.compile(OWN), re.compile(SYSTEMS)


@dataclass(frozen=True)
class Register:
    """The rows of one kind that the core system writes, and the list that judges them."""

    resource: Resource
    upsert: Upsert
    view: Any
    """A `CrudView`."""


@dataclass(frozen=True)
class Core:
    """The core system of this request, in its session."""

    session: Session
    reach: Reach
    system: str

    @cached_property
    def registers(self) -> Mapping[str, Register]:
        """Give what it writes, by kind, as far as the theme is open today."""
        return {
            one.upsert.kind: Register(one, one.upsert, view)
            for one in self._resources
            if one.upsert is not None
            and self.reach.is_open(one.theme)
            and (view := shell.list_over(self.reach.plugin, one.model)) is not None
        }

    @cached_property
    def actor(self) -> Actor:
        """Give it as the mailbox knows it: the institution's side, in the themes of its plugin that are open."""
        return Actor(
            Role.FUND,
            self.reach.institution,
            themes=dict.fromkeys(self.themes, Level.SEND),
            name=g.actor.name,
            language=g.language,
        )

    @cached_property
    def themes(self) -> tuple[str, ...]:
        """Give the themes that are open today, named with the plugin."""
        return tuple(themes_of(self.reach))

    def references(self, model: type[Any]) -> References:
        """Give its references for the rows of a table."""
        return References(self.session, self.system, model.__tablename__)

    def register(self, kind: str) -> Register:
        """Give what it writes of a kind; raises `NotFound` where the module has none."""
        if kind not in self.registers:
            raise nothing_here()
        return self.registers[kind]

    @property
    def _resources(self) -> tuple[Resource, ...]:
        plugins: Plugins = current_app.extensions["guichet_plugins"]
        return plugins[self.reach.plugin].resources if self.reach.plugin in plugins else ()


def called() -> Core:
    """Give the core system of this request, whose key is the institution's own."""
    reach: Reach = g.reach
    if not reach.is_open(None):
        raise nothing_here()
    system = g.arguments.get("system", SYSTEM)
    if not _SYSTEM.fullmatch(system):
        raise BadArgument(
            _l("Name your system with 1 to 40 small letters, figures, dashes or underscores."), place="system"
        )
    return Core(db.session(), reach, system)


def checked(reference: Any, place: str = "reference") -> str:
    """Give a reference of a core system; raises `BadArgument` for what cannot be one."""
    if not isinstance(reference, str) or not _REFERENCE.fullmatch(reference):
        text = _l(
            "A reference has 1 to %(longest)s letters, figures, points, colons, dashes or underscores.",
            longest=LONGEST,
        )
        raise BadArgument(text, place=place)
    return reference


def nothing_here() -> NotFound:
    """Give the answer for what is not there, or not for this key."""
    return NotFound(NOTHING)

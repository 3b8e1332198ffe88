"""Lets the channels go that a restore has stopped, each with a line in its institution's journal."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from console.audit.service import record
from console.base.errors import ConfigurationError
from console.cli.keeping.settling import BY
from console.dispatch import holding
from console.dispatch.models import DispatchHold
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting


def release(institution: str | None, channel: str | None) -> list[str]:
    """Let go what was asked for; give it as lines. Raises `ConfigurationError` when nothing is stopped by a restore."""
    found = _held(institution, channel)
    if not found:
        raise ConfigurationError(["no restore has stopped such a channel"])
    for key, _name, held in found:
        with acting(Scope((key,), purpose="command"), writes=True) as session:
            record(session, "console.restored.released", channel=held)
            holding.release(session, key, held)
    return [f"{held} of {name}" for _, name, held in found]


def _held(institution: str | None, channel: str | None) -> Sequence[tuple[int, str, str]]:
    asked = (
        select(Institution.id, Institution.short_name, DispatchHold.channel)
        .join(Institution, Institution.id == DispatchHold.institution_id)
        .where(DispatchHold.by.startswith(BY))
        .order_by(Institution.short_name, DispatchHold.channel)
    )
    if institution is not None:
        asked = asked.where(Institution.short_name == institution)
    if channel is not None:
        asked = asked.where(DispatchHold.channel == channel)
    found = [(key, name, held) for key, name, held in accounts().execute(asked)]
    accounts().rollback()
    return found

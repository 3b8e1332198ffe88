"""Counting what is past its time. Nothing is erased here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from console.base import clock
from console.institutions.models import Institution
from console.institutions.sessions import scope_of
from console.retention.models import RetentionProposal
from console.retention.people import held, people
from console.retention.rules import Keeping, keepings


@dataclass(frozen=True)
class Share:
    """What is held of a person in one class, and how much of it is past its time and free."""

    keeping: Keeping
    held: int
    past: int
    is_held: bool
    """Whether a legal hold on the person stands."""

    @property
    def kept(self) -> int:
        """Give how many rows stay."""
        return self.held - self.past


def propose(session: Session) -> None:
    """Count what is past its time in the session's institution, class by class, for an administrator to decide."""
    session.execute(delete(RetentionProposal))
    zone, standing = zone_of(session), held(session)
    for key, found in keepings(session).items():
        if not found.is_in_force:
            continue
        before = found.before(today(zone))
        count = _count(session, found.holding.past(before, zone, standing))
        if count:
            session.add(RetentionProposal(key=key, before=before, count=count, counted_at=clock.now()))
    session.flush()


def proposals(session: Session) -> Sequence[RetentionProposal]:
    """Give what the last count found, in the order of the classes."""
    rows = {row.key: row for row in session.scalars(select(RetentionProposal))}
    return [rows[key] for key in keepings(session) if key in rows]


def samples(session: Session, proposal: RetentionProposal, found: Keeping, most: int) -> Sequence[Any]:
    """Give the first rows that would be erased."""
    model, zone = found.holding.declared.model, zone_of(session)
    keys = found.holding.past(proposal.before, zone, held(session)).limit(most)
    return session.scalars(select(model).where(model.id.in_(session.scalars(keys).all()))).all()


def shares(session: Session, number: str) -> tuple[Share, ...]:
    """Give what is held of a person, as her number is kept; classes without anything are left out."""
    zone, standing, her = zone_of(session), held(session), people(session, [number])
    found, is_held = [], bool(her.numbers & standing.people.numbers)
    for keeping in keepings(session).values():
        count = _count(session, keeping.holding.of(her))
        past = 0
        if count and keeping.is_in_force:
            past = _count(session, keeping.holding.past(keeping.before(today(zone)), zone, standing, her))
        if count:
            found.append(Share(keeping, count, past, is_held))
    return tuple(found)


def zone_of(session: Session) -> str:
    """Give the time zone of the session's institution."""
    return session.scalars(
        select(Institution.zone).where(Institution.id == scope_of(session).institution)
    ).one()


def today(zone: str) -> date:
    """Give the day it is in a zone."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


def _count(session: Session, keys: Any) -> int:
    return session.scalar(select(func.count()).select_from(keys.order_by(None).subquery())) or 0

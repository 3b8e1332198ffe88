"""Rows that are forgotten by themselves: what somebody brought to be looked at once, and what came of it.

A worker erases them some minutes after their moment, in every institution, whether their plugin is switched on or not.
A page must not show them any more from the moment itself on.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_
from sqlalchemy.orm import Mapped, Session, mapped_column

from console.base import clock
from console.base.model import Model, UtcMoment
from console.institutions.scope import InstitutionScoped, scoped_models


class Fleeting(InstitutionScoped):
    """Mixin of rows that are forgotten at a moment; what points to them goes with them (`ON DELETE CASCADE`)."""

    gone_at: Mapped[datetime | None] = mapped_column(UtcMoment, nullable=True)
    """None for a row that somebody has decided to keep."""

    @classmethod
    def is_there(cls) -> ColumnElement[bool]:
        """Give the condition by which a page sees those rows only that are not forgotten."""
        return or_(cls.gone_at.is_(None), cls.gone_at > clock.now())


def sweep(session: Session) -> None:
    """Erase what is to be forgotten in the session's institution."""
    for model in scoped_models(Model.registry):
        if issubclass(model, Fleeting):
            session.execute(delete(model).where(model.gone_at <= clock.now()))

"""A letter to an insured person and an account on its way, which nobody but she may know of."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.base import clock, ids
from console.insured.models import InsuredLetter, InsuredOpening
from console.mailbox.models import Delegation


def plant_insured(session: Session, word: str) -> None:
    """Make them for the newest delegation of the session's institution."""
    moment = clock.now()
    delegation = session.scalars(select(Delegation.id).order_by(Delegation.id.desc()).limit(1)).one()
    session.add(
        InsuredLetter(
            number=ids.digest(word),
            code=ids.digest(word),
            issued_at=moment,
            issued_by=word,
            expires_at=moment + timedelta(days=1),
        )
    )
    session.add(
        InsuredOpening(delegation_id=delegation, wrong=0, sent=1, since=moment, email=f"{word}@x.example")
    )
    session.flush()

"""What an institution keeps how long, what is past its time, and whom it must not erase."""

from __future__ import annotations

from sqlalchemy.orm import Session

from console.base import clock
from console.retention.models import LegalHold, RetentionProposal, RetentionRule


def plant_retention(session: Session, key: int, word: str) -> None:
    """Make a row of each kind in the institution of the session."""
    moment, name = clock.now(), f"ch_fund.c{key}"
    session.add_all(
        [
            RetentionRule(key=name, months=12, ground=word, confirmed_at=moment, confirmed_by=word),
            RetentionProposal(key=name, before=moment.date(), count=1, counted_at=moment),
            LegalHold(id=key, dossier=word[:14], reason=word, made_at=moment, made_by=word),
        ]
    )
    session.flush()

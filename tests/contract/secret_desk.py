"""What the staff keep for themselves, in every text a secret word."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.base import clock, ids
from console.desk.models import Absence, Proposal, SpentKey, StandardAnswer, ThemeOption
from console.mailbox.models import Message
from tests.contract.secret_mail import THEME


def plant_desk(session: Session, user: int, key: int, word: str, reference: str) -> None:
    """Make a row of each kind in the institution of the session; the proposal is about this message."""
    message = session.scalars(select(Message.id).where(Message.reference == reference)).one()
    moment = clock.now()
    today = moment.date()
    session.add_all(
        [
            StandardAnswer(id=key, theme=THEME, language="de", title=word, text=word),
            Absence(
                id=key, user_id=user, first_day=today, last_day=today + timedelta(days=9), substitute_id=user
            ),
            ThemeOption(theme=f"ch_fund.t{key}"),
            Proposal(message_id=message, outcome="accepted", reason=word, user_id=user, by=word, at=moment),
            SpentKey(digest=ids.digest(word * 3), at=moment),
        ]
    )
    session.flush()

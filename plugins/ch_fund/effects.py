"""What follows from a message: a training that the fund has accepted moves the end of the child's right on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from console.plugin import changes_of, db, mailbox, record

from .forms.training_confirmation import TRAINING_CONFIRMATION
from .models import ChildAllowance
from .models.child_allowance import IN_FORCE, TRAINING
from .rules.training_right import continued

SUBJECT = "ch_fund.child_allowance"


@dataclass(frozen=True)
class Confirmed:
    """A training as the fund accepted it: whose, of which kind, and its last day."""

    child_number: str
    kind: str
    until: date


def moved(moved: mailbox.Moved) -> None:
    """Continue the right of the child whose training is accepted, and let the dossier say until when."""
    accepted = confirmed_in(moved)
    if accepted is None:
        return
    session = db.session()
    right = session.scalar(
        select(ChildAllowance)
        .where(
            ChildAllowance.company_id == moved.company, ChildAllowance.child_number == accepted.child_number
        )
        .with_for_update()
    )
    until = accepted.until
    if right is not None:
        until = right.valid_until = continued(right.valid_until, accepted.until)
        right.kind, right.training, right.state = TRAINING, accepted.kind, IN_FORCE
        name, changes = repr(right), changes_of(right)
        record(
            session, f"{SUBJECT}.changed", subject=SUBJECT, subject_id=right.id, name=name, changes=changes
        )
    if moved.dossier:
        mailbox.set_valid_until(session, moved.dossier, until)


def confirmed_in(moved: mailbox.Moved) -> Confirmed | None:
    """Give the training that an event makes certain; nothing for any other event, type or outcome.

    What came by post and was registered without its values confirms nothing here: the right is moved on by hand.
    """
    settled = moved.event == "settle" and moved.outcome == "accepted"
    if not settled or moved.type != TRAINING_CONFIRMATION.key:
        return None
    values: Mapping[str, Any] = moved.values
    period = values.get("period") or {}
    if not values.get("avs") or not period.get("until"):
        return None
    return Confirmed(str(values["avs"]), str(values.get("kind", "")), date.fromisoformat(period["until"]))

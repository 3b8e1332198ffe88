"""What stands beside the messages of a list: names, and the delegation; one statement for all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from console.accounts.models import User
from console.institutions.guard import lasting
from console.mailbox.models import Delegation, Message
from console.parties.models import Company


@dataclass(frozen=True)
class Beside:
    """The names around one message, and the delegation that holds it or through which it was sent."""

    company: str = ""
    assignee: str = ""
    """For the institution's readers only."""
    delegation: Delegation | None = None


_BESIDE = lasting(
    select(Message.id, Company.name, User.first_name, User.last_name, Delegation)
    .join(Company, Company.id == Message.company_id)
    .outerjoin(User, User.id == Message.assigned_to)
    .outerjoin(Delegation, and_(Delegation.id == Message.delegation_id, Delegation.message_id == Message.id))
    .where(Message.id.in_(bindparam("messages", expanding=True)))
)


def beside(session: Session, messages: Collection[int]) -> dict[int, Beside]:
    """Give by message what stands beside it."""
    if not messages:
        return {}
    rows = session.execute(_BESIDE, {"messages": list(messages)})
    return {
        key: Beside(company, " ".join(filter(None, (first, last))), delegation)
        for key, company, first, last, delegation in rows
    }

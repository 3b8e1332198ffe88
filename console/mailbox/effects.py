"""What a plugin concludes from a message of its themes: told in the act's transaction, so that both stand or fall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.base import ids
from console.dossiers import service as dossiers
from console.forms.models import Submission
from console.hooks.manager import Plugins
from console.mailbox.models import Message, PrivatePart
from console.mailbox.moving import announced
from console.mailbox.states import Actor, Event, Step

TOLD = frozenset(
    {
        Event.FUND_REQUEST,
        Event.WITHDRAW_REQUEST,
        Event.SEND,
        Event.PERSON_SEND,
        Event.REGISTER,
        Event.RECALL,
        Event.SETTLE,
        Event.REOPEN,
    }
)
"""The events a plugin hears of: those after which something else is true between institution and company."""


@dataclass(frozen=True)
class Moved:
    """What happened to a message. `values` are canonical, the person's part and the company's together."""

    event: str
    reference: str
    dossier: str
    """The reference of its dossier; empty for what has none yet."""
    company: int
    theme: str
    """With its plugin: `ch_fund.family_allowances`."""
    type: str
    """The key of the form, `query` or `notice`."""
    person_number: str
    outcome: str
    """`accepted` or `refused` once it is settled."""
    values: Mapping[str, Any] = field(default_factory=dict)
    sending: str = ""
    """What tells this sending apart from earlier ones of the message: the same however often it is told."""


def install() -> None:
    """Tell plugins from now on; several calls are one."""
    announced.connect(_tell)


def _tell(session: Session, *, message: Message, step: Step, actor: Actor, **_told: Any) -> None:
    del actor
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    owner = message.theme.partition(".")[0]
    if step.event not in TOLD or owner not in plugins or "message_moved" not in plugins[owner].hooks:
        return
    plugins.demand("message_moved", {owner}, moved=_moved(session, message, step.event))


def _moved(session: Session, message: Message, event: Event) -> Moved:
    dossier = session.get(dossiers.Dossier, message.dossier_id) if message.dossier_id else None
    return Moved(
        event=str(event),
        reference=message.reference,
        dossier=dossier.reference if dossier else "",
        company=message.company_id,
        theme=message.theme,
        type=message.type,
        person_number=message.person_number,
        outcome=message.outcome,
        values=_values(session, message),
        sending=ids.digest(message.send_key)[:16] if message.send_key else "",
    )


def _values(session: Session, message: Message) -> dict[str, Any]:
    """Give what was sent: by the company, and by the person to whom it was delegated."""
    private = select(PrivatePart.submission_id).where(PrivatePart.delegation_id == message.delegation_id)
    parts = [message.submission_id, session.scalar(private) if message.delegation_id else None]
    found: dict[str, Any] = {}
    for part in parts:
        sent = session.get(Submission, part) if part is not None else None
        found |= sent.content if sent is not None else {}
    return found

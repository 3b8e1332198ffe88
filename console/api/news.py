"""What subscribers of webhooks are told: a table from events of mailbox, dossiers and outbox to news."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import Session

from console.dispatch import acknowledging
from console.dispatch.webhook.service import publish
from console.dossiers import service as dossiers
from console.mailbox import service as mailbox
from console.mailbox.service import Event, Step

_NEWS: Final = {
    Event.SEND: "message.sent",
    Event.PERSON_SEND: "message.sent",
    Event.REGISTER: "message.sent",
    Event.FUND_REQUEST: "message.asked",
    Event.QUERY: "message.asked",
    Event.SETTLE: "message.settled",
}


def install() -> None:
    """Listen from now on; several calls are one."""
    mailbox.announced.connect(_moved)
    dossiers.changed.connect(_changed)
    acknowledging.acknowledged.connect(_answered)


def _moved(session: Session, *, message: Any, step: Step, query: Any = None, **_told: Any) -> None:
    """Tell of a message; of a question, the question itself."""
    if (event := _NEWS.get(step.event)) is not None:
        told = query if query is not None else message
        data = {"message": told.reference, "theme": told.theme, "type": told.type, "outcome": told.outcome}
        publish(session, event, data, company=told.company_id, about=told.theme)


def _changed(session: Session, *, dossier: Any, act: str) -> None:
    data = {"dossier": dossier.reference, "theme": dossier.theme, "change": act}
    publish(session, "dossier.changed", data, company=dossier.company_id, about=dossier.theme)


def _answered(session: Session, *, dispatch: Any, acknowledgement: Any) -> None:
    """Tell the institution's own systems alone: a company did not send it."""
    data = {"dispatch": dispatch.public_id, "kind": dispatch.kind, "verdict": acknowledgement.verdict}
    publish(session, "dispatch.acknowledged", data, about=dispatch.kind)

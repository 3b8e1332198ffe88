"""What each act in mailbox and dossiers has to tell: a table from events to news."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from console.dossiers import service as dossiers
from console.mailbox.service import Actor, Event, Role, Step
from console.notices.declarations import Kind, News
from console.notices.delegations import send_link, send_withdrawn
from console.notices.telling import tell

_NOTICE = "notice"
"""The type of a message that needs no answer."""
_LINKED = frozenset({Event.DELEGATE, Event.DELEGATE_IN_DOSSIER, Event.RESEND, Event.CORRECT_ADDRESS})
_FOR_COMPANY = {
    Event.SETTLE: Kind.NEWS,
    Event.REOPEN: Kind.NEWS,
    Event.WITHDRAW_REQUEST: Kind.NEWS,
    Event.PERSON_SEND: Kind.NEWS,
    Event.DUE_DATE_PASSED: Kind.LATE,
    Event.EXPIRE_OR_BOUNCE: Kind.DELEGATION,
}
_FOR_STAFF = frozenset({Event.SEND, Event.PERSON_SEND, Event.RECALL, Event.REGISTER})


def heard(
    session: Session,
    *,
    message: Any,
    step: Step,
    actor: Actor,
    delegation: Any = None,
    token: str = "",
    query: Any = None,
    **_more: Any,
) -> None:
    """Tell what an act means for others, in its transaction; its person gets her link from here alone."""
    for news in news_of(query if query is not None else message, step.event, actor):
        tell(session, news)
    if step.event in _LINKED and delegation is not None and token:
        send_link(session, message, delegation, token)
    elif step.event is Event.WITHDRAW and delegation is not None:
        send_withdrawn(session, message, delegation)


def news_of(message: Any, event: Event, actor: Actor) -> Iterator[News]:
    """Give what is told of an event; for a question `message` is the question itself."""
    if (kind := _for_company(message, event, actor)) is not None:
        due = message.due if kind in (Kind.TASK, Kind.LATE) else None
        yield News(message.company_id, message.theme, kind, message.reference, due)
    by = actor.user_id if actor.role is Role.FUND else None
    desk = {"theme": message.theme, "reference": message.reference, "user": message.assigned_to, "by": by}
    if event in _FOR_STAFF:
        yield News(None, kind=Kind.TO_SETTLE, **desk)
    if event is Event.ASSIGN and message.assigned_to is not None:
        yield News(None, kind=Kind.ASSIGNED, **desk)


def _for_company(message: Any, event: Event, actor: Actor) -> Kind | None:
    if event in (Event.FUND_REQUEST, Event.QUERY):
        return Kind.NEWS if message.type == _NOTICE else Kind.TASK
    # What a company's own people do they know; what was done in their name they do not.
    if event is Event.DELEGATE_IN_DOSSIER:
        return Kind.NEWS if actor.role is Role.FUND else None
    if event is Event.RECALL:
        return Kind.NEWS if actor.role is Role.PERSON else None
    return _FOR_COMPANY.get(event)


def document_added(session: Session, *, document: Any) -> None:
    """Tell of a new document; of one that goes out by post the company learns from its letter box."""
    if not document.to_print:
        _of_dossier(session, document.dossier_id, Kind.DOCUMENT)


def unopened(session: Session, *, document: Any) -> None:
    """Remind of a decision that nobody has opened."""
    _of_dossier(session, document.dossier_id, Kind.UNOPENED)


def ending(session: Session, *, dossier: dossiers.Dossier) -> None:
    """Tell that what was decided comes to its end."""
    tell(
        session,
        News(dossier.company_id, dossier.theme, Kind.ENDING, dossier.reference, dossier.valid_until),
    )


def _of_dossier(session: Session, key: int, kind: Kind) -> None:
    dossier = session.get_one(dossiers.Dossier, key)
    tell(session, News(dossier.company_id, dossier.theme, kind, dossier.reference))

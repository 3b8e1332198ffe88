"""What the health insurance and the insurer answer: it moves the stoppage on and is forwarded to the others."""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy.orm import Session

from console.plugin import clock, db, dispatch, record
from plugins.fr_dsn.checking.outcome import plain

from . import by_hand, exchange, trail
from .deadlines import BUSINESS, answer_by
from .machine import TRANSITIONS, Event, State
from .measures import MACHINE, SERVICE, code_of
from .models import Stoppage
from .service import SUBJECT, by_reference

DOCUMENTS: Final = "documents"
LONGEST: Final = 500
"""Signs of a sentence of the other side that are kept."""
MOST: Final = 20
"""Documents that are asked for at once."""
_TECHNICAL: Final = {"received": Event.ACKNOWLEDGE, "refused": Event.REFUSE}
_DECISIONS: Final = frozenset({Event.ACCEPT, Event.REJECT})
_WITHOUT_A_CODE: Final = {Event.REFUSE: MACHINE, Event.REJECT: SERVICE}
_BUSINESS: Final = {
    "received": Event.ACKNOWLEDGE,
    "accepted": Event.ACCEPT,
    "refused": Event.REJECT,
}


def heard(news: dispatch.Acknowledged) -> None:
    """Draw the conclusions from an answer of either side."""
    session = db.session()
    if news.subject in (exchange.NEWS, exchange.GUARANTEE):
        _insurer_has_it(session, news)
    elif news.subject == SUBJECT:
        event = _event_of(news)
        if event is not None:
            _heard_from_health(session, by_reference(session, news.subject_id, lock=True), event, news)


def _event_of(news: dispatch.Acknowledged) -> Event | None:
    """Read an answer: what the reply itself says is of the machine, whatever comes later is of the service."""
    if news.message == DOCUMENTS:
        return Event.ASK_DOCUMENTS
    if not news.is_news:
        return None
    return (_BUSINESS if news.message else _TECHNICAL).get(news.verdict)


def _heard_from_health(
    session: Session, stoppage: Stoppage, event: Event, news: dispatch.Acknowledged
) -> None:
    facts = _facts(news)
    version = _version_of(news)
    if event is not Event.REFUSE and stoppage.opened_at is None:
        stoppage.opened_at = clock.now()
        stoppage.receipt_after = stoppage.seconds_since_declared(stoppage.opened_at)
    if event in _DECISIONS and stoppage.decision_after is None:
        stoppage.decision_after = stoppage.seconds_since_declared(clock.now())
    if event is Event.ACCEPT:
        stoppage.accepted_at = stoppage.accepted_at or clock.now()
    then = TRANSITIONS[State(stoppage.state)].get(event)
    if version != stoppage.versions or then is None:
        trail.note(session, stoppage, trail.HEALTH, "overtaken", said=str(event), version=version, **facts)
    else:
        stoppage.state = then
        if event in _WITHOUT_A_CODE:
            stoppage.rejected_for = code_of(facts.get("code"), _WITHOUT_A_CODE[event])
        _await(session, stoppage, event)
        trail.note(session, stoppage, trail.HEALTH, str(event), version=version, **facts)
    if event is Event.ASK_DOCUMENTS and then is not None:
        by_hand.ask_documents(session, stoppage, facts.get("documents", []), facts.get("text", ""))
    if event is Event.REJECT and stoppage.state == State.REJECTED:
        stoppage.accepted_at = None
    stoppage.changed_at = clock.now()
    record(
        session, f"{SUBJECT}.{event}", subject=SUBJECT, subject_id=stoppage.reference, name=stoppage.reference
    )
    exchange.plan_guarantee(session, stoppage)
    exchange.tell_insurer(session, stoppage, str(event))
    exchange.publish(session, stoppage, str(event))


def _await(session: Session, stoppage: Stoppage, event: Event) -> None:
    """Say which answer is still to come: after the receipt, the decision; after a question, none before its answer."""
    stoppage.awaits, stoppage.answer_by = "", None
    if event is Event.ACKNOWLEDGE:
        sent_at = stoppage.sent_at or clock.now()
        stoppage.awaits, stoppage.answer_by = "business", answer_by(session, BUSINESS, sent_at)


def _insurer_has_it(session: Session, news: dispatch.Acknowledged) -> None:
    if not news.is_news or news.verdict != "received":
        return
    stoppage = by_reference(session, news.subject_id, lock=True)
    if news.subject == exchange.NEWS:
        trail.note(session, stoppage, trail.INSURER, "received", about=_about(news.key))
        return
    stoppage.guarantee_told = stoppage.guarantee_from
    if stoppage.guarantee_after is None:
        stoppage.guarantee_after = stoppage.seconds_since_declared(clock.now())
    opened = stoppage.guarantee_from.isoformat() if stoppage.guarantee_from else ""
    trail.note(session, stoppage, trail.INSURER, "guarantee", day=opened)
    name = {"subject": SUBJECT, "subject_id": stoppage.reference, "name": stoppage.reference}
    record(session, f"{SUBJECT}.guarantee", **name)
    exchange.publish(session, stoppage, "guarantee")


def _version_of(news: dispatch.Acknowledged) -> int:
    """Read from our own key which version an answer is about."""
    parts = news.key.split(" ")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else 0


def _about(key: str) -> str:
    parts = key.split(" ")
    return parts[1] if len(parts) > 1 else ""


def _facts(news: dispatch.Acknowledged) -> dict[str, Any]:
    """Take out of an answer what people read: a sentence, and the documents that are asked for."""
    try:
        said = json.loads(news.body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        return {}
    found: dict[str, Any] = {}
    for name in ("text", "reference", "code"):
        if isinstance(said.get(name), str) and (text := plain(said[name], LONGEST)):
            found[name] = text
    listed = said.get("documents")
    if isinstance(listed, list):
        found["documents"] = [plain(one, LONGEST) for one in listed if isinstance(one, str)][:MOST]
    return found

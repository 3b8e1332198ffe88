"""What companies send with the forms of stoppages: the same as what HR software sends, by the same checks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from console.plugin import NotAllowed, NotFound, Phrase, db, mailbox, record
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.forms.stoppages import CLOSING, DECLARATION, DOCUMENTS
from plugins.fr_dsn.portfolio import sight

from . import exchange, service, trail
from .api import declared_in
from .machine import TRANSITIONS, Event, State
from .models import Stoppage, StoppageStep
from .service import SUBJECT, Call

EVENTS: Final = frozenset({"send", "register"})
RECALL: Final = "recall"


def moved(news: mailbox.Moved) -> None:
    """Do what a form says, in the transaction in which it is sent; what is not right refuses the sending.

    A declaration that the company takes back is cancelled, so that it can be corrected and sent once more.
    """
    if news.event == RECALL and news.type == DECLARATION.key:
        _take_back(db.session(), news)
    if news.event not in EVENTS or not news.values:
        return
    session, call = db.session(), Call(news.company, news.reference, "page")
    if news.type == DECLARATION.key:
        service.declare(session, call, declared_in(_shaped(news.values)), _key(news))
    elif news.type == CLOSING.key:
        stoppage = service.by_key(session, news.company, str(news.values["stoppage"]).strip().upper())
        if not _may(session, stoppage):
            raise NotFound(Phrase(service.NO_KEY))
        day = date.fromisoformat(news.values["resumed_on"])
        service.close(session, call, stoppage, day, news.values["resumption"])
    elif news.type == DOCUMENTS.key:
        _hand_in(session, news)


def ask_documents(session: Session, stoppage: Stoppage, wanted: list[str], text: str) -> None:
    """Let the company find a task with what the health insurance asks for; while one is open, no second one."""
    if stoppage.documents_request and _is_open(session, stoppage):
        return
    lines = [text, *(f"- {one}" for one in wanted), stoppage.reference]
    opening = mailbox.Opening(
        stoppage.company_id,
        exchange.THEME,
        DOCUMENTS.key,
        f"{stoppage.reference} {stoppage.name}"[:80],
        text="\n".join(filter(None, lines)),
        person_number=stoppage.person,
        person=stoppage.name[:120],
    )
    stoppage.documents_request = mailbox.ask(session, opening, "Guichet") or ""


def _is_open(session: Session, stoppage: Stoppage) -> bool:
    """Say whether what was asked before is still to be handed in; the asking at hand is the last line already."""
    asked = (
        select(StoppageStep.what)
        .where(StoppageStep.stoppage_id == stoppage.id)
        .where(StoppageStep.what.in_((Event.ASK_DOCUMENTS, Event.HAND_IN)))
        .order_by(StoppageStep.id.desc())
    )
    return session.scalars(asked.offset(1).limit(1)).first() == Event.ASK_DOCUMENTS


def _hand_in(session: Session, news: mailbox.Moved) -> None:
    """Relay what was uploaded to the health insurance; while a decision stands, it only notes that they came.

    What is taken back and sent once more, corrected, is relayed once more.
    """
    asked = select(Stoppage).where(Stoppage.documents_request == news.reference).with_for_update()
    stoppage = session.scalars(asked).first()
    if stoppage is None:
        return
    if not _may(session, stoppage):
        raise NotAllowed(
            _l("This establishment is not entrusted to you for that. Ask your account’s administrator.")
        )
    files = [str(one) for one in news.values.get("documents", ())]
    trail.note(session, stoppage, trail.EMPLOYER, "hand_in", files=len(files))
    record(
        session, f"{SUBJECT}.hand_in", subject=SUBJECT, subject_id=stoppage.reference, name=stoppage.reference
    )
    then = TRANSITIONS[State(stoppage.state)].get(Event.HAND_IN)
    if then is None:
        return
    stoppage.state = then
    told: dict[str, Any] = {"files": files, "note": str(news.values.get("note", ""))}
    exchange.tell_health(session, stoppage, "documents", part=f"documents {_key(news)}", documents=told)
    exchange.tell_insurer(session, stoppage, "hand_in")
    exchange.publish(session, stoppage, "hand_in")


def _may(session: Session, stoppage: Stoppage) -> bool:
    """Say whether who sends a form acts for the establishment of a stoppage."""
    return sight.may_for(session, "deposit", stoppage.company_id, stoppage.siret)


def _take_back(session: Session, news: mailbox.Moved) -> None:
    service.one_by_one(session, news.company)
    mine = or_(
        Stoppage.own_key == news.reference, Stoppage.own_key.startswith(f"{news.reference}.", autoescape=True)
    )
    asked = select(Stoppage).where(
        mine,
        Stoppage.company_id == news.company,
        Stoppage.source == "page",
        Stoppage.state != State.CANCELLED,
    )
    for stoppage in session.scalars(asked.with_for_update()).all():
        service.cancel(session, Call(news.company, news.reference, "page"), stoppage)


def _key(news: mailbox.Moved) -> str:
    """Name a stoppage by its message: told twice of one sending, it is one."""
    return f"{news.reference}.{news.sending}".strip(".")


def _shaped(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values of the form in the shape of the open API."""
    names = ("siret", "nir", "family_name", "given_name", "contract", "insured", "reason", "kind")
    found = {name: values[name] for name in (*names, "last_day_worked", "planned_end") if name in values}
    found["accident_on"] = values.get("accident_on")
    if values.get("subrogated"):
        period = values["subrogation"]
        found["subrogation"] = {
            "from": period["from"], "until": period["until"], "iban": values["iban"],
        }  # fmt: skip
    found["wages"] = [{"month": one["month"][:7], "gross": one["gross"]} for one in values.get("wages", ())]
    return found

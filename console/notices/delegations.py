"""The e-mails to a person to whom a message is handed, and what becomes of one that nobody takes."""

from __future__ import annotations

import logging
import re
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.base.addresses import public_url
from console.base.errors import ConsoleError
from console.dispatch import service as outbox
from console.dispatch.declarations import Outcome, Rejected
from console.dispatch.mail.channel import KEY as EMAIL
from console.dispatch.mail.channel import mail
from console.dispatch.models import Dispatch
from console.institutions.sessions import scope_of
from console.mailbox import service as mailbox
from console.notices.readers import institution_of
from console.notices.templates import LINK, WITHDRAWN
from console.parties.models import Company

SUBJECT = "console.delegation"
_KEY = re.compile(r"delegation\.(\d+)\.")
log = logging.getLogger("guichet.notices")


def send_link(session: Session, message: Any, delegation: Any, token: str) -> None:
    """Send a person her way in; an e-mail with an older link, which is dead now, does not leave any more."""
    outbox.withdraw(session, SUBJECT, message.reference)
    if not outbox.has_channel(EMAIL):
        _journal(session, "not_mailed", message)
        return
    envelope = mail(
        LINK,
        delegation.email,
        _language(session, message),
        {
            "theme": message.theme,
            "link": public_url("PrivateView.enter", token=token),
            "day": _last_day(session, message, delegation),
        },
        key=f"delegation.{delegation.id}.{ids.digest(token)[:40]}",
        subject=SUBJECT,
        subject_id=message.reference,
        secret=True,
    )
    outbox.enqueue(session, envelope)
    _journal(session, "mailed", message)


def send_withdrawn(session: Session, message: Any, delegation: Any) -> None:
    """Tell a person that nothing is asked of her any more; not where her address takes no e-mail."""
    outbox.withdraw(session, SUBJECT, message.reference)
    if delegation.is_bounced or not outbox.has_channel(EMAIL):
        return
    envelope = mail(
        WITHDRAWN,
        delegation.email,
        _language(session, message),
        {"theme": message.theme},
        key=f"delegation_withdrawn.{delegation.id}",
        subject=SUBJECT,
        subject_id=message.reference,
    )
    outbox.enqueue(session, envelope)


def came_back(session: Session, *, dispatch: Dispatch, outcome: Outcome | None) -> None:
    """Mark the delegation whose link the mail server refuses for good.

    One that has been withdrawn or answered meanwhile stays as it is.
    """
    found = _KEY.match(dispatch.key)
    if dispatch.subject != SUBJECT or found is None or not isinstance(outcome, Rejected):
        return
    system = mailbox.Actor(mailbox.Role.SYSTEM, scope_of(session).institution, name="Guichet")
    try:
        with session.begin_nested():
            mailbox.bounced(session, system, int(found.group(1)))
    except ConsoleError as refused:
        log.info("the delegation of dispatch %s is over: %s", dispatch.public_id, refused)


def _language(session: Session, message: Any) -> str:
    """Give the language in which the institution writes to the company, if it is one of the institution's own."""
    spoken = institution_of(session).languages.split(",")
    own = session.scalar(select(Company.language).where(Company.id == message.company_id))
    return own if own in spoken else spoken[0]


def _last_day(session: Session, message: Any, delegation: Any) -> date:
    """Give the last day on which the link opens: a due day ends in UTC, which is the night after it here."""
    zone = institution_of(session).zone
    ends: date = delegation.expires_at.astimezone(ZoneInfo(zone)).date()
    is_ahead = message.due is not None and clock.today(zone) <= message.due
    return min(ends, message.due) if is_ahead else ends


def _journal(session: Session, act: str, message: Any) -> None:
    audit.record(
        session,
        f"{SUBJECT}.{act}",
        subject="console.message",
        subject_id=message.id,
        reference=message.reference,
    )

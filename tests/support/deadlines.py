"""Things with deadlines: requests, promises, decisions, dispatches; and what their list says."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update

from console.base import clock
from console.deadlines import service as deadlines
from console.deadlines.service import Kind, Page, Reader, Wanted
from console.desk import keeping
from console.desk.keeping import Option
from console.desk.promises import Promise
from console.dispatch import service as outbox
from console.dispatch.declarations import Envelope
from console.dispatch.models import Dispatch
from console.mailbox import service
from console.mailbox.models import Message
from tests.support.mailbox import ACCOUNTING, ALLOWANCES, TRAINING, Mailbox, opening, sending
from tests.support.outbox import receive

THEMES = (ALLOWANCES, ACCOUNTING)
STAFF = Reader(None, THEMES)
ALL = Reader(None, THEMES, transmissions=True)
RULE = "ch_fund.training_confirmation"
MONDAY = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
"""A day without holidays around it."""


def confirmed(mailbox: Mailbox, span: str = "P10D working", key: str = RULE) -> None:
    """Let an administrator confirm a rule."""
    with mailbox.house.writing() as session:
        deadlines.confirm(session, key, span, "Weisung", version=0, by="Claire Rochat")


def promise(mailbox: Mailbox, days: int, theme: str = ALLOWANCES) -> None:
    """Promise an answer within calendar days."""
    with mailbox.house.writing() as session:
        keeping.set_option(session, theme, theme, Option(promise=Promise(days, working=False)))


def sent(mailbox: Mailbox, days: int = 0, theme: str = ALLOWANCES, key: str = "k") -> str:
    """Let the workshop send something so many days ago; gives its reference."""
    who = mailbox.user()
    reference = mailbox.do(
        who, service.send_new, opening(mailbox.atelier, theme, delegable=False), sending(key)
    )
    with mailbox.house.writing() as session:
        session.execute(
            update(Message)
            .where(Message.reference == reference)
            .values(desk_at=clock.now() - timedelta(days=days))
        )
    return str(reference)


def dispatch(mailbox: Mailbox, key: str, **more: Any) -> str:
    """Write an envelope as a plugin does; gives its reference."""
    envelope = Envelope(
        "test", "a@agency.example", {"to": key}, more.pop("kind", "ch_fund.news"), key, **more
    )
    receive(mailbox.house)
    with mailbox.house.writing() as session:
        return str(outbox.enqueue(session, envelope).public_id)


def changed(mailbox: Mailbox, reference: str, **values: Any) -> None:
    """Let a dispatch be in another state."""
    with mailbox.house.writing() as session:
        session.execute(update(Dispatch).where(Dispatch.public_id == reference).values(**values))


def listed(mailbox: Mailbox, reader: Reader = STAFF, wanted: Wanted | None = None, **more: Any) -> Page:
    """Give the list as a reader has it."""
    actor = mailbox.fund if reader.company is None else mailbox.user(reader.company)
    with mailbox.acting(actor, writes=False) as session:
        return deadlines.late_and_coming(session, reader, wanted or Wanted(), **more)


def told(page: Page) -> list[tuple[Kind, date | None]]:
    """Give kinds and last days of a page."""
    return [(one.kind, one.day) for one in page.rows]


def asked(mailbox: Mailbox, due: date | None, **more: Any) -> str:
    """Send a request with a last day."""
    return mailbox.ask(due=due, **{"type_": TRAINING, **more})

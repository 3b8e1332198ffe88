"""Who is told of a deadline before, on and after its day: each time once, and nothing about anybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from console.audit.models import AuditEntry
from console.base import clock
from console.deadlines import service as deadlines
from console.deadlines.models import DeadlineAlert
from console.deadlines.service import Alerts
from console.dispatch.models import Dispatch
from console.mailbox.models import Message
from tests.support.deadlines import MONDAY, asked, changed, dispatch, promise, sent
from tests.support.mailbox import ALLOWANCES, Mailbox
from tests.support.notices import ADDRESS, CLAIRE, LUCA, MARC, deliver, told
from tests.support.outbox import row_of
from tests.support.post import MailServer


@pytest.fixture(autouse=True)
def _monday() -> object:
    with clock.at(MONDAY):
        yield


def look(mailbox: Mailbox, day: datetime = MONDAY) -> None:
    """Let the job run on a day, and what it tells arrive the morning after."""
    with clock.at(day):
        with mailbox.house.writing() as session:
            deadlines.alert(session)
        deliver(mailbox)
    with clock.at(day + timedelta(days=1)):
        deliver(mailbox)


def test_the_company_is_told_days_before_and_on_the_last_day_each_time_once(
    posting: Mailbox, server: MailServer
) -> None:
    asked(posting, date(2026, 3, 20), person="Lea Exemple")
    deliver(posting)
    before = len(told(server)[LUCA])
    for day in range(16, 20):
        look(posting, MONDAY.replace(day=day))
        look(posting, MONDAY.replace(day=day))
    mails = told(server)[LUCA][before:]

    assert len(mails) == 1
    assert "20 mars 2026" in mails[0]
    assert f"{ADDRESS}/mailbox/message/" in mails[0]
    assert "Lea" not in mails[0]
    look(posting, MONDAY.replace(day=20))
    assert len(told(server)[LUCA]) == before + 2


def test_the_staff_are_told_when_a_company_is_late_and_its_administrators_when_it_stays_so(
    posting: Mailbox, server: MailServer
) -> None:
    asked(posting, date(2026, 3, 6))
    deliver(posting)
    look(posting, MONDAY.replace(day=9))
    staff = len(told(server).get(MARC, []))
    look(posting, MONDAY.replace(day=16))
    mails = told(server)

    assert staff == 1
    assert len(mails[MARC]) == staff
    assert f"{ADDRESS}/deadlines/?when=late" in mails[CLAIRE][-1]


def test_whose_work_it_is_is_told_alone(posting: Mailbox, server: MailServer) -> None:
    promise(posting, 5)
    reference = sent(posting, days=8)
    deliver(posting)
    with clock.at(MONDAY + timedelta(days=1)):
        deliver(posting)
    server.messages.clear()
    server.recipients.clear()
    marc = posting.house.membership("marc").user_id
    with posting.house.writing() as session:
        session.scalars(select(Message).where(Message.reference == reference)).one().assigned_to = marc
    look(posting)

    assert sorted(told(server)) == [MARC]


def test_an_institution_that_wants_no_alerts_sends_none(posting: Mailbox, server: MailServer) -> None:
    with posting.house.writing() as session:
        deadlines.set_alerts(session, ALLOWANCES, "Allocations", Alerts(None, False, None, None))
    asked(posting, date(2026, 3, 4))
    deliver(posting)
    before = len(server.messages)
    for day in range(2, 25):
        look(posting, MONDAY.replace(day=day))

    assert len(server.messages) == before


def test_what_was_long_late_before_anybody_looked_floods_nobody(posting: Mailbox, server: MailServer) -> None:
    asked(posting, date(2025, 3, 4))
    deliver(posting)
    before = len(server.messages)
    look(posting)

    assert len(server.messages) == before


def test_a_moved_day_is_told_again(mailbox: Mailbox) -> None:
    reference = asked(mailbox, date(2026, 3, 2))
    tell(mailbox)
    with mailbox.house.writing() as session:
        session.scalars(select(Message).where(Message.reference == reference)).one().due = date(2026, 3, 3)
    tell(mailbox, MONDAY + timedelta(days=1))

    assert alerts_of(mailbox) == 2


def test_a_late_acknowledgement_is_marked_once_and_told_to_the_administrators(
    posting: Mailbox, server: MailServer
) -> None:
    reference = dispatch(posting, "d", technical_by=clock.now() + timedelta(hours=1))
    look(posting)
    early = row_of(posting.house, "d").overdue
    look(posting, MONDAY + timedelta(hours=2))
    look(posting, MONDAY + timedelta(hours=3))

    assert (early, row_of(posting.house, "d").overdue) == ("", "technical")
    assert len(told(server)[CLAIRE]) == 1
    assert sorted(told(server)) == [CLAIRE]
    with posting.house.reading() as session:
        lines = select(AuditEntry).where(AuditEntry.action == "console.deadline.unacknowledged")
        assert [line.subject_id for line in session.scalars(lines)] == [reference]


def test_what_was_acknowledged_in_time_is_never_marked(mailbox: Mailbox) -> None:
    now = clock.now()
    half = dispatch(mailbox, "half", technical_by=now, business_by=now)
    whole = dispatch(mailbox, "whole", technical_by=now, business_by=now)
    over = dispatch(mailbox, "over", technical_by=now, business_by=now)
    changed(mailbox, half, answer="received")
    changed(mailbox, whole, answer="accepted")
    changed(mailbox, over, state="given_up")
    tell(mailbox, MONDAY + timedelta(hours=1))
    with mailbox.house.reading() as session:
        found = dict(map(tuple, session.execute(select(Dispatch.public_id, Dispatch.overdue))))

    assert (found[half], found[whole], found[over]) == ("business", "", "")


def tell(mailbox: Mailbox, moment: datetime = MONDAY) -> None:
    """Let the job run."""
    with clock.at(moment), mailbox.house.writing() as session:
        deadlines.alert(session)


def alerts_of(mailbox: Mailbox) -> int:
    """Give how many alerts were told."""
    with mailbox.house.reading() as session:
        return session.scalar(select(func.count()).select_from(DeadlineAlert)) or 0

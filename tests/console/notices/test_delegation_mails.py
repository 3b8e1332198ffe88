"""A person's link reaches her alone, once; what becomes of it is told to those who have to act."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from console.base import clock
from console.base.sheets.phrases import Phrase
from console.dispatch.declarations import Later, Rejected
from console.dispatch.models import DELIVERED, GIVEN_UP, PARKED, Dispatch
from console.dispatch.service import parked
from console.mailbox import service
from console.mailbox.models import Delegation
from console.mailbox.service import State
from console.parties.models import Company
from tests.support.mailbox import ALINE, Mailbox
from tests.support.notices import ADDRESS, LUCA, deliver, told
from tests.support.outbox import later
from tests.support.post import MailServer

REFUSED = {ALINE.email: "550 no such person here"}


def links(mailbox: Mailbox) -> list[Dispatch]:
    """Give the e-mails with a link, the oldest first."""
    with mailbox.house.reading() as session:
        rows = session.scalars(
            select(Dispatch).where(Dispatch.kind == "console.delegation").order_by(Dispatch.id)
        ).all()
        session.expunge_all()
        return list(rows)


def is_bounced(mailbox: Mailbox, key: int) -> bool:
    """Say whether a delegation is marked as undeliverable."""
    with mailbox.house.reading() as session:
        return session.get_one(Delegation, key).is_bounced


def test_the_person_gets_her_link_and_what_is_stored_of_it_is_sealed_then_erased(
    mailbox: Mailbox, server: MailServer
) -> None:
    _reference, _key, token = mailbox.delegated()
    [row] = links(mailbox)
    assert row.secret
    assert row.payload
    assert token not in row.payload + row.key
    deliver(mailbox)

    [text] = told(server)[ALINE.email]
    assert text.count(f"{ADDRESS}/private/{token}") == 1
    for word in ("Aline", "Exemple", "7561234567897", "Lea", "Rita", "Hartmann", "Boulangerie"):
        assert word not in text
    [row] = links(mailbox)
    assert (row.state, row.payload) == (DELIVERED, "")
    assert all(
        token not in one for address, texts in told(server).items() for one in texts if address != ALINE.email
    )


def test_the_link_is_said_to_work_until_the_due_day_at_the_latest(
    lite_mailbox: Mailbox, server: MailServer
) -> None:
    with clock.at(clock.now().replace(year=2026, month=11, day=3)):
        lite_mailbox.delegated(due=date(2026, 11, 13))
        deliver(lite_mailbox)

    assert "13 novembre 2026" in told(server)[ALINE.email][0]


def test_the_person_is_written_to_in_the_language_of_her_company(
    lite_mailbox: Mailbox, server: MailServer
) -> None:
    with lite_mailbox.house.writing() as session:
        session.get_one(Company, lite_mailbox.atelier).language = "de"
    lite_mailbox.delegated()
    deliver(lite_mailbox)

    assert "Familienzulagen" in told(server)[ALINE.email][0]


def test_a_link_made_anew_takes_the_place_of_one_that_has_not_left(
    lite_mailbox: Mailbox, server: MailServer
) -> None:
    reference, _key, _token = lite_mailbox.delegated()
    with lite_mailbox.acting(lite_mailbox.user()) as session:
        fresh = service.resend(session, lite_mailbox.user(), reference).token
    deliver(lite_mailbox)

    [text] = told(server)[ALINE.email]
    assert fresh in text
    assert [row.state for row in links(lite_mailbox)] == [GIVEN_UP, DELIVERED]


def test_a_corrected_address_gets_a_link_of_its_own(lite_mailbox: Mailbox, server: MailServer) -> None:
    reference, _key, _token = lite_mailbox.delegated()
    with lite_mailbox.acting(lite_mailbox.user()) as session:
        issued = service.correct_address(session, lite_mailbox.user(), reference, "aline@other.example")
        token = issued.token
    deliver(lite_mailbox)

    assert ALINE.email not in told(server)
    assert token in told(server)["aline@other.example"][0]


def test_a_person_learns_that_nothing_is_asked_of_her_any_more(
    lite_mailbox: Mailbox, server: MailServer
) -> None:
    reference, _key, _token = lite_mailbox.delegated()
    deliver(lite_mailbox)
    lite_mailbox.do(lite_mailbox.user(), service.withdraw, reference)
    deliver(lite_mailbox)

    _first, second = told(server)[ALINE.email]
    assert "http" not in second


def test_an_address_that_the_mail_server_refuses_marks_the_delegation_and_the_company_is_told(
    mailbox: Mailbox, server: MailServer
) -> None:
    server.refused = REFUSED
    reference, key, _token = mailbox.delegated()
    deliver(mailbox)
    with later(timedelta(minutes=11)):
        deliver(mailbox)

    assert [row.state for row in links(mailbox)] == [PARKED]
    assert is_bounced(mailbox, key)
    assert mailbox.state(reference) is State.DELEGATED
    assert ALINE.email not in told(server)
    assert f"{ADDRESS}/mailbox/message/{reference}" in told(server)[LUCA][-1]


def test_a_server_that_is_busy_marks_nothing(lite_mailbox: Mailbox, server: MailServer) -> None:
    server.refused = {ALINE.email: "450 come back later"}
    _reference, key, _token = lite_mailbox.delegated()
    deliver(lite_mailbox)

    assert not is_bounced(lite_mailbox, key)


def test_an_e_mail_that_a_server_was_too_busy_for_to_the_end_marks_nothing(lite_mailbox: Mailbox) -> None:
    _reference, key, _token = lite_mailbox.delegated()
    [row] = links(lite_mailbox)
    with lite_mailbox.house.writing() as session:
        parked.send(session, dispatch=row, outcome=Later(Phrase("Busy")))

    assert not is_bounced(lite_mailbox, key)


def test_a_refusal_learnt_after_the_withdrawal_changes_nothing(
    lite_mailbox: Mailbox, server: MailServer
) -> None:
    reference, key, _token = lite_mailbox.delegated()
    [row] = links(lite_mailbox)
    lite_mailbox.do(lite_mailbox.user(), service.withdraw, reference)
    with lite_mailbox.house.writing() as session:
        parked.send(session, dispatch=row, outcome=Rejected(Phrase("No")))

    assert not is_bounced(lite_mailbox, key)
    assert lite_mailbox.state(reference) is State.INBOX


def test_a_bounced_address_gets_no_second_e_mail(lite_mailbox: Mailbox, server: MailServer) -> None:
    server.refused = REFUSED
    reference, _key, _token = lite_mailbox.delegated()
    deliver(lite_mailbox)
    server.refused = {}
    lite_mailbox.do(lite_mailbox.user(), service.withdraw, reference)
    deliver(lite_mailbox)

    assert ALINE.email not in told(server)


def test_an_expired_link_is_told_to_the_company(lite_mailbox: Mailbox, server: MailServer) -> None:
    reference, _key, _token = lite_mailbox.delegated()
    deliver(lite_mailbox)
    with later(timedelta(days=31)):
        with lite_mailbox.acting(lite_mailbox.fund) as session:
            service.mark_due(session)
        deliver(lite_mailbox)

    assert reference in told(server)[LUCA][-1]
    assert len(told(server)[ALINE.email]) == 1

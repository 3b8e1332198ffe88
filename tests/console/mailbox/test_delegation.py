"""A person answers for herself: her link, her part, and what the others see meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from console.base import clock
from console.base.errors import NotFound, ProgrammingError
from console.forms.models import Submission
from console.institutions.sessions import accounts
from console.mailbox import queries, service
from console.mailbox.models import Message, PrivatePart
from console.mailbox.moving import stored
from console.mailbox.service import Content, Refused, Sight, State
from tests.support.mailbox import ALINE, FORM, IN_TWO_PARTS, Mailbox, content, opening, sending

SENT = select(Submission).where(Submission.form_key == FORM.key)


def way_in(mailbox: Mailbox, token: str) -> service.WayIn:
    with mailbox.house.app.app_context():
        return service.way_in(accounts(), token)


def leads_nowhere(mailbox: Mailbox, token: str) -> bool:
    try:
        way_in(mailbox, token)
    except NotFound:
        return True
    return False


def refusal(mailbox: Mailbox, *args: Any, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        mailbox.do(*args, **more)
    return refused.value.code


def test_a_person_finds_her_message_by_her_link_and_goes_on_where_she_was(mailbox: Mailbox) -> None:
    reference, delegation, token = mailbox.delegated()
    aline = mailbox.person(delegation)

    assert way_in(mailbox, token) == service.WayIn(mailbox.institution, delegation)
    mailbox.do(aline, service.person_save, content("angefangen"))
    with mailbox.acting(aline) as session:
        service.come_in(session, aline)
        message, _delegation, part = service.hers(session, aline)
        assert part is not None
        assert (message.reference, part.raw, part.edition) == (reference, {"text": "angefangen"}, 1)


def test_neither_company_nor_institution_reads_what_a_person_has_entered(mailbox: Mailbox) -> None:
    reference, delegation, _token = mailbox.delegated()
    mailbox.do(mailbox.person(delegation), service.person_save, content("privat"))

    for actor, expected in ((mailbox.user(), Sight.HEADER), (mailbox.fund, Sight.STATUS)):
        with mailbox.acting(actor, writes=False) as session:
            assert queries.message_of(session, actor, reference)[1] is expected
    with mailbox.acting(mailbox.user(), writes=False) as session:
        assert session.scalars(select(PrivatePart)).all() == []
        assert service.consult(session, mailbox.user(), reference).state == "saved"


def test_what_a_person_sends_goes_to_the_institution_and_never_to_the_employer(mailbox: Mailbox) -> None:
    reference, delegation, _token = mailbox.delegated()
    aline = mailbox.person(delegation)

    sent = [mailbox.do(aline, service.person_send, sending("a", "privat")) for _ in "ab"]

    assert (set(sent), mailbox.state(reference)) == ({reference}, State.SENT)
    with mailbox.acting(mailbox.fund, writes=False) as session:
        assert [one.content for one in session.scalars(SENT)] == [{"text": "privat"}]
        assert queries.message_of(session, mailbox.fund, reference)[1] is Sight.ALL
    with mailbox.acting(mailbox.user(), writes=False) as session:
        assert session.scalars(SENT).all() == []
        assert queries.message_of(session, mailbox.user(), reference)[1] is Sight.STATUS


def test_the_employer_s_part_is_sent_with_the_person_s_and_stays_the_employer_s_to_read(
    mailbox: Mailbox,
) -> None:
    user = mailbox.user()
    begun = Content(IN_TWO_PARTS, {"text": "Arbeitgeber"}, "de")
    reference = mailbox.do(user, service.save_new, opening(mailbox.atelier), begun)
    assert refusal(mailbox, user, service.delegate, reference, ALINE) == "part_incomplete"
    with mailbox.acting(user) as session:
        delegation = service.delegate(session, user, reference, ALINE, part_complete=True).delegation.id
    with pytest.raises(ProgrammingError):
        mailbox.do(mailbox.person(delegation), service.person_send, sending("alone"))

    mailbox.do(
        mailbox.person(delegation),
        service.person_send,
        sending("p", "privat"),
        employer=sending("e", "Arbeitgeber"),
    )

    with mailbox.acting(user, writes=False) as session:
        assert [one.content for one in session.scalars(SENT)] == [{"text": "Arbeitgeber"}]
        assert queries.message_of(session, user, reference)[1] is Sight.OWN


def test_a_withdrawn_link_dies_at_once(mailbox: Mailbox) -> None:
    reference, delegation, token = mailbox.delegated()

    mailbox.do(mailbox.user(), service.withdraw, reference)

    assert leads_nowhere(mailbox, token)
    with pytest.raises(NotFound):
        mailbox.do(mailbox.person(delegation), service.person_save, content())
    assert mailbox.state(reference) is State.INBOX


def test_an_administrator_without_the_theme_withdraws_and_does_nothing_else(mailbox: Mailbox) -> None:
    reference, _delegation, _token = mailbox.delegated()
    boss = replace(mailbox.user(), role=service.Role.ADMINISTRATOR, themes={})

    assert refusal(mailbox, boss, service.resend, reference) == "not_yours"
    mailbox.do(boss, service.withdraw, reference)
    with pytest.raises(NotFound):
        mailbox.do(boss, service.open_message, reference)


def test_a_mail_sent_again_carries_a_fresh_link_and_the_one_before_is_dead(mailbox: Mailbox) -> None:
    reference, delegation, before = mailbox.delegated()

    with mailbox.acting(mailbox.user()) as session:
        issued = service.resend(session, mailbox.user(), reference)
        after = issued.token

    assert leads_nowhere(mailbox, before)
    assert way_in(mailbox, after).delegation == delegation


def test_who_reads_at_a_corrected_address_does_not_see_what_was_entered_before(mailbox: Mailbox) -> None:
    reference, delegation, before = mailbox.delegated()
    mailbox.do(mailbox.person(delegation), service.person_save, content("von jemand anderem"))

    with mailbox.acting(mailbox.user()) as session:
        issued = service.correct_address(session, mailbox.user(), reference, "aline@example.net")
        fresh, email, agreed = issued.delegation.id, issued.delegation.email, issued.delegation.agreed_by

    with mailbox.acting(mailbox.person(fresh)) as session:
        assert service.hers(session, mailbox.person(fresh))[2] is None
    assert (email, agreed, leads_nowhere(mailbox, before)) == ("aline@example.net", "Rita Hartmann", True)


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (replace(ALINE, email="aline@"), "email_faulty"),
        (replace(ALINE, agreed_by=" "), "agreement_missing"),
        (replace(ALINE, agreed_on=None), "agreement_missing"),
    ],
)
def test_a_delegation_needs_an_address_and_an_agreement(
    lite_mailbox: Mailbox, person: service.Person, code: str
) -> None:
    reference = lite_mailbox.ask()
    assert refusal(lite_mailbox, lite_mailbox.user(), service.delegate, reference, person) == code


def test_a_link_expires_and_is_never_valid_after_the_due_day(mailbox: Mailbox) -> None:
    due = (clock.now() + timedelta(days=3)).date()
    reference, delegation, token = mailbox.delegated(due=due)
    aline = mailbox.person(delegation)

    with clock.at(clock.now() + timedelta(days=5)):
        assert refusal(mailbox, aline, service.person_save, content()) == "link_expired"
        with mailbox.acting(mailbox.fund) as session:
            service.mark_due(session)
        with mailbox.acting(mailbox.user(), writes=False) as session:
            message = stored(session, reference)
            marks = (message.is_expired, service.consult(session, mailbox.user(), reference).is_expired)
        assert marks == (True, True)
        with mailbox.acting(mailbox.user()) as session:
            token = service.resend(session, mailbox.user(), reference).token
        mailbox.do(aline, service.person_save, content())
    assert not leads_nowhere(mailbox, token)


def test_what_is_late_is_marked_and_told_once(mailbox: Mailbox) -> None:
    mailbox.ask(due=date(2026, 3, 1))
    mailbox.ask(due=date(2100, 3, 1))
    heard: list[int] = []

    with service.announced.connected_to(lambda _session, step, **_told: heard.append(step.no)):
        for _run in "ab":
            with mailbox.acting(mailbox.fund) as session:
                service.mark_due(session)

    assert heard == [23]
    with mailbox.acting(mailbox.user(), writes=False) as session:
        assert sorted(session.scalars(select(Message.is_expired))) == [False, True]


def test_a_person_takes_back_her_own_and_the_company_sees_nothing_of_it(mailbox: Mailbox) -> None:
    reference, delegation, _token = mailbox.delegated()
    aline = mailbox.person(delegation)
    mailbox.do(aline, service.person_send, sending("p", "privat"))

    assert refusal(mailbox, mailbox.user(), service.recall, reference) == "not_own"
    mailbox.do(aline, service.recall, reference)

    with mailbox.acting(mailbox.user(), writes=False) as session:
        message, sight = queries.message_of(session, mailbox.user(), reference)
        assert (message.state, message.is_recalled, message.raw, sight) == ("DRAFT", True, None, Sight.ALL)


def test_a_delegation_begun_in_a_dossier_becomes_a_request_or_a_draft_when_withdrawn(
    mailbox: Mailbox,
) -> None:
    found = []
    for actor in (mailbox.fund, mailbox.user()):
        with mailbox.acting(actor) as session:
            issued = service.delegate_in_dossier(session, actor, opening(mailbox.atelier), ALINE)
            reference = issued.message.reference
        mailbox.do(mailbox.user(), service.withdraw, reference)
        found.append(mailbox.state(reference))

    assert found == [State.INBOX, State.DRAFT]
    assert mailbox.differences() == []

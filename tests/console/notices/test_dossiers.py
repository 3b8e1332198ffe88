"""Documents and decisions are told of too, and lead to their dossier."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from console.base import clock
from console.dossiers import service as dossiers
from console.dossiers.document_models import Document
from console.dossiers.service import Matter
from tests.support.dossiers import add, open_dossier
from tests.support.mailbox import Mailbox
from tests.support.notices import ADDRESS, LUCA, NORA, deliver, told
from tests.support.outbox import later
from tests.support.post import MailServer


def test_a_new_document_is_told_and_leads_to_its_dossier(lite_mailbox: Mailbox, server: MailServer) -> None:
    dossier = open_dossier(lite_mailbox.house)
    add(lite_mailbox.house, dossier)
    deliver(lite_mailbox)

    assert sorted(told(server)) == [LUCA, NORA]
    [text] = told(server)[LUCA]
    assert f"{ADDRESS}/dossiers/dossier/{dossier}" in text
    assert "Verfügung 2026" not in text
    assert "Lea" not in text


def test_that_an_e_mail_told_of_a_document_is_part_of_its_evidence(
    lite_mailbox: Mailbox, server: MailServer
) -> None:
    del server
    add(lite_mailbox.house, open_dossier(lite_mailbox.house))
    with lite_mailbox.house.reading() as session:
        before = session.scalars(select(Document.notified_at)).one()
    deliver(lite_mailbox)

    with lite_mailbox.house.reading() as session:
        after = session.scalars(select(Document.notified_at)).one()
    assert (before, after is None) == (None, False)


def test_several_documents_lead_to_the_list_of_their_theme(lite_mailbox: Mailbox, server: MailServer) -> None:
    dossier = open_dossier(lite_mailbox.house)
    for title in ("Verfügung 2026", "Verfügung 2027"):
        add(lite_mailbox.house, dossier, title)
    deliver(lite_mailbox)

    assert f"{ADDRESS}/dossiers/ch_fund.family_allowances" in told(server)[LUCA][0]


def test_a_decision_that_nobody_opens_is_told_again(lite_mailbox: Mailbox, server: MailServer) -> None:
    add(lite_mailbox.house, open_dossier(lite_mailbox.house))
    deliver(lite_mailbox)
    with later(timedelta(days=12)):
        with lite_mailbox.house.writing() as session:
            dossiers.chase_unopened(session)
        deliver(lite_mailbox)

    assert len(told(server)[LUCA]) == 2


def test_an_end_that_comes_near_is_told_with_its_day(lite_mailbox: Mailbox, server: MailServer) -> None:
    with lite_mailbox.house.writing() as session:
        matter = Matter(lite_mailbox.atelier, "ch_fund.family_allowances", "training", "Lea")
        dossier = dossiers.open_dossier(session, matter, by="Marc")
        dossiers.extend(session, dossier, date(2027, 7, 31), by="Marc")
    with clock.at(clock.now().replace(year=2027, month=7, day=10)):
        with lite_mailbox.house.writing() as session:
            dossiers.announce_endings(session)
        deliver(lite_mailbox)

    assert "31 juillet 2027" in told(server)[LUCA][0]

"""What is past its time is proposed, decided by an administrator, and erased in slices."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit.models import JOURNAL, AuditEntry
from console.audit.sealing import seal
from console.audit.verifying import verify
from console.base import clock
from console.base.errors import Conflict
from console.documents.models import StoredFile
from console.dossiers import matters
from console.dossiers.models import Dossier
from console.forms.models import Submission
from console.institutions.search import SearchTerm
from console.jobs.models import DONE
from console.jobs.running import run_next
from console.mailbox.models import Message
from console.proofs.models import Proof
from console.retention import holdings, removing
from console.retention import service as retention
from tests.support.dossiers import add, open_dossier
from tests.support.house import House
from tests.support.mailbox import Mailbox
from tests.support.retention import (
    YEARS,
    administrator,
    close,
    confirm,
    count,
    decide,
    propose,
    settled,
)
from tests.support.tasks import Killed, later, task

DOSSIERS = "console.dossiers"


def test_nothing_is_past_its_time_as_long_as_nobody_has_confirmed_how_long_it_is_kept(
    mailbox: Mailbox,
) -> None:
    settled(mailbox, "a")

    assert propose(mailbox.house) == {}


def test_the_daily_job_counts_what_is_past_its_time_and_erases_nothing(mailbox: Mailbox) -> None:
    settled(mailbox, "a")
    settled(mailbox, "b", days=YEARS - 30)
    confirm(mailbox.house, DOSSIERS)
    before = count(mailbox.house, Dossier)

    assert propose(mailbox.house) == {DOSSIERS: 1}
    assert count(mailbox.house, Dossier) == before


def test_a_closed_dossier_goes_with_everything_in_it_and_nothing_else(mailbox: Mailbox) -> None:
    old, young = settled(mailbox, "a"), settled(mailbox, "b", days=1)
    house = mailbox.house
    confirm(house, DOSSIERS)
    propose(house)
    rows = {model: count(house, model) for model in (Dossier, Message, Submission, Proof)}

    reference = decide(house, DOSSIERS)
    run_next(house.app)

    assert task(house, reference).state == DONE
    assert {model: rows[model] - count(house, model) for model in rows} == dict.fromkeys(rows, 1)
    with house.reading() as session:
        assert session.scalars(
            select(Message.reference).where(Message.reference.in_([old, young]))
        ).all() == [young]
        assert not session.scalars(select(SearchTerm).where(SearchTerm.term == old.casefold())).all()
    assert mailbox.differences() == []


def test_a_persons_link_and_part_go_with_her_dossier(mailbox: Mailbox) -> None:
    reference, _delegation, _token = mailbox.delegated()
    house = mailbox.house
    close(house, reference, YEARS + 30)
    confirm(house, DOSSIERS)
    propose(house)

    decide(house, DOSSIERS)
    run_next(house.app)

    with house.reading() as session:
        assert session.scalars(select(Message).where(Message.reference == reference)).first() is None
    assert mailbox.differences() == []


def test_documents_go_with_their_dossier_and_their_files_too(house: House) -> None:
    reference, other = open_dossier(house), open_dossier(house, subject="Ausbildung Noah Muster")
    add(house, reference, name="old.pdf")
    add(house, other, name="young.pdf")
    with house.writing() as session:
        found = matters.dossier_of(session, reference)
        matters.close(session, found)
        found.closed_at = clock.now() - timedelta(days=YEARS + 30)
    confirm(house, DOSSIERS)
    propose(house)

    decide(house, DOSSIERS)
    run_next(house.app)

    with house.reading() as session:
        names = session.scalars(select(StoredFile.name)).all()
    assert ("old.pdf" in names, "young.pdf" in names) == (False, True)


def test_what_was_counted_anew_meanwhile_is_not_erased_unseen(lite_mailbox: Mailbox) -> None:
    settled(lite_mailbox, "a")
    house = lite_mailbox.house
    confirm(house, DOSSIERS)
    propose(house)
    with house.reading() as session:
        seen = {one.key: retention.mark_of(one) for one in retention.proposals(session)}
    settled(lite_mailbox, "b")
    propose(house)

    with pytest.raises(Conflict), administrator(house) as session:
        retention.decide(session, seen, "Yearly review")


def test_a_killed_worker_is_followed_by_one_that_goes_on(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = mailbox.house
    for key in "abc":
        settled(mailbox, key)
    confirm(house, DOSSIERS)
    assert propose(house) == {DOSSIERS: 3}
    before = count(house, Dossier)
    pieces = []

    def dies(session: Session, keys: Sequence[int]) -> None:
        removing.remove_dossiers(session, keys)
        pieces.append(keys)
        if len(pieces) == 2:
            raise Killed

    slow = holdings.Holding(holdings.CONSOLE[0].declared, dies, piece=1)
    monkeypatch.setattr(holdings, "CONSOLE", (slow, *holdings.CONSOLE[1:]))
    reference = decide(house, DOSSIERS)
    with suppress(Killed):
        run_next(house.app)
    assert before - count(house, Dossier) == 1

    with later(timedelta(minutes=2)):
        run_next(house.app)

    found = task(house, reference)
    assert (found.state, found.done, found.result) == (DONE, 3, {DOSSIERS: 3})
    assert before - count(house, Dossier) == 3


def test_a_hold_on_the_person_or_the_dossier_keeps_it(mailbox: Mailbox) -> None:
    house = mailbox.house
    of_aline, of_lea = settled(mailbox, "a"), settled(mailbox, "b", number="7569217076985")
    confirm(house, DOSSIERS)
    with house.writing() as session:
        asked = select(Dossier.reference).join(Message, Message.dossier_id == Dossier.id)
        dossier = session.scalars(asked.where(Message.reference == of_lea)).one()
        hold = retention.hold(session, typed="756.1234.5678.97", reason="Court case", by="Claire").id
        retention.hold(session, dossier=dossier, reason="Audit", by="Claire")

    assert propose(house) == {}
    with house.writing() as session:
        retention.release(session, hold, by="Claire")
    assert propose(house) == {DOSSIERS: 1}
    assert of_aline


def test_a_hold_set_after_the_decision_still_stops_it(mailbox: Mailbox) -> None:
    house = mailbox.house
    settled(mailbox, "a")
    confirm(house, DOSSIERS)
    propose(house)
    before = count(house, Dossier)
    reference = decide(house, DOSSIERS)
    with house.writing() as session:
        retention.hold(session, typed="7561234567897", reason="Court case", by="Claire")

    run_next(house.app)

    assert task(house, reference).result == {}
    assert count(house, Dossier) == before


def test_another_institutions_dossiers_stay(mailbox: Mailbox) -> None:
    house = mailbox.house
    settled(mailbox, "a")
    confirm(house, DOSSIERS, institution="AK Aaretal")

    assert propose(house, "AK Aaretal") == {}
    assert propose(house) == {}


def test_the_journals_chain_holds_when_its_personal_parts_are_erased(mailbox: Mailbox) -> None:
    house = mailbox.house
    settled(mailbox, "a")
    confirm(house, "console.journal", months=1)
    with house.writing() as session:
        while seal(session, JOURNAL):
            pass
    with later(timedelta(days=60)):
        assert propose(house)["console.journal"] > 0
        decide(house, "console.journal")
        run_next(house.app)
    with house.writing() as session:
        while seal(session, JOURNAL):
            pass
        report = verify(session, JOURNAL)
        asked = select(AuditEntry.facts, AuditEntry.person)
        told = session.execute(asked.where(AuditEntry.action == "console.retention.erased")).all()

    assert report.faults == ()
    assert report.erased > 0
    assert all(set(facts) == {"retention", "count"} and not person for facts, person in told)

"""A key reads the dossiers, documents and deadlines of its company, and of no other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from console.audit.models import AuditEntry
from console.base import clock
from console.dossiers.models import Dossier
from tests.support.api import FORM, System, accept_terms, key_for, question
from tests.support.dossiers import acts, add, document, open_dossier, small_pdf
from tests.support.house import House
from tests.support.mailbox import ALLOWANCES, Mailbox, mailbox_of


@pytest.fixture
def mailbox(lite_house: House) -> Mailbox:
    found = mailbox_of(lite_house)
    accept_terms(lite_house, found.atelier, found.other)
    return found


@pytest.fixture
def ours(mailbox: Mailbox) -> System:
    return System(mailbox.house, key_for(mailbox.house, mailbox.atelier))


@pytest.fixture
def theirs(mailbox: Mailbox) -> System:
    return System(mailbox.house, key_for(mailbox.house, mailbox.other))


@pytest.fixture
def dossier(mailbox: Mailbox) -> str:
    return open_dossier(mailbox.house, company="70001")


def test_a_dossier_is_read_with_what_happened_in_it(ours: System, dossier: str) -> None:
    listed = ours.get(f"/dossiers?theme={ALLOWANCES}&state=open").json["items"]
    shown = ours.get(f"/dossiers/{dossier}")
    lines = ours.get(f"/dossiers/{dossier}/timeline").json["items"]

    assert [one["reference"] for one in listed] == [dossier]
    assert (shown.json, shown.json["company"]) == (listed[0], "70001")
    assert [line["act"] for line in lines] == ["opened"]
    assert ours.get(f"/dossiers/{dossier}", If_None_Match=shown.headers["ETag"]).status_code == 304


def test_dossiers_and_documents_of_another_company_are_not_there(
    mailbox: Mailbox, theirs: System, dossier: str
) -> None:
    reference = add(mailbox.house, dossier)

    for path in ("/dossiers", "/documents", f"/documents?dossier={dossier}", "/deadlines?until=2099-12-31"):
        assert theirs.get(path).json["items"] == [], path
    for path in (
        f"/dossiers/{dossier}",
        f"/dossiers/{dossier}/timeline",
        f"/documents/{reference}",
        f"/documents/{reference}/content",
    ):
        assert theirs.get(path).status_code == 404, path
    assert document(mailbox.house, reference).opened_at is None


def test_a_company_reads_its_own_employees_alone(mailbox: Mailbox, ours: System) -> None:
    fund = System(mailbox.house, key_for(mailbox.house, name="Core"))

    assert fund.get("/ch_fund/employees").json["items"] != []
    assert ours.get("/ch_fund/employees").json["items"] == []


def test_fetching_a_document_with_a_companys_key_proves_that_it_arrived(
    mailbox: Mailbox, ours: System, dossier: str
) -> None:
    reference = add(mailbox.house, dossier, content=small_pdf("Verfügung"))

    first, second = (ours.get(f"/documents/{reference}/content") for _ in range(2))

    assert first.data == second.data
    assert first.data.startswith(b"%PDF")
    assert first.headers["Content-Disposition"].startswith("attachment")
    assert document(mailbox.house, reference).opened_by == "Payroll"
    assert [act for act, _by in acts(mailbox.house, dossier)].count("document_opened") == 1


def test_the_institutions_key_fetches_a_document_and_proves_nothing(mailbox: Mailbox, dossier: str) -> None:
    reference = add(mailbox.house, dossier)
    fund = System(mailbox.house, key_for(mailbox.house))

    assert fund.get(f"/documents/{reference}/content").status_code == 200
    assert document(mailbox.house, reference).opened_at is None


def test_reading_stands_in_the_journal_under_the_name_of_the_key(
    mailbox: Mailbox, ours: System, dossier: str
) -> None:
    reference = add(mailbox.house, dossier)
    ours.get(f"/dossiers/{dossier}")
    ours.get(f"/documents/{reference}/content")

    with mailbox.house.reading() as session:
        own = select(AuditEntry.action).where(AuditEntry.actor_name == "Payroll").order_by(AuditEntry.id)
        assert session.scalars(own).all() == [
            "console.dossier.consulted",
            "console.document.opened",
            "console.document.handed_out",
        ]


def test_an_uploaded_file_goes_out_with_a_message_and_is_read_by_both_sides(
    mailbox: Mailbox, ours: System, theirs: System
) -> None:
    content = small_pdf("Wohnsitz")
    file = ours.upload(content, "residence.pdf").json
    body = {"form": FORM, "values": {**question(), "attachments": [file["reference"]]}}

    foreign = theirs.post("/messages", body)
    sent = ours.post("/messages", body)
    again = ours.post("/messages", body)
    path = f"/messages/{sent.json['reference']}/files/{file['reference']}"

    assert [fault["code"] for fault in foreign.json["faults"]] == ["unknown_file"]
    assert sent.json["files"] == [file]
    assert [fault["code"] for fault in again.json["faults"]] == ["unknown_file"]
    assert ours.get(path).data == content
    assert System(mailbox.house, key_for(mailbox.house)).get(path).data == content
    assert theirs.get(path).status_code == 404


def test_a_file_that_nobody_may_attach_is_refused_as_on_the_page(ours: System) -> None:
    answer = ours.upload(b"MZ\x90\x00\x03", "program.exe")

    assert answer.status_code == 422
    assert "not accepted" in answer.json["detail"]


def test_deadlines_are_open_requests_and_ending_dossiers_the_earliest_first(
    mailbox: Mailbox, ours: System, dossier: str
) -> None:
    today = clock.today("Europe/Zurich")
    late = mailbox.ask(due=today - timedelta(days=1))
    mailbox.ask(due=today + timedelta(days=400))
    with mailbox.house.writing() as session:
        ending = update(Dossier).where(Dossier.reference == dossier)
        session.execute(ending.values(valid_until=today + timedelta(days=9)))

    page = ours.get("/deadlines?size=1").json
    rest = ours.get(f"/deadlines?after={page['next']}").json

    assert [(one["reference"], one["is_late"]) for one in page["items"]] == [(late, True)]
    assert [(one["what"], one["kind"], one["reference"], one["is_late"]) for one in rest["items"]] == [
        ("dossier", "ending", dossier, False)
    ]
    assert rest["next"] is None
    assert len(ours.get(f"/deadlines?until={date(2099, 1, 1)}").json["items"]) == 3


def test_a_key_without_the_operation_reads_nothing(mailbox: Mailbox, dossier: str) -> None:
    bare = System(mailbox.house, key_for(mailbox.house, mailbox.atelier, ("forms:read",)))
    old = System(mailbox.house, key_for(mailbox.house, None, ("read",), name="Old"))

    for path in ("/dossiers", f"/dossiers/{dossier}", "/documents", "/deadlines", "/messages"):
        assert bare.get(path).status_code == old.get(path).status_code == 403, path
    assert bare.send().status_code == bare.upload().status_code == 403

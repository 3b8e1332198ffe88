"""A company's system sends, reads and takes back messages by the same rules as the company's people."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from console.audit.models import AuditEntry
from console.base import clock
from console.forms.models import Submission
from console.hooks.declarations import Level
from console.mailbox import service
from console.mailbox.models import Message
from console.mailbox.states import State
from tests.support.api import FORM, System, accept_terms, instalments, key_for, question
from tests.support.house import House
from tests.support.mailbox import ACCOUNTING, ALLOWANCES, INSTALMENTS, Mailbox, content, mailbox_of


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
def fund(mailbox: Mailbox) -> System:
    return System(mailbox.house, key_for(mailbox.house))


def test_what_a_company_sends_lies_with_the_institution(house: House) -> None:
    mailbox = mailbox_of(house)
    accept_terms(house, mailbox.atelier)
    system = System(house, key_for(house, mailbox.atelier))

    answer = system.send()

    assert answer.status_code == 201
    assert answer.location.endswith(f"/api/v1/messages/{answer.json['reference']}")
    assert (answer.json["folder"], answer.json["values"]) == ("sent", question())
    assert mailbox.state(answer.json["reference"]) is State.SENT
    assert (
        System(house, key_for(house)).get(f"/messages/{answer.json['reference']}").json["values"]
        == question()
    )


def test_the_journal_names_the_system_that_sent(mailbox: Mailbox, ours: System) -> None:
    ours.send()

    with mailbox.house.reading() as session:
        [line] = session.scalars(select(AuditEntry).where(AuditEntry.action == "console.message.send"))
        assert (line.actor_id, line.actor_name) == (None, "Payroll")
        assert session.scalars(select(Submission.source).order_by(Submission.id)).all()[-1] == "api"


def test_values_that_are_not_right_are_refused_with_the_words_of_the_page(
    mailbox: Mailbox, ours: System
) -> None:
    values = {"subject": "x" * 81, "question": "?", "reach": "pigeon", "colour": "red"}

    answer = ours.post("/messages", {"form": FORM, "values": values}, Accept_Language="de")
    checked = ours.post(f"/forms/{FORM}/check", values, Accept_Language="de").json

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json["faults"] == checked["faults"]
    assert answer.json["fault_count"] == 3
    assert mailbox.listed(mailbox.user(), State.SENT) == []


def test_an_unknown_form_is_not_there(ours: System) -> None:
    assert ours.post("/messages", {"form": "ch_fund.nothing", "values": {}}).status_code == 404


def test_the_institutions_own_key_sends_nothing_for_a_company(fund: System) -> None:
    answer = fund.send()

    assert answer.status_code == 403
    assert "company" in answer.json["detail"]


def test_a_company_that_owes_the_terms_is_told_so(lite_house: House) -> None:
    mailbox = mailbox_of(lite_house)

    answer = System(lite_house, key_for(lite_house, mailbox.atelier)).send()

    assert answer.status_code == 409
    assert "terms of use" in answer.json["detail"]


def test_a_company_that_owes_the_terms_reads_nothing_either(lite_house: House) -> None:
    mailbox = mailbox_of(lite_house)

    answer = System(lite_house, key_for(lite_house, mailbox.atelier)).get("/messages")

    assert answer.status_code == 403
    assert "terms of use" in answer.json["detail"]


def test_a_company_never_sees_a_message_of_another(mailbox: Mailbox, ours: System, theirs: System) -> None:
    sent = ours.send()
    path = f"/messages/{sent.json['reference']}"

    assert theirs.get("/messages?folder=sent").json["items"] == []
    assert theirs.get(path).status_code == 404
    assert theirs.post(f"{path}/recall", If_Match=sent.headers["ETag"]).status_code == 404
    assert theirs.post(f"{path}/answer", {"values": {}}, If_Match=sent.headers["ETag"]).status_code == 404
    assert mailbox.state(sent.json["reference"]) is State.SENT


def test_a_key_of_some_themes_sees_no_message_of_others(mailbox: Mailbox) -> None:
    reference = mailbox.ask()
    narrow = System(mailbox.house, key_for(mailbox.house, mailbox.atelier, themes=("accounting",)))

    assert narrow.get("/messages").json["items"] == []
    assert narrow.get(f"/messages/{reference}").status_code == 404
    assert narrow.get(f"/messages?theme={ALLOWANCES}").status_code == 400


def test_a_list_is_narrowed_by_folder_theme_and_moment(mailbox: Mailbox, ours: System) -> None:
    first = mailbox.ask()
    second = mailbox.ask(theme=ACCOUNTING, type_=INSTALMENTS)

    items = ours.get("/messages").json["items"]
    since = items[1]["changed_at"]

    assert [one["reference"] for one in items] == [first, second]
    assert [one["company"] for one in items] == ["70001", "70001"]
    assert [one["reference"] for one in ours.get(f"/messages?theme={ACCOUNTING}").json["items"]] == [second]
    assert [one["reference"] for one in ours.get(f"/messages?since={since}").json["items"]] == [second]
    assert ours.get("/messages?folder=done").json["items"] == []


def test_the_cursor_leads_through_all_messages_once(mailbox: Mailbox, ours: System) -> None:
    asked, seen, after = [mailbox.ask() for _ in range(5)], [], ""
    while after is not None:
        page = ours.get(f"/messages?size=2{after and '&after=' + after}").json
        seen += [one["reference"] for one in page["items"]]
        after = page["next"]

    assert seen == asked


def test_a_message_that_came_back_into_a_folder_is_the_last_of_it(mailbox: Mailbox, ours: System) -> None:
    first, second, third = (mailbox.ask() for _ in range(3))
    with mailbox.house.writing() as session:
        came_back = update(Message).where(Message.reference == first)
        session.execute(came_back.values(moved_at=clock.now() + timedelta(hours=1)))

    page = ours.get("/messages?size=2").json
    rest = ours.get(f"/messages?after={page['next']}").json

    assert [one["reference"] for one in page["items"]] == [second, third]
    assert [one["reference"] for one in rest["items"]] == [first]


def test_a_request_is_answered_with_the_form_it_asks_for(mailbox: Mailbox, ours: System) -> None:
    reference = mailbox.ask(type_=INSTALMENTS, theme=ACCOUNTING)
    tag = ours.get(f"/messages/{reference}").headers["ETag"]

    answer = ours.post(f"/messages/{reference}/answer", {"values": instalments()}, If_Match=tag)

    assert (answer.status_code, answer.json["folder"]) == (200, "sent")
    assert mailbox.state(reference) is State.SENT


def test_what_nobody_works_on_is_taken_back_and_sent_again(mailbox: Mailbox, ours: System) -> None:
    sent = ours.send()
    path = f"/messages/{sent.json['reference']}"

    recalled = ours.post(f"{path}/recall", If_Match=sent.headers["ETag"])
    again = ours.post(f"{path}/answer", {"values": question(2)}, If_Match=recalled.headers["ETag"])

    assert (recalled.json["folder"], recalled.json["is_recalled"], recalled.json["values"]) == (
        "drafts",
        True,
        None,
    )
    assert (again.json["folder"], again.json["values"]) == ("sent", question(2))


def test_what_the_institution_works_on_stays(mailbox: Mailbox, ours: System) -> None:
    sent = ours.send()
    reference = sent.json["reference"]
    staff = replace(mailbox.fund, themes={sent.json["theme"]: Level.SEND})
    mailbox.do(staff, service.take, reference)
    tag = ours.get(f"/messages/{reference}").headers["ETag"]

    answer = ours.post(f"/messages/{reference}/recall", If_Match=tag)

    assert answer.status_code == 409
    assert "already working" in answer.json["detail"]


def test_a_change_names_the_version_it_is_about(ours: System) -> None:
    sent = ours.send()
    path = f"/messages/{sent.json['reference']}/recall"

    assert ours.post(path).status_code == 428
    assert ours.post(path, If_Match='"another"').status_code == 412
    assert ours.post(path, If_Match=f"W/{sent.headers['ETag']}").status_code == 412
    assert ours.post(path, If_Match=sent.headers["ETag"]).status_code == 200
    assert ours.post(path, If_Match=sent.headers["ETag"]).status_code == 412


def test_who_has_the_newest_version_is_told_so_in_a_line(ours: System) -> None:
    sent = ours.send()
    path, tag = f"/messages/{sent.json['reference']}", sent.headers["ETag"]

    known = ours.get(path, If_None_Match=tag)

    assert re.fullmatch(r'"[^"]+"', tag)
    assert (known.status_code, known.data, known.headers["ETag"]) == (304, b"", tag)
    assert ours.get(path, If_None_Match='"older"').status_code == 200


def test_an_institution_learns_nothing_of_what_a_company_drafts(mailbox: Mailbox, fund: System) -> None:
    reference = mailbox.ask()
    before = fund.get(f"/messages/{reference}")
    with mailbox.acting(mailbox.user()) as session:
        service.save(session, mailbox.user(), reference, content(), edition=0)
    after = fund.get(f"/messages/{reference}")

    assert (before.json, before.headers["ETag"]) == (after.json, after.headers["ETag"])
    assert before.json["folder"] == "inbox"


def test_reading_a_message_stands_in_the_journal(mailbox: Mailbox, ours: System) -> None:
    reference = mailbox.ask()
    ours.get(f"/messages/{reference}")

    with mailbox.house.reading() as session:
        [line] = session.scalars(select(AuditEntry).where(AuditEntry.action == "console.message.consulted"))
        assert line.actor_name == "Payroll"
        assert session.scalar(select(func.count(Message.id)).where(Message.read_at.is_not(None))) == 0


@pytest.mark.parametrize(
    "argument", ["size=0", "size=x", "after=x", "since=yesterday", "since=2026-01-01", "folder=attic", "colour=red",
                 "size=1&size=2"],
)  # fmt: skip
def test_arguments_that_cannot_be_understood_are_refused(ours: System, argument: str) -> None:
    answer = ours.get(f"/messages?{argument}")

    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")

"""A campaign from its plan to the inboxes, as the staff make it on the pages."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from console.accounts.models import ThemeRight
from console.audit.models import AuditEntry
from console.base import clock
from console.base.sheets import read_sheet
from console.campaigns import runs
from console.dossiers import service as dossiers
from console.hooks.declarations import Level
from console.institutions.sessions import accounts
from console.jobs.models import Task
from console.jobs.running import LEASE, TaskRun, run_next
from console.mailbox import service as mailbox
from console.mailbox.models import Message
from console.mailbox.states import State
from console.parties.models import Company
from tests.support.campaigns import HEAD, NOTICE, TRAINING, asked, book, bring, let_go, planned, states, work
from tests.support.house import House, post
from tests.support.mailbox import content
from tests.support.tasks import Killed, later

ALINE = ("41002", "Aline Exemple", "756.1234.5678.97")
CHILD = (*HEAD, "AVS number", "Date of birth")


@pytest.fixture
def marc(lite_house: House) -> FlaskClient:
    """Give the browser of a case worker."""
    return lite_house.browser("marc")


def many(count: int) -> bytes:
    """Give a sheet that asks the companies of the fund in turn about so many people."""
    numbers = ("41002", "41017", "41033", "41058")
    return book(*((numbers[n % 4], f"Personne {n}", "", "") for n in range(count)))


def test_requests_lie_prefilled_in_the_inbox_of_the_right_company(
    lite_house: House, marc: FlaskClient
) -> None:
    page = planned(marc, due="31.12.2099")
    row = (*ALINE, "Noé", "756.0000.0001.18", date(2008, 5, 14))
    assert bring(marc, page, book(row, head=CHILD)).status_code == 303
    assert asked(lite_house) == []

    let_go(lite_house, marc, page)

    (request,) = asked(lite_house)
    with lite_house.reading() as session:
        company = session.scalars(select(Company.id).where(Company.number == "41002")).one()
    assert (request.company_id, request.state, request.due) == (company, State.INBOX, date(2099, 12, 31))
    assert (request.subject, request.person) == ("Ausbildung: Noé", "Aline Exemple")
    assert (request.person_number, request.is_delegable) == ("7561234567897", True)
    assert request.prefill == {"avs": "756.0000.0001.18", "birth": "14.05.2008"}
    assert states(lite_house, page) == {"sent": 1}


def test_the_page_of_a_campaign_says_how_each_request_stands(lite_house: House, marc: FlaskClient) -> None:
    page = planned(marc)
    bring(marc, page, many(110))
    let_go(lite_house, marc, page)
    (first, *_others) = asked(lite_house)

    shown, rest = marc.get(page), marc.get(f"{page}?page=2&state=sent")

    assert (shown.status_code, rest.status_code) == (200, 200)
    assert f'href="/mailbox/message/{first.reference}"' in shown.text
    assert (shown.text.count("<tr data-row"), rest.text.count("<tr data-row")) == (100, 10)


def test_a_company_may_be_named_by_its_uid(lite_house: House, marc: FlaskClient) -> None:
    page = planned(marc)
    bring(marc, page, book(("CHE-000.000.023 MWST", "Aline")))
    let_go(lite_house, marc, page)

    with lite_house.reading() as session:
        company = session.scalars(select(Company.id).where(Company.number == "41017")).one()
    assert [one.company_id for one in asked(lite_house)] == [company]


def test_bad_rows_are_named_with_row_and_column_and_nothing_is_kept(
    lite_house: House, marc: FlaskClient
) -> None:
    page = planned(marc)
    rows = (ALINE, ("7001", "Une autre"), ("41002", "Beat", "756.1234.5678.98"), ALINE)
    answer = bring(marc, page, book(*rows))

    assert answer.status_code == 422
    assert [one in answer.text for one in ("7001", "756.1234.5678.98", "Aline Exemple")] == [True] * 3
    assert states(lite_house, page) == {}
    assert post(marc, f"{page}/send").status_code == 409


def test_a_company_of_another_institution_is_unknown_here(lite_house: House, marc: FlaskClient) -> None:
    page = planned(marc)

    assert bring(marc, page, book(("7001", "Aline"))).status_code == 422
    assert bring(marc, page, book(("CHE-000.000.052", "Aline"))).status_code == 422


@pytest.mark.parametrize("content", [b"nothing", b"PK\x03\x04 damaged"])
def test_what_is_no_sheet_is_refused_in_words(lite_house: House, marc: FlaskClient, content: bytes) -> None:
    assert bring(marc, planned(marc), content).status_code == 422


def test_the_empty_sheet_has_the_titles_that_are_read_back(lite_house: House, marc: FlaskClient) -> None:
    page = planned(marc)
    sheet = read_sheet(marc.get(f"{page}/template.xlsx").data, "template.xlsx")

    filled = book(("41002",), head=sheet.header)

    assert len(sheet.header) > len(HEAD)
    assert bring(marc, page, filled).status_code == 303


def test_an_open_request_for_the_same_child_is_named_and_left_out(
    lite_house: House, marc: FlaskClient
) -> None:
    sheet = book((*ALINE, "Noé", "756.0000.0001.18"), (*ALINE, "Léa", "756.0000.0011.15"), head=CHILD[:5])
    first = planned(marc)
    bring(marc, first, book((*ALINE, "Noé", "756.0000.0001.18"), head=CHILD[:5]))
    let_go(lite_house, marc, first)
    second = planned(marc)
    bring(marc, second, sheet)

    assert states(lite_house, second) == {"waiting": 1, "double": 1}
    assert asked(lite_house)[0].reference in marc.get(second).text
    let_go(lite_house, marc, second)
    assert [one.subject for one in asked(lite_house)] == ["Ausbildung: Noé", "Ausbildung: Léa"]


def test_doubles_are_sent_too_when_the_person_wants_it(lite_house: House, marc: FlaskClient) -> None:
    for _ in range(2):
        page = planned(marc)
        bring(marc, page, book(ALINE))
        if states(lite_house, page) == {"double": 1}:
            post(marc, f"{page}/doubles")
        let_go(lite_house, marc, page)

    assert len(asked(lite_house)) == 2


def test_two_campaigns_planned_side_by_side_ask_once(lite_house: House, marc: FlaskClient) -> None:
    pages = [planned(marc), planned(marc)]
    for page in pages:
        bring(marc, page, book(ALINE))
    for page in pages:
        let_go(lite_house, marc, page)

    assert len(asked(lite_house)) == 1
    assert states(lite_house, pages[1]) == {"double": 1}


def test_who_receives_by_post_is_put_aside_and_listed(lite_house: House, marc: FlaskClient) -> None:
    with lite_house.writing() as session:
        company = session.scalars(select(Company).where(Company.number == "41002")).one()
        dossiers.choose_receipt(session, company, {"request": "post"}, by="Luca")
    page = planned(marc)
    with later(timedelta(days=2)):
        browser = lite_house.browser("marc")
        bring(browser, page, book(ALINE, ("41017", "Beat")))

        assert states(lite_house, page) == {"by_post": 1, "waiting": 1}
        let_go(lite_house, browser, page)
    assert states(lite_house, page) == {"by_post": 1, "sent": 1}


def test_a_worker_killed_between_two_pieces_loses_and_doubles_nothing(house: House) -> None:
    marc = house.browser("marc")
    page = planned(marc)
    bring(marc, page, many(2 * runs.PIECE + 10))
    post(marc, f"{page}/send")
    real, times = TaskRun.advance, iter((False, True, False, False))

    def dying(self: TaskRun, **more: object) -> None:
        if next(times):
            raise Killed
        real(self, **more)  # type: ignore[arg-type]

    with patch.object(TaskRun, "advance", dying), suppress(Killed):
        run_next(house.app)
    assert len(asked(house)) == runs.PIECE

    with later(LEASE + timedelta(seconds=1)):
        work(house)

    people = [one.person for one in asked(house)]
    assert sorted(people) == sorted(f"Personne {n}" for n in range(2 * runs.PIECE + 10))
    assert states(house, page) == {"sent": 2 * runs.PIECE + 10}
    with house.reading() as session:
        assert mailbox.differences(session) == []


def test_a_stopped_campaign_goes_on_where_it_was(lite_house: House, marc: FlaskClient) -> None:
    page = planned(marc)
    bring(marc, page, many(runs.PIECE + 5))
    task = post(marc, f"{page}/send").location
    real = runs._send

    def stopping(session: Session, *rest: Any) -> None:
        session.execute(update(Task).values(stop_asked=True))
        real(session, *rest)

    with patch.object(runs, "_send", stopping):
        work(lite_house)
    assert states(lite_house, page) == {"sent": runs.PIECE, "waiting": 5}
    assert f"{page}/go-on" in marc.get(page).text
    assert page in marc.get(task).text

    post(marc, f"{page}/go-on")
    work(lite_house)

    assert states(lite_house, page) == {"sent": runs.PIECE + 5}


def test_one_refused_request_holds_up_no_other(lite_house: House, marc: FlaskClient) -> None:
    page = planned(marc)
    bring(marc, page, book(("41002", "Refusée"), ("41017", "Beat")))
    real = mailbox.request

    def refusing(session: object, actor: object, opening: mailbox.Opening, **more: object) -> Message:
        made = real(session, actor, opening, **more)  # type: ignore[arg-type]
        if opening.person == "Refusée":
            raise mailbox.Refused("send_missing")
        return made

    with patch.object(mailbox, "request", refusing):
        let_go(lite_house, marc, page)

    assert states(lite_house, page) == {"failed": 1, "sent": 1}
    assert [one.person for one in asked(lite_house)] == ["Beat"]
    with lite_house.reading() as session:
        assert mailbox.differences(session) == []


def test_what_is_unanswered_is_withdrawn_and_what_is_begun_stays(
    lite_house: House, marc: FlaskClient
) -> None:
    page = planned(marc)
    bring(marc, page, many(4))
    let_go(lite_house, marc, page)
    with lite_house.writing() as session:
        begun = session.scalars(select(Message).where(Message.person == "Personne 0")).one()
        company = mailbox.Actor(
            mailbox.Role.USER,
            begun.institution_id,
            begun.company_id,
            {begun.theme: Level.SEND},
            user_id=1,
            name="Luca",
        )
        mailbox.save(session, company, begun.reference, content(), edition=0)

    post(marc, f"{page}/withdraw")
    work(lite_house)

    assert states(lite_house, page) == {"sent": 1, "withdrawn": 3}
    assert [one.is_withdrawn for one in asked(lite_house)] == [False, True, True, True]


def test_a_campaign_is_let_go_once(lite_house: House, marc: FlaskClient) -> None:
    page = planned(marc)
    bring(marc, page, book(ALINE))

    assert [post(marc, f"{page}/send").status_code for _ in range(2)] == [303, 409]
    assert bring(marc, page, book(ALINE)).status_code == 409


def test_a_notice_goes_to_companies_without_a_person(lite_house: House, marc: FlaskClient) -> None:
    page = planned(marc, NOTICE)
    bring(marc, page, book(("41002",), ("41017",)))
    let_go(lite_house, marc, page)

    assert [(one.type, one.person) for one in asked(lite_house)] == [("notice", "")] * 2


@pytest.mark.parametrize("address", ["/campaigns/", "/campaigns/new"])
@pytest.mark.parametrize("person", ["luca", "nora", "petra", "heidi"])
def test_for_companies_and_readers_there_are_no_campaigns(
    lite_house: House, person: str, address: str
) -> None:
    browser = lite_house.browser(person)

    assert browser.get(address).status_code == 404
    assert 'href="/campaigns/"' not in browser.get("/").text


def test_another_institutions_campaign_is_unknown(lite_house: House, marc: FlaskClient) -> None:
    assert lite_house.browser("ruth").get(planned(marc)).status_code == 404


def test_without_the_right_to_send_in_its_theme_a_campaign_is_unknown(
    lite_house: House, marc: FlaskClient
) -> None:
    page, membership = planned(marc), lite_house.membership("marc").id
    with lite_house.app.app_context():
        right = accounts().scalars(
            select(ThemeRight).where(
                ThemeRight.membership_id == membership, ThemeRight.theme == "family_allowances"
            )
        )
        right.one().level = 2
        accounts().commit()

    assert marc.get(page).status_code == 404
    assert post(marc, "/campaigns/new", {"what": TRAINING, "subject": "x"}).status_code == 422


def test_the_children_whose_right_ends_are_asked_for_through_the_list(lite_house: House) -> None:
    with clock.at(datetime(2026, 11, 10, 9, tzinfo=UTC)):
        marc = lite_house.browser("marc")
        page = planned(marc)
        post(marc, f"{page}/list", {"list": "ch_fund.ending_rights", "month": "2026-11"})
        let_go(lite_house, marc, page)

    found = asked(lite_house)
    assert found
    assert {frozenset(one.prefill or ()) for one in found} <= {
        frozenset({"avs", "family_name", "given_name", "birth", "period", "kind"}),
        frozenset({"avs", "family_name", "given_name", "birth", "period"}),
    }
    assert {(one.prefill or {})["period"]["from"] for one in found} == {"01.12.2026"}


def test_every_act_stands_in_the_journal(lite_house: House, marc: FlaskClient) -> None:
    page = planned(marc)
    bring(marc, page, book(ALINE))
    let_go(lite_house, marc, page)

    with lite_house.reading() as session:
        acts = session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject == "console.campaign")
        ).all()
    assert acts == ["console.campaign.planned", "console.campaign.addressed", "console.campaign.sent"]


def test_a_planned_campaign_can_be_thrown_away(lite_house: House, marc: FlaskClient) -> None:
    page = planned(marc)
    bring(marc, page, book(ALINE))

    post(marc, f"{page}/drop")

    assert marc.get(page).status_code == 404

"""One message in several windows and hands at once: it is sent once, one act wins, and the counters stay right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from console.desk.keeping import Option
from console.forms.models import Draft, Submission
from console.mailbox import service
from console.mailbox.models import Delegation, Message
from console.mailbox.service import State
from tests.support.desk import desk_of
from tests.support.drafts import ASKED, QUESTION, Filling, asked
from tests.support.house import House, post, token_of
from tests.support.mail_pages import pages_of
from tests.support.mailbox import ALLOWANCES, TRAINING
from tests.support.outbox import receive
from tests.support.private import carried, phone_of

TABS = 4
AGREED = {"agreed_on": "01.03.2026", "agreed": "y"}
NEW = {
    "company": "41002",
    "theme": ALLOWANCES,
    "type": TRAINING,
    "subject": "Ausbildung von Lea",
    "text": "Bitte bestätigen.",
}
pytestmark = pytest.mark.usefixtures("house")


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all of these in threads that set off together; what one raises is given in its place."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except Exception as fault:
            return fault

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def pressed(house: House, path: str, data: dict[str, Any], *people: str) -> list[Any]:
    """Send a form from a tab of each of these people at once."""
    tabs = [(browser := house.browser(name), token_of(browser)) for name in people]

    def send(browser: FlaskClient, token: str) -> Callable[[], Any]:
        return lambda: browser.post(path, data={**data, "csrf_token": token})

    return at_once([send(*tab) for tab in tabs])


def sent_from_tabs(house: House, filling: Filling, person: str, step: str, do: str) -> list[Any]:
    """Press a button of a draft in several tabs at once."""
    hidden = filling.hidden(step)
    return pressed(house, filling.url(step), {**hidden, "do": do}, *[person] * TABS)


def number_of(house: House, table: type[Any]) -> int:
    """Count the rows of a table, without what the demonstration has sent."""
    asked = select(func.count()).select_from(table)
    with house.reading() as session:
        found = asked.where(Submission.send_key != "demo") if table is Submission else asked
        return session.scalar(found) or 0


def counted_right(house: House) -> bool:
    """Say whether every counter equals its list."""
    with house.reading() as session:
        return service.differences(session) == []


def test_a_message_sent_from_several_tabs_at_once_is_one(house: House) -> None:
    filling = asked(house.browser("luca"))

    answers = sent_from_tabs(house, filling, "luca", "check-and-send", "send")

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert (number_of(house, Message), number_of(house, Submission)) == (1, 1)
    assert counted_right(house)


def test_a_draft_saved_from_several_tabs_at_once_is_one_and_every_tab_is_led_to_it(house: House) -> None:
    filling = asked(house.browser("luca"))

    answers = sent_from_tabs(house, filling, "luca", "answer", "leave")

    assert number_of(house, Message) == 1
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert counted_right(house)


def test_what_staff_register_from_several_tabs_at_once_is_one(house: House) -> None:
    pages_of(house)
    marc = house.browser("marc")
    begun = post(marc, f"/forms/{QUESTION}/new", {"company": "41002", "channel": "post"})
    filling = Filling(marc, begun.location.split("/draft/", 1)[1].split("/", 1)[0])
    filling.send("question", ASKED)
    filling.send("answer", {"f-reach": "message"})

    answers = sent_from_tabs(house, filling, "marc", "check-and-send", "send")

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert (number_of(house, Message), number_of(house, Submission)) == (1, 1)
    assert counted_right(house)


def test_a_person_who_sends_from_several_tabs_at_once_sends_once(house: House) -> None:
    phone = phone_of(house)
    phone.identify()
    phone.fill()
    step = phone.step("check-and-send")
    cookie = phone.browser.get_cookie("session") or phone.browser.get_cookie("guichet")
    pages = [carried(phone.browser.get(step).text) for _ in range(TABS)]
    tabs = [house.stranger() for _ in pages]
    for tab in tabs:
        assert cookie is not None
        tab.set_cookie(cookie.key, cookie.value)

    answers = at_once(
        [
            lambda tab=tab, page=page: tab.post(step, data={**page, "agree": "yes", "do": "send"})
            for tab, page in zip(tabs, pages, strict=True)
        ]
    )

    assert {getattr(answer, "location", answer) for answer in answers} == {f"{phone.door}/sent"}
    with house.reading() as session:
        sent = session.scalars(select(Submission).where(Submission.send_key.startswith("person:"))).all()
    assert len(sent) == 1
    assert counted_right(house)


def test_a_case_worker_who_settles_from_several_tabs_at_once_settles_once(house: House) -> None:
    desk = desk_of(house)
    reference = desk.sent("Ausbildung von Lea")
    data = {"outcome": "accepted", "text": "", "once": "one page"}

    answers = pressed(house, f"/desk/message/{reference}/settle", data, *["marc"] * TABS)

    assert {answer.status_code for answer in answers} == {303}
    assert desk.message(reference).state == State.DONE
    assert counted_right(house)


def test_two_who_propose_to_settle_at_once_leave_one_proposal_or_one_outcome(house: House) -> None:
    desk = desk_of(house)
    desk.set_up(ALLOWANCES, Option(needs_second=True))
    reference = desk.sent("Ausbildung von Lea")
    pages = {"marc": "accepted", "anna": "refused"}
    acts = [
        lambda name=name, outcome=outcome: desk.do(
            name, reference, "settle", outcome=outcome, text="Grund", once=f"page of {name}"
        )
        for name, outcome in pages.items()
    ]

    answers = at_once(acts)

    assert {answer.status_code for answer in answers} <= {303, 409}
    assert desk.message(reference).state == State.SENT, "two different opinions settle nothing"
    assert counted_right(house)


def test_a_request_that_is_sent_from_several_tabs_at_once_is_asked_once(house: House) -> None:
    desk_of(house)

    answers = pressed(house, "/desk/new", {**NEW, "once": "one page"}, *["marc"] * TABS)

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert number_of(house, Message) == 1
    assert counted_right(house)


def test_a_request_delegated_from_several_tabs_at_once_goes_to_the_person_once(house: House) -> None:
    mailbox = pages_of(house)
    receive(house, key="email")
    reference = mailbox.ask(person="Aline Exemple")
    data = {"name": "Aline Exemple", "email": "aline@example.org", **AGREED}

    answers = pressed(house, f"/delegation/{reference}/new", data, *["luca"] * TABS)

    assert {answer.location for answer in answers} == {f"/delegation/{reference}"}
    assert number_of(house, Delegation) == 1
    assert counted_right(house)


def test_a_sheet_of_delegations_confirmed_in_several_tabs_at_once_delegates_each_once(house: House) -> None:
    mailbox = pages_of(house)
    receive(house, key="email")
    references = [mailbox.ask(person=f"Personne {n}") for n in range(5)]
    data = {"reference": references, "email": [f"p{n}@example.org" for n in range(5)], **AGREED}

    answers = pressed(house, "/delegations/send", data, *["luca"] * TABS)

    assert {answer.location for answer in answers} == {"/mailbox/delegated"}
    assert number_of(house, Delegation) == 5
    assert counted_right(house)


def test_a_working_copy_begun_in_several_tabs_at_once_loses_nobody_s_text(house: House) -> None:
    mailbox = pages_of(house)
    reference = mailbox.ask(theme="ch_fund.accounting", type_="query", subject="Facture 17", delegable=False)

    answers = pressed(house, f"/mailbox/message/{reference}/answer", {}, "luca", "luca", "nora", "nora")

    assert {answer.status_code for answer in answers} == {303}
    with house.reading() as session:
        people = Counter(session.scalars(select(Draft.user_id).where(Draft.message == reference)))
    assert set(people.values()) == {1}


@pytest.mark.parametrize("turn", range(3))
def test_of_recalling_and_settling_at_once_one_wins(house: House, turn: int) -> None:
    desk = desk_of(house)
    mailbox = pages_of(house)
    reference = desk.sent("Ausbildung von Lea")
    acts = [
        lambda: mailbox.do(desk.user(), service.recall, reference),
        lambda: desk.do("marc", reference, ("take", "settle", "take")[turn], outcome="accepted", text=""),
    ]

    recalled, worked = at_once(acts)

    row = desk.message(reference)
    if recalled == reference:
        assert (row.state, row.taken_by, worked.status_code) == (State.DRAFT, "", 404)
    else:
        assert (recalled.code, worked.status_code) == ("taken", 303)
        assert row.taken_by
        assert row.state in (State.SENT, State.DONE)
    assert counted_right(house)


@pytest.mark.parametrize("turn", range(2))
def test_of_sending_and_withdrawing_a_delegation_at_once_one_wins(house: House, turn: int) -> None:
    phone = phone_of(house)
    phone.identify()
    phone.fill()
    hidden = phone.hidden(phone.step("check-and-send"))
    mailbox = phone.mailbox
    acts = [
        lambda: phone.send(hidden=hidden),
        lambda: mailbox.do(mailbox.user(), service.withdraw, phone.reference),
    ]

    answers = at_once(acts if turn else acts[::-1])
    answered, withdrawn = answers if turn else answers[::-1]

    state = mailbox.state(phone.reference)
    if withdrawn == phone.reference:
        assert (state, answered.status_code) == (State.INBOX, 410)
        assert number_of(house, Submission) == 0
    else:
        assert (state, answered.location) == (State.SENT, f"{phone.door}/sent")
        assert number_of(house, Submission) == 1
    assert counted_right(house)

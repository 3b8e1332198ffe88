"""Sending many transmissions again: counted first, confirmed, then done once and under the same keys."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from console.accounts.models import SignIn
from console.audit.models import AuditEntry
from console.base import clock
from console.base.sheets.phrases import Phrase
from console.dispatch.declarations import Rejected
from console.dispatch.models import DELIVERED, PARKED, WAITING, Dispatch
from console.institutions.sessions import accounts
from console.jobs.running import run_next
from tests.support.house import House, post
from tests.support.outbox import claimed, put, receive, row_of, work

PATH = "/dispatch/channels/repeat"
NO = Phrase("Wait.")
DONE = {"state": "delivered", "channel": "test", "kind": "", "reason": "The agency lost a day."}


@pytest.fixture
def claire(lite_house: House) -> FlaskClient:
    """Give the administrator, who has just shown who she is."""
    return confirmed(lite_house)


def confirmed(house: House) -> FlaskClient:
    found = house.browser("claire")
    with house.app.app_context():
        accounts().execute(update(SignIn).values(confirmed_at=clock.now()))
        accounts().commit()
    return found


def asked(browser: FlaskClient, form: dict[str, str]) -> dict[str, str]:
    """Give the form as the page that counts gives it back."""
    page = post(browser, PATH, form).text
    hidden = {name: re.findall(f'name="{name}"[^>]*value="([^"]*)"', page) for name in ("once", "seen")}
    return form | {name: found[0] for name, found in hidden.items() if found}


def sent(browser: FlaskClient, form: dict[str, str]) -> Any:
    return post(browser, PATH, asked(browser, form))


def acts(house: House, act: str) -> int:
    with house.reading() as session:
        asked_for = select(AuditEntry).where(AuditEntry.action == f"console.dispatch.{act}")
        return len(session.scalars(asked_for).all())


def states(house: House) -> list[str]:
    with house.reading() as session:
        return sorted(session.scalars(select(Dispatch.state).distinct()))


def test_nothing_happens_before_the_number_was_shown(lite_house: House, claire: FlaskClient) -> None:
    receive(lite_house)
    put(lite_house, "a", "b")
    work(lite_house)
    form = asked(claire, DONE)

    assert form["seen"] == "2"
    assert states(lite_house) == [DELIVERED]
    assert post(claire, PATH, form).status_code == 303
    assert states(lite_house) == [WAITING]


def test_what_was_delivered_leaves_again_under_the_same_key(lite_house: House, claire: FlaskClient) -> None:
    receiver = receive(lite_house)
    put(lite_house, "a", "b")
    work(lite_house)
    sent(claire, DONE)
    work(lite_house)

    assert receiver.keys == ["a", "b", "a", "b"]
    assert row_of(lite_house, "a").attempts == 2
    assert claimed(lite_house) == 0
    assert (acts(lite_house, "repeated"), acts(lite_house, "replayed")) == (1, 2)


def test_a_second_click_sends_nothing_twice(lite_house: House, claire: FlaskClient) -> None:
    receiver = receive(lite_house)
    put(lite_house, "a")
    work(lite_house)
    form = asked(claire, DONE)
    post(claire, PATH, form)
    work(lite_house)
    assert post(claire, PATH, form).status_code == 303
    work(lite_house)

    assert receiver.keys == ["a", "a"]


def test_it_asks_again_who_she_is(lite_house: House) -> None:
    receive(lite_house)
    claire = lite_house.browser("claire")
    with lite_house.app.app_context():
        accounts().execute(update(SignIn).values(confirmed_at=clock.now() - timedelta(hours=2)))
        accounts().commit()

    assert post(claire, PATH, DONE).status_code == 401


def test_a_number_that_changed_meanwhile_is_shown_anew(lite_house: House, claire: FlaskClient) -> None:
    receive(lite_house)
    put(lite_house, "a")
    work(lite_house)
    form = asked(claire, DONE)
    put(lite_house, "b")
    work(lite_house)

    assert post(claire, PATH, form).status_code == 200
    assert states(lite_house) == [DELIVERED]


def test_all_parked_ones_of_a_channel_are_tried_again(lite_house: House, claire: FlaskClient) -> None:
    receive(lite_house, lambda letter: Rejected(NO))
    put(lite_house, "a", "b")
    put(lite_house, "c", institution="AK Aaretal")
    work(lite_house)
    sent(claire, DONE | {"state": "parked"})

    assert [row_of(lite_house, key).state for key in "ab"] == [WAITING, WAITING]
    assert row_of(lite_house, "c", "AK Aaretal").state == PARKED


def test_many_are_done_by_a_task_in_pieces(lite_house: House, claire: FlaskClient) -> None:
    receive(lite_house)
    put(lite_house, *(f"n{number:03}" for number in range(230)))
    with lite_house.writing() as session:
        session.execute(update(Dispatch).values(state=DELIVERED, ended_at=clock.now()))
    answer = sent(claire, DONE)
    assert "/tasks/" in answer.headers["Location"]
    assert states(lite_house) == [DELIVERED]


def test_the_task_sends_each_once_even_when_it_is_taken_up_again(
    lite_house: House, claire: FlaskClient
) -> None:
    receiver = receive(lite_house)
    keys = [f"n{number:03}" for number in range(230)]
    put(lite_house, *keys)
    work(lite_house)
    receiver.got.clear()
    sent(claire, DONE)
    ends = iter([True])
    run_next(lite_house.app, lambda: next(ends, False))
    work(lite_house)
    while run_next(lite_house.app):
        work(lite_house)
    work(lite_house)

    assert sorted(receiver.keys) == keys


def test_what_carried_a_link_is_left_out(lite_house: House, claire: FlaskClient) -> None:
    receive(lite_house)
    put(lite_house, "a", secret=True)
    work(lite_house)

    assert asked(claire, DONE).get("seen") == "0"


def test_e_mails_to_people_are_warned_of(lite_house: House, claire: FlaskClient) -> None:
    receive(lite_house)
    put(lite_house, "a")
    work(lite_house)

    assert "g-message g-warn" in post(claire, PATH, DONE | {"channel": ""}).text
    assert "g-message g-warn" not in post(claire, PATH, DONE).text


@pytest.mark.parametrize(
    "wrong",
    [{"first": "31.02.2026"}, {"first": "2.1.2026", "last": "1.1.2026"}, {"channel": "x"}, {"reason": ""}],
)
def test_what_means_nothing_stands_at_its_field(
    lite_house: House, claire: FlaskClient, wrong: dict[str, str]
) -> None:
    receive(lite_house)

    assert post(claire, PATH, DONE | wrong).status_code == 422

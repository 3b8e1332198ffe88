"""The work queue: its filters, acts on many messages, and the next one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from console.base import clock
from console.desk import keeping
from console.desk.keeping import Option
from console.desk.promises import Promise
from console.mailbox import service
from console.mailbox.service import State
from tests.support.desk import OTHER, Desk, desk_of
from tests.support.house import House
from tests.support.mailbox import ACCOUNTING, ALLOWANCES, TRAINING


@pytest.fixture
def desk(lite_house: House) -> Desk:
    return desk_of(lite_house)


@pytest.fixture
def marc(desk: Desk) -> FlaskClient:
    return desk.house.browser("marc")


def listed(browser: FlaskClient, arguments: str = "") -> list[str]:
    """Give the references in the queue, in its order."""
    answer = browser.get(f"/desk/?{arguments}")
    assert answer.status_code == 200, answer.text
    return re.findall(r'name="message" value="([\w-]+)"', answer.text)


def once(page: str) -> str:
    return re.search(r'name="once"[^>]*value="([^"]+)"', page).group(1)  # type: ignore[union-attr]


def test_the_longest_waiting_stands_first(desk: Desk, marc: FlaskClient) -> None:
    young, old = desk.sent("Jung", days=1), desk.sent("Alt", days=9)

    assert listed(marc) == [old, young]
    assert "2 " in re.search(r'g-head-note">([^<]+)', marc.get("/desk/").text).group(1)  # type: ignore[union-attr]


def test_each_filter_gives_exactly_what_it_says(desk: Desk, marc: FlaskClient) -> None:
    one = desk.sent("Eins", days=9, person_number="7561234567897", person="Aline Exemple")
    two = desk.sent("Zwei", "41017", ACCOUNTING, days=5)
    three = desk.sent("Drei", theme=OTHER, days=1)
    with desk.house.writing() as session:
        service.take(session, desk.staff("marc"), two)
        service.assign(session, desk.staff("marc"), three, desk.key("anna"))

    anna = desk.key("anna")
    assert listed(marc, f"theme={ACCOUNTING}") == [two]
    assert listed(marc, f"type={TRAINING}") == [one, two, three]
    assert listed(marc, "type=query") == []
    assert listed(marc, "company=41017") == [two]
    assert listed(marc, "company=Boulangerie") == [one, three]
    assert listed(marc, "person=756.1234.5678.97") == [one]
    assert listed(marc, "age=4") == [one, two]
    assert listed(marc, "assignee=me") == [two]
    assert listed(marc, "assignee=nobody") == [one]
    assert listed(marc, f"assignee={anna}") == [three]
    assert listed(marc, f"theme={OTHER}&assignee={anna}&age=0") == [three]


def test_late_is_what_is_past_the_promise_of_its_own_theme(desk: Desk, marc: FlaskClient) -> None:
    late, ready = desk.sent("Eins", days=9), desk.sent("Zwei", theme=ACCOUNTING, days=9)
    desk.sent("Drei", theme=OTHER, days=90)
    desk.set_up(ALLOWANCES, Option(promise=Promise(5, working=False)))
    desk.set_up(ACCOUNTING, Option(promise=Promise(30, working=False)))

    assert listed(marc, "late=yes") == [late]
    assert listed(marc, f"late=yes&theme={ACCOUNTING}") == []
    page = marc.get("/desk/").text
    assert page.index("g-tag g-bad") < page.index(ready)


@pytest.mark.parametrize(
    "arguments",
    ["theme=ch_fund.nothing", "age=-1", "age=x", "age=99999", "assignee=99999", "late=no", "company=nobody",
     "size=7", "after=x", "after=WyJ4IiwxXQ", "colour=red"],
)  # fmt: skip
def test_a_faulty_address_is_refused_in_words(marc: FlaskClient, arguments: str) -> None:
    answer = marc.get(f"/desk/?{arguments}")

    assert answer.status_code == 400
    assert "<h1>" in answer.text


def test_pages_of_the_queue_follow_each_other_without_gap_or_double(desk: Desk, marc: FlaskClient) -> None:
    sent = [desk.sent(f"Nummer {n}", days=30 - n) for n in range(28)]
    first = marc.get("/desk/").text
    following = re.search(r'rel="next" href="([^"]+)"', first).group(1).replace("&amp;", "&")  # type: ignore[union-attr]

    assert listed(marc) == sent[:25]
    assert re.findall(r'name="message" value="([\w-]+)"', marc.get(following).text) == sent[25:]


def test_what_another_institution_gets_never_shows(desk: Desk) -> None:
    desk.sent("Geheim")

    assert listed(desk.house.browser("ruth")) == []


def test_many_are_settled_one_by_one_and_those_refused_are_named(desk: Desk, marc: FlaskClient) -> None:
    first, second, third = (desk.sent(f"Nummer {n}") for n in range(3))
    picked = {"message": [first, second, third], "act": "settle"}
    question = desk.post(marc, "/desk/bulk", **picked).text
    assert all(name in question for name in ("Nummer 0", "Nummer 1", "Nummer 2"))
    assert desk.message(first).state == State.SENT
    with desk.house.writing() as session:
        service.settle(session, desk.staff("anna"), second)

    confirmed = picked | {"confirmed": "yes", "text": "Erledigt.", "once": once(question)}
    result = desk.post(marc, "/desk/bulk", **confirmed).text

    refused = result.split("<section")[1]
    assert "Nummer 1" in refused
    assert "Nummer 0" not in refused
    assert [desk.message(one).state for one in (first, second, third)] == [State.DONE] * 3
    assert desk.message(third).reason == "Erledigt."


def test_a_second_click_on_a_bulk_act_does_nothing(desk: Desk, marc: FlaskClient) -> None:
    reference = desk.sent("Nummer 0")
    typed = {"message": [reference], "act": "take", "confirmed": "yes", "once": "the-key"}
    desk.post(marc, "/desk/bulk", **typed)
    with desk.house.writing() as session:
        service.assign(session, desk.staff("anna"), reference, None)

    assert desk.post(marc, "/desk/bulk", **typed).status_code == 303
    assert desk.message(reference).assigned_to is None


def test_many_are_given_to_a_colleague_of_the_theme_only(desk: Desk, marc: FlaskClient) -> None:
    reference = desk.sent("Nummer 0")
    typed = {"message": [reference], "act": "assign", "confirmed": "yes"}

    refused = desk.post(marc, "/desk/bulk", **typed, to=str(desk.key("luca"))).text
    assert "<section" in refused
    assert desk.message(reference).assigned_to is None
    desk.post(marc, "/desk/bulk", **typed, to=str(desk.key("anna")))
    assert desk.message(reference).assigned_to == desk.key("anna")


@pytest.mark.parametrize(
    ("typed", "status"),
    [({"act": "take"}, 303), ({"act": "burn", "message": "AAAA-BBBB"}, 400),
     ({"act": "take", "message": "AAAA-BBBB"}, 404)],
)  # fmt: skip
def test_a_bulk_act_on_nothing_is_answered_in_words(
    desk: Desk, marc: FlaskClient, typed: dict[str, str], status: int
) -> None:
    assert desk.post(marc, "/desk/bulk", **typed).status_code == status


def test_in_bulk_too_a_second_person_is_needed(desk: Desk, marc: FlaskClient) -> None:
    desk.set_up(ALLOWANCES, Option(needs_second=True))
    reference = desk.sent("Nummer 0")
    typed = {"message": [reference], "act": "settle", "confirmed": "yes"}
    desk.post(marc, "/desk/bulk", **typed)
    again = desk.post(marc, "/desk/bulk", **typed).text

    assert "Nummer 0" in again.split("<section")[1]
    assert desk.message(reference).state == State.SENT
    desk.post(desk.house.browser("anna"), "/desk/bulk", **typed)
    assert desk.message(reference).state == State.DONE


def test_the_next_one_is_the_longest_waiting_that_nobody_else_holds(desk: Desk, marc: FlaskClient) -> None:
    held, old, young = (desk.sent(f"Nummer {n}", days=9 - n) for n in range(3))
    with desk.house.writing() as session:
        service.take(session, desk.staff("anna"), held)

    answer = desk.post(marc, "/desk/next")
    assert answer.location.endswith(old)
    assert desk.message(old).assigned_to == desk.key("marc")
    assert desk.post(marc, "/desk/next", after=old).location.endswith(young)
    assert desk.post(marc, "/desk/next", after=young).location.endswith(old)
    assert desk.post(desk.house.browser("claire"), "/desk/next").location.endswith("/desk/")


def test_what_one_proposed_is_not_offered_to_her_again_but_to_a_colleague(
    desk: Desk, marc: FlaskClient
) -> None:
    desk.set_up(ALLOWANCES, Option(needs_second=True))
    reference = desk.sent("Nummer 0")
    desk.do("marc", reference, "settle", outcome="accepted")

    assert desk.post(marc, "/desk/next").location.endswith("/desk/")
    assert desk.post(desk.house.browser("anna"), "/desk/next").location.endswith(reference)


def test_the_messages_of_an_absent_colleague_are_the_substitutes(desk: Desk, marc: FlaskClient) -> None:
    reference = desk.sent("Nummer 0")
    anna = desk.staff("anna")
    with desk.house.writing() as session:
        service.take(session, anna, reference)
    assert listed(marc, "assignee=me") == []
    today = clock.today("Europe/Zurich")
    with desk.house.writing() as session:
        keeping.be_absent(session, anna, today, today + timedelta(days=3), desk.key("marc"), today)

    assert listed(marc, "assignee=me") == [reference]
    assert desk.post(marc, "/desk/next").location.endswith(reference)
    assert "Marc Dubois" in marc.get(f"/desk/message/{reference}/assign").text.split("Anna Muster (")[1][:80]

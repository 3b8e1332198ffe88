"""One transmission in depth: its attempts, what was said in each, what was answered, what waits behind it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base import clock
from console.base.sheets.phrases import Phrase
from console.dispatch import acknowledging
from console.dispatch.declarations import Arrival, Delivered, Exchange, Rejected
from tests.support.house import House, post
from tests.support.outbox import later, put, receive, work

SAID = Exchange(
    "POST https://agency.example/declarations",
    {"idempotency-key": "a"},
    "ab" * 32,
    2481,
    "202",
    {"content-type": "text/html"},
    "<script>alert(1)</script> 756.9217.0769.85",
    42,
    143,
)
NO = Phrase("The mail server refuses this e-mail or its address. Correct the address, or give it up.")


def transmitted(house: House, said: Exchange = SAID) -> str:
    """Give the reference of what was handed over in this exchange."""
    receive(house, lambda letter: Delivered("taken", "PA-4417", exchange=said))
    (reference,) = put(house, "a")
    work(house)
    return reference


def consultations(house: House) -> list[tuple[str, str]]:
    with house.reading() as session:
        lines = session.scalars(select(AuditEntry).where(AuditEntry.kind == "consulted"))
        return [(line.action, line.subject_id) for line in lines]


def test_what_was_said_in_an_attempt_is_shown_as_text_and_never_as_a_page(lite_house: House) -> None:
    reference = transmitted(lite_house)
    page = lite_house.browser("claire").get(f"/dispatch/{reference}/exchange/1").text

    assert "POST https://agency.example/declarations" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_who_reads_an_exchange_stands_in_the_journal(lite_house: House) -> None:
    reference = transmitted(lite_house)
    claire = lite_house.browser("claire")
    claire.get(f"/dispatch/{reference}")
    assert consultations(lite_house) == []

    claire.get(f"/dispatch/{reference}/exchange/1")
    claire.get(f"/dispatch/{reference}/exchange/1/reply")
    assert consultations(lite_house) == [("console.dispatch.consulted", reference)] * 2


def test_the_whole_reply_comes_as_a_file_of_text(lite_house: House) -> None:
    reference = transmitted(lite_house)
    answer = lite_house.browser("claire").get(f"/dispatch/{reference}/exchange/1/reply")

    assert answer.text == SAID.reply
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_long_reply_is_cut_on_the_page_and_whole_in_the_file(lite_house: House) -> None:
    long = Exchange("POST https://agency.example/", status="200", reply="y" * 30_000, reply_size=30_000)
    reference = transmitted(lite_house, long)
    claire = lite_house.browser("claire")

    assert "y" * 20_001 not in claire.get(f"/dispatch/{reference}/exchange/1").text
    assert len(claire.get(f"/dispatch/{reference}/exchange/1/reply").text) == 30_000


def test_an_exchange_that_was_not_kept_is_not_there(lite_house: House) -> None:
    receive(lite_house)
    (reference,) = put(lite_house, "a")
    work(lite_house)

    assert lite_house.browser("claire").get(f"/dispatch/{reference}/exchange/1").status_code == 404


def test_a_case_worker_does_not_read_what_was_said(lite_house: House) -> None:
    reference = transmitted(lite_house)

    assert lite_house.browser("marc").get(f"/dispatch/{reference}/exchange/1").status_code == 403
    assert consultations(lite_house) == []


def test_an_answer_that_came_stands_with_its_transmission(lite_house: House) -> None:
    reference = transmitted(lite_house)
    with lite_house.writing() as session:
        arrival = Arrival("test", "<ok/>", "T1", "accepted", kind="Decision 77", key="a")
        acknowledging.receive(session, arrival, "polled")
    page = lite_house.browser("claire").get(f"/dispatch/{reference}").text

    assert "Decision 77" in page
    assert "PA-4417" in page


def test_an_answer_that_is_late_is_marked(lite_house: House) -> None:
    receive(lite_house)
    (reference,) = put(lite_house, "a", technical_by=clock.now() + timedelta(minutes=10))
    work(lite_house)
    claire = lite_house.browser("claire")
    assert "g-stop-late" not in claire.get(f"/dispatch/{reference}").text

    with later(timedelta(minutes=11)):
        assert "g-stop-late" in claire.get(f"/dispatch/{reference}").text


def test_a_conversation_shows_what_went_before_and_what_waits_behind(lite_house: House) -> None:
    answers = {"a": Delivered(), "b": Rejected(NO), "c": Delivered()}
    receive(lite_house, lambda letter: answers[letter.envelope.key])
    first, stopped, behind = put(lite_house, "a", "b", "c", conversation="case 7")
    work(lite_house)
    page = lite_house.browser("claire").get(f"/dispatch/{stopped}").text

    assert f"/dispatch/{first}" in page
    assert f"/dispatch/{behind}" in page


def test_giving_up_needs_a_reason_which_the_page_shows(lite_house: House) -> None:
    receive(lite_house, lambda letter: Rejected(NO))
    (reference,) = put(lite_house, "a")
    work(lite_house)
    claire = lite_house.browser("claire")
    assert post(claire, f"/dispatch/{reference}/give-up", {"reason": " "}).status_code == 422

    post(claire, f"/dispatch/{reference}/give-up", {"reason": "Told by telephone."})
    assert "Told by telephone." in claire.get(f"/dispatch/{reference}").text
    assert post(claire, f"/dispatch/{reference}/give-up", {"reason": "Twice."}).status_code == 409

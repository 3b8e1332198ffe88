"""Answers of other systems that fit nothing, contradict, or were refused: shown to an administrator, who decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from console.audit.models import AuditEntry
from console.dispatch import acknowledging
from console.dispatch.declarations import Arrival, Delivered
from tests.support.house import House, post
from tests.support.outbox import put, receive, row_of, work

LOST = Arrival(
    "test", "<avis>756.9217.0769.85</avis>", "T1", "accepted", kind="Decision 77", reference="PA-1"
)


def arrived(house: House, *arrivals: Arrival) -> str:
    """Give the reference of the last of these answers."""
    with house.writing() as session:
        return [acknowledging.receive(session, one, "polled").public_id for one in arrivals][-1]


def acts(house: House, reference: str) -> list[str]:
    with house.reading() as session:
        lines = session.scalars(select(AuditEntry).where(AuditEntry.subject_id == reference))
        return [line.action.rpartition(".")[2] for line in lines]


def test_what_fits_nothing_stands_in_the_list_until_it_is_laid_aside(lite_house: House) -> None:
    receive(lite_house)
    reference = arrived(lite_house, LOST)
    claire = lite_house.browser("claire")
    assert reference in claire.get("/dispatch/answers/?state=open").text

    assert post(claire, f"/dispatch/answers/{reference}/lay-aside").status_code == 303
    assert reference not in claire.get("/dispatch/answers/?state=open").text
    assert reference in claire.get("/dispatch/answers/").text
    assert "laid_aside" in acts(lite_house, reference)


def test_it_is_looked_at_again_once_what_it_is_about_is_there(lite_house: House) -> None:
    receive(lite_house, lambda letter: Delivered("taken", "PA-1"))
    reference = arrived(lite_house, LOST)
    claire = lite_house.browser("claire")
    post(claire, f"/dispatch/answers/{reference}/again")
    assert reference in claire.get("/dispatch/answers/?state=open").text

    put(lite_house, "a")
    work(lite_house)
    post(claire, f"/dispatch/answers/{reference}/again")
    assert row_of(lite_house, "a").answer == "accepted"
    assert reference not in claire.get("/dispatch/answers/?state=open").text


def test_the_body_is_text_and_who_reads_it_stands_in_the_journal(lite_house: House) -> None:
    receive(lite_house)
    reference = arrived(lite_house, LOST)
    page = lite_house.browser("claire").get(f"/dispatch/answers/{reference}").text

    assert "&lt;avis&gt;756.9217.0769.85&lt;/avis&gt;" in page
    assert acts(lite_house, reference) == ["consulted"]


def test_one_that_was_said_at_the_end_of_time_can_be_read(lite_house: House) -> None:
    receive(lite_house)
    for moment in (datetime.max, datetime.min):
        said = replace(LOST, token=str(moment), said_at=moment.replace(tzinfo=UTC))
        reference = arrived(lite_house, said)

        assert lite_house.browser("claire").get(f"/dispatch/answers/{reference}").status_code == 200


def test_one_that_says_the_contrary_can_only_be_laid_aside(lite_house: House) -> None:
    receive(lite_house)
    put(lite_house, "a")
    work(lite_house)
    yes, no = (Arrival("test", said, said, said, key="a") for said in ("accepted", "refused"))
    reference = arrived(lite_house, yes, no)
    page = lite_house.browser("claire").get(f"/dispatch/answers/{reference}").text

    assert f"{reference}/lay-aside" in page
    assert f"{reference}/again" not in page


def test_the_start_page_counts_what_waits_for_a_decision_for_administrators_only(lite_house: House) -> None:
    receive(lite_house)
    assert "/dispatch/answers/" not in lite_house.browser("claire").get("/").text

    arrived(lite_house, LOST)
    assert "/dispatch/answers/?state=open" in lite_house.browser("claire").get("/").text
    assert "/dispatch/answers/" not in lite_house.browser("marc").get("/").text
    assert "/dispatch/answers/" not in lite_house.browser("ruth").get("/").text


def test_another_institution_has_no_such_answer(lite_house: House) -> None:
    receive(lite_house)
    reference = arrived(lite_house, LOST)

    assert lite_house.browser("ruth").get(f"/dispatch/answers/{reference}").status_code == 404

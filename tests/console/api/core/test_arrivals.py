"""The core system fetches what arrived: everything, once, whatever is committed late."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.audit.service import record
from console.mailbox import service
from tests.support.api import key_for
from tests.support.books import sealed, write
from tests.support.core_system import ALL, CoreSystem, core_system
from tests.support.desk import Desk, desk_of
from tests.support.dossiers import add, open_dossier
from tests.support.house import House


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def lite_desk(lite_house: House) -> Desk:
    return desk_of(lite_house)


def news(page: Any) -> list[tuple[str, str]]:
    return [(one["event"], one["reference"]) for one in page["items"]]


def after_all(desk: Desk) -> str:
    """Give the cursor behind everything of the demonstration."""
    sealed(desk.house)
    core, cursor = core_system(desk.house), ""
    while True:
        page = core.arrivals(cursor)
        cursor = page["next"]
        if not page["more"]:
            return str(cursor)


def test_what_companies_send_arrives_with_its_values_in_the_order_of_events(desk: Desk) -> None:
    cursor, core = after_all(desk), core_system(desk.house)
    core.know("41002", "M-2")
    reference = desk.sent("Ausbildung von Lea")
    core.post(f"/messages/{reference}/settle", {"outcome": "accepted"})
    sealed(desk.house)

    page = core.arrivals(cursor)

    assert news(page) == [("sent", reference), ("settled", reference)]
    message = page["items"][0]["message"]
    assert message["company"]["own_reference"] == "M-2"
    assert message["sent"][0]["values"] == {"text": "ganz"}
    assert (message["state"], message["outcome"]) == ("DONE", "accepted")
    assert core.arrivals(page["next"])["items"] == []


def test_what_is_not_sealed_yet_comes_with_the_next_call(lite_desk: Desk) -> None:
    cursor, core = after_all(lite_desk), core_system(lite_desk.house)
    reference = lite_desk.sent("Ausbildung von Lea")

    early = core.arrivals(cursor)
    sealed(lite_desk.house)
    later = core.arrivals(early["next"])

    assert early["items"] == []
    assert news(later) == [("sent", reference)]


@pytest.mark.postgresql
@pytest.mark.parametrize("make_settings", ["postgresql"], indirect=True)
def test_what_is_committed_late_is_never_skipped(house: House) -> None:
    """On SQLite one writes at a time: nothing is committed late there."""
    desk = desk_of(house)
    core, marc, anna = core_system(house), desk.staff("marc"), desk.staff("anna")
    first, second = (desk.sent(name) for name in ("Erste", "Zweite"))
    cursor = after_all(desk)

    def quick() -> Any:
        with house.writing() as session:
            service.take(session, anna, second)
        sealed(house)
        return core.arrivals(cursor)

    with house.writing() as slow, ThreadPoolExecutor(1) as meanwhile:
        service.take(slow, marc, first)  # its line has the lower key, and is committed last
        while_open = meanwhile.submit(quick).result(timeout=30)
    sealed(house)
    later = core.arrivals(while_open["next"])

    assert news(while_open) == [("taken", second)]
    assert news(later) == [("taken", first)]
    with house.reading() as session:
        numbers = session.execute(
            select(AuditEntry.id, AuditEntry.number)
            .where(AuditEntry.action == "console.message.take")
            .order_by(AuditEntry.number.desc())
            .limit(2)
        ).all()
        assert numbers[0].id < numbers[1].id


def test_a_message_that_was_taken_back_is_named_without_its_content(lite_desk: Desk) -> None:
    cursor, core = after_all(lite_desk), core_system(lite_desk.house)
    reference = lite_desk.sent("Ausbildung von Lea")
    with lite_desk.house.writing() as session:
        service.recall(session, lite_desk.user(), reference)
    sealed(lite_desk.house)

    page = core.arrivals(cursor)

    assert news(page) == [("sent", reference), ("recalled", reference)]
    assert [one["message"] for one in page["items"]] == [None, None]


def test_a_document_arrives_as_a_link_that_gives_its_bytes(lite_desk: Desk) -> None:
    cursor, core = after_all(lite_desk), core_system(lite_desk.house)
    add(lite_desk.house, open_dossier(lite_desk.house))
    sealed(lite_desk.house)

    (item,) = core.arrivals(cursor)["items"]
    file = core.call("GET", item["document"]["href"].removeprefix("/core"))

    assert item["event"] == "document_available"
    assert (file.status_code, file.data[:5]) == (200, b"%PDF-")
    other = core_system(lite_desk.house, "AK Aaretal")
    assert other.call("GET", item["document"]["href"].removeprefix("/core")).status_code == 404


def test_a_key_of_some_themes_gets_no_document_of_others(lite_desk: Desk) -> None:
    cursor = after_all(lite_desk)
    document = add(lite_desk.house, open_dossier(lite_desk.house))
    sealed(lite_desk.house)
    key = key_for(lite_desk.house, None, ALL, themes=("accounting",), name="Invoices")
    limited = CoreSystem(lite_desk.house, key, "CC Léman")
    every = core_system(lite_desk.house)

    assert every.call("GET", f"/documents/{document}").status_code == 200
    assert limited.call("GET", f"/documents/{document}").status_code == 404
    assert [one["event"] for one in every.arrivals(cursor)["items"]] == ["document_available"]
    assert limited.arrivals(cursor)["items"] == []


def test_a_long_journal_of_other_things_is_walked_through_in_steps(
    lite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console.api.core import arrivals

    cursor = after_all(lite_desk)
    write(lite_desk.house, *"abcdefghij")
    with lite_desk.house.writing() as session:
        record(session, "console.message.settle", subject="console.message", subject_id=1)
    sealed(lite_desk.house)

    with lite_desk.house.reading() as session:
        steps = [arrivals.stretch_after(session, int(cursor), reach=4)]
        while steps[-1].more:
            steps.append(arrivals.stretch_after(session, steps[-1].next, reach=4))

    assert [len(one.lines) for one in steps] == [0, 0, 1]


def test_of_more_than_a_page_none_is_lost_between_two_pages(lite_house: House) -> None:
    from console.api.core import arrivals

    with lite_house.writing() as session:
        for _number in range(7):
            record(session, "console.message.settle", subject="console.message", subject_id=1)
    sealed(lite_house)

    with lite_house.reading() as session:
        found, after, more = [], 0, True
        while more:
            stretch = arrivals.stretch_after(session, after, most=3)
            found += [line.number for line in stretch.lines]
            after, more = stretch.next, stretch.more
        expected = session.scalars(
            select(AuditEntry.number)
            .where(AuditEntry.action.in_(arrivals.EVENTS))
            .order_by(AuditEntry.number)
        ).all()

    assert found == expected


@pytest.mark.parametrize("after", ["x", "-1", "1" * 19, "٣"])
def test_a_cursor_that_nobody_gave_is_refused(lite_house: House, after: str) -> None:
    assert core_system(lite_house).call("GET", f"/arrivals?after={after}").status_code == 400


def test_fetching_is_noted_as_a_consultation(lite_desk: Desk) -> None:
    cursor, core = after_all(lite_desk), core_system(lite_desk.house)
    reference = lite_desk.sent("Ausbildung von Lea")
    sealed(lite_desk.house)

    core.arrivals(cursor)

    with lite_desk.house.reading() as session:
        line = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert line is not None
        assert (line.action, line.facts["rows"]) == (
            "console.message.fetched",
            [lite_desk.message(reference).id],
        )

"""HR software that repeats, reorders or abandons calls: a clear answer, nothing lost, nothing doubled."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from console.dispatch.models import Dispatch
from console.parties.models import Company
from plugins.fr_dsn.forms.stoppages import DECLARATION
from plugins.fr_dsn.portfolio.models import Establishment
from plugins.fr_dsn.stoppages import exchange, shapes
from plugins.fr_dsn.stoppages.errors import Unfit
from plugins.fr_dsn.stoppages.models import Stoppage, StoppageStep, StoppageVersion
from tests.plugins.fr_dsn.portfolio.accounts import siret
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, START, Gateway
from tests.plugins.fr_dsn.stoppages.systems import hr_of
from tests.plugins.fr_dsn.stoppages.test_by_hand import TYPED, send
from tests.support.api import System
from tests.support.outbox import work

PATH = "/fr_dsn/stoppages/HR-1"
SENT = shapes.EXAMPLE
LONGER = {**SENT, "planned_end": "2026-04-09"}
PLAIN = {key: value for key, value in SENT.items() if key != "sequence"}
BACK = {"resumed_on": "2026-03-23", "resumption": "01"}


@pytest.fixture
def hr(lite: Gateway) -> System:
    return hr_of(lite)


def put(hr: System, body: Any = SENT, path: str = PATH) -> Any:
    return hr._ask("PUT", path, body, {})


def kept(gateway: Gateway) -> tuple[int, ...]:
    """Give how much is kept: stoppages, what was said of them, lines of their trails, what leaves."""
    counted = (Stoppage, StoppageVersion, StoppageStep, Dispatch)
    return tuple(gateway.one(select(func.count()).select_from(model)) for model in counted)


def raw(hr: System, method: str, path: str, data: bytes, content_type: str = "application/json") -> Any:
    """Send bytes as they are."""
    sent = {"Authorization": f"Bearer {hr.key}", "Idempotency-Key": "raw"}
    return hr.house.stranger().open(
        f"/api/v1{path}", method=method, data=data, headers=sent, content_type=content_type
    )


def test_a_call_that_breaks_off_leaves_nothing_and_its_repeat_is_the_first(lite: Gateway, hr: System) -> None:
    before, whole = kept(lite), json.dumps(SENT).encode()
    broken = [raw(hr, "PUT", PATH, whole[:length]) for length in (0, 1, len(whole) // 2, len(whole) - 1)]

    assert [one.status_code for one in broken] == [400] * 4
    assert all(one.json["detail"] for one in broken)
    assert kept(lite) == before
    assert raw(hr, "PUT", PATH, whole).json["version"] == 1


def test_an_answer_that_never_arrived_is_given_again(lite: Gateway, hr: System) -> None:
    # The HR software hung up after its call: it knows of no answer, and calls again and again.
    first = put(hr).json
    work(lite.house)
    there = kept(lite)

    assert [put(hr).json for _ in range(3)] == [first] * 3
    assert kept(lite) == there


def test_a_call_during_which_the_console_fails_keeps_nothing(
    lite: Gateway, hr: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(lite)
    lite.house.app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(*_arguments: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(exchange, "tell_insurer", fail)
        answer = put(hr)

    assert (answer.status_code, kept(lite)) == (500, before)
    assert put(hr).json["state"] == "sent"


Act = Callable[[System], Any]
EARLY: list[tuple[str, Act]] = [
    ("change", lambda hr: hr.post(f"{PATH}/change", LONGER)),
    ("close", lambda hr: hr.post(f"{PATH}/close", BACK)),
    ("cancel", lambda hr: hr.post(f"{PATH}/cancel", {})),
]


@pytest.mark.parametrize(("act", "say"), EARLY, ids=[name for name, _say in EARLY])
def test_what_comes_before_the_opening_is_told_to_open_first_and_comes_again_after_it(
    lite: Gateway, hr: System, act: str, say: Act
) -> None:
    before = kept(lite)
    early = say(hr)

    assert (early.status_code, "opening first" in early.json["detail"]) == (404, True)
    assert kept(lite) == before
    put(hr, PLAIN)
    assert say(hr).status_code == 200


def test_a_closing_on_a_day_before_the_opening_is_told_at_its_day(lite: Gateway, hr: System) -> None:
    put(hr)
    there = kept(lite)
    answer = hr.post(f"{PATH}/close", {**BACK, "resumed_on": "2026-03-09"})

    assert answer.status_code == 422
    assert [one["place"] for one in answer.json["faults"]] == ["resumed_on"]
    assert kept(lite) == there
    assert hr.get(PATH).json["last_day"] == "2026-03-31"


def test_a_closing_that_comes_twice_is_one(lite: Gateway, hr: System) -> None:
    put(hr, PLAIN)
    first = hr.post(f"{PATH}/close", BACK)
    there = kept(lite)
    again = hr.post(f"{PATH}/close", BACK)

    assert (first.status_code, again.json, kept(lite)) == (200, first.json, there)


def test_a_change_that_a_closing_overtook_changes_nothing(lite: Gateway, hr: System) -> None:
    put(hr)
    hr.post(f"{PATH}/close", {**BACK, "sequence": 3})
    there = kept(lite)
    late = hr.post(f"{PATH}/change", {**LONGER, "sequence": 2})

    assert (late.status_code, "overtaken" in late.json["detail"]) == (409, True)
    assert (kept(lite), hr.get(PATH).json["state"]) == (there, "closed")


OVERLAPS = [("2026-03-10", "2026-03-31"), ("2026-03-20", "2026-03-25"), ("2026-03-02", "2026-03-11"), ("2026-03-30", "2026-04-20")]  # fmt: skip


@pytest.mark.parametrize(("last_day_worked", "planned_end"), OVERLAPS)
def test_a_stoppage_that_overlaps_another_is_refused_with_its_reference(
    lite: Gateway, hr: System, last_day_worked: str, planned_end: str
) -> None:
    first = put(hr, PLAIN).json["reference"]
    there = kept(lite)
    days = {"last_day_worked": last_day_worked, "planned_end": planned_end}
    lent = {key: value for key, value in PLAIN.items() if key != "subrogation"}
    answer = put(hr, {**lent, **days}, "/fr_dsn/stoppages/HR-2")

    assert (answer.status_code, kept(lite)) == (422, there)
    assert ("overlap", True) in [(one["code"], first in one["text"]) for one in answer.json["faults"]]


def test_two_employers_of_one_person_may_both_declare(lite: Gateway, hr: System) -> None:
    put(hr, PLAIN)
    other = put(hr, {**PLAIN, "contract": "00002"}, "/fr_dsn/stoppages/HR-2")

    assert other.status_code == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_what_is_not_sent_as_json_is_told_so(lite: Gateway, hr: System, content_type: str) -> None:
    before = kept(lite)
    answer = raw(hr, "PUT", PATH, json.dumps(SENT).encode(), content_type)

    assert (answer.status_code, kept(lite)) == (415, before)


NO_LENT = {key: value for key, value in PLAIN.items() if key != "subrogation"}
LAST_OF_ALL = "9999-12-31"
STRANGE: list[tuple[str, Any, int, list[str]]] = [
    ("the last day of the calendar", {**NO_LENT, "last_day_worked": LAST_OF_ALL, "planned_end": LAST_OF_ALL}, 422, ["last_day_worked"]),
    ("the first day of the calendar", {**NO_LENT, "last_day_worked": "0001-01-01"}, 422, ["planned_end", "last_day_worked"]),
    ("an accident of the year 1", {**NO_LENT, "reason": "06", "accident_on": "0001-01-01"}, 422, ["accident_on"]),
    ("a month of the year 0", {**NO_LENT, "wages": [{"month": "0000-01", "gross": "1"}]}, 422, ["wages.0.month"]),
    ("a month and a line break", {**NO_LENT, "wages": [{"month": "2026-01\n", "gross": "1"}]}, 422, ["wages.0.month"]),
    ("figures of another script", {**NO_LENT, "wages": [{"month": "٢٠٢٦-01", "gross": "١"}]}, 422, ["wages.0.gross", "wages.0.month"]),
    ("an amount and a line break", {**NO_LENT, "wages": [{"month": "2026-01", "gross": "1\n"}]}, 422, ["wages.0.gross"]),
]  # fmt: skip


@pytest.mark.parametrize(("_what", "body", "status", "places"), STRANGE, ids=[row[0] for row in STRANGE])
def test_days_and_amounts_that_cannot_be_are_told_at_their_place(
    lite: Gateway, hr: System, _what: str, body: Any, status: int, places: list[str]
) -> None:
    before = kept(lite)
    answer = put(hr, body)

    assert (answer.status_code, [one["place"] for one in answer.json["faults"]]) == (status, places)
    assert kept(lite) == before


@pytest.mark.parametrize("day", ["0001-01-01", LAST_OF_ALL])
def test_a_resumption_years_away_is_told_also_beside_another_stoppage(
    lite: Gateway, hr: System, day: str
) -> None:
    put(hr, NO_LENT)
    put(hr, {**NO_LENT, "last_day_worked": "2026-04-20", "planned_end": "2026-04-30"}, "/fr_dsn/stoppages/B")
    answer = hr.post("/fr_dsn/stoppages/B/close", {"resumed_on": day, "resumption": "01"})

    assert (answer.status_code, {one["place"] for one in answer.json["faults"]}) == (422, {"resumed_on"})


THEIRS, NOBODY_S, CLIENT_S = siret(41), siret(42), siret(43)
"""Of another account's portfolio, of none, and of the company's own."""


def in_portfolio(gateway: Gateway, number: str, of: str, **more: Any) -> None:
    """Put an establishment into the portfolio of the account that has this number."""
    with gateway.house.writing(HEXALIA) as session:
        company = session.scalars(select(Company.id).where(Company.number == number)).one()
        session.add(Establishment(company_id=company, siret=of, name="Site", due_day="5", **more))


def at(place: str) -> dict[str, Any]:
    return {**SENT, "siret": place}


def test_a_siret_of_another_account_is_refused_like_one_that_nobody_has(lite: Gateway, hr: System) -> None:
    in_portfolio(lite, "C-100", THEIRS)
    before = kept(lite)
    answers = [put(hr, at(one), f"/fr_dsn/stoppages/HR-{one}") for one in (THEIRS, NOBODY_S)]

    told = [{**one.json, "reference": ""} for one in answers]
    assert [one.status_code for one in answers] == [422, 422]
    assert told[0] == told[1]
    assert [(one["place"], one["code"]) for one in told[0]["faults"]] == [("siret", "not_yours")]
    assert kept(lite) == before


def test_a_stoppage_is_declared_for_an_establishment_of_the_portfolio(lite: Gateway, hr: System) -> None:
    in_portfolio(lite, "E-1", CLIENT_S)

    assert put(hr, at(CLIENT_S)).json["state"] == "sent"


def test_an_establishment_that_was_removed_takes_no_new_stoppage_and_answers_for_old_ones(
    lite: Gateway, hr: System
) -> None:
    in_portfolio(lite, "E-1", CLIENT_S)
    first = put(hr, at(CLIENT_S))
    with lite.house.writing(HEXALIA) as session:
        session.scalars(select(Establishment).where(Establishment.siret == CLIENT_S)).one().removed_at = START

    new = put(hr, {**at(CLIENT_S), "contract": "00002"}, "/fr_dsn/stoppages/HR-2")

    assert (new.status_code, [one["code"] for one in new.json["faults"]]) == (422, ["not_yours"])
    assert put(hr, at(CLIENT_S)).json == first.json
    assert hr.post(f"{PATH}/close", {**BACK, "sequence": 2}).status_code == 200


def test_a_company_without_an_official_number_declares_for_its_portfolio_alone(
    lite: Gateway, hr: System
) -> None:
    with lite.house.writing(HEXALIA) as session:
        session.get_one(Company, lite.company).official_number = ""

    assert put(hr).json["faults"][0]["code"] == "not_yours"
    in_portfolio(lite, "E-1", SENT["siret"])
    assert put(hr).status_code == 200


def test_by_form_the_siret_of_another_account_is_refused_at_its_field(lite: Gateway) -> None:
    in_portfolio(lite, "C-100", THEIRS)
    before = kept(lite)

    for place in (THEIRS, NOBODY_S):
        with pytest.raises(Unfit) as refused:
            send(lite, DECLARATION.key, TYPED | {"siret": place})
        assert (refused.value.place, refused.value.faults[0].code) == ("siret", "not_yours")
    assert kept(lite) == before

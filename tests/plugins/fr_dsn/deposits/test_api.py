"""What payroll software does through the open API: deposit, look, fetch returns."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import select

from console.accounts import keys
from console.audit.models import AuditEntry
from console.institutions.scope import Scope
from plugins.fr_dsn.deposits import api_shapes as shapes
from plugins.fr_dsn.deposits.models import Deposit
from plugins.fr_dsn.gateways.hub_simulator import Declared, report
from plugins.fr_dsn.portfolio.models import Establishment
from tests.plugins.fr_dsn.deposits.hub import APRIL, FEBRUARY, MARCH, SIRET, Hub
from tests.plugins.fr_dsn.portfolio.accounts import GATEWAY, account
from tests.support.api import System
from tests.support.house import acting_in
from tests.support.outbox import later, work

PATH = "/fr_dsn/files"
READ, WRITE = "fr_dsn.files:read", "fr_dsn.files:write"
SAID = Declared("999000011", "00018", "2025-02", "01", "1", "11", "2850369123456", "MARCHAND")


def software(hub: Hub, number: str = "C-100", operations: tuple[str, ...] = (READ, WRITE)) -> System:
    """Give the payroll software of an account."""
    tenant = hub.house.institution(GATEWAY)
    with acting_in(hub.house.app, Scope((tenant,), purpose="test"), writes=True) as session:
        _row, secret = keys.create(
            session,
            institution=tenant,
            plugin="fr_dsn",
            name="Payroll software",
            operations=operations,
            per_minute=6000,
            lasts=timedelta(days=30),
            created_by="Test",
            company=account(session, number),
        )
    return System(hub.house, secret)


def in_portfolio(hub: Hub, number: str = "C-100") -> None:
    """Put the establishment of the files into the portfolio of an account."""
    with hub.house.writing(GATEWAY) as session:
        session.add(
            Establishment(company_id=account(session, number), siret=SIRET, name="Site", due_day="15")
        )


def send(system: System, content: bytes = FEBRUARY, name: str = "mars.dsn", **headers: str) -> Any:
    """Deposit a file."""
    body = {"name": name, "content": base64.b64encode(content).decode()}
    return system.post(PATH, body, **headers)


@pytest.fixture
def payroll(lite_hub: Hub) -> System:
    in_portfolio(lite_hub)
    return software(lite_hub)


def test_a_file_is_deposited_and_its_returns_are_fetched(hub: Hub) -> None:
    in_portfolio(hub)
    payroll = software(hub)
    taken = send(payroll)
    work(hub.house)
    hub.says(hub.deposits()[0].flow, "11", "KO", report("11", [SAID], "KO"))
    hub.poll()
    reference = taken.json["reference"]
    with later(hub.passed + timedelta(minutes=1)):
        shown, returned = payroll.get(f"{PATH}/{reference}"), payroll.get(f"{PATH}/{reference}/returns")

    assert (taken.status_code, taken.json["state"], taken.json["verdict"]) == (200, "leaving", "accepted")
    assert (shown.json["state"], [one["state"] for one in shown.json["declarations"]]) == (
        "sent",
        ["refused"],
    )
    (refusal,) = (one for one in returned.json["items"] if one["status"] == "KO")
    assert (refusal["deposit"], refusal["nature"]) == (reference, "11")
    assert [one["person"] for one in refusal["lines"][0]["anomalies"]] == ["2850369123456"]
    assert hub.effects == [1]


def test_the_answers_fit_the_schemas_that_are_published(lite_hub: Hub, payroll: System) -> None:
    for content in (FEBRUARY, MARCH, APRIL, b"Bonjour"):
        taken = send(payroll, content).json
        Draft202012Validator(shapes.TAKEN).validate(taken)
        Draft202012Validator(shapes.SHOWN).validate(payroll.get(f"{PATH}/{taken['reference']}").json)
    work(lite_hub.house)
    lite_hub.poll()
    with later(lite_hub.passed + timedelta(minutes=1)):
        returned = payroll.get("/fr_dsn/returns").json

    Draft202012Validator(shapes.RETURNED).validate(returned)
    assert returned["items"]


def test_a_refused_file_says_what_is_to_correct_and_never_leaves(lite_hub: Hub, payroll: System) -> None:
    answer = send(payroll, APRIL).json

    assert (answer["state"], answer["verdict"], answer["declarations"]) == ("refused", "refused", [])
    assert answer["finding_count"] == len(answer["findings"]) > 0
    assert all(one["text"] and "%(" not in one["text"] for one in answer["findings"])
    assert lite_hub.sent() == []


def test_the_same_file_is_the_first_deposit_whoever_brings_it(lite_hub: Hub, payroll: System) -> None:
    first = lite_hub.deposit(FEBRUARY)
    second = send(payroll, FEBRUARY, "copie.dsn").json
    third = send(payroll, FEBRUARY).json
    work(lite_hub.house)

    assert [one["reference"] for one in (second, third)] == [first.reference] * 2
    assert (second["repeated"], third["repeated"], second["by"]) == (True, True, first.user_name)
    assert (len(lite_hub.deposits()), lite_hub.effects) == (1, [1])


def test_a_request_that_comes_again_has_the_first_answer_and_its_key_fits_no_other(payroll: System) -> None:
    first = send(payroll, Idempotency_Key="one")
    again = send(payroll, Idempotency_Key="one")
    other = send(payroll, MARCH, Idempotency_Key="one")

    assert (again.json, again.headers["Idempotency-Replayed"]) == (first.json, "true")
    assert (first.json["repeated"], other.status_code) == (False, 422)


def test_no_header_is_needed_since_a_file_is_known_again(payroll: System) -> None:
    body = {"name": "mars.dsn", "content": base64.b64encode(FEBRUARY).decode()}

    assert payroll._ask("POST", PATH, body, {}).status_code == 200


@pytest.mark.parametrize("of_another_account", [True, False])
def test_an_establishment_of_another_account_is_as_unknown_as_one_of_nobody(
    lite_hub: Hub, of_another_account: bool
) -> None:
    if of_another_account:
        in_portfolio(lite_hub, "C-200")
    answer = send(software(lite_hub)).json
    work(lite_hub.house)

    assert answer["state"] == "refused"
    assert answer["why"] == (
        f"These establishments are not in the portfolio of the account: {SIRET}. Nothing was sent. Add them to the "
        "portfolio first, then send the file again."
    )
    mine = [one for one in lite_hub.rows(Establishment) if one.siret == SIRET]
    assert (lite_hub.sent(), len(mine)) == ([], int(of_another_account))


def test_the_file_is_taken_once_its_establishment_is_in_the_portfolio(lite_hub: Hub) -> None:
    payroll = software(lite_hub)
    refused = send(payroll).json
    in_portfolio(lite_hub)
    taken = send(payroll).json

    assert (refused["reference"], taken["state"], taken["repeated"]) == (taken["reference"], "leaving", False)


def test_an_establishment_that_was_removed_is_not_added_again_by_a_system(
    lite_hub: Hub, payroll: System
) -> None:
    with lite_hub.house.writing(GATEWAY) as session:
        place = session.scalars(select(Establishment).where(Establishment.siret == SIRET)).one()
        place.removed_at = place.added_at

    assert send(payroll).json["state"] == "refused"
    assert lite_hub.rows(Establishment, siret=SIRET)[0].removed_at is not None


def test_another_account_reads_neither_deposit_nor_returns(lite_hub: Hub, payroll: System) -> None:
    reference = send(payroll).json["reference"]
    work(lite_hub.house)
    lite_hub.poll()
    stranger = software(lite_hub, "C-200")
    with later(lite_hub.passed + timedelta(minutes=1)):
        empty = stranger.get("/fr_dsn/returns").json

    unknown = stranger.get(f"{PATH}/2222-2222")
    theirs = stranger.get(f"{PATH}/{reference}")
    assert (theirs.status_code, theirs.json["detail"]) == (404, unknown.json["detail"])
    assert stranger.get(f"{PATH}/{reference}/returns").status_code == 404
    assert empty == {"items": [], "next": None, "has_more": False}


def test_returns_are_fetched_page_by_page_and_later_ones_from_where_it_ended(hub: Hub) -> None:
    in_portfolio(hub)
    payroll = software(hub)
    send(payroll, FEBRUARY)
    send(payroll, MARCH)
    work(hub.house)
    hub.poll()
    seen, after = [], ""
    with later(hub.passed + timedelta(minutes=1)):
        while True:
            page = payroll.get(f"/fr_dsn/returns?size=1{after}").json
            seen += [(one["deposit"], one["nature"]) for one in page["items"]]
            after = f"&after={page['next']}"
            if not page["has_more"]:
                break
    hub.says(hub.deposits()[0].flow, "51", "OK", report("51", [SAID], "OK"), "P0942")
    hub.poll()
    with later(hub.passed + timedelta(minutes=1)):
        more = payroll.get(f"/fr_dsn/returns?size=100{after}").json

    assert len(seen) == len(set(seen)) >= 2
    assert [(one["nature"], one["organisation"]) for one in more["items"]] == [("51", "P0942")]


def test_a_return_that_came_just_now_waits_for_what_is_written_beside_it(
    lite_hub: Hub, payroll: System
) -> None:
    send(payroll)
    work(lite_hub.house)
    lite_hub.poll()
    with later(lite_hub.passed + timedelta(seconds=1)):
        early = payroll.get("/fr_dsn/returns").json
    with later(lite_hub.passed + timedelta(minutes=1)):
        settled = payroll.get("/fr_dsn/returns").json

    assert (early["items"], bool(settled["items"])) == ([], True)


WRONG: list[tuple[Any, str]] = [
    ({"name": "a.dsn"}, "content"),
    ({"name": "a.dsn", "content": "???"}, "content"),
    ({"name": "a.dsn", "content": "AAAA" * (shapes.MOST // 3 + 1)}, "content"),
    ({"name": "\u0000", "content": "AAAA"}, "name"),
    ({"name": "a.dsn", "content": "AAAA", "siret": SIRET}, "siret"),
]


@pytest.mark.parametrize(("body", "place"), WRONG)
def test_what_is_no_file_is_told_at_its_place_and_nothing_is_kept(
    lite_hub: Hub, payroll: System, body: Any, place: str
) -> None:
    answer = payroll.post(PATH, body)

    assert answer.status_code == 422
    assert [one["place"] for one in answer.json["faults"]] == [place]
    assert lite_hub.rows(Deposit) == []


def test_a_lost_cursor_is_told(payroll: System) -> None:
    assert payroll.get("/fr_dsn/returns?after=x").status_code == 400
    assert payroll.get("/fr_dsn/returns?size=0").status_code == 400


def test_a_key_does_what_was_chosen_for_it_alone(lite_hub: Hub) -> None:
    reader, writer = software(lite_hub, operations=(READ,)), software(lite_hub, operations=(WRITE,))
    old = software(lite_hub, operations=("read",))

    assert [send(one).status_code for one in (reader, old, writer)] == [403, 403, 200]
    assert [one.get("/fr_dsn/returns").status_code for one in (reader, old, writer)] == [200, 403, 403]


def test_depositing_and_reading_stand_in_the_journal_by_the_name_of_the_system(
    lite_hub: Hub, payroll: System
) -> None:
    reference = send(payroll).json["reference"]
    payroll.get(f"{PATH}/{reference}")

    lines = lite_hub.rows(AuditEntry, subject_id=reference)
    assert [(one.action, one.actor_name) for one in lines] == [
        ("fr_dsn.deposit.sent", "Payroll software"),
        ("fr_dsn.deposit.consulted", "Payroll software"),
    ]


def test_the_document_describes_it_to_a_key_that_may(payroll: System) -> None:
    import openapi_spec_validator

    document = payroll.get("/openapi.json").json
    openapi_spec_validator.validate(document)

    posted = document["paths"][PATH]["post"]
    assert posted["requestBody"]["content"]["application/json"]["example"] == shapes.EXAMPLE
    assert [one["name"] for one in document["paths"]["/fr_dsn/returns"]["get"]["parameters"]] == [
        "size",
        "after",
    ]

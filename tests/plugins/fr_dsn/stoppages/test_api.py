"""What HR software does through the open API."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.parties.models import Company
from plugins.fr_dsn.stoppages import shapes
from plugins.fr_dsn.stoppages.models import Stoppage
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, Gateway
from tests.plugins.fr_dsn.stoppages.systems import hr_of
from tests.support.api import System
from tests.support.outbox import work

PATH = "/fr_dsn/stoppages/HR-1"
SENT = shapes.EXAMPLE


@pytest.fixture
def hr(lite: Gateway) -> System:
    return hr_of(lite)


def put(hr: System, body: Any = SENT, path: str = PATH) -> Any:
    return hr._ask("PUT", path, body, {})


def test_a_stoppage_is_declared_changed_closed_and_read(gateway: Gateway) -> None:
    hr = hr_of(gateway)
    made = put(hr)
    work(gateway.house)
    changed = hr.post(f"{PATH}/change", {**SENT, "planned_end": "2026-04-09", "sequence": 2})
    closed = hr.post(f"{PATH}/close", {"resumed_on": "2026-03-23", "resumption": "01", "sequence": 3})
    work(gateway.house)
    read = hr.get(PATH)

    assert [one.status_code for one in (made, changed, closed, read)] == [200] * 4
    assert [one.json["state"] for one in (made, changed, closed, read)] == [
        "sent",
        "modified",
        "closed",
        "closed",
    ]
    assert read.json["last_day"] == "2026-03-22"
    assert [one["act"] for one in gateway.got()] == ["open", "change", "close"]


def test_the_answers_fit_the_schemas_that_are_published(lite: Gateway, hr: System) -> None:
    made = put(hr).json
    work(lite.house)

    Draft202012Validator(shapes.STANDS).validate(made)
    Draft202012Validator(shapes.SHOWN).validate(hr.get(PATH).json)


def test_the_same_call_again_has_the_first_answer_without_any_header(lite: Gateway, hr: System) -> None:
    first = put(hr).json
    work(lite.house)

    assert (put(hr).json, len(lite.got())) == (first, 1)


def test_a_key_of_a_cancelled_stoppage_stays_its_own(hr: System) -> None:
    put(hr)
    assert hr.post(f"{PATH}/cancel", {}).json["state"] == "cancelled"

    assert put(hr, {**SENT, "planned_end": "2026-04-09"}).status_code == 409


WRONG: list[tuple[Any, list[tuple[str, str]]]] = [
    ({**SENT, "nir": 5}, [("nir", "type")]),
    ({**SENT, "surname": "X"}, [("surname", "additionalProperties")]),
    ({key: value for key, value in SENT.items() if key not in ("nir", "siret")}, [("siret", "required"), ("nir", "required")]),
    ({**SENT, "reason": "15"}, [("reason", "enum")]),
    ({**SENT, "planned_end": "2026-02-30"}, [("planned_end", "format")]),
    ({**SENT, "planned_end": "20260331"}, [("planned_end", "format")]),
    ({**SENT, "subrogation": {"from": "2026-03-11", "iban": "x"}}, [("subrogation.until", "required")]),
    ({**SENT, "wages": [{"month": "2026-13", "gross": "1"}]}, [("wages.0.month", "pattern")]),
    ({**SENT, "siret": "99900001100017"}, [("siret", "siret")]),
    ({**SENT, "reason": "06"}, [("accident_on", "required")]),
    ({**SENT, "kind": "relapse", "planned_end": "2026-03-01"}, [("planned_end", "before_last_day_worked"), ("kind", "nothing_before")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "faults"), WRONG)
def test_each_fault_is_told_at_its_value_and_nothing_is_kept(
    lite: Gateway, hr: System, body: Any, faults: list[tuple[str, str]]
) -> None:
    answer = put(hr, body)

    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert sorted((one["place"], one["code"]) for one in answer.json["faults"]) == sorted(faults)
    assert all(one["text"] and "%(" not in one["text"] for one in answer.json["faults"])
    assert lite.all(select(Stoppage)) == []


def test_calls_out_of_order_are_told_what_to_do(hr: System) -> None:
    early = hr.post(f"{PATH}/close", {"resumed_on": "2026-03-23", "resumption": "01"})
    put(hr)
    hr.post(f"{PATH}/change", {**SENT, "planned_end": "2026-04-09", "sequence": 5})
    late = hr.post(f"{PATH}/change", {**SENT, "planned_end": "2026-04-01", "sequence": 4})

    assert (early.status_code, "opening first" in early.json["detail"]) == (404, True)
    assert (late.status_code, "overtaken" in late.json["detail"]) == (409, True)


def test_faults_are_told_in_the_language_that_is_asked_for(hr: System) -> None:
    english = put(hr, {**SENT, "nir": "1"}).json["faults"][0]["text"]

    assert english.startswith("The NIR is wrong")


def test_the_stoppage_of_another_company_is_not_there(lite: Gateway, hr: System) -> None:
    put(hr)
    with lite.house.writing(HEXALIA) as session:
        other = Company(number="E-2", name="Autre atelier", town="Lille", official_number="999000011")
        session.add(other)
        session.flush()
        key = other.id
    stranger = hr_of(lite, key)

    reference = hr.get(PATH).json["reference"]
    assert stranger.get(PATH).status_code == 404
    assert stranger.get(f"/fr_dsn/stoppages/{reference}").status_code == 404
    assert hr.get(f"/fr_dsn/stoppages/{reference}").status_code == 200
    assert put(stranger).status_code == 200


def test_a_key_that_may_only_read_declares_nothing(lite: Gateway) -> None:
    reader = hr_of(lite, operations=("fr_dsn.stoppages:read",))

    assert put(reader).status_code == 403


def test_a_key_from_before_operations_were_chosen_does_nothing_new(lite: Gateway) -> None:
    old = hr_of(lite, operations=("read",))

    assert (put(old).status_code, old.get(PATH).status_code) == (403, 403)


def test_reading_a_stoppage_stands_in_the_journal(lite: Gateway, hr: System) -> None:
    put(hr)
    hr.get(PATH)

    (line,) = lite.all(select(AuditEntry).where(AuditEntry.action == "fr_dsn.stoppage.consulted"))
    assert line.actor_name == "HR software"


def test_the_document_describes_the_acts_to_a_key_that_may(lite: Gateway, hr: System) -> None:
    import openapi_spec_validator

    document = hr.get("/openapi.json").json
    openapi_spec_validator.validate(document)

    acts = document["paths"]["/fr_dsn/stoppages/{named}"]
    assert set(acts) == {"get", "put"}
    assert acts["put"]["security"] == [{"key": []}, {"token": ["fr_dsn.stoppages:write"]}]
    assert acts["put"]["requestBody"]["content"]["application/json"]["example"] == SENT
    assert "/fr_dsn/stoppages/{named}" not in hr_of(lite, operations=()).get("/openapi.json").json["paths"]

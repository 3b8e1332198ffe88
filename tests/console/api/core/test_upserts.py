"""The core system adds and changes members, employees and children by its own references."""

from __future__ import annotations

import json
from itertools import count as count_up
from typing import Any

import pytest
from sqlalchemy import func, select

from console.audit.models import AuditEntry
from console.parties.models import Company
from console.parties.references import ForeignReference
from console.retention.removing import remove
from plugins.ch_fund.models import ChildAllowance, Employee
from plugins.ch_fund.views import EmployeeView
from tests.support.core_system import ALL, UID, avs, child, company, core_system, person
from tests.support.house import House


def count(house: House, model: Any, *where: Any) -> int:
    with house.reading() as session:
        return session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def faults(answer: Any) -> set[tuple[str, str]]:
    assert answer.status_code == 422, answer.json
    assert answer.mimetype == "application/problem+json"
    return {(one["place"], one["code"]) for one in answer.json["faults"]}


def test_a_row_sent_twice_is_one_row(house: House) -> None:
    core = core_system(house)

    first = core.put("/companies/M-77", company("77001", official_number="CHE-100.000.012"))
    second = core.put("/companies/M-77", company("77001", official_number="CHE-100.000.012"))
    third = core.put("/companies/M-77", {"town": "Morges"})

    assert [one.json["result"] for one in (first, second, third)] == ["created", "unchanged", "updated"]
    assert first.headers["ETag"] == second.headers["ETag"] != third.headers["ETag"]
    with house.reading() as session:
        (row,) = session.scalars(select(Company).where(Company.number == "77001"))
        assert (row.name, row.town, row.official_number) == ("Atelier 77001 SA", "Morges", UID)


def test_what_is_not_sent_stays_and_null_empties(lite_house: House) -> None:
    core = core_system(lite_house)
    core.put("/companies/M-77", company("77001", phone="+41 21 000 00 00"))

    core.put("/companies/M-77", {"phone": None})

    with lite_house.reading() as session:
        row = session.scalars(select(Company).where(Company.number == "77001")).one()
        assert (row.phone, row.town) == ("", "Lausanne")


@pytest.mark.parametrize(
    ("sent", "place", "code"),
    [
        ({"official_number": "CHE-100.000.013"}, "official_number", "value"),
        ({"number": None}, "number", "value"),
        ({"number": 77001}, "number", "value"),
        ({"language": "Français"}, "language", "value"),
        ({"member_since": "1.3.2026"}, "member_since", "value"),
        ({"member_since": "2026-02-30"}, "member_since", "value"),
        ({"name": "\u0000"}, "name", "value"),
        ({"kind": "provider"}, "kind", "unknown_member"),
        ({"member_since": "2026-03-01", "member_until": "2026-02-01"}, "member_until", "check"),
        ({"number": "41002"}, "number", "exists"),
    ],
)
def test_a_wrong_value_is_told_at_its_very_place(
    lite_house: House, sent: dict[str, Any], place: str, code: str
) -> None:
    core = core_system(lite_house)
    core.put("/companies/M-77", company("77001"))

    answer = core.put("/companies/M-77", sent)

    assert faults(answer) == {(place, code)}
    assert count(lite_house, Company, Company.number == "77001", Company.town == "Lausanne") == 1


def test_every_fault_of_a_row_is_told_at_once(lite_house: House) -> None:
    core = core_system(lite_house)
    core.put("/companies/M-77", company("77001"))

    answer = core.put("/persons/P-1", person("M-77", avs_number="756.0000.9000.13", birth_date="gestern"))

    assert faults(answer) == {("avs_number", "value"), ("birth_date", "value")}
    assert count(lite_house, Employee, Employee.avs_number == avs(90_001)) == 0


def test_a_new_row_needs_what_the_page_asks_for(lite_house: House) -> None:
    answer = core_system(lite_house).put("/companies/M-77", {"number": "77001"})

    assert faults(answer) == {("name", "required"), ("language", "required")}


def test_a_row_that_is_there_already_gets_the_reference_of_the_same_key(lite_house: House) -> None:
    core = core_system(lite_house)
    before = count(lite_house, Company)

    assert core.put("/companies/A", {"number": "41002"}).json["result"] == "updated"
    assert core.put("/companies/A", {"number": "41002"}).json["result"] == "unchanged"
    assert core.put("/companies/B", {"number": "41002"}).status_code == 409
    assert count(lite_house, Company) == before


def test_children_stand_with_the_person_who_draws_for_them(house: House) -> None:
    core = core_system(house)
    core.put("/companies/M-77", company("77001"))

    answer = core.put("/persons/P-1", person("M-77") | {"children": [{"reference": "K-1", **child()}]})
    alone = core.put("/children/K-2", {"person": "P-1", **child(95_002, given_name="Lina")})
    again = core.put("/children/K-1", {"valid_until": "2031-12-31"})

    assert answer.json["inner"] == [{"reference": "K-1", "result": "created"}]
    assert (alone.json["result"], again.json["result"]) == ("created", "updated")
    with house.reading() as session:
        rows = session.scalars(select(ChildAllowance).where(ChildAllowance.employee_number == avs(90_001)))
        assert {(row.given_name, row.employee, row.company.number) for row in rows} == {
            ("Noé", "Exemple Aline", "77001"),
            ("Lina", "Exemple Aline", "77001"),
        }


def test_a_faulty_child_keeps_the_person_out_too_and_says_where_it_stands(lite_house: House) -> None:
    core = core_system(lite_house)
    core.put("/companies/M-77", company("77001"))
    children = [{"reference": "K-1", **child()}, {"reference": "K-2", **child(95_002, birth_date=None)}]

    answer = core.put("/persons/P-1", person("M-77") | {"children": children})

    assert faults(answer) == {("children.1.birth_date", "value")}
    assert count(lite_house, Employee, Employee.avs_number == avs(90_001)) == 0
    assert count(lite_house, ForeignReference, ForeignReference.reference != "M-77") == 0


def test_who_names_a_company_that_was_never_sent_is_told_so(lite_house: House) -> None:
    answer = core_system(lite_house).put("/persons/P-1", person("M-99"))

    assert faults(answer) == {("company", "unknown_reference")}


def test_a_newer_version_is_not_overwritten(lite_house: House) -> None:
    core = core_system(lite_house)
    seen = core.put("/companies/M-77", company("77001")).headers["ETag"]

    first = core.put("/companies/M-77", {"town": "Morges"}, **{"If-Match": seen})
    second = core.put("/companies/M-77", {"town": "Nyon"}, **{"If-Match": seen})

    assert (first.status_code, second.status_code) == (200, 412)
    assert count(lite_house, Company, Company.town == "Morges", Company.number == "77001") == 1


def test_of_five_hundred_rows_three_are_faulty_and_the_others_written(house: House) -> None:
    core = core_system(house)
    core.put("/companies/M-77", company("77001"))
    rows = [
        {"kind": "person", "reference": f"P-{n}", "fields": person("M-77", 80_000 + n)} for n in range(500)
    ]
    rows[17]["fields"] |= {"avs_number": avs(80_017)[:-1] + "x"}  # type: ignore[operator]
    rows[256]["fields"] |= {"exit_date": "2020-01-01"}  # type: ignore[operator]
    rows[499]["kind"] = "doctor"

    answer = core.post("/upserts", rows).json
    again = core.post("/upserts", rows).json

    assert (answer["written"], answer["refused"]) == (497, 3)
    refused = {one["index"]: one["faults"][0]["place"] for one in answer["results"] if one["faults"]}
    assert refused == {17: "avs_number", 256: "exit_date", 499: "kind"}
    assert (again["written"], again["refused"]) == (0, 3)
    assert count(house, Employee, Employee.avs_number.like("756000080%")) == 497


def test_after_a_call_that_broke_off_the_same_call_finishes_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = core_system(house)
    core.put("/companies/M-77", company("77001"))
    rows = [
        {"kind": "person", "reference": f"P-{n}", "fields": person("M-77", 80_000 + n)} for n in range(30)
    ]
    with monkeypatch.context() as patch:
        patch.setattr(EmployeeView, "saved", broken_at(25))
        broken = core.post("/upserts", rows)

    again = core.post("/upserts", rows).json

    assert broken.status_code == 500
    results = [one["result"] for one in again["results"]]
    assert results == ["unchanged"] * 20 + ["created"] * 10


def broken_at(row: int) -> Any:
    """Give what fails at the row with this number."""
    numbers = count_up()

    def saved(view: Any, employee: Any, changes: Any) -> None:
        if next(numbers) == row:
            raise RuntimeError("the plugin is broken")

    return saved


def test_rows_may_come_line_by_line_and_one_that_is_no_json_holds_up_no_other(lite_house: House) -> None:
    core = core_system(lite_house)
    lines = [
        json.dumps({"kind": "company", "reference": "M-77", "fields": company("77001")}),
        "{broken",
        json.dumps({"kind": "person", "reference": "P-1", "fields": person("M-77")}),
        "[]",
        json.dumps({"kind": ["company"], "reference": {}, "fields": {}}),
    ]

    answer = lite_house.stranger().post(
        "/api/v1/core/upserts",
        data="\n".join(lines),
        headers={"Authorization": f"Bearer {core.key}", "Content-Type": "application/x-ndjson"},
    )

    found: Any = answer.json
    results = [one["result"] for one in found["results"]]
    assert results == ["created", "refused", "created", "refused", "refused"]


def test_the_references_of_another_fund_are_not_there(house: House) -> None:
    mine, theirs = core_system(house), core_system(house, "AK Aaretal")
    theirs.put("/companies/M-77", company("77001"))

    answer = mine.put("/persons/P-1", person("M-77"))
    own = mine.put("/companies/M-77", company("77001"))

    assert faults(answer) == {("company", "unknown_reference")}
    assert own.json["result"] == "created"


def test_two_systems_have_references_of_their_own(lite_house: House) -> None:
    core = core_system(lite_house)
    core.put("/companies/M-77", company("77001"))

    other = core.put("/companies/M-77?system=pensions", company("77002"))

    assert other.json["result"] == "created"
    assert count(lite_house, ForeignReference, ForeignReference.reference == "M-77") == 2


def test_a_reference_goes_with_its_row(house: House) -> None:
    core = core_system(house)
    core.put("/companies/M-77", company("77001"))
    with house.writing() as session:
        session.delete(session.scalars(select(Company).where(Company.number == "77001")).one())

    assert count(house, ForeignReference) == 0
    assert core.put("/companies/M-77", company("77001")).json["result"] == "created"


def test_at_the_end_of_its_retention_a_person_takes_her_reference_along(lite_house: House) -> None:
    core = core_system(lite_house)
    core.put("/companies/M-77", company("77001"))
    core.put("/persons/P-1", person("M-77"))
    with lite_house.writing() as session:
        remove(
            session,
            Employee,
            session.scalars(select(Employee.id).where(Employee.avs_number == avs(90_001))).all(),
        )

    assert count(lite_house, ForeignReference, ForeignReference.reference == "P-1") == 0
    assert count(lite_house, ForeignReference, ForeignReference.reference == "M-77") == 1


def test_a_kind_that_the_module_does_not_keep_is_not_there(lite_house: House) -> None:
    assert core_system(lite_house).put("/establishments/E-1", {}).status_code == 404


@pytest.mark.parametrize("operations", [("employees:read",), ALL[1:], ("read",)])
def test_a_key_without_the_operation_is_refused(lite_house: House, operations: tuple[str, ...]) -> None:
    core = core_system(lite_house, operations=operations)

    assert core.put("/companies/M-77", company("77001")).status_code == 403


def test_the_key_of_a_company_is_refused_everywhere(lite_house: House) -> None:
    with lite_house.reading() as session:
        key = session.scalars(select(Company.id).where(Company.number == "41002")).one()
    core = core_system(lite_house, company=key)

    answers = [
        core.put("/companies/M-77", company("77001")),
        core.post("/upserts", []),
        core.post("/requests", []),
        core.post("/messages/AAAA-AAAA/take", {}),
        core.call("GET", "/arrivals"),
        core.call("GET", "/documents/AAAA-AAAA"),
    ]

    assert {answer.status_code for answer in answers} == {403}


def test_what_it_writes_stands_in_the_journal_under_its_name(lite_house: House) -> None:
    core_system(lite_house).put("/companies/M-77", company("77001"))

    with lite_house.reading() as session:
        last = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.action == "ch_fund.company.added")
            .order_by(AuditEntry.id.desc())
        ).first()
        assert last is not None
        assert last.actor_name == "Core system"

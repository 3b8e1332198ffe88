"""The core system asks companies, many at once, and each time for one reference only once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from console.accounts.models import ApiKey
from console.institutions.sessions import accounts
from console.mailbox.models import Message
from console.parties.models import Company
from tests.support.core_system import CoreSystem, avs, company, core_system, person
from tests.support.house import House
from tests.support.mailbox import TRAINING

ABOUT_LEA = {"avs": avs(95_001), "family_name": "Muster", "given_name": "Lea"}


def request(reference: str = "R-1", **more: Any) -> dict[str, Any]:
    asked = {"form": TRAINING, "company": "M-1", "due": "2099-12-31", "values": ABOUT_LEA}
    return {"reference": reference, **asked, **more}


def asked(house: House) -> CoreSystem:
    core = core_system(house)
    core.know("41002")
    return core


def messages(house: House) -> int:
    with house.reading() as session:
        return session.scalar(select(func.count()).select_from(Message)) or 0


def only(answer: Any) -> Any:
    assert answer.status_code == 200, answer.json
    (result,) = answer.json["results"]
    return result


def test_a_request_lies_in_the_inbox_of_the_company_with_what_is_known(house: House) -> None:
    core = asked(house)
    core.put("/persons/P-1", person("M-1"))

    sent = only(core.post("/requests", [request(person="P-1", text="Bitte bis Ende Jahr.", delegable=True)]))

    assert sent["result"] == "sent", sent
    with house.reading() as session:
        row = session.scalars(
            select(Message).where(Message.reference == sent["message"]).options(undefer(Message.prefill))
        ).one()
        assert (row.state, row.theme, row.type) == ("INBOX", "ch_fund.family_allowances", TRAINING)
        assert (row.person, row.person_number) == ("Exemple Aline", avs(90_001))
        assert row.prefill is not None
        assert row.prefill["family_name"] == "Muster"
        assert session.get_one(Company, row.company_id).number == "41002"


def test_the_same_reference_twice_is_one_message(house: House) -> None:
    core = asked(house)

    first = only(core.post("/requests", [request()]))
    before = messages(house)
    second = only(core.post("/requests", [request(text="Nochmals.")]))

    assert (first["result"], second["result"]) == ("sent", "known")
    assert first["message"] == second["message"]
    assert messages(house) == before


def test_what_was_sent_in_a_theme_that_the_key_has_lost_is_not_shown_again(lite_house: House) -> None:
    core = asked(lite_house)
    core.post("/requests", [request()])
    with lite_house.app.app_context():
        for key in accounts().scalars(select(ApiKey)):
            key.themes = ["accounting"]
        accounts.commit()

    again = only(core.post("/requests", [request()]))

    assert (again["result"], again["message"]) == ("refused", None)
    assert again["faults"][0]["code"] == "unknown_theme"


def test_twice_in_one_call_it_is_one_message_too(lite_house: House) -> None:
    core = asked(lite_house)

    answer = core.post("/requests", [request(), request()]).json

    assert (answer["sent"], answer["known"], answer["refused"]) == (1, 1, 0)


def test_one_that_is_refused_holds_up_no_other_and_says_why(lite_house: House) -> None:
    core = asked(lite_house)
    rows = [
        request("R-1"),
        request("R-2", company="M-9"),
        request("R-3", values=ABOUT_LEA | {"avs": "756.0000.9500.13"}),
        request("R-4", due="2001-01-01"),
        request("R-5", form="ch_fund.no_such_form"),
        request("R-6", form="query", theme="nowhere", subject="Frage"),
        request("R-7", colour="red"),
        request("R 8"),
        "R-9",
        request("R-10", form="query", theme="accounting", subject="Frage", values={}, text="Stimmt das?"),
    ]

    answer = core.post("/requests", rows).json

    places = [one["faults"][0]["place"] if one["faults"] else "" for one in answer["results"]]
    assert places == ["", "company", "values.avs", "due", "form", "theme", "colour", "reference", "", ""]
    assert (answer["sent"], answer["refused"]) == (2, 8)


def test_requests_with_one_dossier_of_the_core_system_lie_in_one(lite_house: House) -> None:
    core = asked(lite_house)

    core.post("/requests", [request("R-1", dossier="D-1"), request("R-2", dossier="D-1")])

    with lite_house.reading() as session:
        found = session.scalars(select(Message.dossier_id).order_by(Message.id.desc()).limit(2)).all()
        assert len(set(found)) == 1


def test_a_company_of_another_fund_is_not_there(lite_house: House) -> None:
    core_system(lite_house, "AK Aaretal").put("/companies/M-1", company("77001"))

    refused = only(core_system(lite_house).post("/requests", [request()]))

    assert refused["faults"][0]["code"] == "unknown_reference"


def test_more_than_five_hundred_at_once_are_not_taken(lite_house: House) -> None:
    assert asked(lite_house).post("/requests", [request()] * 501).status_code == 400

"""What the employer says about a stoppage: once, again, late, out of order."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from console.plugin import Conflict, NotFound
from plugins.fr_dsn.stoppages import service
from plugins.fr_dsn.stoppages.checks import Fault
from plugins.fr_dsn.stoppages.errors import Unfit
from plugins.fr_dsn.stoppages.models import Stoppage, StoppageVersion
from tests.plugins.fr_dsn.stoppages.examples import STOPPAGE, stoppage
from tests.plugins.fr_dsn.stoppages.gateway import Gateway

LONGER = stoppage(planned_end=date(2026, 4, 9))
BACK = (date(2026, 3, 20), "01")


def count(gateway: Gateway, model: type) -> int:
    return len(gateway.all(select(model)))


def test_a_stoppage_is_declared_and_acknowledged_at_once(gateway: Gateway) -> None:
    said = gateway.declare()

    assert (said.answer["state"], said.answer["version"], said.answer["awaits"]) == ("sent", 1, "technical")
    found = gateway.stoppage()
    assert (found.state, found.awaits) == ("acknowledged", "business")
    assert gateway.got()[0]["act"] == "open"
    assert gateway.trail() == [
        "employer create",
        "health acknowledge",
        "insurer received",
        "insurer received",
    ]


def test_the_same_declaration_again_has_the_first_answer_and_leaves_nothing_more(gateway: Gateway) -> None:
    first = gateway.declare()
    again = gateway.declare()

    assert (again.answer, again.repeated) == (first.answer, True)
    assert (count(gateway, Stoppage), count(gateway, StoppageVersion), len(gateway.got())) == (1, 1, 1)


def test_a_key_is_that_of_one_stoppage(lite: Gateway) -> None:
    lite.declare()

    with pytest.raises(Conflict):
        lite.declare(LONGER)
    assert lite.stoppage().last_day == STOPPAGE.planned_end


def test_what_is_not_right_is_refused_with_all_its_faults_and_nothing_is_kept(lite: Gateway) -> None:
    with pytest.raises(Unfit) as refused:
        lite.declare(stoppage(siret="1", reason="99"))

    assert [fault.field for fault in refused.value.faults] == ["siret", "reason"]
    assert (count(lite, Stoppage), lite.got()) == (0, [])


def test_two_stoppages_of_a_person_do_not_overlap_but_those_of_two_companies_may(lite: Gateway) -> None:
    lite.declare()
    with pytest.raises(Unfit) as refused:
        lite.declare(LONGER, "HR-2")

    fault: Fault = refused.value.faults[0]
    assert (fault.code, fault.text.params["reference"]) == ("overlap", lite.stoppage().reference)


def test_a_cancelled_stoppage_leaves_its_days_to_another(lite: Gateway) -> None:
    lite.declare()
    lite.say("cancel")

    lite.declare(LONGER, "HR-2")

    assert lite.stoppage("HR-2").state == "acknowledged"


def test_a_change_goes_the_same_way(gateway: Gateway) -> None:
    gateway.declare()
    said = gateway.say("modify", LONGER)

    assert (said.answer["state"], said.answer["version"], said.answer["last_day"]) == (
        "modified",
        2,
        "2026-04-09",
    )
    assert [one["act"] for one in gateway.got()] == ["open", "change"]


def test_a_change_is_told_once_and_back_is_another_change(lite: Gateway) -> None:
    lite.declare()
    first = lite.say("modify", LONGER)
    again = lite.say("modify", LONGER)
    back = lite.say("modify", STOPPAGE)

    assert (again.repeated, again.answer) == (True, first.answer)
    assert (back.repeated, back.answer["version"]) == (False, 3)


def test_what_was_overtaken_on_the_way_changes_nothing(lite: Gateway) -> None:
    lite.declare(sequence=1)
    lite.say("modify", stoppage(planned_end=date(2026, 4, 20)), sequence=3)

    with pytest.raises(Conflict) as refused:
        lite.say("modify", LONGER, sequence=2)
    assert refused.value.place == "sequence"
    assert lite.stoppage().last_day == date(2026, 4, 20)


def test_a_counted_call_that_comes_again_later_has_its_first_answer(lite: Gateway) -> None:
    lite.declare(sequence=1)
    first = lite.say("modify", LONGER, sequence=2)
    lite.say("modify", STOPPAGE, sequence=3)

    again = lite.say("modify", LONGER, sequence=2)

    assert (again.answer, lite.stoppage().versions) == (first.answer, 3)


def test_another_content_under_a_count_is_refused(lite: Gateway) -> None:
    lite.declare(sequence=1)
    lite.say("modify", LONGER, sequence=2)

    with pytest.raises(Conflict):
        lite.say("modify", stoppage(planned_end=date(2026, 4, 20)), sequence=2)


def test_a_change_of_the_person_is_refused(lite: Gateway) -> None:
    lite.declare()

    with pytest.raises(Unfit) as refused:
        lite.say("modify", stoppage(nir="1850369123456"))
    assert refused.value.faults[0].code == "fixed"


def test_an_early_return_closes_and_shortens(gateway: Gateway) -> None:
    gateway.declare()
    said = gateway.say("close", *BACK)

    assert (said.answer["state"], said.answer["last_day"]) == ("closed", "2026-03-19")
    sent = gateway.got()[-1]
    assert (sent["act"], sent["declaration"]["resumed_on"]) == ("close", "2026-03-20")


def test_a_closing_of_what_was_never_declared_says_to_declare_it_first(lite: Gateway) -> None:
    with pytest.raises(NotFound) as unknown:
        lite.say("close", *BACK)

    assert "opening first" in str(unknown.value.text.message)  # type: ignore[attr-defined]


def test_a_closing_before_the_opening_day_is_refused(lite: Gateway) -> None:
    lite.declare()

    with pytest.raises(Unfit) as refused:
        lite.say("close", date(2026, 3, 9), "01")
    assert refused.value.faults[0].code == "before_last_day_worked"
    assert lite.stoppage().state == "acknowledged"


def test_a_closing_follows_no_refused_opening(lite: Gateway) -> None:
    lite.behaves("reject")
    lite.declare()
    assert lite.stoppage().state == "refused"

    with pytest.raises(Conflict):
        lite.say("close", *BACK)


def test_a_refused_opening_is_corrected_by_an_opening(lite: Gateway) -> None:
    lite.behaves("reject")
    lite.declare()
    lite.say("modify", LONGER)

    assert [one["act"] for one in lite.got()] == ["open"]
    assert lite.stoppage().opened_at is not None


def test_nothing_more_is_said_of_a_cancelled_one(lite: Gateway) -> None:
    lite.declare()
    lite.say("cancel")

    for act, args in (("modify", (LONGER,)), ("close", BACK)):
        with pytest.raises(Conflict):
            lite.say(act, *args)
    assert lite.say("cancel").repeated


def test_without_an_address_it_is_kept_as_a_draft_and_sent_later(lite: Gateway) -> None:
    address = lite.health.address
    lite.settings({"health_url": ""})
    assert lite.declare().answer["state"] == "draft"
    with pytest.raises(Conflict):
        lite.say("close", *BACK)

    lite.settings({"health_url": address})
    with lite.house.writing("Hexalia") as session:
        service.send_draft(session, service.by_key(session, lite.company, "HR-1"))
    assert lite.stoppage().state == "sent"


def test_what_another_company_declared_is_not_there(lite: Gateway) -> None:
    lite.declare()

    with lite.house.writing("Hexalia") as session, pytest.raises(NotFound):
        service.by_key(session, lite.company + 1, "HR-1")

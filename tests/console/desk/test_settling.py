"""Settling where a theme needs a second person."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from console.base.errors import Conflict
from console.desk import settling
from console.desk.keeping import Option
from console.mailbox import service
from console.mailbox.service import Refused, State
from tests.support.desk import Desk
from tests.support.mailbox import ALLOWANCES

SECOND = Option(needs_second=True)


def settle(desk: Desk, who: str, reference: str, outcome: str = "accepted", reason: str = "") -> str:
    with desk.house.writing() as session:
        return settling.settle(session, desk.staff(who), reference, outcome, reason)  # type: ignore[arg-type]


def test_without_the_option_one_person_settles(lite_desk: Desk) -> None:
    reference = lite_desk.sent("Ausbildung von Lea")

    assert settle(lite_desk, "marc", reference) == "settled"
    assert lite_desk.message(reference).state == State.DONE


def test_one_proposes_and_another_confirms(desk: Desk) -> None:
    desk.set_up(ALLOWANCES, SECOND)
    reference = desk.sent("Ausbildung von Lea")

    assert settle(desk, "marc", reference, "refused", "Beleg fehlt") == "proposed"
    assert desk.message(reference).state == State.SENT
    assert settle(desk, "anna", reference, "refused") == "settled"
    found = desk.message(reference)
    assert (found.state, found.outcome, found.reason) == (State.DONE, "refused", "Beleg fehlt")


def test_nobody_confirms_her_own_proposal(lite_desk: Desk) -> None:
    lite_desk.set_up(ALLOWANCES, SECOND)
    reference = lite_desk.sent("Ausbildung von Lea")
    settle(lite_desk, "marc", reference)

    with pytest.raises(Conflict, match="yourself"):
        settle(lite_desk, "marc", reference)
    assert lite_desk.message(reference).state == State.SENT


def test_who_says_something_else_makes_a_proposal_of_her_own(lite_desk: Desk) -> None:
    lite_desk.set_up(ALLOWANCES, SECOND)
    reference = lite_desk.sent("Ausbildung von Lea")
    settle(lite_desk, "marc", reference, "accepted", "Bis Juli")

    assert settle(lite_desk, "anna", reference, "accepted", "Bis August") == "proposed"
    assert settle(lite_desk, "marc", reference, "accepted", "Bis August") == "settled"


def test_a_proposal_goes_back_to_the_queue_and_ends_the_right_to_recall(lite_desk: Desk) -> None:
    lite_desk.set_up(ALLOWANCES, SECOND)
    reference = lite_desk.sent("Ausbildung von Lea")
    settle(lite_desk, "marc", reference)

    assert lite_desk.message(reference).assigned_to is None
    with lite_desk.house.writing() as session, pytest.raises(Refused, match="already working"):
        service.recall(session, lite_desk.user(), reference)


def test_a_proposal_taken_back_returns_to_its_author(lite_desk: Desk) -> None:
    lite_desk.set_up(ALLOWANCES, SECOND)
    reference = lite_desk.sent("Ausbildung von Lea")
    settle(lite_desk, "marc", reference)
    with lite_desk.house.writing() as session:
        settling.drop_proposal(session, lite_desk.staff("anna"), reference)

    assert lite_desk.message(reference).assigned_to == lite_desk.key("marc")
    with lite_desk.house.writing() as session, pytest.raises(Conflict):
        settling.drop_proposal(session, lite_desk.staff("anna"), reference)


def test_a_proposal_does_not_outlive_the_option(lite_desk: Desk) -> None:
    lite_desk.set_up(ALLOWANCES, SECOND)
    reference = lite_desk.sent("Ausbildung von Lea")
    settle(lite_desk, "marc", reference)
    lite_desk.set_up(ALLOWANCES, Option())

    assert settle(lite_desk, "marc", reference) == "settled"


def test_a_company_does_not_see_a_proposal_even_in_a_query_that_forgets_to_look(lite_desk: Desk) -> None:
    from sqlalchemy import select

    from console.desk.models import Proposal
    from console.institutions.scope import Scope
    from tests.support.house import acting_in

    lite_desk.set_up(ALLOWANCES, SECOND)
    settle(lite_desk, "marc", lite_desk.sent("Ausbildung von Lea"))
    scope = Scope((lite_desk.institution,), (lite_desk.companies["41002"],), "test")
    with acting_in(lite_desk.house.app, scope) as session:
        assert session.scalars(select(Proposal)).all() == []


def test_no_page_settles_past_the_desk() -> None:
    """The desk alone knows of the second person: whoever called the mailbox itself would forget her."""
    faults = []
    for root in ("console", "plugins"):
        for path in Path(root).rglob("*.py"):
            if path.parts[:2] not in (("console", "mailbox"), ("console", "desk")):
                faults += [f"{path}:{line}" for line in _settles(path)]
    assert faults == []


def _settles(path: Path) -> list[int]:
    """Give the lines that reach for the mailbox's `settle`."""
    tree = ast.parse(path.read_text())
    modules, found = set(), []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("console.mailbox"):
            modules |= {one.asname or one.name for one in node.names if one.name in ("service", "handling")}
            found += [node.lineno for one in node.names if one.name == "settle"]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "settle" and isinstance(node.value, ast.Name):
            found += [node.lineno] if node.value.id in modules else []
    return found

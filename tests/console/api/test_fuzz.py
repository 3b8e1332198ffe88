"""The answers are what the document says, whatever is asked."""

from __future__ import annotations

from console.api.endpoints import Endpoint
from console.api.subjects import ENDPOINTS
from tests.console.api.fuzz import Outcome, run, seed
from tests.support.house import House


def missed(found: Outcome, declared: list[Endpoint]) -> set[str]:
    """Give the addresses that never did what they are for."""
    return {one.name for one in declared} - found.reached()


def test_a_companys_key_gets_no_answer_that_its_document_does_not_describe(lite_house: House) -> None:
    found = run(lite_house, seed(lite_house, of_company=True), examples=1, quick=True)

    assert found.failures == []
    assert sum(found.answers.values()) > 300
    own = [one for one in ENDPOINTS if not one.of_institution]
    assert missed(found, own) <= {"messages__recall", "messages__answer"}


def test_a_core_system_gets_no_answer_that_its_document_does_not_describe(lite_house: House) -> None:
    found = run(lite_house, seed(lite_house, of_company=False), examples=1, quick=True, only="core__")

    assert found.failures == []
    assert sum(found.answers.values()) > 200
    own = [one for one in ENDPOINTS if not one.of_company and one.subject == "core"]
    assert missed(found, own) <= {"core__put_establishment"}

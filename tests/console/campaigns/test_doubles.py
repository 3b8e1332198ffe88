"""What was asked already is known by company, person and child."""

from __future__ import annotations

import pytest

from console.campaigns.doubles import Lying, OpenRequest, Recipient, first_of_same
from plugins.ch_fund.forms.training_confirmation import TRAINING_CONFIRMATION

NOE, LEA = {"avs": "756.0000.0001.18"}, {"avs": "756.0000.0011.15"}
ALINE = "7561234567897"


def lying(prefill: dict[str, str] | None, person_number: str = ALINE) -> Lying:
    """Give one open request to company 1 about Aline."""
    request = OpenRequest("AAAA-BBBB", 1, "Aline Exemple", person_number, prefill)
    return Lying(TRAINING_CONFIRMATION, [request])


def test_the_same_child_of_the_same_employee_is_asked_already() -> None:
    same = Recipient(1, "Exemple Aline", ALINE, prefill={"avs": "7560000000118"})

    assert lying(NOE).same_as(same) == "AAAA-BBBB"


def test_another_child_of_the_same_employee_is_not() -> None:
    assert lying(NOE).same_as(Recipient(1, "Aline Exemple", ALINE, prefill=LEA)) == ""


def test_a_request_that_names_no_child_counts_for_every_child() -> None:
    assert lying(None).same_as(Recipient(1, "Aline Exemple", ALINE, prefill=LEA)) == "AAAA-BBBB"


@pytest.mark.parametrize(
    "other", [Recipient(2, "Aline Exemple", ALINE), Recipient(1, "Aline Exemple", "7569999999991")]
)
def test_another_company_or_person_is_not_the_same(other: Recipient) -> None:
    assert lying(None).same_as(other) == ""


def test_without_a_number_the_name_tells_the_person() -> None:
    assert lying(None, "").same_as(Recipient(1, "ALINE  EXEMPLE")) == "AAAA-BBBB"


def test_a_campaigns_own_requests_are_no_doubles() -> None:
    assert lying(NOE).same_as(Recipient(1, "Aline", ALINE, prefill=NOE), frozenset({"AAAA-BBBB"})) == ""


def test_two_rows_about_one_child_are_told_apart_from_two_children() -> None:
    rows = [
        Recipient(1, "Aline", ALINE, "Noé", NOE),
        Recipient(1, "Aline", ALINE, "Léa", LEA),
        Recipient(1, "Aline", ALINE, "Noé encore", NOE),
    ]

    assert first_of_same(TRAINING_CONFIRMATION, rows) == {2: 0}

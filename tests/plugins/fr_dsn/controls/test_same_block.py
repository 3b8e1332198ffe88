"""Controls of one block in more cases than one bad and one good file show."""

from __future__ import annotations

import pytest

from tests.plugins.fr_dsn.controls.examples.presence_same import abroad
from tests.plugins.fr_dsn.controls.harness import Change, add, copy, drop, put, text_of
from tests.plugins.fr_dsn.controls.judging import controls_in, findings_of
from tests.plugins.fr_dsn.controls.one_block import TAX_PAYMENT, contract

SUBROGATION = "S21.G00.60.005/CCH-11"
DEPTH = "S21.G00.41.028/CCH-11"
CHANGES = "S21.G00.41"


def found(*changes: Change, base: str = "monthly") -> set[str]:
    return controls_in(text_of(base, changes))


def change(day: str, number: str = "007", depth: str | None = None, nth: int = 0) -> Change:
    """A change of a modality of a contract."""
    rubrics = {"001": day, number: "140.00"} | ({"028": depth} if depth else {})
    return add(CHANGES, rubrics, under=("S21.G00.40", nth))


def test_dates_of_subrogation_without_subrogation_are_refused() -> None:
    assert SUBROGATION in found(put("S21.G00.60", "004", "02"))


def test_dates_of_subrogation_are_refused_when_nothing_is_said_of_subrogation() -> None:
    assert SUBROGATION in found(drop("S21.G00.60", "004"))


def test_subrogation_without_its_dates_is_refused() -> None:
    assert SUBROGATION in found(drop("S21.G00.60", "005"))


def test_a_rate_of_accidents_is_asked_for_a_risk_that_has_one() -> None:
    assert "S21.G00.40.043/SIG-11" in found(drop("S21.G00.40", "043"))


def test_a_rubric_that_depends_on_another_code_is_let_pass_where_no_code_is_declared() -> None:
    assert "S21.G00.40.032/CCH-11" not in found(put("S21.G00.40", "032", "01012015"))


def test_the_tax_office_is_known_in_both_spellings() -> None:
    written = {**TAX_PAYMENT, "001": "DGFiP", "012": "99900002900010"}
    assert "S21.G00.20.012/CCH-13" in found(add("S21.G00.20", written))


def test_all_rubrics_that_are_lacking_are_named() -> None:
    error = {"001": "022025", "002": "02", "007": "5.00"}
    said = [one for one in findings_of(text_of("monthly", [add("S21.G00.56", error)])) if "/" in one.control]
    assert "S21.G00.56.005" in str(said[0].message.params["rubric"])
    assert "S21.G00.56.015" in str(said[0].message.params["rubric"])


@pytest.mark.parametrize("number", ["011", "012"])
def test_a_postal_code_beside_anything_from_abroad_is_refused(number: str) -> None:
    assert "S21.G00.30.009/CCH-12" in found(put("S21.G00.30", number, "BE"))


@pytest.mark.parametrize("number", ["011", "012"])
def test_half_an_address_abroad_is_refused(number: str) -> None:
    moved = abroad("S21.G00.30", "008", "009", "010", "011", "012")
    assert "S21.G00.30.009/CCH-12" in found(*moved, drop("S21.G00.30", number))


def test_a_block_without_any_address_is_let_pass() -> None:
    assert found(drop("S21.G00.11", "003", "004", "005")) == set()


def test_a_day_that_does_not_exist_is_not_compared() -> None:
    assert "S21.G00.51.002/CCH-11" not in found(put("S21.G00.51", "001", "31042025"))


def test_dates_are_compared_by_year_before_month_and_day() -> None:
    assert "S21.G00.78.003/CCH-12" in found(put("S21.G00.78", "002", "01012026"))


def test_a_professional_complement_is_refused_with_another_profession() -> None:
    assert "S21.G00.40.005/CCH-14" in found(*contract(n005="L643"))


@pytest.mark.parametrize("reference", ["1", "05", "37"])
def test_a_contribution_refers_neither_to_an_insurance_contract_nor_to_a_fund(reference: str) -> None:
    rubrics = {"001": "100.00", "002": "041", "003": "01032025", "004": "31032025", "005": reference}
    assert "S21.G00.82.002/CCH-14" in found(add("S21.G00.82", rubrics))


def test_each_modality_and_each_contract_has_its_own_earliest_change() -> None:
    assert DEPTH not in found(
        copy("S21.G00.40", {"001": "01022020", "009": "00009"}),
        change("01032025", depth="01022025"),
        change("15032025"),
        change("15032025", number="027", depth="15032025"),
        change("15032025", depth="15032025", nth=1),
    )


def test_two_changes_of_the_same_earliest_day_have_one_depth() -> None:
    assert DEPTH not in found(change("01032025", depth="01032025"), change("01032025"))
    assert DEPTH in found(change("01032025", depth="01032025"), change("01032025", depth="01032025"))


def test_a_depth_on_a_later_change_is_refused() -> None:
    assert DEPTH in found(change("01032025", depth="01032025"), change("02032025", depth="01032025"))

"""Totals of a slip at both levels, numbers of persons, repetitions, and balances over several slips."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import Ask
from .writing import ANAIS, LEA, OTHER_SIRET, SIRET, Company, Paid, Person, slip, slip_of

ONE = Person(((Paid(amount="100.00"),),))
TWO = Person(((Paid(amount="50.55"),),), LEA)


def found(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["severity"], one["control"]) for one in answer["findings"]]


def test_totals_are_told_for_each_employer_and_in_all(ask: Ask) -> None:
    answer = ask(slip(Company((ONE, TWO)), Company((ONE,), OTHER_SIRET)))

    assert (answer["total"], answer["declared_total"], answer["findings"]) == ("250.55", "250.55", [])
    assert answer["employers"] == [
        {"siret": SIRET, "total": "150.55", "declared_total": "150.55"},
        {"siret": OTHER_SIRET, "total": "100.00", "declared_total": "100.00"},
    ]


def test_a_wrong_total_of_an_employer_refuses_the_slip_and_names_both_figures(ask: Ask) -> None:
    answer = ask(slip(Company((ONE,), total="100.01"), Company((TWO,), OTHER_SIRET)))

    (finding,) = answer["findings"]
    assert (finding["severity"], finding["control"], finding["siret"]) == ("refusal", "TOTAL", SIRET)
    assert (finding["declared"], finding["counted"]) == ("100.01", "100.00")
    assert "100.01" in finding["message"]
    assert "100.00" in finding["message"]
    assert (answer["verdict"], answer["balances"]) == ("refused", [])


def test_a_wrong_total_in_all_refuses_the_slip_without_naming_an_employer(ask: Ask) -> None:
    (finding,) = ask(slip(Company((ONE,)), total="-100.00"))["findings"]

    assert (finding["control"], finding["siret"], finding["declared"]) == ("TOTAL", None, "-100.00")


def test_errors_that_cancel_each_other_out_are_found_all_the_same(ask: Ask) -> None:
    answer = ask(slip(Company((ONE,), total="99.00"), Company((TWO,), OTHER_SIRET, total="51.55")))

    assert [one["siret"] for one in answer["findings"]] == [SIRET, OTHER_SIRET]


@pytest.mark.parametrize("written", ["100", "100.0", "+100.00", "0100.000", " 100.00\n"])
def test_a_total_is_compared_by_its_value_not_as_it_is_written(ask: Ask, written: str) -> None:
    assert ask(slip(Company((ONE,), total=written), total=written))["verdict"] == "accepted"


@pytest.mark.parametrize("document", [slip(Company((ONE,), total=None), total=None), "<BPIJ/>"])
def test_a_slip_that_declares_no_total_is_refused(ask: Ask, document: str) -> None:
    answer = ask(document)

    assert answer["declared_total"] is None
    assert ("refusal", "TOTAL") in found(answer)
    assert all(one["declared"] is None for one in answer["findings"] if one["control"] == "TOTAL")


def test_a_negative_slip_is_taken_and_its_balance_is_negative(ask: Ask) -> None:
    lines = Paid(amount="-580.58", days="14", unit="41.47"), Paid("RETCSJ", amount="38.90")

    answer = ask(slip_of(*lines))

    assert (answer["total"], answer["periods"][0]["kind"]) == ("-541.68", "cancellation")
    assert answer["balances"] == [{"siret": SIRET, "nir": ANAIS, "net": "-541.68"}]


@pytest.mark.parametrize("nir", ["1999999999999", "2999999999999"])
def test_a_dummy_number_warns_once_and_is_kept(ask: Ask, nir: str) -> None:
    twice = Person(((Paid(amount="1.00"),), (Paid(amount="2.00"),)), nir)

    answer = ask(slip(Company((twice,))))

    assert found(answer) == [("warning", "NIR")]
    assert (answer["findings"][0]["nir"], answer["balances"][0]["nir"]) == (nir, nir)


@pytest.mark.parametrize("nir", ["199999999999", "161020300200", "16102030020081X"])
def test_a_number_without_the_form_of_a_nir_warns(ask: Ask, nir: str) -> None:
    assert found(ask(slip(Company((Person(((Paid(),),), nir),))))) == [("warning", "NIR")]


@pytest.mark.parametrize("nir", ["199122A003008", "299022B010017", "7610203002008", ANAIS])
def test_a_number_of_corsica_or_of_a_person_waiting_for_hers_is_in_order(ask: Ask, nir: str) -> None:
    assert ask(slip(Company((Person(((Paid(),),), nir),))))["findings"] == []


@pytest.mark.parametrize(
    "company", [Company((Person(((Paid(),),), None),)), Company((Person(((Paid(),),)),), None)]
)
def test_a_slip_must_name_its_employers_and_persons(ask: Ask, company: Company) -> None:
    answer = ask(slip(company))

    assert (answer["verdict"], found(answer)) == ("refused", [("refusal", "MISSING")])


@pytest.mark.parametrize(
    ("line", "control"),
    [
        (Paid(amount="541,68"), "AMOUNT"),
        (Paid(amount="1e3"), "AMOUNT"),
        (Paid(amount="NaN"), "AMOUNT"),
        (Paid(amount="٣"), "AMOUNT"),
        (Paid(amount="1" * 30), "AMOUNT"),
        (Paid(amount=None), "MISSING"),
        (Paid(code=None), "MISSING"),
        (Paid(unit="x"), "AMOUNT"),
        (Paid(first="2025-02-30"), "DATE"),
        (Paid(until="28/03/2025"), "DATE"),
        (Paid(days="1.5"), "COUNT"),
        (Paid(subrogated="oui"), "FLAG"),
    ],
)
def test_a_value_that_cannot_be_read_refuses_the_slip_at_its_line(ask: Ask, line: Paid, control: str) -> None:
    answer = ask(slip_of(line, total="0.00").replace("<Prestation>", "\n<Prestation>"))

    finding = next(one for one in answer["findings"] if one["control"] == control)
    assert (finding["severity"], finding["line"], answer["verdict"]) == ("refusal", 2, "refused")
    assert len(finding["message"]) < 200


def test_a_value_that_stands_twice_refuses_the_slip(ask: Ask) -> None:
    answer = ask(slip_of(Paid()).replace("<IJSub>", "<Montant>1.00</Montant><IJSub>"))

    assert ("refusal", "STRUCTURE") in found(answer)


def test_an_employer_with_two_totals_is_refused(ask: Ask) -> None:
    double = "<Cumul><Montant>580.58</Montant></Cumul>"

    assert found(ask(slip_of(Paid()).replace(double, double * 2))) == [("refusal", "STRUCTURE")] * 2


def test_the_total_that_a_person_has_is_none_of_the_two_levels(ask: Ask) -> None:
    document = slip_of(Paid()).replace("<Assurance>", "<Cumul><Montant>7.00</Montant></Cumul><Assurance>")

    assert ask(document)["findings"] == []


def test_the_same_slip_twice_is_counted_once(ask: Ask) -> None:
    answer = ask(slip_of(Paid()), slip_of(Paid()))

    assert [one["verdict"] for one in answer["files"]] == ["accepted", "refused"]
    assert found(answer["files"][1]) == [("refusal", "DUPLICATE")]
    assert (answer["files"][1]["balances"], answer["balances"][0]["net"]) == ([], "580.58")


def test_slips_of_other_names_are_added_up_by_employer_and_person(ask: Ask) -> None:
    answer = ask(
        slip(Company((TWO,), OTHER_SIRET), Company((TWO, ONE)), identification="A"),
        slip(Company((Person(((Paid(amount="-30.00"),),)),)), identification="B"),
        slip(Company((ONE,)), identification="C", total="0.00"),
    )

    assert (answer["verdict"], [one["file"] for one in answer["files"]]) == (
        "refused",
        ["0.xml", "1.xml", "2.xml"],
    )
    assert answer["balances"] == [
        {"siret": SIRET, "nir": ANAIS, "net": "70.00"},
        {"siret": SIRET, "nir": LEA, "net": "50.55"},
        {"siret": OTHER_SIRET, "nir": LEA, "net": "50.55"},
    ]


def test_slips_without_identification_are_taken_but_named(ask: Ask) -> None:
    nameless = slip_of(Paid(), identification=None)

    answer = ask(nameless, nameless)

    assert [found(one) for one in answer["files"]] == [[("business", "IDENTIFICATION")]] * 2
    assert answer["verdict"] == "accepted"


def test_the_worst_file_decides_how_several_end(ask: Ask) -> None:
    answer = ask(slip_of(Paid()), "<other/>", slip_of(Paid(), identification="B", total="1.00"))

    assert answer["verdict"] == "unreadable"
    assert [one["verdict"] for one in answer["files"]] == ["accepted", "unreadable", "refused"]


AMOUNTS = st.lists(st.lists(st.integers(-(10**8), 10**8), min_size=1, max_size=4), min_size=1, max_size=4)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(AMOUNTS, st.integers(-2, 2))
def test_a_slip_is_taken_exactly_when_its_total_is_the_sum_of_its_lines(
    ask: Ask, amounts: list[list[int]], off: int
) -> None:
    people = [
        Person((tuple(Paid(amount=f"{Decimal(one).scaleb(-2)}") for one in cents),)) for cents in amounts
    ]
    cents = sum(map(sum, amounts))

    answer = ask(slip(Company(tuple(people)), total=f"{Decimal(cents + off).scaleb(-2)}"))

    assert (answer["verdict"] == "accepted") == (off == 0)
    assert Decimal(answer["total"]) * 100 == cents
    assert sum(Decimal(one["net"]) for one in answer["balances"]) * 100 == (cents if off == 0 else 0)

"""What is due and what is paid for insured contracts."""

from __future__ import annotations

from plugins.fr_dsn.formats.careful import groups_of
from plugins.fr_dsn.rules.facts.contracts import ContractSums
from plugins.fr_dsn.rules.facts.declarations import InsuredContract
from tests.plugins.fr_dsn.sendings import MONTHLY, Change, after, changed, put


def contracts(*changes: Change) -> list[InsuredContract]:
    sums = ContractSums()
    for group in groups_of(changed(MONTHLY, *changes))[1]:
        (sums.add_person if group.of("S21.G00.30") else sums.add_head)(group)
    return sums.contracts()


def amounts(*changes: Change) -> list[tuple[str | None, int, int]]:
    return [(one.organisation, one.due, one.paid) for one in contracts(*changes)]


def second(reference: str, organisation: str) -> Change:
    return after(
        "S21.G00.15.005",
        f"S21.G00.15.001,'{reference}'",
        f"S21.G00.15.002,'{organisation}'",
        "S21.G00.15.004,'01'",
        "S21.G00.15.005,'2'",
    )


def part(reference: str, amount: str, period: str = "2025M03") -> list[str]:
    return [
        f"S21.G00.55.001,'{amount}'",
        f"S21.G00.55.003,'{reference}'",
        f"S21.G00.55.004,'{period}'",
    ]


def share(amount: str, name: str, code: str = "020") -> Change:
    return after(
        "S21.G00.15.005",
        f"S21.G00.82.001,'{amount}'",
        f"S21.G00.82.002,'{code}'",
        "S21.G00.82.003,'01032025'",
        "S21.G00.82.004,'31032025'",
        f"S21.G00.82.005,'{name}'",
    )


def test_a_contract_is_due_what_its_people_contribute_and_paid_what_payments_name_it_for() -> None:
    (one,) = contracts()

    assert (one.reference, one.organisation, one.due, one.paid, one.periods) == (
        "PREV-2025-001", "P0942", 9862, 9862, ("2025M03",),
    )  # fmt: skip


def test_several_payments_add_up_and_their_periods_are_sorted() -> None:
    (one,) = contracts(
        after(
            "S21.G00.55.004",
            *part("PREV-2025-001", "-8.62", "2025M01"),
            *part("PREV-2025-001", "1.00", "2024T04"),
        )
    )

    assert (one.paid, one.periods) == (9862 - 862 + 100, ("2024T04", "2025M01", "2025M03"))


def test_a_contribution_of_the_establishment_names_the_contract_by_identifier_or_reference() -> None:
    assert amounts(share("10.00", "1")) == [("P0942", 10862, 9862)]
    assert amounts(share("10.00", "PREV-2025-001")) == [("P0942", 10862, 9862)]


def test_a_contribution_to_another_fund_is_none_of_a_contract_with_the_same_number() -> None:
    assert amounts(share("10.00", "1", code="024")) == [("P0942", 9862, 9862)]


def test_a_base_leads_to_the_contract_of_its_affiliation() -> None:
    moved = put("S21.G00.70.013", "2", nth=1)

    assert amounts(second("SANTE", "P0942"), moved) == [("P0942", 3675, 9862), ("P0942", 6187, 0)]


def test_identifiers_of_affiliations_hold_within_one_person() -> None:
    other = [put("S21.G00.70.012", "9", nth=1), put("S21.G00.78.005", "9", nth=1)]

    assert amounts(*other) == [("P0942", 9862, 9862)]


def test_a_base_that_leads_nowhere_is_due_to_nobody() -> None:
    assert amounts(put("S21.G00.78.005", "9", nth=1)) == [("P0942", 3675, 9862)]


def test_the_same_reference_at_two_organisations_is_told_apart_by_the_payment() -> None:
    assert amounts(second("PREV-2025-001", "A12345")) == [("P0942", 9862, 9862), ("A12345", 0, 0)]


def test_an_amount_that_cannot_be_read_counts_as_nothing() -> None:
    assert amounts(put("S21.G00.81.004", "36,75", nth=2)) == [("P0942", 6187, 9862)]

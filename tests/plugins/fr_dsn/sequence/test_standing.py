"""Which declarations stand: duplicates, replacements, cancellations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from plugins.fr_dsn.rules.facts.declarations import Declaration
from plugins.fr_dsn.rules.sequence.standing import Standing
from tests.plugins.fr_dsn.sequence.declared import monthly, signal, stoppage


def taken(*declarations: Declaration) -> tuple[list[str | None], Standing]:
    standing = Standing()
    found = [standing.take(one) for one in declarations]
    return [one.control if one else None for one in found], standing


def orders(standing: Standing) -> list[str]:
    return [one.head.order for one in standing.months()]


def test_a_normal_monthly_is_taken_once_for_an_establishment_a_month_and_a_fraction() -> None:
    said, standing = taken(monthly(order="1"), monthly(order="2"))

    assert said == [None, "DUPLICATE"]
    assert orders(standing) == ["1"]


@pytest.mark.parametrize(
    "other",
    [monthly(month=date(2025, 4, 1)), monthly(fraction="22"), monthly(siret="99900001100026")],
)
def test_another_month_fraction_or_establishment_is_another_declaration(other: Declaration) -> None:
    said, standing = taken(monthly(), other)

    assert said == [None, None]
    assert len(standing.months()) == 2


def test_a_monthly_without_persons_is_a_normal_one() -> None:
    assert taken(monthly(type="02"), monthly(type="01", order="2"))[0] == [None, "DUPLICATE"]


@pytest.mark.parametrize("type", ["03", "05"])
def test_a_replacing_monthly_takes_the_place_of_the_one_that_is_held(type: str) -> None:
    said, standing = taken(monthly(order="9"), monthly(type=type, order="10", gross=5))

    assert said == [None, None]
    assert orders(standing) == ["10"]
    assert [one.gross for one in standing.months()] == [5]


@pytest.mark.parametrize("order", ["2", "1", "0"])
def test_a_replacing_monthly_needs_a_higher_order_number(order: str) -> None:
    said, standing = taken(monthly(order="2"), monthly(type="03", order=order))

    assert said == [None, "RANK"]
    assert orders(standing) == ["2"]


def test_a_replacement_is_measured_by_the_one_that_holds_now() -> None:
    said, standing = taken(monthly(order="1"), monthly(type="03", order="5"), monthly(type="03", order="3"))

    assert said == [None, None, "RANK"]
    assert orders(standing) == ["5"]


def test_a_replacing_monthly_without_predecessor_is_taken_and_holds_the_month() -> None:
    assert taken(monthly(type="03", order="4"), monthly(order="9"))[0] == [None, "DUPLICATE"]


def test_the_two_numbers_stand_in_the_message() -> None:
    standing = Standing()
    standing.take(monthly(order="7"))
    wrong = standing.take(monthly(type="03", order="3"))

    assert wrong is not None
    said = wrong.message.message % wrong.message.params
    assert "3" in said
    assert "7" in said
    assert (wrong.severity, wrong.line, wrong.rubric) == ("refusal", 22, "S20.G00.05.004")


def test_a_signal_is_taken_once_for_an_establishment_and_an_order_number() -> None:
    said, _ = taken(
        signal(order="7"), signal(order="7"), signal(order="8"), signal(order="7", siret="99900001100026")
    )

    assert said == [None, "DUPLICATE", None, None]


def test_signals_share_their_order_numbers_and_monthly_files_have_their_own() -> None:
    said, _ = taken(signal(order="7"), signal(order="7", nature="05"), monthly(order="7"))

    assert said == [None, "DUPLICATE", None]


def standing_signals(declarations: Sequence[Declaration]) -> list[str]:
    said, standing = taken(*declarations)
    assert said == [None] * len(declarations)
    return [one.head.order for one in standing.declarations()]


def test_a_signal_that_replaces_takes_away_the_one_it_names() -> None:
    assert standing_signals([signal(order="7"), signal(type="03", order="8", replaces="130320257")]) == ["8"]


def test_a_signal_that_cancels_leaves_nothing() -> None:
    ended = signal(nature="07", order="7")

    assert standing_signals([ended, signal(nature="07", type="04", order="8", replaces="130320257")]) == []


@pytest.mark.parametrize("named", ["140320257", "130320258", "", None])
def test_a_signal_that_names_another_one_takes_nothing_away(named: str | None) -> None:
    assert standing_signals([signal(order="7"), signal(type="03", order="9", replaces=named)]) == ["7", "9"]


def test_the_months_come_by_establishment_month_and_fraction() -> None:
    _, standing = taken(
        monthly(fraction="22"), monthly(month=date(2025, 2, 1)), monthly(siret="00000000000000"), monthly()
    )

    assert [(one.head.siret[:1], one.head.fraction) for one in standing.months()] == [
        ("0", "11"), ("9", "11"), ("9", "11"), ("9", "22"),
    ]  # fmt: skip


def test_what_a_replaced_month_said_of_a_stoppage_is_gone() -> None:
    _, standing = taken(monthly(stoppages=(stoppage(),)), monthly(type="05", order="2"))

    assert [one.stoppages for one in standing.declarations()] == [[]]

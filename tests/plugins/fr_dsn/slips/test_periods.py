"""Periods of a slip: what belongs together, what it is, and what it makes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.fr_dsn.formats.slips.slip import Line
from plugins.fr_dsn.rules.slips.amounts import printed
from plugins.fr_dsn.rules.slips.line_kinds import PLAIN, RECOVERIES, is_deduction, kind_of
from plugins.fr_dsn.rules.slips.periods import Period

from .conftest import Ask
from .writing import ANAIS, LEA, Company, Paid, Person, slip, slip_of, without

WAITING = Paid("CAR", "2025-03-12+01:00", "2025-03-14+01:00", "0.00", "3", "0.00")
NORMAL = Paid("IJNOR", amount="580.58", days="14", unit="41.47")
CSG = Paid("RETCSJ", amount="-36.00")
RDS = Paid("RETCRD", amount="-2.90")


def kinds(answer: dict[str, list[dict[str, object]]]) -> list[object]:
    return [period["kind"] for period in answer["periods"]]


def test_lines_of_one_first_day_are_one_period_in_the_order_of_the_file(ask: Ask) -> None:
    answer = ask(slip_of(NORMAL, WAITING, CSG, RDS))

    told = [(one["from"], one["to"], one["kind"], one["days"], one["net"]) for one in answer["periods"]]
    assert told == [
        ("2025-03-15", "2025-03-28", "payment", 14, "541.68"),
        ("2025-03-12", "2025-03-14", "waiting", 3, "0.00"),
    ]


def test_lines_stand_in_the_order_of_the_file_whatever_their_period(ask: Ask) -> None:
    answer = ask(slip_of(NORMAL, WAITING, CSG))

    assert [(one["code"], one["nir"]) for one in answer["lines"]] == [
        ("IJNOR", ANAIS),
        ("CAR", ANAIS),
        ("RETCSJ", ANAIS),
    ]


def test_two_insurances_of_a_person_are_two_periods_even_on_the_same_days(ask: Ask) -> None:
    answer = ask(slip(Company((Person(((NORMAL,), (NORMAL,))),))))

    assert [one["net"] for one in answer["periods"]] == ["580.58", "580.58"]
    assert answer["balances"][0]["net"] == "1161.16"


def test_a_period_lasts_to_the_last_of_its_lines(ask: Ask) -> None:
    shorter = Paid("RETCSJ", until="2025-03-20+01:00", amount="-5.00")

    assert ask(slip_of(NORMAL, shorter))["periods"][0]["to"] == "2025-03-28"


def test_benefits_and_deductions_are_added_up_apart_with_their_signs(ask: Ask) -> None:
    (period,) = ask(slip_of(NORMAL, CSG, RDS, Paid("REGRCJ", amount="1.10")))["periods"]

    assert (period["gross"], period["deductions"], period["net"]) == ("580.58", "-37.80", "542.78")


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ((WAITING,), "waiting"),
        ((WAITING, Paid("IJNOR", "2025-03-12+01:00", amount="10.00")), "payment"),
        ((NORMAL, CSG), "payment"),
        ((Paid(amount="-580.58"), Paid("RETCSJ", amount="36.00")), "cancellation"),
        ((Paid(amount="0.00"),), "payment"),
        ((Paid("RPR", amount="-20.00"),), "recovery"),
        ((NORMAL, Paid("RPR", amount="-20.00")), "recovery"),
        ((Paid("CIN", amount="20.00"),), "recovery"),
    ],
)
def test_a_period_is_what_its_lines_and_their_sum_make_it(
    ask: Ask, lines: tuple[Paid, ...], kind: str
) -> None:
    assert kinds(ask(slip_of(*lines))) == [kind]


@pytest.mark.parametrize(
    ("code", "automatic"), [("IJMAJ", True), ("CAR", True), ("REGRRD", True), ("MIT", False), ("RPR", False)]
)
def test_only_plain_benefits_and_deductions_need_no_person(ask: Ask, code: str, automatic: bool) -> None:
    assert ask(slip_of(NORMAL, Paid(code, amount="1.00")))["periods"][0]["automatic"] is automatic


def test_a_code_that_nobody_knows_counts_as_a_benefit_and_warns(ask: Ask) -> None:
    answer = ask(slip_of(NORMAL, Paid("XYZ", amount="1.00")))

    assert (answer["periods"][0]["gross"], answer["periods"][0]["automatic"]) == ("581.58", False)
    (found,) = answer["findings"]
    assert (found["severity"], found["control"]) == ("warning", "CODE")
    assert "XYZ" in found["message"]


@pytest.mark.parametrize(
    ("said", "subrogated"), [("true", True), ("1", True), ("false", False), (None, None)]
)
def test_who_was_paid_is_as_the_slip_says(ask: Ask, said: str | None, subrogated: bool | None) -> None:
    assert ask(slip_of(Paid(subrogated=said)))["periods"][0]["subrogated"] is subrogated


def test_a_period_paid_to_both_is_for_a_person_to_look_at(ask: Ask) -> None:
    answer = ask(slip_of(NORMAL, Paid("RETCSJ", amount="-1.00", subrogated="false")))

    assert answer["periods"][0]["subrogated"] is None
    assert [(one["severity"], one["control"]) for one in answer["findings"]] == [("business", "SUBROGATION")]
    assert answer["verdict"] == "accepted"


@pytest.mark.parametrize(
    "written",
    ["2025-03-15", "2025-03-15Z", "2025-03-15-05:00", "2025-03-15+14:00", "2025-03-15T00:00:00.000+01:00"],
)
def test_a_day_is_the_one_that_is_written_whatever_its_time_zone(ask: Ask, written: str) -> None:
    assert ask(slip_of(Paid(first=written)))["periods"][0]["from"] == "2025-03-15"


def test_a_line_without_days_or_unit_is_told_as_unknown(ask: Ask) -> None:
    (line,) = ask(slip_of(without(NORMAL, "days", "unit", "first", "until")))["lines"]

    assert (line["days"], line["unit"], line["from"], line["to"]) == (None, None, None, None)
    assert (line["code"], line["amount"]) == ("IJNOR", "580.58")


def test_a_period_that_ends_before_it_begins_is_for_a_person_to_look_at(ask: Ask) -> None:
    answer = ask(slip_of(Paid(until="2025-03-14+01:00")))

    assert [(one["severity"], one["control"]) for one in answer["findings"]] == [("business", "PERIOD")]


def test_fund_nature_and_person_stand_in_each_period(ask: Ask) -> None:
    answer = ask(slip(Company((Person(((NORMAL,),)), Person(((CSG,),), LEA, "AT")))))

    told = [(one["fund"], one["nir"], one["nature"], one["booked_on"]) for one in answer["periods"]]
    assert told == [
        ("01691", ANAIS, "AS", "2025-04-17"),
        ("01691", LEA, "AT", "2025-04-17"),
    ]


CODES = [*PLAIN, *RECOVERIES, "RETCSJ", "REGRRD", "PRE", "???", None]
LINES = st.lists(
    st.builds(
        lambda code, cents: Line(code, None, None, 1, None, Decimal(cents).scaleb(-2), True),
        st.sampled_from(CODES),
        st.integers(-(10**9), 10**9),
    ),
    min_size=1,
).map(tuple)


@given(LINES)
def test_gross_and_deductions_always_make_the_net(lines: tuple[Line, ...]) -> None:
    period = Period("1", "2", None, None, None, None, None, lines)

    assert period.gross + period.deductions == period.net == sum(line.amount or 0 for line in lines)
    assert (period.kind == "cancellation") <= (period.net < 0)
    assert (period.kind == "recovery") == any(line.code in RECOVERIES for line in lines)
    assert period.automatic <= all(line.code in PLAIN or is_deduction(line.code) for line in lines)


@pytest.mark.parametrize(
    ("amount", "told"),
    [("-0.00", "0.00"), ("-0.004", "0.00"), ("0.125", "0.13"), ("-0.005", "-0.01"), ("12", "12.00")],
)
def test_amounts_are_printed_with_two_decimals_half_a_cent_away_from_zero(amount: str, told: str) -> None:
    assert printed(Decimal(amount)) == told


def test_every_known_kind_of_line_has_a_name_and_six_are_deductions() -> None:
    codes = ["REGRCJ", "REGRRD", "RETCRD", "RETCSJ", "RETRCJ", "RETRRD"]

    assert all(kind is not None and kind.is_deduction and kind.label for kind in map(kind_of, codes))
    assert not any(is_deduction(code) for code in [*PLAIN, *RECOVERIES, None, "", "retcsj"])

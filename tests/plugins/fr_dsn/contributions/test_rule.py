"""What is called, told as a table of sentences, and what holds for any amounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.fr_dsn.contributions.periods import Period, period_of, read_period
from plugins.fr_dsn.contributions.rule import Base, Drawn, Rate, State, Why, draw, on_day, share, stands

JANUARY, FEBRUARY, MARCH = (date(2025, at, 1) for at in (1, 2, 3))


def rate(base: str, percent: str, **more: object) -> Rate:
    return Rate(base, Decimal(percent), **{"first": JANUARY, **more})  # type: ignore[arg-type]


def base(amount: str, person: str = "A", kind: str = "11", month: date = MARCH, **of: str) -> Base:
    return Base(person, month, of.get("option", "OPT1"), of.get("population", "CADRE"), kind, Decimal(amount))


def told(drawn: Drawn) -> list[str]:
    return [
        f"{line.population} {line.option} {line.kind}: {line.people} on {line.total} "
        + (f"at {line.percent} owe {line.amount}" if line.why is None else line.why)
        for line in drawn.lines
    ]


TABLE = {
    "one person, one base": (
        [rate("11", "1.50")],
        [base("2500.00")],
        ["CADRE OPT1 11: 1 on 2500.00 at 1.50 owe 37.50"],
    ),
    "half a cent is rounded away from zero for each person": (
        [rate("11", "2.5")],
        [base("1.00", "A"), base("1.00", "B")],
        ["CADRE OPT1 11: 2 on 2.00 at 2.5 owe 0.06"],
    ),
    "what is taken back is rounded the same way": (
        [rate("11", "2.5")],
        [base("-1.00")],
        ["CADRE OPT1 11: 1 on -1.00 at 2.5 owe -0.03"],
    ),
    "a rate of the population goes before one for all": (
        [rate("11", "1"), rate("11", "2", population="CADRE"), rate("11", "3", option="OPT1")],
        [base("100.00"), base("100.00", "B", population="NON")],
        ["CADRE OPT1 11: 1 on 100.00 at 2 owe 2.00", "NON OPT1 11: 1 on 100.00 at 3 owe 3.00"],
    ),
    "a new rate holds from its first month": (
        [rate("11", "1"), rate("11", "2", first=MARCH)],
        [base("100.00", month=FEBRUARY), base("100.00")],
        ["CADRE OPT1 11: 1 on 100.00 at 1 owe 1.00", "CADRE OPT1 11: 1 on 100.00 at 2 owe 2.00"],
    ),
    "the same person in two months is one": (
        [rate("11", "1")],
        [base("100.00", month=FEBRUARY), base("50.00")],
        ["CADRE OPT1 11: 1 on 150.00 at 1 owe 1.50"],
    ),
    "a base that the sheet never names owes nothing": (
        [rate("11", "1")],
        [base("100.00", kind="10")],
        ["CADRE OPT1 10: 1 on 100.00 outside"],
    ),
    "a base whose rate is over waits for somebody": (
        [rate("11", "1", until=FEBRUARY)],
        [base("100.00")],
        ["CADRE OPT1 11: 1 on 100.00 no_rate"],
    ),
    "without anybody nothing is owed": ([rate("11", "1")], [], []),
}


@pytest.mark.parametrize("sentence", TABLE)
def test_what_is_called(sentence: str) -> None:
    rates, bases, lines = TABLE[sentence]

    assert told(draw(rates, bases)) == lines


def test_a_call_with_a_base_without_rate_is_not_whole() -> None:
    rates = [rate("11", "1", until=FEBRUARY)]

    assert not draw(rates, [base("100.00")]).is_whole
    assert draw(rates, [base("100.00", kind="10"), base("100.00", month=FEBRUARY)]).is_whole


AMOUNTS = st.decimals(min_value=-20_000, max_value=20_000, places=2)
PERCENTS = st.decimals(min_value=0, max_value=100, places=4)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(AMOUNTS, st.sampled_from("ABC"), st.sampled_from(["10", "11", "12"]))), PERCENTS)
def test_a_call_is_the_sum_of_whole_cents_of_each_person(
    given: list[tuple[Decimal, str, str]], percent: Decimal
) -> None:
    rates = [Rate("11", percent, JANUARY), Rate("12", percent, JANUARY, population="NON")]
    bases = [base(str(amount), person, kind) for amount, person, kind in given]

    drawn = draw(rates, bases)

    owed = [share(one.amount, percent) for one in bases if one.kind == "11"]
    assert drawn.amount == sum(owed, Decimal()) == sum((line.amount for line in drawn.lines), Decimal())
    assert sum((line.total for line in drawn.lines), Decimal()) == sum(
        (one.amount for one in bases), Decimal()
    )
    assert drawn == draw(reversed(rates), list(reversed(bases)))
    assert all(line.amount == 0 for line in drawn.lines if line.why is not None)


@settings(deadline=None)
@given(AMOUNTS, PERCENTS)
def test_rounding_is_never_more_than_half_a_cent_and_symmetric(amount: Decimal, percent: Decimal) -> None:
    found = share(amount, percent)

    assert abs(found - amount * percent / 100) <= Decimal("0.005")
    assert share(-amount, percent) == -found


@pytest.mark.parametrize(
    ("sentence", "sent", "declared", "paid", "state"),
    [
        ("not sent yet, whatever was paid", False, "0", "98.62", State.TO_CALL),
        ("sent, nothing paid", True, "98.62", "0", State.CALLED),
        ("a part is paid", True, "98.62", "50", State.PARTLY_PAID),
        ("all is paid", True, "90", "98.62", State.PAID),
        ("more is paid than is called", True, "98.62", "98.63", State.DIFFERENCE),
        ("what the company declared is paid, and that is less", True, "90", "90", State.DIFFERENCE),
        ("nothing is declared and nothing is paid", True, "0", "0", State.CALLED),
    ],
)
def test_how_a_call_of_98_62_stands(
    sentence: str, sent: bool, declared: str, paid: str, state: State
) -> None:
    assert stands(sent, Decimal("98.62"), Decimal(declared), Decimal(paid)) is state, sentence


def test_only_what_waits_for_money_is_late_and_only_after_its_day() -> None:
    due, after = date(2025, 4, 30), date(2025, 5, 1)

    assert on_day(State.CALLED, due, due) is State.CALLED
    assert on_day(State.CALLED, due, after) is State.LATE
    assert on_day(State.PARTLY_PAID, due, after) is State.LATE
    assert on_day(State.CALLED, None, after) is State.CALLED
    for state in (State.TO_CALL, State.PAID, State.DIFFERENCE):
        assert on_day(state, due, after) is state


def test_a_quarter_is_called_after_its_last_month() -> None:
    assert period_of("monthly", FEBRUARY) == Period("2025M02", FEBRUARY, 1)
    assert period_of("quarterly", FEBRUARY) is None
    quarter = period_of("quarterly", MARCH)
    assert quarter == Period("2025T01", JANUARY, 3)
    assert (quarter.months, quarter.until) == ((JANUARY, FEBRUARY, MARCH), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("code", "first", "until"),
    [
        ("2025M12", "2025-12-01", "2025-12-31"),
        ("2025T04", "2025-10-01", "2025-12-31"),
        ("2024S01", "2024-01-01", "2024-06-30"),
        ("2025A00", "2025-01-01", "2025-12-31"),
    ],
)
def test_periods_of_payments_are_read_as_the_norm_writes_them(code: str, first: str, until: str) -> None:
    found = read_period(code)

    assert found is not None
    assert (found.first.isoformat(), found.until.isoformat()) == (first, until)


@pytest.mark.parametrize("code", ["", "2025E00", "2025M13", "2025M00", "2025T05", "2025A02", "25M01"])
def test_what_names_no_period_is_none(code: str) -> None:
    assert read_period(code) is None


def test_a_month_lies_in_its_quarter_and_a_quarter_in_no_month() -> None:
    month, quarter = read_period("2025M03"), read_period("2025T01")

    assert month is not None
    assert quarter is not None
    assert (quarter.holds(month), month.holds(quarter)) == (True, False)


def test_why_says_whether_somebody_must_look() -> None:
    assert {line.why for line in draw([rate("11", "1")], [base("1", kind="10")]).lines} == {Why.OUTSIDE}

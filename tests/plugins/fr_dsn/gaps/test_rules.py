"""What is missing of an establishment, told in sentences: facts in, gaps out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from plugins.fr_dsn.gaps.rules import Declared, Gap, Known, Place, Wanted, gaps_of
from plugins.fr_dsn.rules.facts.insured import Insured

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))
NOON_OF_16_MARCH = datetime(2026, 3, 16, 11, tzinfo=UTC)
"""Due for February by the 15th, which is a Sunday in 2026: noon in Paris of the next day."""
LUCIE, OLIVIER = "2850369123456", "1790769123457"


def contract(reference: str = "PREV-1", **more: Any) -> Insured:
    """Give a contract in order: 96 euros due and paid for three people."""
    values = {"organisation": "P0942", "due": 9_600, "paid": (("", 9_600),), "people": 3, "without": ()}
    return Insured(reference, **{**values, **more})


def place(*declared: Declared, **more: Any) -> Place:
    """Give an establishment that is expected from January 2026 on, whose declared months are accepted."""
    months = sorted(one.month for one in declared)
    values: dict[str, Any] = {
        "due_day": "15",
        "expected_from": JANUARY,
        "last_month": months[-1] if months else None,
        "states": dict.fromkeys(months, "accepted"),
    }
    return Place(**{**values, **more}, declared=declared)


def told(place: Place, now: datetime = NOON_OF_16_MARCH, **more: Any) -> list[tuple[str, int, str]]:
    """Give kind, month and subject of each gap."""
    return [(str(gap.kind), gap.month.month, gap.subject) for gap in gaps_of(place, Wanted(now, **more))]


def of_kind(kind: str, place: Place, now: datetime = NOON_OF_16_MARCH) -> list[Gap]:
    """Give the gaps of one kind."""
    return [gap for gap in gaps_of(place, Wanted(now)) if gap.kind == kind]


@pytest.mark.parametrize(
    ("sentence", "last", "state", "now", "missing"),
    [
        (
            "before noon of the due day nothing is missing",
            1,
            "",
            datetime(2026, 3, 16, 10, 59, tzinfo=UTC),
            [],
        ),
        ("from noon on February is missing", 1, "", NOON_OF_16_MARCH, [2]),
        ("what is deposited is not accepted yet", 1, "deposited", NOON_OF_16_MARCH, [2]),
        ("what is refused is missing", 1, "refused", NOON_OF_16_MARCH, [2]),
        ("what is accepted is there", 1, "accepted", NOON_OF_16_MARCH, []),
        ("each month that is due is missing for itself", 0, "", NOON_OF_16_MARCH, [1, 2]),
    ],
)
def test_month_missing(sentence: str, last: int, state: str, now: datetime, missing: list[int]) -> None:
    states = {date(2026, month, 1): "accepted" for month in range(1, last + 1)}
    if state:
        states[FEBRUARY] = state
    one = place(states=states, last_month=max(states, default=None))

    assert [gap.month.month for gap in of_kind("missing", one, now)] == missing, sentence


@pytest.mark.parametrize(
    ("sentence", "due_day", "now", "missing"),
    [
        (
            "with the 5th as due day a month is late ten days earlier",
            "5",
            datetime(2026, 3, 5, 11, tzinfo=UTC),
            1,
        ),
        ("with the 15th it is not", "15", datetime(2026, 3, 5, 11, tzinfo=UTC), 0),
        (
            "nobody is asked earlier while nobody has said the due day",
            "",
            datetime(2026, 3, 5, 11, tzinfo=UTC),
            0,
        ),
    ],
)
def test_due_day(sentence: str, due_day: str, now: datetime, missing: int) -> None:
    one = place(due_day=due_day, expected_from=FEBRUARY)

    assert len(of_kind("missing", one, now)) == missing, sentence


def test_nothing_is_missing_before_an_establishment_is_declared_for() -> None:
    assert told(place(expected_from=MARCH)) == []


def test_months_further_back_are_not_judged_any_more() -> None:
    one = place(expected_from=date(2024, 1, 1))

    months = [gap.month for gap in of_kind("missing", one)]

    assert months[0] == date(2025, 3, 1)
    assert len(months) == 12


@pytest.mark.parametrize(
    ("sentence", "last", "after", "silent"),
    [
        (
            "nothing for three due months is a silence that begins with the first",
            date(2025, 11, 1),
            3,
            ["2025-12"],
        ),
        ("two months are not three", date(2025, 12, 1), 3, []),
        ("where two are enough they are", date(2025, 12, 1), 2, ["2026-01"]),
        ("where it is not asked for nobody is silent", date(2025, 1, 1), 0, []),
        ("who never deposited is silent since she was expected", None, 3, ["2025-10"]),
        ("a silence of years has its first month still", date(2022, 6, 1), 3, ["2025-10"]),
    ],
)
def test_establishment_silent(sentence: str, last: date | None, after: int, silent: list[str]) -> None:
    one = place(expected_from=date(2025, 10, 1), last_month=last)

    found = gaps_of(one, Wanted(NOON_OF_16_MARCH, silent_after=after))

    assert [f"{gap.month:%Y-%m}" for gap in found if gap.kind == "silent"] == silent, sentence


def test_a_silence_stays_the_same_gap_while_it_lasts() -> None:
    one = place(last_month=date(2025, 10, 1), expected_from=date(2025, 1, 1))

    (now,) = of_kind("silent", one)
    (later,) = of_kind("silent", one, datetime(2026, 4, 20, tzinfo=UTC))

    assert (now.month, now.subject) == (later.month, later.subject)
    assert (now.facts["months"], later.facts["months"]) == (4, 5)


def test_a_person_who_is_affiliated_and_brings_nothing_is_one_gap_for_all_her_contracts() -> None:
    both = (contract("PREV-1", without=(LUCIE,)), contract("SANTE-2", without=(LUCIE, OLIVIER)))

    found = of_kind("no_contribution", place(Declared(JANUARY), Declared(FEBRUARY, both)))

    assert [(gap.subject, gap.facts["contracts"]) for gap in found] == [
        (OLIVIER, "SANTE-2"),
        (LUCIE, "PREV-1, SANTE-2"),
    ]


@pytest.mark.parametrize(
    ("sentence", "more", "count"),
    [
        ("contributions to a contract without anybody are a gap", {"people": 0}, 1),
        ("a payment for nobody is one too", {"people": 0, "due": 0}, 1),
        ("a contract that is only named is not", {"people": 0, "due": 0, "paid": ()}, 0),
        ("with people it is not", {"people": 1}, 0),
    ],
)
def test_contribution_without_person(sentence: str, more: dict[str, Any], count: int) -> None:
    found = of_kind("no_person", place(Declared(JANUARY, (contract(**more),))))

    assert len(found) == count, sentence


@pytest.mark.parametrize(
    ("sentence", "before", "known", "unknown"),
    [
        ("where nothing is known the first declaration says what there is", (), (), []),
        ("a contract that was declared before is known", ("NEW",), (), []),
        ("one that was not, beside others, is unknown", ("OLD",), (), ["NEW"]),
        ("one with terms is known", ("OLD",), (Known("NEW", JANUARY),), []),
        (
            "terms that ended before the month do not make it known",
            ("OLD",),
            (Known("NEW", JANUARY, JANUARY),),
            ["NEW"],
        ),
        ("terms of another contract show that it is unknown", (), (Known("OLD", JANUARY),), ["NEW"]),
        ("terms that begin in the month make it known", (), (Known("NEW", date(2026, 2, 28)),), []),
    ],
)
def test_contract_unknown(
    sentence: str, before: tuple[str, ...], known: tuple[Known, ...], unknown: list[str]
) -> None:
    past = Declared(JANUARY, tuple(contract(one) for one in before))

    found = of_kind("contract", place(past, Declared(FEBRUARY, (contract("NEW"),)), known=known))

    assert [gap.subject for gap in found if gap.month == FEBRUARY] == unknown, sentence


def paid(month: date, cents: int, period: str = "", due: int = 9_600) -> Declared:
    """Give a month in which something is paid, for a period or for the month itself."""
    return Declared(month, (contract(due=due, paid=((period, cents),) if cents else ()),))


@pytest.mark.parametrize(
    ("sentence", "declared", "different"),
    [
        ("what is due and paid in one file is in order", [paid(JANUARY, 9_600, "2026M01")], []),
        ("too little paid is a gap", [paid(JANUARY, 9_000, "2026M01")], [(1, 9_600, 9_000)]),
        ("too much paid is one", [paid(JANUARY, 10_000, "2026M01")], [(1, 9_600, 10_000)]),
        ("without a period it counts for its own month", [paid(JANUARY, 9_000)], [(1, 9_600, 9_000)]),
        ("an event has no months, so it counts for its own", [paid(JANUARY, 9_600, "2026E00")], []),
        (
            "what is paid a month later for the month before is paid",
            [
                paid(JANUARY, 0),
                Declared(FEBRUARY, (contract(paid=(("2026M01", 9_600), ("2026M02", 9_600))),)),
            ],
            [],
        ),
        (
            "a quarter is compared with its three months",
            [paid(JANUARY, 0), paid(FEBRUARY, 0), paid(MARCH, 28_800, "2026T01")],
            [],
        ),
        (
            "and differs once, in its last month",
            [paid(JANUARY, 0), paid(FEBRUARY, 0), paid(MARCH, 28_000, "2026T01")],
            [(3, 28_800, 28_000)],
        ),
        (
            "a quarter that is not over is not judged",
            [
                *(paid(month, 0) for month in (JANUARY, FEBRUARY)),
                paid(MARCH, 28_800, "2026T01"),
                paid(APRIL, 0),
            ],
            [],
        ),
        (
            "a quarter of which a month is missing is not judged",
            [paid(JANUARY, 0), paid(MARCH, 9_600, "2026T01")],
            [],
        ),
    ],
)
def test_payment_differs_from_what_is_due(
    sentence: str, declared: list[Declared], different: list[tuple[int, int, int]]
) -> None:
    found = of_kind("payment", place(*declared))

    assert [(gap.month.month, gap.facts["due"], gap.facts["paid"]) for gap in found] == different, sentence


@pytest.mark.parametrize(
    ("period", "months"),
    [("2025S02", 6), ("2025A00", 12), ("2025T04", 3)],
)
def test_half_years_and_years_are_compared_as_a_whole(period: str, months: int) -> None:
    first = 13 - months
    declared = [paid(date(2025, month, 1), 0) for month in range(first, 12)]
    whole = paid(date(2025, 12, 1), months * 9_600, period)

    short, since = paid(date(2025, 12, 1), 1, period), date(2025, first, 1)

    assert of_kind("payment", place(*declared, whole, expected_from=since)) == []
    assert len(of_kind("payment", place(*declared, short, expected_from=since))) == 1


def test_what_is_declared_in_order_has_no_gap_at_all() -> None:
    assert told(place(Declared(JANUARY, (contract(),)), Declared(FEBRUARY, (contract(),)))) == []

"""Until when something may take: days, working days with holidays, months, hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.base.calendar import Span, Unit, count, end_of_day, latest_start_before, said, span_of, text_of
from console.base.calendar.daysoff import is_day_off
from console.base.errors import BadArgument
from console.base.figures import style_of

ZURICH = "Europe/Zurich"
FRENCH = style_of("fr", "CH", ZURICH)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
REGIONS = st.sampled_from(["", "CH", "CH-VD", "CH-ZH", "BE", "FR"])


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Give any span in days or months that can be declared."""
    working = draw(st.booleans())
    unit = Unit.DAYS if working else draw(st.sampled_from([Unit.DAYS, Unit.MONTHS]))
    number = draw(st.integers(0, 70))
    return Span(
        number,
        unit,
        working=working,
        moves=draw(st.booleans()),
        month_end=not working and draw(st.booleans()),
        first_day=number > 0 and draw(st.booleans()),
        region=draw(REGIONS),
    )


def last_day(text: str, start: date) -> date:
    """Give the last day of a span that begins on a day in Switzerland."""
    return count(span_of(text), start, ZURICH, "CH").day


@pytest.mark.parametrize(
    ("text", "start", "last"),
    [
        ("P10D", date(2026, 3, 2), date(2026, 3, 12)),
        ("P10D first-day", date(2026, 3, 2), date(2026, 3, 11)),
        ("P2W", date(2026, 3, 2), date(2026, 3, 16)),
        ("P0D", date(2026, 3, 2), date(2026, 3, 2)),
        ("P5D working", date(2026, 3, 2), date(2026, 3, 9)),
        ("P5D working first-day", date(2026, 3, 2), date(2026, 3, 6)),
        ("P1D working", date(2026, 3, 7), date(2026, 3, 9)),
        ("P0D working", date(2026, 3, 7), date(2026, 3, 9)),
        ("P1M", date(2028, 1, 31), date(2028, 2, 29)),
        ("P1M", date(2027, 1, 31), date(2027, 2, 28)),
        ("P1Y", date(2028, 2, 29), date(2029, 2, 28)),
        ("P1M", date(2026, 12, 31), date(2027, 1, 31)),
        ("P1D", date(2026, 12, 31), date(2027, 1, 1)),
        ("P1D moves", date(2026, 12, 31), date(2027, 1, 4)),
        ("P1M month-end", date(2026, 1, 15), date(2026, 2, 28)),
        ("P0M month-end", date(2026, 2, 28), date(2026, 2, 28)),
        ("P5D moves", date(2026, 3, 2), date(2026, 3, 9)),
    ],
)
def test_a_span_ends_on_the_day_that_people_count(text: str, start: date, last: date) -> None:
    assert last_day(text, start) == last


def test_working_days_leave_out_the_holidays_of_the_canton_and_of_no_other() -> None:
    eve = date(
        2026, 12, 31
    )  # A Thursday: the second of January is a Saturday, but Monday's fast of Vaud is not.
    fast = date(2026, 9, 18)

    assert last_day("P1D working CH-VD", fast) == date(2026, 9, 22)
    assert last_day("P1D working CH-ZH", fast) == date(2026, 9, 21)
    assert last_day("P1D working", eve) == date(2027, 1, 4)


def test_hours_run_through_the_night_in_which_the_clock_is_changed() -> None:
    evening = datetime(2026, 10, 24, 18, tzinfo=ZoneInfo(ZURICH))

    end = count(span_of("PT24H"), evening, ZURICH)

    assert end.at.astimezone(ZoneInfo(ZURICH)) == datetime(2026, 10, 25, 17, tzinfo=ZoneInfo(ZURICH))
    assert end.at - evening == timedelta(hours=24)
    assert end.is_moment


def test_the_day_of_a_moment_is_the_day_where_the_institution_is() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)

    assert count(span_of("P1D"), late, ZURICH).day == date(2026, 3, 4)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_on_which_the_clock_is_changed_ends_at_midnight(day: date) -> None:
    end = end_of_day(day, ZURICH).astimezone(ZoneInfo(ZURICH))

    assert (end.date(), end.hour, end.minute) == (day + timedelta(days=1), 0, 0)


def test_the_steps_say_which_days_were_left_out_and_why() -> None:
    steps = [
        said(one, FRENCH) for one in count(span_of("P3D working CH-VD"), date(2026, 9, 17), ZURICH).steps
    ]

    assert steps == [
        "Counted from the day after 17.09.2026.",
        "Saturdays and Sundays are not counted: 2 of them.",
        "21.09.2026 is not counted: Lundi du Jeûne fédéral.",
        "The last day is 23.09.2026.",
    ]


def test_a_moved_day_names_the_holiday() -> None:
    steps = [said(one, FRENCH) for one in count(span_of("P1D moves CH"), date(2026, 12, 31), ZURICH).steps]

    assert steps[1] == "01.01.2027 is a holiday (Nouvel An): it moves to 04.01.2027."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10 days",
        "P10",
        "P10D weekly",
        "P1M working",
        "PT2H moves",
        "P0D first-day",
        "P10D CH BE",
        "P10D moves moves",
    ],
)
def test_a_text_that_says_nothing_clear_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadArgument):
        span_of(text)


@pytest.mark.parametrize("text", ["P3661D", "P9999M", "PT8785H"])
def test_a_span_nobody_lives_to_see_is_refused(text: str) -> None:
    with pytest.raises(BadArgument):
        span_of(text)


def test_holidays_of_an_unknown_region_are_refused_when_they_are_asked_for() -> None:
    with pytest.raises(BadArgument):
        last_day("P1D working CH-QQ", date(2026, 3, 2))


@given(spans())
def test_a_span_comes_back_from_its_text(span: Span) -> None:
    assert span_of(text_of(span)) == span


@given(spans(), DAYS)
def test_what_begins_a_day_later_never_ends_earlier(span: Span, day: date) -> None:
    assert count(span, day, ZURICH).day <= count(span, day + timedelta(days=1), ZURICH).day


@given(spans(), DAYS)
def test_what_moves_or_counts_working_days_never_ends_on_a_day_off(span: Span, day: date) -> None:
    last = count(span, day, ZURICH).day

    assert not (span.moves or span.working) or not is_day_off(last, span.region)


@given(spans(), DAYS)
def test_nothing_ends_before_it_begins(span: Span, day: date) -> None:
    assert count(span, day, ZURICH).day >= day - timedelta(days=3 if span.first_day else 0)


@given(spans(), DAYS)
def test_the_latest_start_before_a_day_is_the_latest(span: Span, last: date) -> None:
    start = latest_start_before(span, last, ZURICH)

    assert count(span, start, ZURICH).day < last <= count(span, start + timedelta(days=1), ZURICH).day

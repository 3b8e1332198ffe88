"""One clock for the whole console, in UTC, that a test can stop."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from console.base import clock


def test_the_present_moment_is_in_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_day_changes_at_the_institution_s_own_midnight() -> None:
    with clock.at(datetime(2026, 7, 31, 22, 30, tzinfo=UTC)):
        assert clock.today("Europe/Zurich") == date(2026, 8, 1)
        assert clock.today("Europe/London") == date(2026, 7, 31)


def test_a_stopped_clock_goes_on_after_the_block_even_after_an_error() -> None:
    east = timezone(timedelta(hours=2))
    with pytest.raises(ZeroDivisionError), clock.at(datetime(2020, 1, 1, 12, tzinfo=east)):
        assert clock.now() == datetime(2020, 1, 1, 10, tzinfo=UTC)
        raise ZeroDivisionError
    assert clock.now().year > 2020


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"), clock.at(datetime(2026, 1, 1)):
        pass

"""Days on which nobody works: Saturdays, Sundays, and the holidays of a country or of a part of it.

The holidays are those of the package `holidays`, whose lists follow each country's law; only public ones count, no half
days and no customs of a trade.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from console.base.errors import BadArgument
from console.base.sheets.phrases import N_, Phrase

SATURDAY = 5


def is_day_off(day: date, region: str) -> bool:
    """Say whether a day is no working day in a region (`CH`, `CH-VD`; empty knows no holidays)."""
    return day.weekday() >= SATURDAY or is_holiday(day, region)


def is_holiday(day: date, region: str) -> bool:
    """Say whether a day is a public holiday of a region. Raises `BadArgument` for a region nobody knows."""
    return bool(region) and day in _holidays(region, day.year, "")


def name_of_day_off(day: date, region: str, language: str) -> str:
    """Give the name of a holiday in a language, or in one of the country's where there is none in this one."""
    return _holidays(region, day.year, language).get(day, "")


def is_known_region(region: str) -> bool:
    """Say whether the holidays of a region are known."""
    try:
        _holidays(region, 2026, "")
    except BadArgument:
        return False
    return True


@lru_cache(maxsize=1_024)
def _holidays(region: str, year: int, language: str) -> Mapping[date, str]:
    # Imported here: it costs as much as the rest of the start's smaller packages together.
    from holidays import country_holidays

    country, _dash, part = region.partition("-")
    try:
        found = country_holidays(country, subdiv=part or None, years=year, language=language or None)
    except NotImplementedError as fault:
        text = N_(
            "The holidays of %(region)s are not known. Write a country such as CH, or a part such as CH-VD."
        )
        raise BadArgument(Phrase(text, {"region": region[:10]}), place="span") from fault
    return {day: name for day, name in found.items() if day.year == year}

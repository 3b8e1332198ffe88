"""Lengths of time as laws and contracts write them, and the day or moment at which they end."""

from console.base.calendar.counting import End, Step, count, end_of_day, latest_start_before, said
from console.base.calendar.daysoff import is_known_region, name_of_day_off
from console.base.calendar.spans import LONGEST, Span, Unit, span_of, text_of

__all__ = [
    "LONGEST",
    "End",
    "Span",
    "Step",
    "Unit",
    "count",
    "end_of_day",
    "is_known_region",
    "latest_start_before",
    "name_of_day_off",
    "said",
    "span_of",
    "text_of",
]

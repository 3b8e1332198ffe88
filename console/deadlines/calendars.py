"""A calendar file (RFC 5545) of what is late or coming. It says where a thing is found, and nothing of anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

PRODUCT = "-//Guichet//Deadlines//EN"
REFRESH = timedelta(hours=4)
"""How often a calendar program is asked to look again."""


@dataclass(frozen=True)
class Entry:
    """One line of a calendar."""

    uid: str
    """The same for the same thing and deadline, whatever else changes."""
    title: str
    text: str
    url: str
    day: date | None
    """The last day, as an entry of the whole day; or nothing, and `at` counts."""
    at: datetime


def calendar(title: str, entries: Sequence[Entry], today: date) -> bytes:
    """Give the file; equal entries on one day give equal bytes."""
    # Imported here: the start of the console does not wait for it.
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", title)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for one in entries:
        event = Event()
        event.add("uid", one.uid)
        event.add("dtstamp", datetime.combine(today, time(), UTC))
        event.add("summary", one.title)
        event.add("description", one.text)
        event.add("url", one.url)
        event.add("transp", "TRANSPARENT")
        if one.day is not None:
            event.add("dtstart", one.day)
            event.add("dtend", one.day + timedelta(days=1))
        else:
            event.add("dtstart", one.at.astimezone(UTC))
        made.add_component(event)
    content: bytes = made.to_ical()
    return content

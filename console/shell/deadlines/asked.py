"""What an address asks of the list of deadlines, checked."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from flask import g
from flask_babel import lazy_gettext as _l

from console.base import clock
from console.base.calendar import end_of_day
from console.base.errors import BadArgument
from console.deadlines.declarations import Kind, Place, Reader, Wanted
from console.deadlines.service import duties
from console.institutions.sessions import db
from console.parties.models import Company
from console.shell.crud.columns import ColumnFault
from console.shell.crud.listing import LONGEST, SIZES
from console.shell.deadlines.words import kind_title
from console.shell.mailbox.actors import theme_title
from console.shell.users.matrix import COMPANY

FILTERS = ("theme", "kind", "company", "when")
WHEN: Final[Mapping[str, Any]] = MappingProxyType(
    {"late": _l("Late"), "week": _l("This week"), "month": _l("Within 30 days")}
)


@dataclass(frozen=True)
class Asked:
    """What an address asks; `shown` are the filters at work, in words."""

    wanted: Wanted
    size: int
    after: Place | None
    shown: Mapping[str, str]


def asked_of(arguments: Mapping[str, str], reader: Reader, zone: str) -> Asked:
    """Check the arguments of an address; raises `BadArgument` that names the faulty one."""
    _refuse_unknown(arguments)
    typed = {name: arguments.get(name, "").strip() for name in FILTERS}
    kinds = kinds_of(reader)
    for name, allowed in (("theme", reader.themes), ("kind", map(str, kinds)), ("when", WHEN)):
        if typed[name] and typed[name] not in [*allowed]:
            raise BadArgument(_l("The list cannot be narrowed to this value."), place=name)
    size = arguments.get("size") or str(SIZES[0])
    if size not in map(str, SIZES):
        raise BadArgument(
            _l("A page can have %(sizes)s rows.", sizes=", ".join(map(str, SIZES))), place="size"
        )
    company = _company(typed["company"]) if reader.company is None else None
    words = {
        "theme": theme_title(typed["theme"]) if typed["theme"] else "",
        "kind": kind_title(Kind(typed["kind"]), by_staff=reader.company is None) if typed["kind"] else "",
        "company": COMPANY.show(company, g.style) if company else "",
        "when": str(WHEN[typed["when"]]) if typed["when"] else "",
    }
    wanted = Wanted(
        kinds=frozenset([Kind(typed["kind"])] if typed["kind"] else kinds),
        theme=typed["theme"],
        company=company.id if company else None,
        until=until(typed["when"], zone),
    )
    shown = {name: word for name, word in words.items() if word}
    return Asked(wanted, int(size), _place(arguments.get("after", "")), shown)


def kinds_of(reader: Reader) -> tuple[Kind, ...]:
    """Give the kinds of deadlines that this side can have."""
    of_duties = (Kind.DUTY,) if duties() else ()
    if reader.company is not None:
        return (Kind.REQUEST, Kind.ENDING, *of_duties)
    of_dispatches = (Kind.TECHNICAL, Kind.BUSINESS, Kind.PARKED) if reader.transmissions else ()
    return (Kind.ANSWER, Kind.REQUEST, Kind.DECISION, Kind.ENDING, *of_duties, *of_dispatches)


def until(when: str, zone: str) -> datetime | None:
    """Give the last moment of a choice of `WHEN`; the week ends on its Sunday."""
    today = clock.today(zone)
    if when == "late":
        return clock.now()
    if when == "week":
        return end_of_day(today + timedelta(days=6 - today.weekday()), zone)
    return end_of_day(today + timedelta(days=30), zone) if when == "month" else None


def place_text(place: Place) -> str:
    """Give a place of the list as it stands in an address."""
    plain = json.dumps([place.due.isoformat(), place.kind, place.since.isoformat(), place.key])
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _place(text: str) -> Place | None:
    if not text:
        return None
    try:
        due, kind, since, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        found = Place(datetime.fromisoformat(due), Kind(kind), datetime.fromisoformat(since), key)
        if not found.due.tzinfo or not found.since.tzinfo or type(key) is not int or not 0 <= key < 2**31:
            raise TypeError(key)
        # Near the ends of the calendar a change of zone would leave it.
        if not (1900 < found.due.year < 9000 and 1900 < found.since.year < 9000):
            raise ValueError(due)
    except (ValueError, TypeError, binascii.Error) as fault:
        raise BadArgument(
            _l("This page of the list cannot be found. Start again from its first page."), place="after"
        ) from fault
    return found


def _refuse_unknown(arguments: Mapping[str, str]) -> None:
    for name, value in arguments.items():
        if name not in (*FILTERS, "size", "after"):
            raise BadArgument(
                _l("This list does not know the argument %(name)s.", name=name[:40]), place=name
            )
        if len(value) > LONGEST:
            raise BadArgument(_l("The argument %(name)s is too long.", name=name), place=name)


def _company(typed: str) -> Company | None:
    if not typed:
        return None
    try:
        found: Company = COMPANY.read(typed, g.style, db.session())
    except ColumnFault as fault:
        raise BadArgument(fault.text, place="company") from fault
    return found

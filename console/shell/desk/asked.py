"""What an address asks of the work queue, checked, and the rows it gives."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from console.base import clock
from console.base.errors import BadArgument
from console.desk.keeping import Option
from console.institutions.queries import Tenant
from console.institutions.sessions import db
from console.mailbox import queries
from console.mailbox.queries import Place, Row, Wanted
from console.mailbox.service import Actor
from console.parties.models import Company
from console.shell.crud.columns import ColumnFault
from console.shell.crud.listing import LONGEST, SIZES
from console.shell.desk.people import Colleague
from console.shell.mailbox.actors import theme_title, type_title
from console.shell.users.matrix import COMPANY

ME, NOBODY = "me", "nobody"
FILTERS = ("theme", "type", "company", "person", "age", "assignee", "late")
MOST_DAYS = 3650


@dataclass(frozen=True)
class Asked:
    """What an address asks of the queue; `shown` are the filters at work, in words."""

    theme: str
    type: str
    company: Company | None
    person: str
    days: int | None
    """Waiting longer than so many days."""
    assignee: str
    late: bool
    size: int
    after: Place | None
    shown: Mapping[str, str]


def number_of(typed: str) -> str:
    """Give a person's official number as it is stored: of digits alone, without dots, spaces and dashes."""
    bare = typed.translate(str.maketrans("", "", " .-\u00a0"))
    return bare if bare.isascii() and bare.isdecimal() else typed.strip()


def asked_of(arguments: Mapping[str, str], actor: Actor, people: Collection[Colleague]) -> Asked:
    """Check the arguments of an address; raises `BadArgument` that names the faulty one."""
    _refuse_unknown(arguments)
    typed = {name: arguments.get(name, "").strip() for name in FILTERS}
    who = {ME: _("me"), NOBODY: _("nobody"), **{str(one.id): one.name for one in people}}
    for name, allowed in (("theme", actor.themes), ("assignee", who), ("late", ("yes",))):
        if typed[name] and typed[name] not in allowed:
            raise BadArgument(_l("The list cannot be narrowed to this value."), place=name)
    company, days = _company(typed["company"]), _days(typed["age"])
    size = arguments.get("size") or str(SIZES[0])
    if size not in map(str, SIZES):
        raise BadArgument(
            _l("A page can have %(sizes)s rows.", sizes=", ".join(map(str, SIZES))), place="size"
        )
    words = {
        "theme": theme_title(typed["theme"]) if typed["theme"] else "",
        "type": type_title(typed["type"]) if typed["type"] else "",
        "company": COMPANY.show(company, g.style) if company else "",
        "person": typed["person"],
        "age": typed["age"],
        "assignee": who.get(typed["assignee"], ""),
        "late": _("yes") if typed["late"] else "",
    }
    return Asked(
        typed["theme"],
        typed["type"],
        company,
        number_of(typed["person"]),
        days,
        typed["assignee"],
        bool(typed["late"]),
        int(size),
        _place(arguments.get("after", "")),
        {name: word for name, word in words.items() if word},
    )


def rows_of(
    session: Session,
    actor: Actor,
    asked: Asked,
    tenant: Tenant,
    mine: Sequence[int],
    options: Mapping[str, Option],
) -> tuple[list[Row], Place | None]:
    """Give a page of the queue, the longest waiting first, and the place after it where there is more."""
    wanted = list(_late(asked, _held(asked, mine), tenant, options, actor))
    found = merged(session, actor, wanted, asked.after, asked.size + 1)
    more = len(found) > asked.size
    found = found[: asked.size]
    return found, found[-1].place if more else None


def merged(
    session: Session, actor: Actor, wanted: Collection[Wanted], after: Place | None, size: int
) -> list[Row]:
    """Give the longest waiting of several queues that have no row in common."""
    found = [row for one in wanted for row in queries.queue(session, actor, one, after=after, size=size)]
    found.sort(key=lambda row: (row.moment, row.id))
    return found[:size]


def place_text(place: Place) -> str:
    """Give a place of the queue as it stands in an address."""
    plain = json.dumps([place.moment.isoformat(), place.key])
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _held(asked: Asked, mine: Sequence[int]) -> list[Wanted]:
    """Give what is wanted, apart for each person whose work is meant."""
    base = Wanted(
        theme=asked.theme,
        type=asked.type,
        company=asked.company.id if asked.company else None,
        person_number=asked.person,
        before=clock.now() - timedelta(days=asked.days) if asked.days is not None else None,
    )
    if asked.assignee == NOBODY:
        return [replace(base, unassigned=True)]
    if asked.assignee:
        whose = mine if asked.assignee == ME else (int(asked.assignee),)
        return [replace(base, assigned_to=key) for key in whose]
    return [base]


def _late(
    asked: Asked, wanted: list[Wanted], tenant: Tenant, options: Mapping[str, Option], actor: Actor
) -> Iterator[Wanted]:
    """Narrow to what is past its promise, which each theme has for itself."""
    if not asked.late:
        yield from wanted
        return
    today = clock.today(tenant.zone)
    for theme, option in options.items():
        if option.promise is None or theme not in actor.themes or asked.theme not in ("", theme):
            continue
        limit = option.promise.late_before(today, tenant.zone)
        for one in wanted:
            yield replace(one, theme=theme, before=min(limit, one.before or limit))


def _refuse_unknown(arguments: Mapping[str, str]) -> None:
    for name, value in arguments.items():
        if name not in (*FILTERS, "size", "after", "picked"):
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


def _days(typed: str) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 6 and int(typed) <= MOST_DAYS):
        raise BadArgument(_l("Type a number of days, such as 10."), place="age")
    return int(typed)


def _place(text: str) -> Place | None:
    if not text:
        return None
    try:
        moment, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        found = Place(datetime.fromisoformat(moment), key)
        if found.moment.tzinfo is None or type(key) is not int or not 0 <= key < 2**31:
            raise TypeError(key)
    except (ValueError, TypeError, binascii.Error) as fault:
        raise BadArgument(
            _l("This page of the list cannot be found. Start again from its first page."), place="after"
        ) from fault
    return found

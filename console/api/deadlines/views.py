"""What is due, as the page of deadlines has it: messages and dossiers with a last day, the earliest first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from flask import g, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.api import actors, cursors
from console.base.calendar import end_of_day
from console.base.errors import BadArgument
from console.deadlines.declarations import OF_DOSSIERS, OF_MESSAGES
from console.deadlines.service import Due, Kind, Place, Reader, Wanted, clocks_of, late_and_coming
from console.institutions.sessions import db
from console.parties.models import Company

MESSAGE, DOSSIER = "message", "dossier"
KINDS: Final = (*OF_MESSAGES, *OF_DOSSIERS)
AHEAD = timedelta(days=30)
"""How far it is looked ahead when nothing is said."""
FIRST, LAST = date(1970, 1, 1), date(2199, 12, 31)
"""Between these days deadlines are asked for: further away no holidays are known."""
CURSOR = f"^[0-9]{{1,16}}_({'|'.join(KINDS)})_[0-9]{{1,16}}_[0-9]{{1,9}}$"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def listed() -> ResponseReturnValue:
    """Give a page of what is late or comes due, the earliest first."""
    session, who, asked = db.session(), actors.reader(), g.arguments
    clocks = clocks_of(session)
    wanted = Wanted(frozenset(KINDS), until=end_of_day(_until(asked), clocks.zone))
    reader = Reader(who.company, actors.theme_named(asked, who))
    size, after = cursors.size_of(asked), _place(asked.get("after"))
    page = late_and_coming(session, reader, wanted, after=after, size=size, clocks=clocks)
    numbers = _numbers(session, {row.company for row in page.rows if row.company is not None})
    items = [_told(row, numbers, g.reach.day) for row in page.rows]
    return jsonify(items=items, next=_token(page.after) if page.after else None)


def _until(asked: Mapping[str, str]) -> date:
    until = cursors.day_of(asked, "until") or g.reach.day + AHEAD
    if not FIRST <= until <= LAST:
        raise BadArgument(
            _l("The argument %(name)s is too far away from today.", name="until"), place="until"
        )
    return until


def _numbers(session: Session, companies: Collection[int]) -> Mapping[int, str]:
    """Give the institution's numbers of companies."""
    asked = select(Company.id, Company.number).where(Company.id.in_(companies))
    return dict(session.execute(asked).all())


def _told(row: Due, numbers: Mapping[int, str], today: date) -> dict[str, Any]:
    day = row.day or today
    return {
        "what": MESSAGE if row.kind in OF_MESSAGES else DOSSIER,
        "kind": row.kind,
        "reference": row.reference,
        "theme": row.theme,
        "company": numbers.get(row.company or 0, ""),
        "due": day.isoformat(),
        "is_late": day < today,
    }


def _token(place: Place) -> str:
    due, since = ((moment - _EPOCH) // _MICROSECOND for moment in (place.due, place.since))
    return f"{due}_{place.kind}_{since}_{place.key}"


def _place(text: str | None) -> Place | None:
    if text is None:
        return None
    if not re.fullmatch(CURSOR, text):
        raise BadArgument(cursors.LOST, place="after")
    due, kind, since, key = text.split("_")
    return Place(_moment(due), Kind(kind), _moment(since), int(key))


def _moment(microseconds: str) -> datetime:
    return _EPOCH + timedelta(microseconds=int(microseconds))

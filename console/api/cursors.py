"""Where a page of a list goes on: written as what the next one asks for with `after`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from console.api.schemas import Schema
from console.base.errors import BadArgument

MOST = 100
USUAL = 25
"""Rows in a page: at most, and when nothing is asked."""
KEY: Final[Schema] = {"type": "string", "pattern": "^[0-9]{1,9}$"}
"""The cursor of a list in the order of its keys."""
PLACE: Final[Schema] = {"type": "string", "pattern": "^[0-9]{1,16}-[0-9]{1,9}$"}
"""The cursor of a list in the order of moments."""
LOST: Final = _l("This page of the list cannot be found. Start again from its first page.")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parameters(cursor: Schema) -> tuple[Schema, Schema]:
    """Give how the document describes the arguments of every list."""
    return (
        argument("size", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
        argument("after", {**cursor, "description": "`next` of the page before."}),
    )


def argument(name: str, schema: Schema) -> Schema:
    """Give how the document describes one argument."""
    return {"name": name, "in": "query", "schema": schema}


def size_of(arguments: Mapping[str, str]) -> int:
    """Give how many rows a page shall have; raises `BadArgument`."""
    text = arguments.get("size", str(USUAL))
    if not (text.isascii() and text.isdecimal() and len(text) <= 3 and 1 <= int(text) <= MOST):
        raise BadArgument(_l("A page has 1 to %(most)s rows.", most=MOST), place="size")
    return int(text)


def key_of(arguments: Mapping[str, str]) -> int:
    """Give the key after which a list goes on, 0 at its beginning; raises `BadArgument`."""
    text = arguments.get("after", "0")
    if not re.fullmatch(KEY["pattern"], text):
        raise BadArgument(LOST, place="after")
    return int(text)


def place_of(arguments: Mapping[str, str]) -> tuple[datetime, int] | None:
    """Give the moment and key after which a list goes on; raises `BadArgument`."""
    text = arguments.get("after")
    if text is None:
        return None
    if not re.fullmatch(PLACE["pattern"], text):
        raise BadArgument(LOST, place="after")
    microseconds, _dash, key = text.partition("-")
    return _EPOCH + timedelta(microseconds=int(microseconds)), int(key)


def place_token(moment: datetime, key: int) -> str:
    """Write a place: microseconds since 1970, and the key."""
    return f"{(moment - _EPOCH) // timedelta(microseconds=1)}-{key}"


def moment_of(arguments: Mapping[str, str], name: str) -> datetime | None:
    """Give the moment of an argument, with its zone as RFC 3339 has it; raises `BadArgument`."""
    text = arguments.get(name)
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo and len(text) > len("2026-01-01") else _no_moment(name)
    except (ValueError, OverflowError):
        return _no_moment(name)


def day_of(arguments: Mapping[str, str], name: str) -> date | None:
    """Give the day of an argument; raises `BadArgument`."""
    text = arguments.get(name)
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise BadArgument(
            _l("The argument %(name)s is no day like 2026-03-31.", name=name), place=name
        ) from None


def choice_of(arguments: Mapping[str, str], name: str, choices: Sequence[str], usual: str) -> str:
    """Give the argument that is one of these words; raises `BadArgument`."""
    found = arguments.get(name, usual)
    if found not in choices:
        raise BadArgument(
            _l(
                "The argument %(name)s takes one of these: %(choices)s.",
                name=name,
                choices=", ".join(choices),
            ),
            place=name,
        )
    return found


def cut(rows: Sequence[Any], size: int) -> tuple[Sequence[Any], Any | None]:
    """Give the rows of a page out of one more than it holds, and its last one when another page follows."""
    page = rows[:size]
    return page, page[-1] if len(rows) > size else None


def told_moment(moment: datetime | None) -> str | None:
    """Write a moment as RFC 3339 has it, in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment is not None else None


def told_day(day: date | None) -> str | None:
    """Write a day as RFC 3339 has it."""
    return day.isoformat() if day is not None else None


def _no_moment(name: str) -> datetime:
    raise BadArgument(
        _l("The argument %(name)s is no moment like 2026-03-31T08:00:00Z.", name=name), place=name
    )

"""What a core system sends: objects, lists of rows, rows line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import request
from flask_babel import lazy_gettext as _l

from console.api import bodies
from console.api.errors import Faulty
from console.base.errors import BadArgument
from console.shell import service as shell
from console.shell.service import RowFault

PIECE: Final = 20
"""Rows that are committed together."""
LINES: Final = "application/x-ndjson"


@dataclass(frozen=True)
class Members:
    """The members of an object, read one by one; each fault names its member. Raises `Faulty`."""

    given: Mapping[str, Any]
    at: str = ""

    def only(self, *known: str) -> Members:
        """Refuse members that nobody reads."""
        for key in self.given:
            if key not in known:
                raise self.fault(key[:60], "unknown_member", _l("There is no such member here. Remove it."))
        return self

    def text(self, key: str, most: int, *, needed: bool = False) -> str:
        """Give a text of at most `most` characters; empty without it."""
        found = self.given.get(key)
        if found is None or found == "":
            if needed:
                raise self.fault(key, "required", _l("Fill in this field."))
            return ""
        if not isinstance(found, str):
            raise self.fault(key, "not_text", _l("Send this as a text."))
        if len(found) > most:
            raise self.fault(
                key, "too_long", _l("Shorten this text: at most %(longest)s characters.", longest=most)
            )
        if not all(sign.isprintable() or sign in "\n\r\t" for sign in found):
            text = _l("This contains a sign that cannot be stored. Type it again.")
            raise self.fault(key, "hidden_signs", text)
        return found.strip()

    def choice(self, key: str, *allowed: str) -> str:
        """Give one of these words."""
        found = self.given.get(key)
        if found not in allowed:
            text = _l("Send one of: %(codes)s.", codes=", ".join(allowed))
            raise self.fault(key, "choice", text)
        return str(found)

    def day(self, key: str) -> date | None:
        """Give a day in ISO form."""
        found = self.given.get(key)
        if found is None:
            return None
        try:
            if not isinstance(found, str) or len(found) != len("2026-03-01"):
                raise ValueError(found)
            return date.fromisoformat(found)
        except ValueError:
            text = _l("Send the day as year, month and day: 2026-03-01.")
            raise self.fault(key, "day", text) from None

    def truth(self, key: str) -> bool:
        """Give yes or no; no without it."""
        found = self.given.get(key, False)
        if not isinstance(found, bool):
            raise self.fault(key, "not_yes_no", _l("Send true or false."))
        return found

    def named_values(self, key: str) -> Mapping[str, Any]:
        """Give an object; an empty one without it."""
        found = self.given.get(key, {})
        if not isinstance(found, Mapping):
            raise self.fault(key, "not_an_object", _l("Send several named values here."))
        return found

    def objects(self, key: str, most: int) -> Iterator[Members]:
        """Give the objects of a list, none without it."""
        found = self.given.get(key, [])
        if (
            not isinstance(found, list)
            or len(found) > most
            or not all(isinstance(one, dict) for one in found)
        ):
            text = _l("Send a list of at most %(most)s objects here.", most=most)
            raise self.fault(key, "not_a_list", text)
        yield from (Members(one, f"{self.at}{key}.{number}.") for number, one in enumerate(found))

    def fault(self, key: str, code: str, text: object) -> Faulty:
        """Give the refusal of a member."""
        return faulty([RowFault(f"{self.at}{key}", code, str(text))])


def faulty(faults: Sequence[RowFault]) -> Faulty:
    """Give the refusal of a body with everything that is wrong in it."""
    return Faulty(
        _l("What you sent is not right: see the faults. Nothing was written."),
        members={"faults": told(faults)},
    )


def told(faults: Sequence[RowFault]) -> list[dict[str, str]]:
    """Give faults as JSON."""
    return [{"place": one.place, "code": one.code, "text": one.text} for one in faults]


def rows(most: int) -> list[Any]:
    """Give the rows of a body: a JSON array, or one row on each line, where a line that is no JSON is `None`."""
    found: Any
    if request.mimetype == LINES:
        found = [_line(one) for one in request.get_data(cache=True).splitlines() if one.strip()]
    else:
        found = bodies.parsed()
    if not isinstance(found, list) or not 1 <= len(found) <= most:
        raise BadArgument(_l("Send a list of 1 to %(most)s rows.", most=most))
    return found


def in_pieces(rows: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """Give rows with their numbers, and commit what was written after every few of them.

    On SQLite nobody else writes meanwhile. Sent again after a fault, what is there already is not written anew.
    """
    for number, row in enumerate(rows):
        if number and number % PIECE == 0:
            shell.settle(commit=True)
        yield number, row


def _line(line: bytes) -> Any:
    try:
        return json.loads(line, parse_constant=bodies.no_json)
    except (ValueError, RecursionError):
        return None

"""What is refused before any page looks at it: text that no database can store, numbers that no row has.

A page may then trust that each value is text without NUL, was readable as UTF-8, and that a row number fits its column.
Names of files are made harmless where files are kept: a bad one must not cost what was typed beside it.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, abort, request
from flask_babel import lazy_gettext as _l
from werkzeug.routing import IntegerConverter, Map

from console.base.errors import BadArgument

LARGEST_ROW = 2**31 - 1
LONGEST_HEADER = 8 * 1024
LONGEST_ADDRESS = 4 * 1024
_UNREADABLE = ("\0", "\ufffd")
"""NUL, and what Werkzeug puts where bytes were not UTF-8."""


class RowNumber(IntegerConverter):
    """A number in an address; a larger one than any row can have is an unknown address."""

    def __init__(
        self,
        map: Map,
        fixed_digits: int = 0,
        min: int | None = None,
        max: int = LARGEST_ROW,
        signed: bool = False,
    ) -> None:
        super().__init__(map, fixed_digits, min, max, signed)


def install(app: Flask) -> None:
    """Refuse what is too long in the head of a request, and unreadable text in its path, arguments and form."""

    @app.before_request
    def refuse_too_long() -> None:
        if any(len(value) > LONGEST_HEADER for _, value in request.headers):
            abort(431)
        if len(request.full_path) > LONGEST_ADDRESS:
            abort(414)

    @app.before_request
    def refuse_unreadable() -> None:
        if not all(_readable(text) for text in _texts()):
            raise BadArgument(_l("The address or the form holds characters that cannot be stored."))


def _texts() -> Iterable[str]:
    yield request.path
    for values in (request.args, request.form):
        for name, value in values.items(multi=True):
            yield name
            yield value


def _readable(text: str) -> bool:
    return not any(sign in text for sign in _UNREADABLE)

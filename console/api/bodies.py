"""What a request brings: its arguments, the media types it takes and sends, its body as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NoReturn

from flask import abort, request
from flask_babel import lazy_gettext as _l

from console.api.errors import Faulty, NotAcceptable, WrongMediaType
from console.base.errors import BadArgument

LARGEST = 1024 * 1024
"""Bytes of a body in JSON."""
LONGEST = 200
"""Characters of an argument."""
JSON = "application/json"


def declared(query: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Give the arguments of the address as far as they are declared; raises `BadArgument` as `arguments` does.

    So it does for one that is missing though it is required, and one that is not written as declared.
    """
    given = arguments([one["name"] for one in query])
    for one in query:
        name, pattern = one["name"], one["schema"].get("pattern", "")
        if one.get("required") and name not in given:
            raise BadArgument(_l("The argument %(name)s is missing.", name=name), place=name)
        if pattern and name in given and not fits(pattern, given[name]):
            raise BadArgument(
                _l("The argument %(name)s is not written as it should be.", name=name), place=name
            )
    return given


def fits(pattern: str, text: str) -> bool:
    """Say whether a text fits a pattern of JSON Schema.

    These are of ECMA-262: `\\d` means the ten digits of ASCII, and `$` no line before the last one.
    """
    whole = f"{pattern[:-1]}\\Z" if pattern.endswith("$") and not pattern.endswith("\\$") else pattern
    return re.search(whole, text, re.ASCII) is not None


def arguments(known: Collection[str]) -> dict[str, str]:
    """Give the arguments of the address; raises `BadArgument` for unknown, doubled, empty and endless ones."""
    for name, values in request.args.lists():
        if name not in known:
            raise BadArgument(
                _l("This list does not know the argument %(name)s.", name=name[:40]), place=name
            )
        if len(values) > 1:
            raise BadArgument(_l("Give the argument %(name)s only once.", name=name), place=name)
        if not values[0] or len(values[0]) > LONGEST or "\0" in values[0]:
            raise BadArgument(
                _l("The argument %(name)s must have 1 to %(most)s characters.", name=name, most=LONGEST),
                place=name,
            )
    return request.args.to_dict()


def acceptable(offered: Sequence[str]) -> None:
    """Raise `NotAcceptable` when the caller takes none of the media types in which it is answered."""
    if "Accept" in request.headers and request.accept_mimetypes.best_match(offered) is None:
        raise NotAcceptable(
            _l("This address answers as %(types)s: name it in the header Accept.", types=", ".join(offered))
        )


def small_enough(most: int) -> None:
    """Raise 413 for a body of more than `most` bytes, before it is read where its length is told."""
    if (request.content_length or 0) > most or len(request.get_data(cache=True)) > most:
        abort(413)


def readable(wanted: str, other: str = "") -> None:
    """Raise `WrongMediaType` for a body of another media type than the one that is wanted, or the `other` one."""
    if request.mimetype not in filter(None, (wanted, other)):
        raise WrongMediaType(
            _l("Send the body as %(type)s, and say so in the header Content-Type.", type=wanted)
        )


def parsed() -> Any:
    """Give what was sent as JSON; raises `BadArgument` with the line and column of what is none."""
    try:
        return json.loads(request.get_data(cache=True), parse_constant=no_json)
    except json.JSONDecodeError as fault:
        raise BadArgument(
            _l(
                "The body is no JSON: look at line %(line)s, column %(column)s.",
                line=fault.lineno,
                column=fault.colno,
            ),
            place=f"{fault.lineno}:{fault.colno}",
        ) from None
    except (ValueError, RecursionError):
        raise BadArgument(_l("The body is no JSON that can be read.")) from None


def an_object() -> dict[str, Any]:
    """Give the object that was sent; raises `BadArgument` as `parsed` does, `Faulty` for text that nobody can store."""
    found = parsed()
    if not isinstance(found, dict):
        raise BadArgument(_l("Send the body as one JSON object."))
    if (place := unstorable(found)) is not None:
        text = _l("This text holds characters that cannot be stored: NUL, or half of a pair.")
        fault = {"place": place[:200], "code": "value", "text": str(text)}
        raise Faulty(text, members={"faults": [fault], "fault_count": 1})
    return found


def unstorable(found: Any) -> str | None:
    """Give the place of the first text that no database keeps, NUL or half characters in it; nothing for none.

    JSON writes both as escapes (`\\u0000`, `\\ud800`), so that a body of sound UTF-8 can hold them. Names are looked
    at as values are. Nothing is called for each level: the body may be as deep as its parser lets it.
    """
    waiting = [("", found)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, str) and not _is_storable(value):
            return place
        within: Iterable[tuple[Any, Any]] = ()
        if isinstance(value, dict):
            if not all(map(_is_storable, value)):
                return place
            within = value.items()
        elif isinstance(value, list):
            within = enumerate(value)
        waiting += [(f"{place}.{name}" if place else str(name), one) for name, one in within]
    return None


def _is_storable(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def members(**wanted: type) -> dict[str, Any]:
    """Give the object that was sent with exactly these members of these types; raises `BadArgument` that names one."""
    found = an_object()
    for name in found:
        if name not in wanted:
            raise BadArgument(
                _l("The body has an unknown member: %(name)s.", name=name[:40]), place=name[:40]
            )
    for name, kind in wanted.items():
        if not isinstance(found.get(name), kind):
            raise BadArgument(
                _l("The member %(name)s is missing, or of another type.", name=name), place=name
            )
    return found


def no_json(constant: str) -> NoReturn:
    """Refuse what Python reads and JSON does not know: NaN and the infinities."""
    raise ValueError(constant)

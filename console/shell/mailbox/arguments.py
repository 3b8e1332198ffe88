"""What the address of a folder asks for, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask_babel import lazy_gettext as _l

from console.base.errors import BadArgument
from console.mailbox.queries import Place, Wanted
from console.mailbox.states import Actor

KNOWN = ("theme", "type", "person", "after", "before")
LONGEST = 121
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r"(\d{1,17})-(\d{1,10})", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to, and where it goes on or went on from."""

    wanted: Wanted
    after: Place | None = None
    before: Place | None = None


def asked_of(arguments: Mapping[str, str], actor: Actor) -> Asked:
    """Check the arguments of an address; raises `BadArgument` that names the faulty one."""
    for name, value in arguments.items():
        if name not in KNOWN:
            raise BadArgument(
                _l("This list does not know the argument %(name)s.", name=name[:40]), place=name
            )
        if len(value) > LONGEST or not value.isprintable():
            raise BadArgument(_l("The argument %(name)s is too long.", name=name), place=name)
    theme = arguments.get("theme", "")
    if theme and theme not in actor.themes:
        raise BadArgument(_l("You do not work in this theme."), place="theme")
    wanted = Wanted(
        theme=theme,
        type=arguments.get("type", ""),
        person_number="".join(sign for sign in arguments.get("person", "") if sign.isalnum()),
    )
    return Asked(wanted, _place(arguments, "after"), _place(arguments, "before"))


def token_of(place: Place) -> str:
    """Give a place as it stands in an address: microseconds since 1970, and the key."""
    return f"{(place.moment - _EPOCH) // timedelta(microseconds=1)}-{place.key}"


def _place(arguments: Mapping[str, str], name: str) -> Place | None:
    text = arguments.get(name)
    if not text:
        return None
    found = _PLACE.fullmatch(text)
    if found is None or int(found[2]) >= 2**31:
        raise BadArgument(
            _l("This page of the list cannot be found. Start again from its first page."), place=name
        )
    return Place(_EPOCH + timedelta(microseconds=int(found[1])), int(found[2]))

"""Stored files that a payload names: read at each attempt, so that the outbox never holds their bytes."""

from __future__ import annotations

from dataclasses import dataclass, field

from console.base.errors import BadArgument, ConsoleError
from console.dispatch.declarations import Letter
from console.documents import service as documents
from console.institutions.scope import Scope
from console.institutions.sessions import acting


@dataclass(frozen=True)
class Enclosed:
    """A file with its bytes."""

    name: str
    media_type: str
    sha256: str
    content: bytes = field(repr=False)


def enclosed(letter: Letter, reference: str) -> Enclosed:
    """Give a stored file of the letter's institution; raises `BadArgument` for one that cannot be read."""
    try:
        with acting(Scope((letter.institution,), purpose="dispatch")) as session:
            file = documents.find(session, reference)
            with documents.content_of(file) as stream:
                return Enclosed(file.name, file.media_type, file.sha256, stream.read())
    except ConsoleError as fault:
        raise BadArgument(fault.text) from fault

"""Reads bytes on the fast path and line by line, and gives what each of them told."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from plugins.fr_dsn.formats import careful
from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.formats.reading import Closing, Judge, Outcome, Profile, Sending, Silent, read
from plugins.fr_dsn.rules.controls.declaring import Frame


class Telling(Silent):
    """Keeps all it is told, in a form that can be compared."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.findings: list[tuple[Found, int | None]] = []

    def begun(self, sending: Sending) -> None:
        """Keep the envelope."""
        self.told.append(("begun", sending.norm, *blocks_of(sending.group)))

    def head(self, frame: Frame, group: Group) -> None:
        """Keep a head."""
        self.told.append(
            ("head", frame.nature, frame.type, frame.month, frame.siren, frame.nic, *blocks_of(group))
        )

    def person(self, frame: Frame, group: Group) -> None:
        """Keep a person."""
        self.told.append(("person", frame.nature, *blocks_of(group)))

    def tail(self, frame: Frame, group: Group) -> None:
        """Keep a tail."""
        self.told.append(("tail", *blocks_of(group)))

    def declared(self, frame: Frame, closing: Closing) -> None:
        """Keep the end of a declaration."""
        self.told.append(("declared", closing))

    def ended(self, records: int) -> None:
        """Keep the end of a sending."""
        self.told.append(("ended", records))

    def found(self, finding: Found, declaration: int | None) -> None:
        """Keep a finding."""
        self.findings.append((finding, declaration))


def blocks_of(group: Group) -> Iterator[tuple[str, int, int, tuple[tuple[str, str | None, int], ...]]]:
    """Give the blocks of a group with parent, line, and each rubric with its value and line."""
    for at, plan in enumerate(group.plans):
        rubrics = tuple((number, group.value(at, number), group.line(at, number)) for number in plan.numbers)
        yield plan.block, group.parents[at], group.line(at), rubrics


def told_of(
    data: bytes,
    profile: Profile = "file",
    judge: Judge | None = None,
    *,
    slowly: bool = False,
    values: bool = True,
) -> tuple[Telling, Outcome]:
    """Read bytes; `slowly`: with the careful path alone."""
    sink = Telling()
    with _without_fast_path() if slowly else _as_it_is():
        outcome = read(io.BytesIO(data), profile, sink, judge, values=values)
    return sink, outcome


@contextmanager
def _without_fast_path() -> Iterator[None]:
    with patch.object(careful.Careful, "persons_follow", lambda self: None):
        yield


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield

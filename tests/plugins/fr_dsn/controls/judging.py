"""What the checker says of a file given as text."""

from __future__ import annotations

import io

from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.formats.reading import Profile, Silent, read
from plugins.fr_dsn.rules.controls.engine import Judge
from plugins.fr_dsn.rules.lists.codes import NONE, Known
from plugins.fr_dsn.rules.lists.judging import ListJudge


class _Findings(Silent):
    """Keeps what is found."""

    def __init__(self) -> None:
        self.all: list[Found] = []

    def found(self, finding: Found, declaration: int | None) -> None:
        self.all.append(finding)


def findings_of(text: str, known: Known = NONE, profile: Profile = "file") -> list[Found]:
    """Read a whole file as the command does, strictly unless it was received, with these lists."""
    sink, tolerant = _Findings(), profile == "received"
    judge = ListJudge(known, tolerant) if known.editions else Judge(tolerant)
    read(io.BytesIO(text.encode("latin-1")), profile, sink, judge)
    return sink.all


def controls_in(text: str, known: Known = NONE, profile: Profile = "file") -> set[str]:
    """Give the official numbers of the controls that a file sets off."""
    return {found.control for found in findings_of(text, known, profile) if "/" in found.control}

"""What a check gives to be shown: plain values that cross processes and are stored as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from console.plugin import Phrase

FINDING, STOPPAGE, ENDING, KNOWN, CHANGE = "finding", "stoppage", "ending", "known", "change"
"""Kinds of lines: `known` is a stoppage as all files together tell it."""
LONGEST: Final = {"name": 120, "person": 40, "control": 40, "rubric": 20, "label": 80}
"""Characters that are kept of each text of a line."""

MOST_LINES = 10_000
"""Lines of each kind that are kept; the others are counted."""
MOST_DECLARATIONS = 1_000
"""Declarations of all files together that are kept with their contracts."""
LONGEST_PARAMETER = 400


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a result, as `models.CheckLine` stores it."""

    kind: str
    file: int
    person: str = ""
    name: str = ""
    severity: str = ""
    control: str = ""
    line: int | None = None
    rubric: str = ""
    label: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredList:
    """A list that was imported, as it is handed to whoever checks; see `formats.listing.stored`."""

    name: str
    edition: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of all files together."""

    verdict: str
    result: Mapping[str, Any]
    """`files` as the command `read` gives them, without persons and findings; `months`; `counts` of findings by
    severity; `controls`, their number by severity and number of the norm; `left_out`, lines not kept, by kind;
    `lists`, the editions of the lists that were there to check with; `not_judged`, the controls that lacked a list."""
    lines: tuple[Line, ...]


def told(phrase: Phrase) -> dict[str, Any]:
    """Give a sentence so that it can be stored and said in another language."""
    return {
        "message": phrase.message,
        "params": {name: _param(value) for name, value in phrase.params.items()},
    }


def _param(value: object) -> object:
    if isinstance(value, Phrase):
        return told(value)
    return value if isinstance(value, int) else plain(str(value), LONGEST_PARAMETER)


def said(facts: Mapping[str, Any]) -> str:
    """Say a stored sentence in the reader's language."""
    params = {
        name: said(value) if isinstance(value, Mapping) else value for name, value in facts["params"].items()
    }
    return str(Phrase(facts["message"], params))


def plain(text: str | None, most: int) -> str:
    """Give a text of a file without signs that cannot be shown or stored, cut to `most` characters."""
    return "".join(sign for sign in (text or "")[:most] if sign.isprintable())

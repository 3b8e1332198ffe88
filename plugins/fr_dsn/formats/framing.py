"""What is known of a declaration from its head."""

from __future__ import annotations

from datetime import date

from plugins.fr_dsn.formats.figures import day
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.norm.norms import DECLARATION, PERSON
from plugins.fr_dsn.rules.controls.declaring import Frame

_OF_A_MONTH = ("01", "09")


def frame_of(head: Group, version: str) -> Frame:
    """Read the frame of a declaration; what is absent is an empty text or None."""
    nature = _first(head, DECLARATION, "001")
    month = _day(head, "005")
    return Frame(
        version=version,
        nature=nature,
        type=_first(head, DECLARATION, "002"),
        month=month.replace(day=1) if month and nature in _OF_A_MONTH else None,
        made_on=_day(head, "007"),
        siren=_first(head, "S21.G00.06", "001"),
        nic=_first(head, "S21.G00.11", "001"),
        head=head,
    )


def person_of(group: Group) -> str | None:
    """Give the NIR of a person or, without one, the technical number."""
    return _first(group, PERSON, "001") or _first(group, PERSON, "020") or None


def _first(group: Group, block: str, number: str) -> str:
    return next((group.value(at, number) or "" for at in group.of(block)), "")


def _day(head: Group, number: str) -> date | None:
    return day(_first(head, DECLARATION, number))

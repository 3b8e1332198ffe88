"""How long kept checks are kept, and what they hold of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select

from console.plugin import Erased, PersonRows, RetentionClass, db
from console.plugin import lazy_gettext as _l

from .checking.outcome import FINDING, said
from .models import Check, CheckLine
from .views import words

CHECKS: Final = RetentionClass(
    "fr_dsn.checks",
    _l("Kept checks of DSN files"),
    _l(
        "Names of the files, declarations with their totals, findings, stoppages and endings with the number and "
        "the name of the person. The files themselves are not kept."
    ),
    _l("the day on which the check was kept"),
    Check,
    since="kept_at",
    mentions=("people",),
)
"""Without months: no source at hand says how long, so that each institution confirms its own."""
NIR = 13
"""Signs of a NIR without its key, as a DSN writes it."""


def export(number: str) -> Sequence[PersonRows]:
    """Give what was found about a person, and her stoppages, endings and changes, in checks that were kept."""
    lines = db.session.execute(
        select(CheckLine, Check)
        .join(Check, Check.id == CheckLine.check_id)
        .where(_is_of(number), Check.is_there())
        .order_by(Check.id, CheckLine.kind, CheckLine.position)
    )
    columns = (_l("Reference"), _l("File"), _l("Line"), _l("Name"), _l("Rubric"), _l("What stands there"))
    return [PersonRows(CHECKS.title, columns, tuple(_row(line, check) for line, check in lines))]


def erase(number: str, before: Mapping[str, date]) -> Sequence[Erased]:
    """Take a person out of the checks that were kept before the day of their class."""
    if CHECKS.key not in before:
        return []
    asked = select(CheckLine, Check).join(Check, Check.id == CheckLine.check_id).where(_is_of(number))
    found = [
        (line, check)
        for line, check in db.session.execute(asked)
        if check.kept_at is not None and check.kept_at.date() < before[CHECKS.key]
    ]
    for line, check in found:
        check.people = [one for one in check.people if one != line.person]
        db.session.delete(line)
    db.session.flush()
    return [Erased(CHECKS.key, len(found))]


def _is_of(number: str) -> ColumnElement[bool]:
    """Give the condition of her lines; a number may come with the two figures of its key."""
    return or_(CheckLine.person == number, CheckLine.person == number[:NIR])


def _row(line: CheckLine, check: Check) -> tuple[str, ...]:
    file = check.names[line.file] if line.file < len(check.names) else ""
    place = str(line.line) if line.line is not None else ""
    return check.reference, file, place, line.name, line.rubric, _said(line)


def _said(line: CheckLine) -> str:
    if line.kind == FINDING:
        return said(line.facts)
    told: list[Any] = [value for value in line.facts.values() if isinstance(value, str) and value]
    return ", ".join(words.day(one) if len(one) == 10 and one[4] == one[7] == "-" else one for one in told)

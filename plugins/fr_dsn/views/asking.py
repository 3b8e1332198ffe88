"""What an address asks of the findings: which ones, how they are grouped, from where on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, case, or_

from console.plugin import BadArgument
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking.checks import lines_of
from plugins.fr_dsn.checking.outcome import FINDING
from plugins.fr_dsn.models import Check, CheckLine

Way = Literal["person", "control"]
WAYS: Final[tuple[Way, ...]] = ("person", "control")
SEVERITIES: Final = ("refusal", "business", "warning")
LAST_PAGE = 100_000
PER_PAGE = 100


@dataclass(frozen=True)
class Asked:
    """What is asked for."""

    by: Way = "person"
    severity: str = ""
    control: str = ""
    person: str = ""
    """A number, its beginning, or part of a name."""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Say whether some findings are left out."""
        return bool(self.severity or self.control or self.person)

    def values(self, **changed: Any) -> dict[str, Any]:
        """Give the arguments of the address that asks for this, with some changed; those of the first look left out."""
        asked = replace(self, **{"page": 1, **changed})
        first, found = asdict(Asked()), asdict(asked)
        return {name: value for name, value in found.items() if value != first[name]}

    def conditions(self, check: Check) -> list[ColumnElement[bool]]:
        """Give the condition of the findings asked for."""
        found = lines_of(check, FINDING)
        if self.severity:
            found.append(CheckLine.severity == self.severity)
        if self.control:
            found.append(CheckLine.control == self.control)
        if self.person:
            found.append(_is_about(self.person))
        return found

    def order(self) -> tuple[ColumnElement[object], ...]:
        """Give the order in which findings of one group follow each other."""
        place = (CheckLine.file, CheckLine.position)
        if self.by == "person":
            return (CheckLine.person, *place)  # type: ignore[return-value]
        graver = case({name: at for at, name in enumerate(SEVERITIES)}, value=CheckLine.severity, else_=9)
        return (graver, CheckLine.control, *place)  # type: ignore[return-value]


def asked(values: Mapping[str, str]) -> Asked:
    """Read an address; raises `BadArgument` for what no page of ours asks."""
    by, severity = values.get("by") or "person", values.get("severity", "")
    if by not in WAYS:
        raise BadArgument(_l("The findings are not grouped in this way."), place="by")
    if severity and severity not in SEVERITIES:
        raise BadArgument(_l("There is no such severity."), place="severity")
    return Asked(
        by,
        severity,
        values.get("control", "").strip()[:40],
        values.get("person", "").strip()[:60],
        page_of(values),
    )


def page_of(values: Mapping[str, str]) -> int:
    """Give the number of the page that is asked for; raises `BadArgument`."""
    typed = values.get("page") or "1"
    if not (typed.isascii() and typed.isdecimal()) or not 1 <= int(typed[:9]) <= LAST_PAGE:
        raise BadArgument(_l("There is no such page."), place="page")
    return int(typed[:9])


def _is_about(typed: str) -> ColumnElement[bool]:
    number = "".join(typed.split())
    return or_(
        CheckLine.person.startswith(number, autoescape=True), CheckLine.name.icontains(typed, autoescape=True)
    )

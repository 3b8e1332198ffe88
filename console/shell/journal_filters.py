"""What the journal can be narrowed by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, func, or_
from sqlalchemy.sql import ColumnElement

from console.audit.models import ACT, CONSULTATION, AuditEntry
from console.audit.service import person_digest
from console.base.errors import BadArgument
from console.base.figures import Misread, Style
from console.base.figures.words import say
from console.shell import journal_sentences
from console.shell.crud.filters import ChoiceFilter, Filter
from console.shell.crud.listing import Listing
from console.shell.pages import FilterKind
from console.shell.staff import institution_at_hand


@dataclass(frozen=True, kw_only=True)
class OwnerFilter(Filter):
    """Lines of the console or of one plugin, installed or not."""

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "choice"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition: actions begin with their owner."""
        return AuditEntry.action.startswith(f"{value}.", autoescape=True)

    def shown(self, value: str) -> str:
        """Give the owner's title, or its bare name when it is not installed."""
        return dict(journal_sentences.owners()).get(value, value)


@dataclass(frozen=True, kw_only=True)
class PersonFilter(Filter):
    """Lines by people whose name contains the typed text."""

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "text"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition, whatever the case."""
        return func.lower(AuditEntry.actor_name).contains(value.lower(), autoescape=True)


@dataclass(frozen=True, kw_only=True)
class SubjectFilter(Filter):
    """Lines about what is named like the typed text, or has this very number."""

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "text"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition: the subject's kind, its number, or the name it had."""
        name = AuditEntry.facts["name"].as_string()
        return or_(
            AuditEntry.subject == value,
            AuditEntry.subject_id == value,
            func.lower(name).contains(value.lower(), autoescape=True),
        )


@dataclass(frozen=True, kw_only=True)
class MomentDayFilter(Filter):
    """A first or last day, counted in the institution's time zone; both days belong to the period."""

    side: Literal["from", "until"]

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "day"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the comparison with the midnight that begins or ends the day."""
        try:
            day = style.read_day(value)
        except Misread as fault:
            raise BadArgument(say(fault, style), place=self.name) from fault
        if self.side == "from":
            return AuditEntry.at >= datetime.combine(day, time(), style.zone)
        return AuditEntry.at < datetime.combine(day + timedelta(days=1), time(), style.zone)


@dataclass(frozen=True, kw_only=True)
class ConcernedFilter(Filter):
    """Lines about the person with the typed official number, of which the journal keeps a digest only."""

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "text"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition: the same digest, with dots and spaces in the number or without."""
        wanted = person_digest(institution_at_hand().id, value)
        return and_(AuditEntry.person == wanted, AuditEntry.person != "")


KINDS = ((ACT, _l("Acts")), (CONSULTATION, _l("Consultations")))
JOURNAL = Listing(
    model=AuditEntry,
    sorts=("at",),
    default_sort="-at",
    filters=(
        ChoiceFilter(name="lines", label=_l("Kind"), column=AuditEntry.kind, of=KINDS),
        OwnerFilter(name="module", label=_l("Module")),
        SubjectFilter(name="subject", label=_l("Name or number")),
        ConcernedFilter(name="concerned", label=_l("Official number of the person concerned")),
        PersonFilter(name="person", label=_l("Person")),
        MomentDayFilter(name="from", label=_l("From"), side="from"),
        MomentDayFilter(name="until", label=_l("Until"), side="until"),
    ),
)

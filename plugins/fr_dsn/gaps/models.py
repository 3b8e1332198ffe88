"""Gaps with everything that was done about them, and what accepted declarations say of insured contracts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, foreign, mapped_column, relationship

from console.plugin import Company, CompanyScoped, Model, Searchable, UtcMoment
from plugins.fr_dsn.portfolio.models import Establishment

OPEN, WRITTEN, ANSWERED, CLOSED, HEALED = "open", "written", "answered", "closed", "healed"
"""States of a gap: found; the company was written to; it answered; closed by somebody; gone by itself."""
UNSETTLED: Final = (OPEN, WRITTEN, ANSWERED)
LONGEST_TEXT: Final = 2_000
"""Signs of an answer or a reason."""
_COMPANY = ["party_company.institution_id", "party_company.id"]


def _of(table: str, column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["institution_id", column], [f"{table}.institution_id", f"{table}.id"], ondelete="CASCADE"
    )


class DeclaredInsured(CompanyScoped, Model):
    """The insured contracts of a monthly declaration; they count once it is accepted.

    Contribution calls keep what is due and paid a second time, one row a contract (`fr_dsn_insured_sum`), from the same
    reading and in the same transaction. They ask for one contract over all establishments of an account, by an index
    that JSON has not in both databases; gaps ask for all contracts of an establishment over three years, which is one
    row a declaration here and would be as many as there are contracts there. What else stands here, who brings nothing,
    is of no use to calls, and the bases of calls (`fr_dsn_insured_base`) do not name who has none.
    """

    __tablename__ = "fr_dsn_insured"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    declaration_id: Mapped[int] = mapped_column(Integer, nullable=False)
    establishment_id: Mapped[int] = mapped_column(Integer, nullable=False)
    month: Mapped[date] = mapped_column(Date, nullable=False)
    contracts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, nullable=False)
    """As `rules.facts.insured.Insured`."""
    people: Mapped[list[str]] = deferred(mapped_column(JSON, nullable=False, default=list))
    """Numbers of everybody who is named among them."""

    __table_args__ = (
        UniqueConstraint("institution_id", "declaration_id", name="uq_fr_dsn_insured_of"),
        _of("fr_dsn_declaration", "declaration_id"),
        _of("fr_dsn_establishment", "establishment_id"),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
        Index("ix_fr_dsn_insured_place", "institution_id", "establishment_id", "month"),
    )


class Gap(Searchable, CompanyScoped, Model):
    """One thing that is missing of an establishment, whatever became of it: it is never opened twice."""

    __tablename__ = "fr_dsn_gap"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    establishment_id: Mapped[int] = mapped_column(Integer, nullable=False)
    siret: Mapped[str] = mapped_column(String(14), nullable=False)
    month: Mapped[date] = mapped_column(Date, nullable=False)
    kind: Mapped[str] = mapped_column(String(16), nullable=False)
    """One of `rules.Kind`."""
    subject: Mapped[str] = mapped_column(String(40), nullable=False, default="")
    """The contract or the number of the person that it is about, or nothing."""
    person: Mapped[str] = mapped_column(String(40), nullable=False, default="")
    """The same where it is a person."""
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    state: Mapped[str] = mapped_column(String(8), nullable=False, default=OPEN)
    follow_up: Mapped[date | None] = mapped_column(Date)
    """The day on which somebody looks at it again: its first day while nobody chose one; none once it is settled."""
    found_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    settled_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    search_columns = ("siret", "reference")

    # Only one column is foreign: clearing the automatic relations over two would null the institution too.
    company: Mapped[Company] = relationship(
        Company, primaryjoin=lambda: foreign(Gap.company_id) == Company.id
    )
    establishment: Mapped[Establishment] = relationship(
        Establishment, primaryjoin=lambda: foreign(Gap.establishment_id) == Establishment.id
    )

    __table_args__ = (
        UniqueConstraint(
            "institution_id", "establishment_id", "month", "kind", "subject", name="uq_fr_dsn_gap_of"
        ),
        UniqueConstraint("institution_id", "reference", name="uq_fr_dsn_gap_reference"),
        UniqueConstraint("institution_id", "id", name="uq_fr_dsn_gap_id"),
        _of("fr_dsn_establishment", "establishment_id"),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
        Index("ix_fr_dsn_gap_follow_up", "institution_id", "follow_up", "id"),
        Index("ix_fr_dsn_gap_month", "institution_id", "month", "id"),
        Index("ix_fr_dsn_gap_kind", "institution_id", "kind", "id"),
        Index("ix_fr_dsn_gap_state", "institution_id", "state", "follow_up", "id"),
        Index("ix_fr_dsn_gap_account", "institution_id", "company_id", "follow_up", "id"),
        Index("ix_fr_dsn_gap_person", "institution_id", "person"),
    )

    def __repr__(self) -> str:
        return self.reference


class GapStep(CompanyScoped, Model):
    """One thing that was done about a gap, or that happened to it."""

    __tablename__ = "fr_dsn_gap_step"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    gap_id: Mapped[int] = mapped_column(Integer, nullable=False)
    what: Mapped[str] = mapped_column(String(10), nullable=False)
    """`found`, `back`, `healed`, `written`, `answered`, `followed`, `closed` or `reopened`."""
    text: Mapped[str] = mapped_column(Text, nullable=False, default="")
    """What was said: an answer, a reason."""
    reason: Mapped[str] = mapped_column(String(12), nullable=False, default="")
    """Why it was closed: a key of `service.REASONS`."""
    day: Mapped[date | None] = mapped_column(Date)
    """The day on which it is looked at again, where one was chosen."""
    count: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """How many people were written to."""
    by: Mapped[str] = mapped_column(String(130), nullable=False, default="")
    """Who did it; empty for what happened by itself."""
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        _of("fr_dsn_gap", "gap_id"),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
        Index("ix_fr_dsn_gap_step_of", "institution_id", "gap_id", "id"),
    )

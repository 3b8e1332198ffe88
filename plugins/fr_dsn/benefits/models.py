"""Slips that came, and what they say was paid to a person for a period.

Words: a *slip* is one file of the health insurance (BPIJ), which may tell of several employers; a *benefit* is one
period of one person in it. Rows name each other by their references, since each class is erased at its own time.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from console.plugin import CompanyScoped, InstitutionScoped, Model, UtcMoment

TO_MATCH, MATCHED, REPEAT = "to_match", "matched", "repeat"
"""States of a benefit; a `repeat` stood in an earlier slip already, and counts nowhere."""
EMPLOYER, PERSON, UNSAID = "employer", "person", ""
"""To whom a benefit was paid; nothing where its lines do not say, or do not agree."""
BY_CHANNEL, BY_FILE = "channel", "file"


class KeptSlip(InstitutionScoped, Model):
    """A slip that came, accepted or refused; the same content brought again is this one."""

    __tablename__ = "fr_dsn_slip"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    identification: Mapped[str] = mapped_column(String(200), nullable=False, default="")
    """What its sender calls it."""
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    """SHA-256 of the file in hexadecimal."""
    name: Mapped[str] = mapped_column(String(100), nullable=False)
    came_by: Mapped[str] = mapped_column(String(7), nullable=False)
    brought_by: Mapped[str] = mapped_column(String(130), nullable=False, default="")
    came_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    times: Mapped[int] = mapped_column(Integer, nullable=False, default=1)
    """How often it came."""
    verdict: Mapped[str] = mapped_column(String(8), nullable=False)
    """`accepted` or `refused`; a refused one has no benefits."""
    total: Mapped[Decimal] = mapped_column(Numeric(14, 2), nullable=False)
    declared: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    benefits: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, nullable=False, default=list)
    """Each with `severity`, `control` and `facts`, a stored sentence."""
    people: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)
    """Numbers of those whom a finding names."""

    __table_args__ = (
        UniqueConstraint("institution_id", "id"),
        UniqueConstraint("institution_id", "reference"),
        UniqueConstraint("institution_id", "digest"),
        Index("ix_fr_dsn_slip_identification", "institution_id", "identification"),
        Index("ix_fr_dsn_slip_came", "institution_id", "came_at", "id"),
    )


class Benefit(CompanyScoped, Model):
    """What was paid to a person for some days, or taken back, in euros."""

    __tablename__ = "fr_dsn_benefit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    """Whose account sees it; empty, so hidden from all, while no stoppage is known, and for what the person got."""
    slip: Mapped[str] = mapped_column(String(14), nullable=False)
    """The reference of the slip."""
    stoppage: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """The reference of the stoppage; empty while none is known."""
    state: Mapped[str] = mapped_column(String(8), nullable=False, default=TO_MATCH)
    siret: Mapped[str] = mapped_column(String(14), nullable=False)
    person: Mapped[str] = mapped_column(String(13), nullable=False)
    fund: Mapped[str] = mapped_column(String(20), nullable=False, default="")
    nature: Mapped[str] = mapped_column(String(20), nullable=False, default="")
    booked_on: Mapped[date | None] = mapped_column(Date)
    first: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    month: Mapped[date] = mapped_column(Date, nullable=False)
    """First day of the month in which it counts: when it was booked, else its last day, else when it came."""
    kind: Mapped[str] = mapped_column(String(12), nullable=False)
    """`waiting`, `payment`, `cancellation` or `recovery`."""
    days: Mapped[int] = mapped_column(Integer, nullable=False)
    gross: Mapped[Decimal] = mapped_column(Numeric(14, 2), nullable=False)
    deductions: Mapped[Decimal] = mapped_column(Numeric(14, 2), nullable=False)
    net: Mapped[Decimal] = mapped_column(Numeric(14, 2), nullable=False)
    paid_to: Mapped[str] = mapped_column(String(8), nullable=False, default=UNSAID)
    automatic: Mapped[bool] = mapped_column(Boolean, nullable=False)
    """Whether a program may treat it without anybody looking."""
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON, nullable=False, default=list)
    identity: Mapped[str] = mapped_column(String(64), nullable=False)
    """Digest of all it says, by which the same payment in two slips is known."""
    reverses: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """The reference of the payment that it takes back."""
    reversed_by: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """The reference of what took it back."""
    came_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    matched_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    told_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When the insurer acknowledged it."""

    __table_args__ = (
        UniqueConstraint("institution_id", "id"),
        UniqueConstraint("institution_id", "reference"),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_fr_dsn_benefit_person", "institution_id", "person", "first"),
        Index("ix_fr_dsn_benefit_state", "institution_id", "state", "id"),
        Index("ix_fr_dsn_benefit_month", "institution_id", "month", "siret"),
        Index("ix_fr_dsn_benefit_company", "institution_id", "company_id", "id"),
        Index("ix_fr_dsn_benefit_identity", "institution_id", "identity"),
        Index("ix_fr_dsn_benefit_slip", "institution_id", "slip", "id"),
        Index("ix_fr_dsn_benefit_stoppage", "institution_id", "stoppage", "id"),
    )

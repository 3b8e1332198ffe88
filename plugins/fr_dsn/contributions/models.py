"""Rates of insured contracts, what accepted declarations say of them, and contribution calls with their history."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Date, ForeignKeyConstraint, Index, Integer, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from console.plugin import Company, CompanyScoped, Model, UtcMoment, Versioned

CONTRACT, CODE, KIND = 30, 30, 2
"""Signs of a contract's reference, of an option or population, of a kind of base, at most."""
EACH = "*"
"""As option or population of a rate: whatever it is."""
_COMPANY = ["party_company.institution_id", "party_company.id"]
_DECLARATION = ["fr_dsn_declaration.institution_id", "fr_dsn_declaration.id"]
_CALL = ["fr_dsn_call.institution_id", "fr_dsn_call.id"]


class ContributionRate(Versioned, CompanyScoped, Model):
    """One line of a parameter sheet: the rate on a kind of base for an option and a population of a contract."""

    __tablename__ = "fr_dsn_contribution_rate"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract: Mapped[str] = mapped_column(String(CONTRACT), nullable=False)
    """Its reference, as in the DSN (S21.G00.15.001)."""
    option: Mapped[str] = mapped_column(String(CODE), nullable=False, default=EACH)
    population: Mapped[str] = mapped_column(String(CODE), nullable=False, default=EACH)
    base: Mapped[str] = mapped_column(String(KIND), nullable=False)
    percent: Mapped[Decimal] = mapped_column(Numeric(8, 4), nullable=False)
    first: Mapped[date] = mapped_column(Date, nullable=False)
    until: Mapped[date | None] = mapped_column(Date)
    periodicity: Mapped[str] = mapped_column(String(10), nullable=False)

    # Only company_id is foreign: clearing the automatic relation over both columns would null the institution too.
    company: Mapped[Company] = relationship(
        Company, primaryjoin=lambda: foreign(ContributionRate.company_id) == Company.id
    )

    __table_args__ = (
        UniqueConstraint(
            "institution_id", "company_id", "contract", "option", "population", "base", "first",
            name="uq_fr_dsn_contribution_rate_first",
        ),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
        Index("ix_fr_dsn_contribution_rate_contract", "institution_id", "contract", "id"),
        Index("ix_fr_dsn_contribution_rate_first", "institution_id", "first", "id"),
    )  # fmt: skip

    def __repr__(self) -> str:
        return f"{self.contract} {self.base} ({self.first.isoformat()})"


class InsuredBase(CompanyScoped, Model):
    """What a person contributes on under a contract in a month; it counts once its declaration is accepted."""

    __tablename__ = "fr_dsn_insured_base"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    declaration_id: Mapped[int] = mapped_column(Integer, nullable=False)
    nir: Mapped[str] = mapped_column(String(40), nullable=False)
    """NIR or technical number."""
    month: Mapped[date] = mapped_column(Date, nullable=False)
    contract: Mapped[str] = mapped_column(String(CONTRACT), nullable=False)
    option: Mapped[str] = mapped_column(String(CODE), nullable=False)
    population: Mapped[str] = mapped_column(String(CODE), nullable=False)
    kind: Mapped[str] = mapped_column(String(KIND), nullable=False)
    amount: Mapped[Decimal] = mapped_column(Numeric(13, 2), nullable=False)
    """In euros (S21.G00.79.004)."""

    __table_args__ = (
        ForeignKeyConstraint(["institution_id", "declaration_id"], _DECLARATION, ondelete="CASCADE"),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
        Index("ix_fr_dsn_insured_base_call", "institution_id", "company_id", "contract", "month"),
        Index("ix_fr_dsn_insured_base_declaration", "institution_id", "declaration_id"),
        Index("ix_fr_dsn_insured_base_nir", "institution_id", "nir"),
    )


class InsuredSum(CompanyScoped, Model):
    """What a declaration owes and pays for a contract; it counts once the declaration is accepted.

    Gaps keep the same amounts by declaration: why both are there, `gaps.models.DeclaredInsured` says.
    """

    __tablename__ = "fr_dsn_insured_sum"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    declaration_id: Mapped[int] = mapped_column(Integer, nullable=False)
    contract: Mapped[str] = mapped_column(String(CONTRACT), nullable=False)
    month: Mapped[date] = mapped_column(Date, nullable=False)
    due: Mapped[Decimal] = mapped_column(Numeric(16, 2), nullable=False)
    """In euros (S21.G00.81.004 and S21.G00.82.001)."""
    paid: Mapped[dict[str, int]] = mapped_column(JSON, nullable=False, default=dict)
    """Cents paid (S21.G00.55.001) by period (S21.G00.55.004)."""

    __table_args__ = (
        ForeignKeyConstraint(["institution_id", "declaration_id"], _DECLARATION, ondelete="CASCADE"),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
        Index("ix_fr_dsn_insured_sum_call", "institution_id", "company_id", "contract"),
        Index("ix_fr_dsn_insured_sum_declaration", "institution_id", "declaration_id"),
    )


class ContributionCall(CompanyScoped, Model):
    """What a company is asked to pay for a contract and a period; once it is sent its lines stay as they are."""

    __tablename__ = "fr_dsn_call"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    contract: Mapped[str] = mapped_column(String(CONTRACT), nullable=False)
    period: Mapped[str] = mapped_column(String(7), nullable=False)
    first: Mapped[date] = mapped_column(Date, nullable=False)
    until: Mapped[date] = mapped_column(Date, nullable=False)
    state: Mapped[str] = mapped_column(String(11), nullable=False)
    """As `rule.stands` says; whether it is late depends on the day."""
    amount: Mapped[Decimal] = mapped_column(Numeric(16, 2), nullable=False)
    declared: Mapped[Decimal] = mapped_column(Numeric(16, 2), nullable=False)
    """What accepted declarations of the period owe."""
    paid_declared: Mapped[Decimal] = mapped_column(Numeric(16, 2), nullable=False)
    """What accepted declarations pay for the period."""
    paid_by_hand: Mapped[Decimal] = mapped_column(Numeric(16, 2), nullable=False)
    """What people noted."""
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON, nullable=False)
    """As `rule.Line`, amounts and rates as texts; nothing about any person."""
    is_whole: Mapped[bool] = mapped_column(nullable=False)
    """Whether each base that should have a rate has one: else it cannot be sent."""
    missing: Mapped[list[list[str]]] = mapped_column(JSON, nullable=False)
    """SIRET and month of declarations that were not there when it was drawn up."""
    drawn_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    sent_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    due: Mapped[date | None] = mapped_column(Date)
    """The last day to pay; none where no deadline is confirmed."""
    request: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """The reference of the message that tells the company; none for a company that receives them by post."""
    debit_on: Mapped[date | None] = mapped_column(Date)
    """The day on which what remains is debited, while it is part of a collection that is not settled."""

    __table_args__ = (
        UniqueConstraint("institution_id", "id", name="uq_fr_dsn_call_id"),
        UniqueConstraint("institution_id", "reference", name="uq_fr_dsn_call_reference"),
        UniqueConstraint("institution_id", "company_id", "contract", "period", name="uq_fr_dsn_call_period"),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
        Index("ix_fr_dsn_call_first", "institution_id", "first", "id"),
        Index("ix_fr_dsn_call_state", "institution_id", "state", "due", "id"),
        Index("ix_fr_dsn_call_contract", "institution_id", "contract", "first", "id"),
        Index("ix_fr_dsn_call_request", "institution_id", "request"),
    )

    @property
    def paid(self) -> Decimal:
        """Give what was paid in all, in euros."""
        return self.paid_declared + self.paid_by_hand

    @property
    def remains(self) -> Decimal:
        """Give what is still to pay, in euros; below nothing when more was paid."""
        return self.amount - self.paid


class CallStep(CompanyScoped, Model):
    """One line of a call's history."""

    __tablename__ = "fr_dsn_call_step"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    call_id: Mapped[int] = mapped_column(Integer, nullable=False)
    what: Mapped[str] = mapped_column(String(10), nullable=False)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    by: Mapped[str] = mapped_column(String(130), nullable=False, default="")
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        ForeignKeyConstraint(["institution_id", "call_id"], _CALL, ondelete="CASCADE"),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
        Index("ix_fr_dsn_call_step_of", "institution_id", "call_id", "id"),
    )

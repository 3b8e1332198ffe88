"""The people employed by the members of the fund."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from console.plugin import Company, CompanyScoped, Model, Searchable, Versioned


class Employee(Versioned, Searchable, CompanyScoped, Model):
    """A person employed by one member; employed twice, she has two entries."""

    __tablename__ = "ch_fund_employee"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    avs_number: Mapped[str] = mapped_column(String(13), nullable=False)
    """Thirteen digits, without dots."""
    family_name: Mapped[str] = mapped_column(String(80), nullable=False)
    given_name: Mapped[str] = mapped_column(String(80), nullable=False)
    birth_date: Mapped[date | None] = mapped_column(Date)
    staff_number: Mapped[str] = mapped_column(String(24), nullable=False, default="")
    """The employer's own number for the person."""
    canton: Mapped[str] = mapped_column(String(2), nullable=False, default="")
    """Canton of work: decides the family allowances."""
    entry_date: Mapped[date] = mapped_column(Date, nullable=False)
    exit_date: Mapped[date | None] = mapped_column(Date)
    """Last day of employment; empty while it lasts."""

    search_columns = ("avs_number", "family_name", "given_name", "staff_number")

    # Only company_id is foreign: clearing the automatic relation over both columns would null the institution too.
    company: Mapped[Company] = relationship(
        Company, primaryjoin=lambda: foreign(Employee.company_id) == Company.id
    )

    __table_args__ = (
        UniqueConstraint(
            "institution_id", "company_id", "avs_number", "entry_date", name="uq_ch_fund_employee_entry"
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_ch_fund_employee_name", "institution_id", "family_name", "id"),
        Index("ix_ch_fund_employee_entry", "institution_id", "entry_date", "id"),
        Index("ix_ch_fund_employee_company", "institution_id", "company_id", "family_name", "id"),
    )

    def __repr__(self) -> str:
        return f"{self.family_name} {self.given_name}"

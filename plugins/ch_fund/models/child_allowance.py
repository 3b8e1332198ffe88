"""The children for whom the fund pays an allowance through a member, and until when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from console.plugin import Company, CompanyScoped, Model, Searchable, Versioned

from .employee import Employee

CHILD, TRAINING = "child", "training"
IN_FORCE, ENDED = "in_force", "ended"


class ChildAllowance(Versioned, Searchable, CompanyScoped, Model):
    """The right to an allowance for one child, paid through one member; continued, it keeps its entry."""

    __tablename__ = "ch_fund_child_allowance"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    employee_number: Mapped[str] = mapped_column(String(13), nullable=False)
    """AVS number of the employee who draws it, without dots."""
    employee: Mapped[str] = mapped_column(String(120), nullable=False)
    """Her name, as the member knows her."""
    child_number: Mapped[str] = mapped_column(String(13), nullable=False)
    """AVS number of the child, without dots."""
    family_name: Mapped[str] = mapped_column(String(60), nullable=False)
    given_name: Mapped[str] = mapped_column(String(60), nullable=False)
    birth_date: Mapped[date] = mapped_column(Date, nullable=False)
    kind: Mapped[str] = mapped_column(String(8), nullable=False)
    """`child` (LAFam art. 3 al. 1 let. a) or `training` (let. b)."""
    training: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """The kind of training confirmed last, as the training confirmation knows it."""
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    valid_until: Mapped[date] = mapped_column(Date, nullable=False)
    """Last day of the right."""
    state: Mapped[str] = mapped_column(String(8), nullable=False, default=IN_FORCE)
    """`in_force`, or `ended` once it is not continued any more."""

    search_columns = ("employee_number", "employee", "child_number", "family_name", "given_name")

    # Only company_id is foreign: clearing the automatic relation over both columns would null the institution too.
    company: Mapped[Company] = relationship(
        Company, primaryjoin=lambda: foreign(ChildAllowance.company_id) == Company.id
    )

    __table_args__ = (
        UniqueConstraint(
            "institution_id", "company_id", "child_number", name="uq_ch_fund_child_allowance_child"
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_ch_fund_child_allowance_name", "institution_id", "family_name", "id"),
        Index("ix_ch_fund_child_allowance_until", "institution_id", "valid_until", "id"),
    )

    def __repr__(self) -> str:
        return f"{self.family_name} {self.given_name}"


FROM_EMPLOYEE: Final[Mapping[str, Callable[[Employee], Any]]] = MappingProxyType(
    {"company": attrgetter("company"), "employee_number": attrgetter("avs_number"), "employee": repr}
)
"""What follows from the employee who draws the allowance, by its column."""

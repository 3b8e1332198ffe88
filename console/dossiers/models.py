"""Dossiers and what happened in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment, Versioned
from console.institutions.scope import CompanyScoped
from console.institutions.search import Searchable

OPEN, CLOSED = "open", "closed"


class Dossier(Versioned, Searchable, CompanyScoped, Model):
    """One matter of a company in a theme, about a person or none."""

    __tablename__ = "dossier_dossier"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    theme: Mapped[str] = mapped_column(String(121), nullable=False)
    """With its plugin: `ch_fund.family_allowances`."""
    kind: Mapped[str] = mapped_column(String(60), nullable=False)
    subject: Mapped[str] = mapped_column(String(200), nullable=False)
    person_number: Mapped[str] = mapped_column(String(20), nullable=False, default="")
    """The official number, without dots or spaces; empty when the matter is about nobody in particular."""
    person: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    state: Mapped[str] = mapped_column(String(6), nullable=False, default=OPEN)
    valid_until: Mapped[date | None] = mapped_column(Date)
    """Last day on which what was decided in it holds."""
    opened_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ending_told: Mapped[date | None] = mapped_column(Date)
    """The end date of which it was told already that it comes near."""

    search_columns = ("reference", "subject", "person", "person_number")

    __table_args__ = (
        UniqueConstraint("institution_id", "reference"),
        UniqueConstraint("institution_id", "id"),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_dossier_dossier_company", "institution_id", "company_id", "theme", "state", "opened_at"),
        Index("ix_dossier_dossier_person", "institution_id", "person_number"),
        Index("ix_dossier_dossier_theme", "institution_id", "theme", "state", "opened_at"),
        Index("ix_dossier_dossier_newest", "institution_id", "theme", "opened_at"),
        Index("ix_dossier_dossier_kind", "institution_id", "kind", "state", "opened_at", "id"),
        Index("ix_dossier_dossier_ends", "institution_id", "valid_until", "theme"),
    )


class DossierEntry(CompanyScoped, Model):
    """One line of a dossier's timeline: added, never changed."""

    __tablename__ = "dossier_entry"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    dossier_id: Mapped[int] = mapped_column(Integer, nullable=False)
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    act: Mapped[str] = mapped_column(String(40), nullable=False)
    """`opened`, `closed`, or what happened to a message of the dossier: the name of the event."""
    message: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """The reference of the message it is about."""
    by: Mapped[str] = mapped_column(String(130), nullable=False)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "dossier_id"], ["dossier_dossier.institution_id", "dossier_dossier.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_dossier_entry_dossier", "institution_id", "dossier_id", "id"),
    )

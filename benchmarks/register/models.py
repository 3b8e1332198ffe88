"""The register's tables: entries, each with one of few kinds and one of many offices."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from console.plugin import InstitutionScoped, Model, Versioned


class Kind(InstitutionScoped, Model):  # type: ignore[misc]
    """One of twenty."""

    __tablename__ = "bench_kind"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(12), nullable=False)
    name: Mapped[str] = mapped_column(String(80), nullable=False)

    __table_args__ = (UniqueConstraint("institution_id", "number"), UniqueConstraint("institution_id", "id"))


class Office(InstitutionScoped, Model):  # type: ignore[misc]
    """One of twenty thousand."""

    __tablename__ = "bench_office"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(12), nullable=False)
    name: Mapped[str] = mapped_column(String(80), nullable=False)

    __table_args__ = (UniqueConstraint("institution_id", "number"), UniqueConstraint("institution_id", "id"))


class Entry(Versioned, InstitutionScoped, Model):  # type: ignore[misc]
    """One of a million."""

    __tablename__ = "bench_entry"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(12), nullable=False)
    name: Mapped[str] = mapped_column(String(80), nullable=False)
    day: Mapped[date] = mapped_column(Date, nullable=False)
    kind_id: Mapped[int] = mapped_column(Integer, nullable=False)
    office_id: Mapped[int] = mapped_column(Integer, nullable=False)

    kind: Mapped[Kind] = relationship(Kind, primaryjoin=lambda: foreign(Entry.kind_id) == Kind.id)
    office: Mapped[Office] = relationship(Office, primaryjoin=lambda: foreign(Entry.office_id) == Office.id)

    __table_args__ = (
        ForeignKeyConstraint(["institution_id", "kind_id"], ["bench_kind.institution_id", "bench_kind.id"]),
        ForeignKeyConstraint(
            ["institution_id", "office_id"], ["bench_office.institution_id", "bench_office.id"]
        ),
        Index("ix_bench_entry_number", "institution_id", "number", "id", unique=True),
        Index("ix_bench_entry_name", "institution_id", "name", "id"),
        Index("ix_bench_entry_day", "institution_id", "day", "id"),
        Index("ix_bench_entry_kind", "institution_id", "kind_id", "number", "id"),
        Index("ix_bench_entry_office", "institution_id", "office_id", "number", "id"),
    )

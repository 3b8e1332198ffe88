"""Checks of DSN files: what came of them, what was found, and the files themselves while they wait.

A check belongs to whoever brought the files, and is forgotten an hour after it was made; once somebody keeps it, it
belongs to everybody with the right in the institution, or in the company it was made for. Lists of codes that some
controls need are imported by the institution, and hold nothing about anybody.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column

from console.plugin import CompanyScoped, Fleeting, InstitutionScoped, Model, UtcMoment
from plugins.fr_dsn.checking.outcome import LONGEST

WAITING, CHECKED = "waiting", "checked"


class Check(Fleeting, CompanyScoped, Model):
    """Files that were brought together, and what they are worth; nobody is named but in `people`."""

    __tablename__ = "fr_dsn_check"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    user_name: Mapped[str] = mapped_column(String(130), nullable=False)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    """The company it was made for; empty for the institution's staff, hidden then from every company's people."""
    profile: Mapped[str] = mapped_column(String(8), nullable=False)
    names: Mapped[list[str]] = mapped_column(JSON, nullable=False)
    """Of the files, in the order in which they are read."""
    state: Mapped[str] = mapped_column(String(8), nullable=False, default=WAITING)
    verdict: Mapped[str] = mapped_column(String(10), nullable=False, default="")
    """The worst of its files: `accepted`, `refused`, `not_a_dsn`."""
    findings: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """Files with declarations and insured contracts, months, and what is not listed: see `checking.outcome`."""
    people: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)
    """Numbers of everybody whom a line is about."""
    created_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    kept_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    kept_by: Mapped[str] = mapped_column(String(130), nullable=False, default="")

    __table_args__ = (
        UniqueConstraint("institution_id", "reference"),
        UniqueConstraint("institution_id", "id"),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_fr_dsn_check_user", "institution_id", "user_id", "created_at"),
        Index("ix_fr_dsn_check_gone", "institution_id", "gone_at"),
        Index("ix_fr_dsn_check_kept", "institution_id", "kept_at"),
    )


class CheckLine(CompanyScoped, Model):
    """One line of a result: a finding, a stoppage, the end of a contract, or what changed between two months."""

    __tablename__ = "fr_dsn_check_line"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    check_id: Mapped[int] = mapped_column(Integer, nullable=False)
    kind: Mapped[str] = mapped_column(String(8), nullable=False)
    position: Mapped[int] = mapped_column(Integer, nullable=False)
    """Within its kind, from 0."""
    file: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Index of the file among the names of the check."""
    person: Mapped[str] = mapped_column(String(LONGEST["person"]), nullable=False, default="")
    """NIR or technical number; empty for what is about no person."""
    name: Mapped[str] = mapped_column(String(LONGEST["name"]), nullable=False, default="")
    severity: Mapped[str] = mapped_column(String(8), nullable=False, default="")
    control: Mapped[str] = mapped_column(String(LONGEST["control"]), nullable=False, default="")
    line: Mapped[int | None] = mapped_column(Integer)
    rubric: Mapped[str] = mapped_column(String(LONGEST["rubric"]), nullable=False, default="")
    label: Mapped[str] = mapped_column(String(LONGEST["label"]), nullable=False, default="")
    """The name of the rubric in the norm."""
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """Of a finding `message` and `params`, said in the reader's language; else codes, days and figures."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "check_id"],
            ["fr_dsn_check.institution_id", "fr_dsn_check.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_fr_dsn_check_line_position", "institution_id", "check_id", "kind", "position"),
        Index("ix_fr_dsn_check_line_person", "institution_id", "person"),
    )


class CheckPiece(CompanyScoped, Model):
    """A piece of a large file that waits for its check, compressed; gone with the check's first answer."""

    __tablename__ = "fr_dsn_check_piece"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    check_id: Mapped[int] = mapped_column(Integer, nullable=False)
    file: Mapped[int] = mapped_column(Integer, nullable=False)
    number: Mapped[int] = mapped_column(Integer, nullable=False)
    content: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "check_id"],
            ["fr_dsn_check.institution_id", "fr_dsn_check.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_fr_dsn_check_piece_number", "institution_id", "check_id", "file", "number"),
    )


class CodeList(InstitutionScoped, Model):
    """One edition of a list of codes that controls need: the whole of it, as it was imported last."""

    __tablename__ = "fr_dsn_code_list"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(12), nullable=False)
    """Of the list, as the norm calls it: `IDCC`; see `rules.lists.catalog`."""
    edition: Mapped[str] = mapped_column(String(40), nullable=False)
    source: Mapped[str] = mapped_column(String(200), nullable=False)
    """Where it was taken from: who publishes it, or an address."""
    published_on: Mapped[date] = mapped_column(Date, nullable=False)
    codes: Mapped[int] = mapped_column(Integer, nullable=False)
    """How many there are, each counted once."""
    file_name: Mapped[str] = mapped_column(String(100), nullable=False)
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    """SHA-256 of the file as it was sent, in hexadecimal figures."""
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    """The codes, compressed; see `formats.listing.stored`."""
    imported_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    imported_by: Mapped[str] = mapped_column(String(130), nullable=False)

    __table_args__ = (UniqueConstraint("institution_id", "name"),)

"""Deposits with their files and declarations, returns of the hub, wages, and how each month of an establishment stands.

Words: a *deposit* is one file that an account brought; a *declaration* is one S20.G00.05 of it; a *return* is what the
hub or an organisation says about a deposit, and its *lines* say it of each declaration.
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
    LargeBinary,
    Numeric,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column

from console.plugin import CompanyScoped, Model, UtcMoment

CHECKING, REFUSED_HERE, LEAVING, SENT = "checking", "refused", "leaving", "sent"
"""States of a deposit: `refused` by our own checks, so that it never leaves; `sent` once the hub gave its flow."""
DEPOSITED, ACCEPTED, REFUSED = "deposited", "accepted", "refused"
"""States of a declaration, and of a month of an establishment."""


def _of(table: str, column: str, *, cascade: bool = False) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["institution_id", column],
        [f"{table}.institution_id", f"{table}.id"],
        ondelete="CASCADE" if cascade else None,
    )


class Deposit(CompanyScoped, Model):
    """A file that an account brought; the same file brought again is this one."""

    __tablename__ = "fr_dsn_deposit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    """Who brought it; 0 for a system with a key."""
    user_name: Mapped[str] = mapped_column(String(130), nullable=False)
    covers_all: Mapped[bool] = mapped_column(Boolean, nullable=False)
    """Whether who brought it may add establishments to the portfolio."""
    name: Mapped[str] = mapped_column(String(100), nullable=False)
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    """SHA-256 of the file in hexadecimal."""
    size: Mapped[int] = mapped_column(Integer, nullable=False)
    """Bytes of the file."""
    state: Mapped[str] = mapped_column(String(8), nullable=False, default=CHECKING)
    verdict: Mapped[str] = mapped_column(String(10), nullable=False, default="")
    """`accepted`, `refused` or `not_a_dsn` by our own checks."""
    norm: Mapped[str] = mapped_column(String(20), nullable=False, default="")
    flow: Mapped[str] = mapped_column(String(64), nullable=False, default="")
    """What the hub calls it."""
    why: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """A sentence (`checking.outcome.told`) why it was not taken, where the findings do not say so."""
    findings: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    lines: Mapped[list[dict[str, Any]]] = deferred(mapped_column(JSON, nullable=False, default=list))
    """The findings, as `checking.outcome.Line`; as many as are kept."""
    people: Mapped[list[str]] = deferred(mapped_column(JSON, nullable=False, default=list))
    """Numbers of everybody whom a finding, a stoppage or an anomaly is about."""
    task: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    """The address of the work on it while it is being checked."""
    created_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "reference", name="uq_fr_dsn_deposit_reference"),
        UniqueConstraint("institution_id", "id", name="uq_fr_dsn_deposit_id"),
        UniqueConstraint("institution_id", "company_id", "digest", name="uq_fr_dsn_deposit_digest"),
        _of("party_company", "company_id"),
        Index("ix_fr_dsn_deposit_account", "institution_id", "company_id", "created_at", "id"),
        Index("ix_fr_dsn_deposit_new", "institution_id", "created_at", "id"),
    )


class DepositFile(CompanyScoped, Model):
    """The file of a deposit, as gzip: so it leaves, and so it is kept."""

    __tablename__ = "fr_dsn_deposit_file"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    deposit_id: Mapped[int] = mapped_column(Integer, nullable=False)
    content: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "deposit_id", name="uq_fr_dsn_deposit_file_of"),
        _of("fr_dsn_deposit", "deposit_id", cascade=True),
        _of("party_company", "company_id"),
    )


class DepositDeclaration(CompanyScoped, Model):
    """A declaration of a deposit that passed our checks."""

    __tablename__ = "fr_dsn_declaration"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    deposit_id: Mapped[int] = mapped_column(Integer, nullable=False)
    establishment_id: Mapped[int] = mapped_column(Integer, nullable=False)
    siret: Mapped[str] = mapped_column(String(14), nullable=False)
    month: Mapped[date | None] = mapped_column(Date)
    """First day of the declared month; empty in signals."""
    nature: Mapped[str] = mapped_column(String(2), nullable=False)
    type: Mapped[str] = mapped_column(String(2), nullable=False)
    order_number: Mapped[str] = mapped_column(String(15), nullable=False)
    fraction: Mapped[str] = mapped_column(String(2), nullable=False)
    individuals: Mapped[int] = mapped_column(Integer, nullable=False)
    state: Mapped[str] = mapped_column(String(9), nullable=False, default=DEPOSITED)
    stoppages: Mapped[list[dict[str, Any]]] = deferred(mapped_column(JSON, nullable=False, default=list))
    """Stoppages of work in it, until it is accepted and they are handed on."""

    __table_args__ = (
        UniqueConstraint("institution_id", "id", name="uq_fr_dsn_declaration_id"),
        _of("fr_dsn_deposit", "deposit_id", cascade=True),
        _of("fr_dsn_establishment", "establishment_id", cascade=True),
        _of("party_company", "company_id"),
        Index("ix_fr_dsn_declaration_month", "institution_id", "establishment_id", "month"),
        Index("ix_fr_dsn_declaration_deposit", "institution_id", "deposit_id"),
    )


class DeclaredWage(CompanyScoped, Model):
    """The gross wage of a person for a month under one contract; it counts once its declaration is accepted."""

    __tablename__ = "fr_dsn_wage"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    declaration_id: Mapped[int] = mapped_column(Integer, nullable=False)
    siret: Mapped[str] = mapped_column(String(14), nullable=False)
    nir: Mapped[str] = mapped_column(String(40), nullable=False)
    """NIR or technical number."""
    month: Mapped[date] = mapped_column(Date, nullable=False)
    contract: Mapped[str] = mapped_column(String(20), nullable=False)
    gross: Mapped[Decimal] = mapped_column(Numeric(13, 2), nullable=False)
    """In euros: remuneration of type 001 (S21.G00.51)."""

    __table_args__ = (
        _of("fr_dsn_declaration", "declaration_id", cascade=True),
        _of("party_company", "company_id"),
        Index("ix_fr_dsn_wage_person", "institution_id", "company_id", "siret", "nir", "month"),
        Index("ix_fr_dsn_wage_declaration", "institution_id", "declaration_id"),
        Index("ix_fr_dsn_wage_nir", "institution_id", "nir"),
    )


class HubReturn(CompanyScoped, Model):
    """What the hub or an organisation says about a deposit; a richer one overwrites it."""

    __tablename__ = "fr_dsn_return"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    deposit_id: Mapped[int] = mapped_column(Integer, nullable=False)
    flow: Mapped[str] = mapped_column(String(64), nullable=False)
    nature: Mapped[str] = mapped_column(String(3), nullable=False)
    organisation: Mapped[str] = mapped_column(String(40), nullable=False)
    """Code of who says it; empty for the hub itself."""
    status: Mapped[str] = mapped_column(String(8), nullable=False)
    """`OK`, `ANO`, `KO` or `EN COURS`."""
    produced_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    came_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    document: Mapped[str] = deferred(mapped_column(Text, nullable=False, default=""))
    people: Mapped[list[str]] = deferred(mapped_column(JSON, nullable=False, default=list))

    __table_args__ = (
        UniqueConstraint(
            "institution_id", "flow", "nature", "organisation", "deposit_id", name="uq_fr_dsn_return_key"
        ),
        UniqueConstraint("institution_id", "id", name="uq_fr_dsn_return_id"),
        _of("fr_dsn_deposit", "deposit_id", cascade=True),
        _of("party_company", "company_id"),
        Index("ix_fr_dsn_return_deposit", "institution_id", "deposit_id"),
        Index("ix_fr_dsn_return_account", "institution_id", "company_id", "came_at", "id"),
    )


class ReturnLine(CompanyScoped, Model):
    """What a return says of one declaration; somebody sees to it, or nothing is to be done."""

    __tablename__ = "fr_dsn_return_line"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    return_id: Mapped[int] = mapped_column(Integer, nullable=False)
    declaration_id: Mapped[int] = mapped_column(Integer, nullable=False)
    establishment_id: Mapped[int] = mapped_column(Integer, nullable=False)
    status: Mapped[str] = mapped_column(String(8), nullable=False)
    outcome: Mapped[str] = mapped_column(String(1), nullable=False, default="")
    """Of a business report: `0` taken, `1` taken with corrections to make, `2` taken in part, `3` not taken."""
    anomalies: Mapped[list[dict[str, Any]]] = deferred(mapped_column(JSON, nullable=False, default=list))
    """See `formats.returns`."""
    count: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    to_handle: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    came_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    handled_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    handled_by: Mapped[str] = mapped_column(String(130), nullable=False, default="")

    __table_args__ = (
        UniqueConstraint("institution_id", "return_id", "declaration_id", name="uq_fr_dsn_return_line_of"),
        _of("fr_dsn_return", "return_id", cascade=True),
        _of("fr_dsn_declaration", "declaration_id", cascade=True),
        _of("fr_dsn_establishment", "establishment_id", cascade=True),
        _of("party_company", "company_id"),
        Index("ix_fr_dsn_return_line_open", "institution_id", "to_handle", "came_at", "id"),
        Index("ix_fr_dsn_return_line_account", "institution_id", "company_id", "to_handle", "came_at", "id"),
        Index("ix_fr_dsn_return_line_declaration", "institution_id", "declaration_id"),
        Index("ix_fr_dsn_return_line_place", "institution_id", "establishment_id", "to_handle"),
    )


class Month(CompanyScoped, Model):
    """How a month of an establishment stands: written with each deposit and return, so that boards read it alone."""

    __tablename__ = "fr_dsn_month"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    establishment_id: Mapped[int] = mapped_column(Integer, nullable=False)
    month: Mapped[date] = mapped_column(Date, nullable=False)
    state: Mapped[str] = mapped_column(String(9), nullable=False)
    to_handle: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Returns that somebody has still to see to."""
    waits: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    """Whether there is any, for the index."""

    __table_args__ = (
        UniqueConstraint("institution_id", "establishment_id", "month", name="uq_fr_dsn_month_of"),
        _of("fr_dsn_establishment", "establishment_id", cascade=True),
        _of("party_company", "company_id"),
        # For the institution's staff, and for the people of one account; each has all columns that counting asks for.
        Index("ix_fr_dsn_month_state", "institution_id", "state", "month", "establishment_id", "company_id"),
        Index("ix_fr_dsn_month_open", "institution_id", "waits", "month", "establishment_id", "company_id"),
        Index(
            "ix_fr_dsn_month_state_account",
            "institution_id",
            "company_id",
            "state",
            "month",
            "establishment_id",
        ),
        Index(
            "ix_fr_dsn_month_open_account",
            "institution_id",
            "company_id",
            "waits",
            "month",
            "establishment_id",
        ),
    )

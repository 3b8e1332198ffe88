"""Establishments in the portfolio of an account, the partners behind them, and who of the account looks after which.

Words: an *account* is a company of the institution, an employer or a third-party declarant; a *partner* is a
protection body whose own controls are made besides those of the norm; a *profile* entrusts establishments to people
of the account.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import Boolean, Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from console.plugin import (
    Company,
    CompanyScoped,
    InstitutionScoped,
    Model,
    Searchable,
    UtcMoment,
    Versioned,
    clock,
)

TO_VERIFY, VERIFIED, REMOVED = "to_verify", "verified", "removed"
BY_DEPOSIT, BY_HAND, BY_SHEET = "deposit", "hand", "sheet"
NOT_ASKED, ASKED, GRANTED, REFUSED, ENDED = "", "asked", "granted", "refused", "ended"
NEVER: Final = date(1900, 1, 1)
"""Stands for no month at all, so that an index by month needs no empty values."""


class Partner(Versioned, Searchable, InstitutionScoped, Model):
    """A protection body that works with the institution."""

    __tablename__ = "fr_dsn_partner"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(9), nullable=False)
    """Its code as organisation in a DSN (S21.G00.15.002), such as P0942."""
    name: Mapped[str] = mapped_column(String(120), nullable=False)
    extras: Mapped[str] = mapped_column(String(20), nullable=False, default="")
    """Which further controls are made for its establishments: see `extras`."""

    search_columns = ("code", "name")

    __table_args__ = (
        UniqueConstraint("institution_id", "code", name="uq_fr_dsn_partner_code"),
        UniqueConstraint("institution_id", "id", name="uq_fr_dsn_partner_id"),
    )

    def __repr__(self) -> str:
        return self.name


class Establishment(Versioned, Searchable, CompanyScoped, Model):
    """A SIRET that one account declares for; another account may have the same, and neither sees the other's."""

    __tablename__ = "fr_dsn_establishment"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    siret: Mapped[str] = mapped_column(String(14), nullable=False)
    name: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    partner_id: Mapped[int | None] = mapped_column(Integer)
    due_day: Mapped[str] = mapped_column(String(2), nullable=False, default="")
    """`5` or `15` of the month after the declared one; empty while nobody has said so."""
    state: Mapped[str] = mapped_column(String(9), nullable=False, default=VERIFIED)
    came: Mapped[str] = mapped_column(String(7), nullable=False, default=BY_HAND)
    added_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False, default=clock.now)
    removed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    expected_from: Mapped[date] = mapped_column(Date, nullable=False, default=NEVER)
    """First day of the first month that it is declared for."""
    last_month: Mapped[date] = mapped_column(Date, nullable=False, default=NEVER)
    """First day of the last month with a monthly declaration that was not refused."""
    accepted_until: Mapped[date] = mapped_column(Date, nullable=False, default=NEVER)
    """First day of the last month up to which each one from `expected_from` on is accepted: whatever is not accepted
    comes later, so that it is found without looking at all that is."""
    priming: Mapped[str] = mapped_column(String(7), nullable=False, default=NOT_ASKED)
    """How the authorisation stands to receive priming data: parameter sheets of its insured contracts."""
    priming_asked: Mapped[date | None] = mapped_column(Date)
    priming_decided: Mapped[date | None] = mapped_column(Date)
    priming_ended: Mapped[date | None] = mapped_column(Date)

    search_columns = ("siret", "name")

    # Only one column is foreign: clearing the automatic relations over two would null the institution too.
    company: Mapped[Company] = relationship(
        Company, primaryjoin=lambda: foreign(Establishment.company_id) == Company.id
    )
    partner: Mapped[Partner | None] = relationship(
        Partner, primaryjoin=lambda: foreign(Establishment.partner_id) == Partner.id
    )

    __table_args__ = (
        UniqueConstraint("institution_id", "company_id", "siret", name="uq_fr_dsn_establishment_siret"),
        UniqueConstraint("institution_id", "id", name="uq_fr_dsn_establishment_id"),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "partner_id"], ["fr_dsn_partner.institution_id", "fr_dsn_partner.id"]
        ),
        Index("ix_fr_dsn_establishment_name", "institution_id", "name", "id"),
        Index("ix_fr_dsn_establishment_account", "institution_id", "company_id", "name", "id"),
        Index("ix_fr_dsn_establishment_siret", "institution_id", "siret", "id"),
        Index("ix_fr_dsn_establishment_due", "institution_id", "due_day", "last_month", "id"),
        Index(
            "ix_fr_dsn_establishment_due_account",
            "institution_id",
            "company_id",
            "due_day",
            "last_month",
            "id",
        ),
        Index("ix_fr_dsn_establishment_state", "institution_id", "state", "name", "id"),
        Index("ix_fr_dsn_establishment_priming", "institution_id", "priming", "name", "id"),
        Index("ix_fr_dsn_establishment_partner", "institution_id", "partner_id", "name", "id"),
        Index("ix_fr_dsn_establishment_open", "institution_id", "due_day", "accepted_until", "id"),
        Index(
            "ix_fr_dsn_establishment_open_account",
            "institution_id",
            "company_id",
            "due_day",
            "accepted_until",
            "id",
        ),
    )

    def __repr__(self) -> str:
        return f"{self.name or self.siret}"


class Profile(Versioned, CompanyScoped, Model):
    """What of a portfolio is entrusted to some people of the account, and what they do with it."""

    __tablename__ = "fr_dsn_profile"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    name: Mapped[str] = mapped_column(String(80), nullable=False)
    covers_all: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    """Whether every establishment of the account belongs to it, also those that come later."""
    deposits: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    returns: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    manages: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "company_id", "name", name="uq_fr_dsn_profile_name"),
        UniqueConstraint("institution_id", "id", name="uq_fr_dsn_profile_id"),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
    )


class ProfileEstablishment(CompanyScoped, Model):
    """An establishment that belongs to a profile."""

    __tablename__ = "fr_dsn_profile_establishment"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    profile_id: Mapped[int] = mapped_column(Integer, nullable=False)
    establishment_id: Mapped[int] = mapped_column(Integer, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "profile_id", "establishment_id", name="uq_fr_dsn_profile_place"),
        ForeignKeyConstraint(
            ["institution_id", "profile_id"],
            ["fr_dsn_profile.institution_id", "fr_dsn_profile.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["institution_id", "establishment_id"],
            ["fr_dsn_establishment.institution_id", "fr_dsn_establishment.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_fr_dsn_profile_establishment_of", "institution_id", "establishment_id"),
    )


class ProfilePerson(CompanyScoped, Model):
    """A person of the account who has a profile."""

    __tablename__ = "fr_dsn_profile_person"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    profile_id: Mapped[int] = mapped_column(Integer, nullable=False)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    user_name: Mapped[str] = mapped_column(String(130), nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "profile_id", "user_id", name="uq_fr_dsn_profile_person"),
        ForeignKeyConstraint(
            ["institution_id", "profile_id"],
            ["fr_dsn_profile.institution_id", "fr_dsn_profile.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_fr_dsn_profile_person_user", "institution_id", "user_id", "profile_id"),
    )

"""The binding of an account to an official number, the letters that vouch for it, and accounts being opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment
from console.institutions.scope import CompanyScoped


class InsuredAccount(Model):
    """Whose number an account of an insured person is bound to; written once, gone with the account.

    Not scoped: she is no institution's person, and her matters lie in several.
    """

    __tablename__ = "account_insured"

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    """A keyed digest of the number: it is bound to one account at most."""
    sealed: Mapped[str] = mapped_column(Text, nullable=False)
    """The number itself, encrypted under the installation's secret."""
    country: Mapped[str] = mapped_column(String(2), nullable=False)
    """Whose number it is: CH, BE or FR."""
    way: Mapped[str] = mapped_column(String(24), nullable=False)
    """What vouched for her: `code_sms` or `letter`."""
    institution_id: Mapped[int] = mapped_column(ForeignKey("inst_institution.id"), nullable=False)
    """Where she showed who she is."""
    bound_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)


class InsuredLetter(CompanyScoped, Model):
    """A code that the institution's staff hand to a person by letter; a new one for her replaces it.

    As with private parts its company stays empty: no company's people ever see it.
    """

    __tablename__ = "insured_letter"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    number: Mapped[str] = mapped_column(String(64), nullable=False)
    """A keyed digest of her official number."""
    code: Mapped[str] = mapped_column(String(64), nullable=False)
    """A keyed digest of the code."""
    issued_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    issued_by: Mapped[str] = mapped_column(String(130), nullable=False)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (UniqueConstraint("institution_id", "number"),)


class InsuredOpening(CompanyScoped, Model):
    """An account that a visitor of one delegation is opening: her proofs are right, her address is being tried.

    Its company stays empty too.
    """

    __tablename__ = "insured_opening"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    delegation_id: Mapped[int] = mapped_column(Integer, nullable=False)
    wrong: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Wrong tries since `since`, of proofs and codes together."""
    sent: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Codes sent since then."""
    since: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    code: Mapped[str] = mapped_column(String(64), nullable=False, default="")
    """A keyed digest of the code that tries her address; empty for none."""
    until: Mapped[datetime | None] = mapped_column(UtcMoment)
    email: Mapped[str] = mapped_column(String(254), nullable=False, default="")
    way: Mapped[str] = mapped_column(String(24), nullable=False, default="")
    letter_id: Mapped[int | None] = mapped_column(Integer)

    __table_args__ = (
        UniqueConstraint("institution_id", "delegation_id"),
        ForeignKeyConstraint(
            ["institution_id", "delegation_id"],
            ["mail_delegation.institution_id", "mail_delegation.id"],
            ondelete="CASCADE",
        ),
    )

"""What stands between a link and a person's part: the door with its tries, the visits, the documents she added."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    JSON,
    Boolean,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment
from console.institutions.scope import CompanyScoped


class PrivateDoor(CompanyScoped, Model):
    """What guards one delegation. It belongs to the company too, which may know that it is locked; it holds no content.

    Tries and the lock count for one link: with a new one the door begins anew.
    """

    __tablename__ = "private_door"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    delegation_id: Mapped[int] = mapped_column(Integer, nullable=False)
    link: Mapped[str] = mapped_column(String(64), nullable=False)
    """The digest of the link it guards."""
    wrong: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Wrong tries since `wrong_since`."""
    wrong_since: Mapped[datetime | None] = mapped_column(UtcMoment)
    next_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """No try is looked at before."""
    is_locked: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    code: Mapped[str] = mapped_column(String(64), nullable=False, default="")
    """A keyed digest of the code under way; empty for none."""
    code_way: Mapped[str] = mapped_column(String(24), nullable=False, default="")
    """The way for which it was sent: it opens no other."""
    code_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    codes: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Codes sent since `codes_since`."""
    codes_since: Mapped[datetime | None] = mapped_column(UtcMoment)
    identified: Mapped[str] = mapped_column(String(24), nullable=False, default="")
    """How she identified herself last; empty for never."""
    identified_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When she herself agreed to what she sent."""

    __table_args__ = (
        UniqueConstraint("institution_id", "delegation_id"),
        ForeignKeyConstraint(
            ["institution_id", "delegation_id"], ["mail_delegation.institution_id", "mail_delegation.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
    )


class PrivateFile(CompanyScoped, Model):
    """A document that a person added to her part. Its company stays empty: no company's people ever see it."""

    __tablename__ = "private_file"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    delegation_id: Mapped[int] = mapped_column(Integer, nullable=False)
    reference: Mapped[str] = mapped_column(String(9), nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "reference"),
        Index("ix_private_file_delegation", "institution_id", "delegation_id"),
        ForeignKeyConstraint(
            ["institution_id", "delegation_id"], ["mail_delegation.institution_id", "mail_delegation.id"]
        ),
        # A document that nothing claimed is swept away, and this row with it.
        ForeignKeyConstraint(
            ["institution_id", "reference"],
            ["doc_file.institution_id", "doc_file.reference"],
            ondelete="CASCADE",
        ),
    )


class PrivateVisit(Model):
    """A browser in which a person identified herself. Deleting the row ends it.

    Not scoped: whoever comes has no institution before the visit is found.
    """

    __tablename__ = "private_visit"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of the secret in the cookie."""
    institution_id: Mapped[int] = mapped_column(Integer, nullable=False)
    delegation_id: Mapped[int] = mapped_column(Integer, nullable=False)
    way: Mapped[str] = mapped_column(String(24), nullable=False)
    begun_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    seen_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    left: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)
    """Sections she left by the button, whose faults are therefore told."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "delegation_id"],
            ["mail_delegation.institution_id", "mail_delegation.id"],
            ondelete="CASCADE",
        ),
        Index("ix_private_visit_delegation", "institution_id", "delegation_id"),
    )

"""Mandates of companies for SEPA direct debits, collections, and what became of each debit."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import (
    JSON,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, foreign, mapped_column, relationship

from console.plugin import Company, CompanyScoped, InstitutionScoped, Model, UtcMoment, Versioned
from plugins.fr_dsn.debits.rule import ItemState

RUM, IBAN, BIC, HOLDER = 35, 34, 11, 70
"""Signs of a mandate's reference, of an IBAN, of a BIC, of the name of an account's holder, at most."""
_COMPANY: Final = ["party_company.institution_id", "party_company.id"]
_CALL: Final = ["fr_dsn_call.institution_id", "fr_dsn_call.id"]
_COLLECTION: Final = ["fr_dsn_collection.institution_id", "fr_dsn_collection.id"]
DRAWING, OPEN, EXECUTED, WITHDRAWN = "drawing", "open", "executed", "withdrawn"
"""States of a collection."""


class DebitMandate(Versioned, CompanyScoped, Model):
    """What a company signed so that its account may be debited."""

    __tablename__ = "fr_dsn_debit_mandate"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(RUM), nullable=False)
    """The reference of the mandate (RUM), in capital letters: the scheme does not tell small ones apart."""
    holder: Mapped[str] = mapped_column(String(HOLDER), nullable=False)
    iban: Mapped[str] = mapped_column(String(IBAN), nullable=False)
    bic: Mapped[str] = mapped_column(String(BIC), nullable=False, default="")
    signed: Mapped[date] = mapped_column(Date, nullable=False)
    begins: Mapped[str] = mapped_column(String(4), nullable=False)
    """As `rule.Begins`."""
    ended: Mapped[date | None] = mapped_column(Date)
    """The first day without debits."""
    used: Mapped[date | None] = mapped_column(Date)
    """The day of the last debit presented; from then on account and reference stay."""

    # Only company_id is foreign: clearing the automatic relation over both columns would null the institution too.
    company: Mapped[Company] = relationship(
        Company, primaryjoin=lambda: foreign(DebitMandate.company_id) == Company.id
    )

    __table_args__ = (
        UniqueConstraint("institution_id", "reference", name="uq_fr_dsn_debit_mandate_reference"),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
        Index("ix_fr_dsn_debit_mandate_company", "institution_id", "company_id", "signed", "id"),
        Index("ix_fr_dsn_debit_mandate_signed", "institution_id", "signed", "id"),
    )

    def __repr__(self) -> str:
        return self.reference


class DebitCollection(InstitutionScoped, Model):
    """A file of debits for the bank, all collected on one day."""

    __tablename__ = "fr_dsn_collection"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    day: Mapped[date] = mapped_column(Date, nullable=False)
    state: Mapped[str] = mapped_column(String(9), nullable=False)
    count: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    amount: Mapped[Decimal] = mapped_column(Numeric(16, 2), nullable=False)
    left: Mapped[dict[str, int]] = mapped_column(JSON, nullable=False, default=dict)
    """How many calls were left aside, by `rule.Why`."""
    lead: Mapped[int] = mapped_column(Integer, nullable=False)
    """TARGET days that the bank needs, as they were set when it was drawn up."""
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    digest: Mapped[str] = mapped_column(String(64), nullable=False, default="")
    """SHA-256 of the file."""
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    made_by: Mapped[str] = mapped_column(String(130), nullable=False)
    settled_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (
        UniqueConstraint("institution_id", "id", name="uq_fr_dsn_collection_id"),
        UniqueConstraint("institution_id", "reference", name="uq_fr_dsn_collection_reference"),
        Index("ix_fr_dsn_collection_day", "institution_id", "day", "id"),
    )


class DebitItem(CompanyScoped, Model):
    """One debit of a collection; what the file says of mandate and account stays here whatever becomes of them."""

    __tablename__ = "fr_dsn_debit_item"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    collection_id: Mapped[int] = mapped_column(Integer, nullable=False)
    call_id: Mapped[int] = mapped_column(Integer, nullable=False)
    mandate_id: Mapped[int] = mapped_column(Integer, nullable=False)
    """The key of the mandate, which is erased at a time of its own."""
    end_to_end: Mapped[str] = mapped_column(String(35), nullable=False)
    """The reference of the call."""
    mandate: Mapped[str] = mapped_column(String(RUM), nullable=False)
    signed: Mapped[date] = mapped_column(Date, nullable=False)
    sequence: Mapped[str] = mapped_column(String(4), nullable=False)
    holder: Mapped[str] = mapped_column(String(HOLDER), nullable=False)
    iban: Mapped[str] = mapped_column(String(IBAN), nullable=False)
    bic: Mapped[str] = mapped_column(String(BIC), nullable=False, default="")
    text: Mapped[str] = mapped_column(String(140), nullable=False)
    """What stands on the account statement."""
    amount: Mapped[Decimal] = mapped_column(Numeric(11, 2), nullable=False)
    state: Mapped[str] = mapped_column(String(9), nullable=False, default=ItemState.OPEN)
    reason: Mapped[str] = mapped_column(String(4), nullable=False, default="")
    """Why it was rejected or returned: a code of ISO 20022."""
    settled: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        ForeignKeyConstraint(["institution_id", "collection_id"], _COLLECTION, ondelete="CASCADE"),
        ForeignKeyConstraint(["institution_id", "call_id"], _CALL, ondelete="CASCADE"),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
        Index(
            "uq_fr_dsn_debit_item_open",
            "institution_id",
            "call_id",
            unique=True,
            sqlite_where=state == ItemState.OPEN.value,
            postgresql_where=state == ItemState.OPEN.value,
        ),
        Index("ix_fr_dsn_debit_item_call", "institution_id", "call_id", "id"),
        Index("ix_fr_dsn_debit_item_collection", "institution_id", "collection_id", "state", "id"),
        Index("ix_fr_dsn_debit_item_mandate", "institution_id", "mandate_id", "id"),
    )

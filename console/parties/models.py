"""The companies of an institution: members of a fund, declarants of a gateway; and the providers whom it asks."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, synonym

from console.base.model import Model, Versioned
from console.institutions.scope import CompanyScoped
from console.institutions.search import Searchable

MEMBER, PROVIDER = "member", "provider"


class Company(Versioned, Searchable, CompanyScoped, Model):
    """A company as one institution knows it; another institution has its own row."""

    __tablename__ = "party_company"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(24), nullable=False)
    """The institution's own number for it: the member number of a fund."""
    name: Mapped[str] = mapped_column(String(120), nullable=False)
    official_number: Mapped[str] = mapped_column(String(20), nullable=False, default="")
    """UID (CH), enterprise number (BE) or SIREN (FR), without dots or spaces."""
    kind: Mapped[str] = mapped_column(String(8), nullable=False, default=MEMBER, server_default=MEMBER)
    """`member`, or `provider` for who is asked about others (a doctor) and employs nobody here."""
    language: Mapped[str] = mapped_column(String(2), nullable=False, default="fr")
    email: Mapped[str] = mapped_column(String(254), nullable=False, default="")
    phone: Mapped[str] = mapped_column(String(40), nullable=False, default="")
    street: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    house_number: Mapped[str] = mapped_column(String(16), nullable=False, default="")
    postcode: Mapped[str] = mapped_column(String(16), nullable=False, default="")
    town: Mapped[str] = mapped_column(String(80), nullable=False, default="")
    member_since: Mapped[date | None] = mapped_column(Date)
    member_until: Mapped[date | None] = mapped_column(Date)
    """Last day of membership; empty while it lasts."""

    search_columns = ("number", "name", "official_number", "town")

    # A company's people see the company itself: its own key is what limits it.
    company_id = synonym("id")

    __table_args__ = (
        UniqueConstraint("institution_id", "number"),
        UniqueConstraint("institution_id", "id"),
    )

    def __repr__(self) -> str:
        return f"{self.number} {self.name}"

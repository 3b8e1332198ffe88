"""Information pages, leaflets and outage notices with their texts, and how the institution is reached."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKeyConstraint, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment, Versioned
from console.institutions.scope import InstitutionScoped

PAGE, LEAFLET, OUTAGE = "page", "leaflet", "outage"
ALL, COMPANIES, STAFF = "all", "companies", "staff"


class InfoPage(Versioned, InstitutionScoped, Model):
    """Something to read, in as many languages as it has texts."""

    __tablename__ = "info_page"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), nullable=False)
    """What its address calls it; made from its first title, stays ever after."""
    kind: Mapped[str] = mapped_column(String(7), nullable=False)
    """`page`, `leaflet` (a PDF in each language) or `outage` (a banner on every page while it lasts)."""
    theme: Mapped[str] = mapped_column(String(121), nullable=False, default="")
    """With its plugin: `ch_fund.accounting`; empty for what belongs to none."""
    audience: Mapped[str] = mapped_column(String(9), nullable=False, default=ALL)
    """`all`, `companies` or `staff`."""
    published: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    position: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Pages of a theme stand in the order of this number."""
    starts_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ends_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """From when until when the banner of an outage is shown."""
    at_sign_in: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    """Whether an outage stands on the sign-in page too, which everybody can read."""
    changed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "slug"),
        UniqueConstraint("institution_id", "id"),
    )


class InfoText(InstitutionScoped, Model):
    """What stands there in one language."""

    __tablename__ = "info_text"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    page_id: Mapped[int] = mapped_column(Integer, nullable=False)
    language: Mapped[str] = mapped_column(String(2), nullable=False)
    title: Mapped[str] = mapped_column(String(120), nullable=False)
    text: Mapped[str] = mapped_column(Text, nullable=False)
    """In the signs of `markup`."""
    file_reference: Mapped[str | None] = mapped_column(String(9))
    """The PDF of a leaflet."""

    __table_args__ = (
        UniqueConstraint("institution_id", "page_id", "language"),
        ForeignKeyConstraint(["institution_id", "page_id"], ["info_page.institution_id", "info_page.id"]),
        ForeignKeyConstraint(
            ["institution_id", "file_reference"], ["doc_file.institution_id", "doc_file.reference"]
        ),
    )


class ContactPoint(Versioned, InstitutionScoped, Model):
    """How the institution is reached for a theme, or in general (`theme` is empty)."""

    __tablename__ = "info_contact"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    theme: Mapped[str] = mapped_column(String(121), nullable=False, default="")
    phone: Mapped[str] = mapped_column(String(40), nullable=False, default="")
    email: Mapped[str] = mapped_column(String(254), nullable=False, default="")
    hours: Mapped[dict[str, str]] = mapped_column(JSON, nullable=False, default=dict)
    """When somebody answers, by language."""

    __table_args__ = (UniqueConstraint("institution_id", "theme"),)

"""Files between the two steps of an import."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment
from console.institutions.scope import InstitutionScoped


class Upload(InstitutionScoped, Model):
    """A file somebody sent and has not decided on; removed once it is imported, or after a day."""

    __tablename__ = "import_upload"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    view: Mapped[str] = mapped_column(String(120), nullable=False)
    """The list it is for, by its permission name: `ch_fund.employee`."""
    name: Mapped[str] = mapped_column(String(200), nullable=False)
    content: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    created_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (Index("ix_import_upload_created", "institution_id", "created_at"),)

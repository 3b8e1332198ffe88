"""The declarative base and the column types that every table of the console uses.

Import `Model` from here and nowhere else: the naming convention must be set before the first table exists,
otherwise Alembic meets constraints without a name.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import DateTime, Integer, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

__all__ = ["Model", "UtcMoment", "Versioned", "folded"]

Model.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def folded(length: int) -> String:
    """Give a text type compared by its bytes, so that a range of beginnings uses the index on PostgreSQL too."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class UtcMoment(TypeDecorator[datetime]):
    """A moment, stored as UTC without a zone and given back aware, alike on both databases."""

    impl = DateTime
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """Give the type of the values, by which a list reads its cursor back."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: nobody could say what it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the stored moment its zone back."""
        return value if value is None else value.replace(tzinfo=UTC)


class Versioned:
    """Mixin for rows that people edit: a stale edit is refused instead of overwriting a newer one."""

    version: Mapped[int] = mapped_column(Integer, nullable=False, default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let SQLAlchemy count the version and compare it at each UPDATE and DELETE."""
        return {"version_id_col": cls.version}

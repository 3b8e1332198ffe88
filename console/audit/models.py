"""The journal of an institution. Lines are added, never changed; once sealed, a change shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from console.audit.chain import moment_text
from console.audit.sealed import Book, ChainHead, Sealed
from console.base.model import Model, UtcMoment
from console.institutions.scope import InstitutionScoped

ACT: Final = "act"
CONSULTATION: Final = "consulted"


class AuditEntry(InstitutionScoped, Sealed, Model):
    """One line: an act or a consultation, its subject, and the facts that its sentence needs."""

    __tablename__ = "audit_entry"

    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    kind: Mapped[str] = mapped_column(String(12), nullable=False, default=ACT, server_default=ACT)
    actor_id: Mapped[int | None] = mapped_column(Integer)
    actor_name: Mapped[str] = mapped_column(String(130), nullable=False)
    action: Mapped[str] = mapped_column(String(80), nullable=False)
    subject: Mapped[str] = mapped_column(String(60), nullable=False, default="")
    """What kind of thing: a view key such as `ch_fund.employee`, or empty."""
    subject_id: Mapped[str] = mapped_column(String(60), nullable=False, default="")
    person: Mapped[str] = mapped_column(String(64), nullable=False, default="", server_default="")
    """The keyed digest of the official number of the person concerned; empty when there is none, or it is unknown."""
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    request_id: Mapped[str] = mapped_column(String(36), nullable=False, default="")

    __table_args__ = (
        Index("ix_audit_entry_subject", "institution_id", "subject", "subject_id", "id"),
        Index("ix_audit_entry_at", "institution_id", "at", "id"),
        Index("uq_audit_entry_number", "institution_id", "number", unique=True),
    )

    def open_parts(self) -> Mapping[str, Any]:
        """Give what stays: the act and its author with an account, whose name answers for it."""
        return {
            "at": moment_text(self.at),
            "kind": self.kind,
            "actor": self.actor_id,
            "name": self.actor_name if self.actor_id is not None else None,
            "action": self.action,
            "subject": self.subject,
            "subject_id": self.subject_id,
            "request": self.request_id,
        }

    def personal_parts(self) -> Mapping[str, Any]:
        """Give what can be erased: the facts, the person concerned, the name of an author without an account."""
        name = self.actor_name if self.actor_id is None else None
        return {"name": name, "facts": self.facts, "person": self.person}

    def erase(self) -> None:
        """Take the personal parts out of a sealed line."""
        self.facts, self.person, self.salt = {}, "", None
        if self.actor_id is None:
            self.actor_name = ""


Index(
    "ix_audit_entry_unsealed",
    AuditEntry.institution_id,
    AuditEntry.id,
    sqlite_where=AuditEntry.number.is_(None),
    postgresql_where=AuditEntry.number.is_(None),
)
Index(
    "ix_audit_entry_person",
    AuditEntry.institution_id,
    AuditEntry.person,
    AuditEntry.id,
    sqlite_where=AuditEntry.person != "",
    postgresql_where=AuditEntry.person != "",
)


class AuditChain(InstitutionScoped, ChainHead, Model):
    """How far an institution's journal is sealed."""

    __tablename__ = "audit_chain"

    institution_id: Mapped[int] = mapped_column(ForeignKey("inst_institution.id"), primary_key=True)

    @property
    def chain(self) -> str:
        """Give the institution's number."""
        return f"institution {self.institution_id}"


JOURNAL: Final = Book(AuditEntry, AuditChain, AuditEntry.action)

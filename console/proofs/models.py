"""Proofs, the digests by which strangers find them, and who makes the PDF of one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment
from console.institutions.scope import CompanyScoped
from console.jobs.claims import Claim


class Proof(CompanyScoped, Model):
    """What one side sent in one sending; never changed, erased only with its dossier at the end of retention.

    The company of a person's own proof stays empty, so that the scope hides it from every company's people.
    """

    __tablename__ = "proof_proof"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(14), nullable=False)
    """What stands on the paper and in its QR code."""
    sending: Mapped[str] = mapped_column(String(40), nullable=False)
    """The message and what was sent of it: the same sending is proved once."""
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    message_id: Mapped[int] = mapped_column(Integer, nullable=False)
    message: Mapped[str] = mapped_column(String(14), nullable=False)
    """The reference of the message."""
    submission_id: Mapped[int | None] = mapped_column(Integer)
    """Empty for what was registered without a filled in form."""
    delegation_id: Mapped[int | None] = mapped_column(Integer)
    """Through which a person sent her part; empty for the company's."""
    content: Mapped[bytes] = mapped_column(LargeBinary, nullable=False, deferred=True)
    """Canonical JSON of `console.proofs.content.Content`: everything that the PDF shows."""
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    """SHA-256 of the content."""
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    recalled_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When what it proves was taken back."""
    file: Mapped[str] = mapped_column(String(9), nullable=False, default="")
    """The stored PDF, once there is one."""

    __table_args__ = (
        UniqueConstraint("institution_id", "id"),
        UniqueConstraint("institution_id", "number"),
        UniqueConstraint("institution_id", "sending"),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "message_id"], ["mail_message.institution_id", "mail_message.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "submission_id"], ["form_submission.institution_id", "form_submission.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "delegation_id"], ["mail_delegation.institution_id", "mail_delegation.id"]
        ),
        Index("ix_proof_proof_message", "institution_id", "message", "id"),
    )


class ProofMark(Model):
    """The digest of a proof's number or of its PDF. Not scoped: whoever verifies a proof belongs nowhere."""

    __tablename__ = "proof_mark"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    institution_id: Mapped[int] = mapped_column(Integer, nullable=False)
    proof_id: Mapped[int] = mapped_column(Integer, nullable=False)

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "proof_id"], ["proof_proof.institution_id", "proof_proof.id"]
        ),
    )


class ProofClaim(Claim, Model):
    """Who makes the PDF of a proof until when. It exists as long as there is none, and says nothing of the proof."""

    __tablename__ = "proof_claim"

    proof_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "proof_id"], ["proof_proof.institution_id", "proof_proof.id"]
        ),
        Index("ix_proof_claim_due", "priority", "due"),
    )

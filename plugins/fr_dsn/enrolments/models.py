"""Companies and insured persons enrolled with Prest'IJ, the files that asked for it, and what was answered.

Words: a *sending* is one file; a *line* is one operation in it, about a company or one of its insured persons; an
*unknown answer* fits no line and is kept as it came.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, foreign, mapped_column, relationship

from console.plugin import InstitutionScoped, Model, Searchable, UtcMoment, Versioned, clock

from .machine import State

IN, OUT = "in", "out"
NAME, COVER, WHY = 50, 25, 300
"""Signs at most: of a company's name, of what the insurer calls a cover, of a reason."""


class EnrolledCompany(Versioned, Searchable, InstitutionScoped, Model):
    """A company of whose people slips are asked for."""

    __tablename__ = "fr_dsn_enrolled_company"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(14), nullable=False)
    """SIREN or SIRET."""
    name: Mapped[str] = mapped_column(String(NAME), nullable=False)
    state: Mapped[str] = mapped_column(String(12), nullable=False, default=State.NEW)
    side: Mapped[str] = mapped_column(String(3), nullable=False, default=OUT)
    """`in` while slips come for it, else `out`."""
    why: Mapped[str] = mapped_column(String(WHY), nullable=False, default="")
    """What was said of the last refusal."""
    line: Mapped[int | None] = mapped_column(Integer)
    """The key of its last line."""
    changed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False, default=clock.now)

    search_columns = ("number", "name")

    __table_args__ = (
        UniqueConstraint("institution_id", "number", name="uq_fr_dsn_enrolled_company_number"),
        UniqueConstraint("institution_id", "id", name="uq_fr_dsn_enrolled_company_id"),
        Index("ix_fr_dsn_enrolled_company_name", "institution_id", "name", "id"),
        Index("ix_fr_dsn_enrolled_company_state", "institution_id", "state", "id"),
    )

    def __repr__(self) -> str:
        return self.name


class EnrolledPerson(Versioned, Searchable, InstitutionScoped, Model):
    """An insured person of a company under a cover."""

    __tablename__ = "fr_dsn_enrolled_person"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_key: Mapped[int] = mapped_column(Integer, nullable=False)
    nir: Mapped[str] = mapped_column(String(13), nullable=False)
    name: Mapped[str] = mapped_column(String(80), nullable=False)
    given_name: Mapped[str] = mapped_column(String(80), nullable=False)
    cover: Mapped[str] = mapped_column(String(COVER), nullable=False)
    """What the insurer calls the cover."""
    first: Mapped[date] = mapped_column(Date, nullable=False)
    until: Mapped[date | None] = mapped_column(Date)
    back_to: Mapped[date | None] = mapped_column(Date)
    """From which day on slips of the past are asked for; none: only those to come."""
    state: Mapped[str] = mapped_column(String(12), nullable=False, default=State.NEW)
    side: Mapped[str] = mapped_column(String(3), nullable=False, default=OUT)
    """`in` while slips come for her, else `out`."""
    why: Mapped[str] = mapped_column(String(WHY), nullable=False, default="")
    line: Mapped[int | None] = mapped_column(Integer)
    """The key of her last line."""
    changed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False, default=clock.now)

    search_columns = ("nir", "name")

    # Only one column is foreign: clearing the automatic relation over both would null the institution too.
    company: Mapped[EnrolledCompany] = relationship(
        EnrolledCompany, primaryjoin=lambda: foreign(EnrolledPerson.company_key) == EnrolledCompany.id
    )

    __table_args__ = (
        UniqueConstraint(
            "institution_id", "company_key", "nir", "cover", name="uq_fr_dsn_enrolled_person_cover"
        ),
        UniqueConstraint("institution_id", "id", name="uq_fr_dsn_enrolled_person_id"),
        ForeignKeyConstraint(
            ["institution_id", "company_key"],
            ["fr_dsn_enrolled_company.institution_id", "fr_dsn_enrolled_company.id"],
        ),
        Index("ix_fr_dsn_enrolled_person_name", "institution_id", "name", "id"),
        Index("ix_fr_dsn_enrolled_person_nir", "institution_id", "nir", "id"),
        Index("ix_fr_dsn_enrolled_person_side", "institution_id", "side", "id"),
        Index("ix_fr_dsn_enrolled_person_state", "institution_id", "state", "id"),
    )

    def __repr__(self) -> str:
        return f"{self.name} {self.given_name}"


class EnrolmentSending(InstitutionScoped, Model):
    """A file of lines that left for Prest'IJ."""

    __tablename__ = "fr_dsn_enrolment_sending"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    header: Mapped[str] = mapped_column(String(25), nullable=False)
    document: Mapped[str] = mapped_column(String(25), nullable=False)
    """What header and document of the file are called; answers name them."""
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    """The file as it leaves: a zip; nothing once a person in it was erased."""
    lines: Mapped[int] = mapped_column(Integer, nullable=False)
    sent_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    sent_by: Mapped[str] = mapped_column(String(130), nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "id"),
        UniqueConstraint("institution_id", "reference"),
        UniqueConstraint("institution_id", "document"),
        UniqueConstraint("institution_id", "header"),
        Index("ix_fr_dsn_enrolment_sending_sent", "institution_id", "sent_at", "id"),
    )


class EnrolmentLine(InstitutionScoped, Model):
    """One operation that a file asked for, and what became of it."""

    __tablename__ = "fr_dsn_enrolment_line"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sending_id: Mapped[int] = mapped_column(Integer, nullable=False)
    """The key of the file, which is erased at a time of its own."""
    operation: Mapped[str] = mapped_column(String(6), nullable=False)
    """`CRE` or `SUP`."""
    number: Mapped[str] = mapped_column(String(14), nullable=False)
    """Of the company."""
    nir: Mapped[str] = mapped_column(String(13), nullable=False, default="")
    """Of the person; empty for a line about the company itself."""
    cover: Mapped[str] = mapped_column(String(COVER), nullable=False, default="")
    state: Mapped[str] = mapped_column(String(12), nullable=False, default=State.ASKED)
    """`asked`, `acknowledged`, `accepted` or `refused`."""
    why: Mapped[str] = mapped_column(String(WHY), nullable=False, default="")
    asked_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (
        Index("ix_fr_dsn_enrolment_line_of", "institution_id", "sending_id", "number", "nir"),
        Index("ix_fr_dsn_enrolment_line_nir", "institution_id", "nir", "id"),
        Index("ix_fr_dsn_enrolment_line_asked", "institution_id", "asked_at"),
    )


class UnknownAnswer(InstitutionScoped, Model):
    """What Prest'IJ said about something that we did not ask, or of which it said the contrary before."""

    __tablename__ = "fr_dsn_enrolment_answer"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    """Of all it says: the same one twice is one."""
    kind: Mapped[str] = mapped_column(String(3), nullable=False)
    """`ARL` or `CR`."""
    identification: Mapped[str] = mapped_column(String(80), nullable=False, default="")
    document: Mapped[str] = mapped_column(String(80), nullable=False, default="")
    number: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    nir: Mapped[str] = mapped_column(String(13), nullable=False, default="")
    operation: Mapped[str] = mapped_column(String(6), nullable=False, default="")
    verdict: Mapped[str] = mapped_column(String(1), nullable=False, default="")
    """`A`, `R` or nothing."""
    why: Mapped[str] = mapped_column(String(WHY), nullable=False, default="")
    came_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "id"),
        UniqueConstraint("institution_id", "digest"),
        Index("ix_fr_dsn_enrolment_answer_came", "institution_id", "came_at", "id"),
        Index("ix_fr_dsn_enrolment_answer_nir", "institution_id", "nir"),
    )

"""Stoppages with everything that was said about them, and the terms of insured contracts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from console.plugin import Company, CompanyScoped, Model, UtcMoment, Versioned

from .measures import CODE, length_of

OWN_KEY = 100
"""Signs of what the HR software calls a stoppage at most."""
_COMPANY = ["party_company.institution_id", "party_company.id"]
_STOPPAGE = ["fr_dsn_stoppage.institution_id", "fr_dsn_stoppage.id"]


class Stoppage(CompanyScoped, Model):
    """A stoppage as it stands now; its days and person stand in columns to find it by, the rest in `declaration`."""

    __tablename__ = "fr_dsn_stoppage"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    own_key: Mapped[str | None] = mapped_column(String(OWN_KEY))
    """What the HR software calls it; none for one that came by page or was found in a DSN."""
    source: Mapped[str] = mapped_column(String(8), nullable=False)
    """`api`, `page` or `dsn`."""
    siret: Mapped[str] = mapped_column(String(14), nullable=False)
    person: Mapped[str] = mapped_column(String(13), nullable=False)
    name: Mapped[str] = mapped_column(String(160), nullable=False)
    contract: Mapped[str] = mapped_column(String(20), nullable=False)
    insured: Mapped[str] = mapped_column(String(30), nullable=False, default="")
    """The reference of the insured contract, where the employer names one."""
    reason: Mapped[str] = mapped_column(String(2), nullable=False)
    kind: Mapped[str] = mapped_column(String(12), nullable=False)
    first_day: Mapped[date] = mapped_column(Date, nullable=False)
    last_day: Mapped[date] = mapped_column(Date, nullable=False)
    declaration: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False)
    state: Mapped[str] = mapped_column(String(12), nullable=False)
    sent_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When what was said last left for the health insurance."""
    opened_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When the health insurance first acknowledged it: before that there is nothing to close."""
    accepted_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    awaits: Mapped[str] = mapped_column(String(9), nullable=False, default="")
    """The answer that is still to come: `technical`, `business`, or none."""
    answer_by: Mapped[datetime | None] = mapped_column(UtcMoment)
    """Until when it must have come; none where no deadline is confirmed."""
    guarantee_from: Mapped[date | None] = mapped_column(Date)
    guarantee_until: Mapped[date | None] = mapped_column(Date)
    guarantee_told: Mapped[date | None] = mapped_column(Date)
    """The first day that the insurer took over as the opening of the guarantee."""
    versions: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    documents_request: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """The reference of the message by which the company is asked for documents; none was asked."""
    deposits: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)
    """References of the declarations (DSN) in which it was found, too."""
    created_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    changed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When it was closed or cancelled."""
    population: Mapped[str] = mapped_column(String(30), nullable=False, default="")
    """Code of the person's population under the insured contract (S21.G00.70.005); empty while no DSN says it."""
    cover: Mapped[str] = mapped_column(String(7), nullable=False, default="")
    """A `guarantee.Cover`: what the terms make of its days."""
    rejected_for: Mapped[str] = mapped_column(String(CODE), nullable=False, default="")
    """The code of its last rejection (`measures.REJECTIONS`); stays when it is accepted later."""
    receipt_after: Mapped[int | None] = mapped_column(Integer)
    """Seconds from the declaration to the first receipt of the health insurance."""
    decision_after: Mapped[int | None] = mapped_column(Integer)
    """The same to its first decision, for or against."""
    guarantee_after: Mapped[int | None] = mapped_column(Integer)
    """The same until the insurer had the opening of the guarantee."""
    month: Mapped[date] = mapped_column(Date, nullable=False)
    """First day of the month in which it begins; this one and the next two follow from its days by themselves."""
    days: Mapped[int] = mapped_column(Integer, nullable=False)
    """Calendar days without work, as they stand."""
    length: Mapped[int] = mapped_column(Integer, nullable=False)
    """The class of these days (`measures.LENGTHS`)."""

    __table_args__ = (
        UniqueConstraint("institution_id", "id"),
        UniqueConstraint("institution_id", "reference"),
        UniqueConstraint("institution_id", "company_id", "own_key"),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
        Index("ix_fr_dsn_stoppage_person", "institution_id", "person", "first_day"),
        Index("ix_fr_dsn_stoppage_late", "institution_id", "answer_by", "id"),
        Index("ix_fr_dsn_stoppage_days", "institution_id", "first_day", "id"),
        Index("ix_fr_dsn_stoppage_company", "institution_id", "company_id", "first_day", "id"),
        Index("ix_fr_dsn_stoppage_request", "institution_id", "documents_request"),
        Index("ix_fr_dsn_stoppage_state", "institution_id", "state", "first_day", "id"),
        # All that the report reads: it walks through this index in the order of its groups, and never through the rows.
        Index(
            "ix_fr_dsn_stoppage_report", "institution_id", "month", "state", "reason", "population", "length",
            "cover", "rejected_for", "company_id", "siret", "days", "last_day", "awaits", "answer_by",
            "guarantee_from", "guarantee_told", "receipt_after", "decision_after", "guarantee_after",
        ),
    )  # fmt: skip

    def seconds_since_declared(self, moment: datetime) -> int:
        """Give how long after its declaration a moment is."""
        return max(int((moment - self.created_at).total_seconds()), 0)


def _measure(_mapper: object, _connection: object, one: Stoppage) -> None:
    """Let what follows from the days of a stoppage follow them, whoever wrote them."""
    one.month = one.first_day.replace(day=1)
    one.days = max((one.last_day - one.first_day).days + 1, 0)
    one.length = length_of(one.days)


event.listen(Stoppage, "before_insert", _measure)
event.listen(Stoppage, "before_update", _measure)


class StoppageVersion(CompanyScoped, Model):
    """One thing that the employer said about a stoppage, and the answer that it was given."""

    __tablename__ = "fr_dsn_stoppage_version"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    stoppage_id: Mapped[int] = mapped_column(Integer, nullable=False)
    number: Mapped[int] = mapped_column(Integer, nullable=False)
    act: Mapped[str] = mapped_column(String(8), nullable=False)
    """`create`, `modify`, `close` or `cancel`."""
    sequence: Mapped[int | None] = mapped_column(Integer)
    """The HR software's own count of what it says about the stoppage, where it counts."""
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    declaration: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False)
    answer: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    said_by: Mapped[str] = mapped_column(String(130), nullable=False)
    said_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "stoppage_id", "number"),
        ForeignKeyConstraint(["institution_id", "stoppage_id"], _STOPPAGE, ondelete="CASCADE"),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
    )


class StoppageStep(CompanyScoped, Model):
    """One line of the trail: who said or got what about a stoppage, and when."""

    __tablename__ = "fr_dsn_stoppage_step"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    stoppage_id: Mapped[int] = mapped_column(Integer, nullable=False)
    party: Mapped[str] = mapped_column(String(10), nullable=False)
    """`employer`, `health`, `insurer` or `console`."""
    what: Mapped[str] = mapped_column(String(24), nullable=False)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        ForeignKeyConstraint(["institution_id", "stoppage_id"], _STOPPAGE, ondelete="CASCADE"),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
        Index("ix_fr_dsn_stoppage_step_of", "institution_id", "stoppage_id", "id"),
    )


class InsuredTerms(Versioned, CompanyScoped, Model):
    """Terms of a company's insured contract for stoppages that begin in a period."""

    __tablename__ = "fr_dsn_insured_terms"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contract: Mapped[str] = mapped_column(String(30), nullable=False)
    first: Mapped[date] = mapped_column(Date, nullable=False)
    until: Mapped[date | None] = mapped_column(Date)
    deductible: Mapped[int] = mapped_column(Integer, nullable=False)
    counting: Mapped[str] = mapped_column(String(10), nullable=False)
    most_days: Mapped[int | None] = mapped_column(Integer)

    # Only company_id is foreign: clearing the automatic relation over both columns would null the institution too.
    company: Mapped[Company] = relationship(
        Company, primaryjoin=lambda: foreign(InsuredTerms.company_id) == Company.id
    )

    __table_args__ = (
        UniqueConstraint(
            "institution_id", "company_id", "contract", "first", name="uq_fr_dsn_insured_terms_first"
        ),
        ForeignKeyConstraint(["institution_id", "company_id"], _COMPANY),
        Index("ix_fr_dsn_insured_terms_contract", "institution_id", "contract", "id"),
        Index("ix_fr_dsn_insured_terms_first", "institution_id", "first", "id"),
    )

    def __repr__(self) -> str:
        return f"{self.contract} ({self.first.isoformat()})"

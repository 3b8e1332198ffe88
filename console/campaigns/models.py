"""Campaigns and the requests they consist of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment, Versioned
from console.institutions.scope import CompanyScoped

PLANNED, RUNNING, DONE, WITHDRAWING, WITHDRAWN = "planned", "running", "done", "withdrawing", "withdrawn"
"""States of a campaign; one whose work was stopped is still running or withdrawing, and nobody works on it."""
WAITING, SENT, BY_POST, DOUBLE, FAILED, TAKEN_BACK = (
    "waiting", "sent", "by_post", "double", "failed", "withdrawn",
)  # fmt: skip
"""States of a line. `by_post`: the company receives this type by post. `double`: the same lies in its inbox already."""


class Campaign(Versioned, CompanyScoped, Model):
    """What is asked of many companies; its company stays empty, so that the scope hides it from companies' people."""

    __tablename__ = "campaign_campaign"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    theme: Mapped[str] = mapped_column(String(121), nullable=False)
    """With its plugin: `ch_fund.family_allowances`."""
    type: Mapped[str] = mapped_column(String(120), nullable=False)
    """The key of a form, `query` or `notice`."""
    subject: Mapped[str] = mapped_column(String(80), nullable=False)
    text: Mapped[str] = mapped_column(Text, nullable=False, default="")
    due: Mapped[date | None] = mapped_column(Date)
    is_delegable: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    by: Mapped[str] = mapped_column(String(130), nullable=False)
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    state: Mapped[str] = mapped_column(String(11), nullable=False, default=PLANNED)
    source: Mapped[str] = mapped_column(String(200), nullable=False, default="")
    """The name of the sheet or of the list the recipients come from."""
    revision_id: Mapped[int | None] = mapped_column(Integer)
    """The revision of the form that the prefilled values are of; empty where there is no form."""
    language: Mapped[str] = mapped_column(String(2), nullable=False)
    """In whose form figures and days of the prefilled values are written."""
    task: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """The long work that was last started for it."""

    __table_args__ = (
        UniqueConstraint("institution_id", "reference"),
        UniqueConstraint("institution_id", "id"),
        ForeignKeyConstraint(
            ["institution_id", "revision_id"], ["form_revision.institution_id", "form_revision.id"]
        ),
        Index("ix_campaign_campaign_made", "institution_id", "made_at", "id"),
    )


class CampaignLine(CompanyScoped, Model):
    """One request of a campaign. As with campaigns, the company by which the scope limits stays empty."""

    __tablename__ = "campaign_line"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    campaign_id: Mapped[int] = mapped_column(Integer, nullable=False)
    recipient_id: Mapped[int] = mapped_column(Integer, nullable=False)
    """The company that is asked."""
    row: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Its row in the sheet; 0 when it comes from a list."""
    person: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    person_number: Mapped[str] = mapped_column(String(20), nullable=False, default="")
    about: Mapped[str] = mapped_column(String(100), nullable=False, default="")
    """What follows the campaign's subject in that of the request."""
    prefill: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Raw values of the revision."""
    state: Mapped[str] = mapped_column(String(9), nullable=False)
    is_wanted: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    """Whether it is sent although the same lies in the inbox already."""
    reason: Mapped[str] = mapped_column(String(300), nullable=False, default="")
    """Why it failed, in the language of the campaign."""
    message: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """The request it became; of a double, the one that lies there already."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "campaign_id"],
            ["campaign_campaign.institution_id", "campaign_campaign.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["institution_id", "recipient_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_campaign_line_state", "institution_id", "campaign_id", "state", "id"),
    )

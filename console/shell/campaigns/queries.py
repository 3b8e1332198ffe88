"""What the pages of campaigns read, in the scope of the session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from console.campaigns.models import Campaign, CampaignLine
from console.mailbox.models import Message
from console.parties.models import Company

SHOWN = 200
PAGE = 100


@dataclass(frozen=True)
class ShownLine:
    """A line with its company and, once it is sent, how the request stands on the institution's desk."""

    line: CampaignLine
    company: str
    desk: str
    is_withdrawn: bool


def campaigns_in(session: Session, themes: Sequence[str]) -> Sequence[Campaign]:
    """Give the newest campaigns of these themes."""
    asked = select(Campaign).where(Campaign.theme.in_(themes))
    return session.scalars(asked.order_by(Campaign.made_at.desc(), Campaign.id.desc()).limit(SHOWN)).all()


def counts_of(session: Session, keys: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
    """Give how many lines each campaign has in each state."""
    rows = session.execute(
        select(CampaignLine.campaign_id, CampaignLine.state, func.count())
        .where(CampaignLine.campaign_id.in_(keys))
        .group_by(CampaignLine.campaign_id, CampaignLine.state)
    )
    found: dict[int, dict[str, int]] = {key: {} for key in keys}
    for key, state, count in rows:
        found[key][state] = count
    return found


def company_counts(session: Session, campaign: Campaign, state: str) -> Sequence[tuple[str, int]]:
    """Give the companies with lines in a state, by name, and how many each has."""
    rows = session.execute(
        select(Company.number, Company.name, func.count())
        .join(CampaignLine, CampaignLine.recipient_id == Company.id)
        .where(CampaignLine.campaign_id == campaign.id, CampaignLine.state == state)
        .group_by(Company.id, Company.number, Company.name)
        .order_by(Company.name, Company.id)
    )
    return [(f"{number} {name}", count) for number, name, count in rows]


def lines_of(session: Session, campaign: Campaign, state: str, *, first: int = 0) -> Sequence[ShownLine]:
    """Give a page of the lines of a campaign, in one state or in all of them, in the order of their recipients."""
    asked = (
        select(CampaignLine, Company.name, Message.desk, Message.is_withdrawn)
        .join(Company, Company.id == CampaignLine.recipient_id)
        .outerjoin(Message, Message.reference == CampaignLine.message)
        .where(CampaignLine.campaign_id == campaign.id)
    )
    if state:
        asked = asked.where(CampaignLine.state == state)
    rows = session.execute(asked.order_by(CampaignLine.id).offset(first).limit(PAGE))
    return [ShownLine(line, company, desk or "", bool(withdrawn)) for line, company, desk, withdrawn in rows]

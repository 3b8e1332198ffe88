"""A campaign with one line, in every text a secret word."""

from __future__ import annotations

from sqlalchemy.orm import Session

from console.base import clock
from console.campaigns.models import SENT, WAITING, Campaign, CampaignLine
from plugins.ch_fund.models import ChildAllowance, Employee
from plugins.ch_fund.samples import child

THEME = "ch_fund.other"


def plant_campaign(session: Session, company: int, user: int, reference: str, word: str) -> None:
    """Make them in the institution of the session."""
    campaign = Campaign(
        reference=reference, theme=THEME, type="query", subject=word, text=word, user_id=user, by=word,
        made_at=clock.now(), source=word, language="de",
    )  # fmt: skip
    session.add(campaign)
    session.flush()
    common = {
        "campaign_id": campaign.id,
        "recipient_id": company,
        "person": word,
        "about": word,
        "reason": word,
    }
    session.add_all(
        [
            CampaignLine(**common, person_number=word[:20], prefill={"text": word}, state=one)
            for one in (WAITING, SENT)
        ]
    )
    session.flush()


def plant_right(session: Session, employee: Employee, key: int, word: str) -> None:
    """Make the right of a child of this employee."""
    right: ChildAllowance = child(employee, key % 1000)
    right.id, right.child_number, right.employee = key, f"75691{key % 10**8:08}", word
    right.family_name = right.given_name = word
    session.add(right)
    session.flush()

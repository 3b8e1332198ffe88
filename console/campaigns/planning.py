"""Making a campaign, giving it its recipients, and letting it go. Nothing here commits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.base.errors import Conflict, NotAllowed, NotFound
from console.base.sheets.phrases import N_, Phrase
from console.campaigns.doubles import Lying, Recipient
from console.campaigns.models import (
    BY_POST,
    DONE,
    DOUBLE,
    PLANNED,
    RUNNING,
    SENT,
    TAKEN_BACK,
    WAITING,
    WITHDRAWING,
    Campaign,
    CampaignLine,
)
from console.forms import service as forms
from console.forms.revisions import Revision
from console.hooks.declarations import Level
from console.jobs.models import ENDED, Task
from console.jobs.tasks import start_task
from console.mailbox.service import Actor, Role

SEND, WITHDRAW = "console.campaign", "console.campaign_withdraw"
SUBJECT = "console.campaign"
BATCH = 500

Electronic = Callable[[int, str], bool]
"""Says whether a company receives a type of message electronically."""


@dataclass(frozen=True)
class Plan:
    """What is asked. `theme` is named with its plugin, `type` is the key of a form, `query` or `notice`."""

    theme: str
    type: str
    subject: str
    text: str = ""
    due: date | None = None
    delegable: bool = False
    revision: Revision | None = None
    """Of the form, as the prefilled values will be written."""


def may_ask(actor: Actor, theme: str) -> bool:
    """Say whether somebody may send requests in a theme: the institution's staff with the right to send there."""
    return actor.role is Role.FUND and actor.level(theme) >= Level.SEND


def plan(session: Session, actor: Actor, what: Plan) -> Campaign:
    """Make a campaign without recipients; raises `NotAllowed` without the right to send in the theme."""
    if not may_ask(actor, what.theme):
        raise NotAllowed(Phrase(N_("Sending needs the right to send in this theme.")))
    campaign = Campaign(
        reference=ids.reference(),
        theme=what.theme,
        type=what.type,
        subject=what.subject,
        text=what.text,
        due=what.due,
        is_delegable=what.delegable,
        user_id=actor.user_id,
        by=actor.name,
        made_at=clock.now(),
        state=PLANNED,
        revision_id=forms.keep_revision(session, what.revision).id if what.revision else None,
        language=actor.language,
    )
    session.add(campaign)
    session.flush()
    _record(session, campaign, "planned")
    return campaign


def address(
    session: Session,
    campaign: Campaign,
    recipients: Sequence[Recipient],
    *,
    source: str,
    language: str,
    lying: Lying,
    electronic: Electronic,
) -> None:
    """Give a planned campaign its recipients, in place of those it had; raises `Conflict` once it is let go.

    Who receives this type by post, and whom the same was asked already, is put aside and named. `language` is the one
    in which the prefilled values are written.
    """
    _only_planned(campaign)
    session.execute(delete(CampaignLine).where(CampaignLine.campaign_id == campaign.id))
    rows = [_line(campaign, one, lying, electronic) for one in recipients]
    for start in range(0, len(rows), BATCH):
        session.add_all(rows[start : start + BATCH])
        session.flush()
    campaign.source, campaign.language = source[-200:], language
    session.flush()
    _record(session, campaign, "addressed", count=len(rows))


def include_doubles(session: Session, campaign: Campaign) -> None:
    """Let the lines that were left out be sent all the same: somebody wants to ask once more."""
    _only_planned(campaign)
    session.execute(
        update(CampaignLine)
        .where(CampaignLine.campaign_id == campaign.id, CampaignLine.state == DOUBLE)
        .values(state=WAITING, is_wanted=True, message="")
        .execution_options(synchronize_session=False)
    )


def start(session: Session, campaign: Campaign) -> None:
    """Let a planned campaign be sent; raises `Conflict` without anything to send, or when it is let go already."""
    _only_planned(campaign)
    waiting = count_of(session, campaign, WAITING)
    if not waiting:
        raise Conflict(Phrase(N_("There is nobody to ask yet. Choose the recipients first.")))
    campaign.state = RUNNING
    _record(session, campaign, "sent", count=waiting)
    _begin(session, campaign, SEND, waiting)


def withdraw(session: Session, campaign: Campaign) -> None:
    """Let all requests be taken back that nobody has begun to answer; what waits is not sent any more."""
    if campaign.state != DONE and not is_idle(session, campaign):
        raise Conflict(Phrase(N_("This campaign is being worked on. Stop that first.")))
    session.execute(
        update(CampaignLine)
        .where(CampaignLine.campaign_id == campaign.id, CampaignLine.state == WAITING)
        .values(state=TAKEN_BACK)
        .execution_options(synchronize_session=False)
    )
    campaign.state = WITHDRAWING
    _record(session, campaign, "withdrawn")
    _begin(session, campaign, WITHDRAW, count_of(session, campaign, SENT))


def go_on(session: Session, campaign: Campaign) -> None:
    """Start the work again that was stopped or has failed; it goes on behind what is done."""
    if not is_idle(session, campaign):
        return
    running = campaign.state == RUNNING
    left = count_of(session, campaign, WAITING if running else SENT)
    _begin(session, campaign, SEND if running else WITHDRAW, left)


def drop(session: Session, campaign: Campaign) -> None:
    """Throw a planned campaign away."""
    _only_planned(campaign)
    _record(session, campaign, "dropped")
    session.execute(delete(CampaignLine).where(CampaignLine.campaign_id == campaign.id))
    session.delete(campaign)
    session.flush()


def is_idle(session: Session, campaign: Campaign) -> bool:
    """Say whether nobody works on a campaign although it is not done: its work was stopped or has failed."""
    if campaign.state not in (RUNNING, WITHDRAWING):
        return False
    task: Task | None = session.scalar(select(Task).where(Task.public_id == campaign.task))
    return task is None or task.state in ENDED


def campaign_of(session: Session, actor: Actor, reference: str, *, lock: bool = False) -> Campaign:
    """Give a campaign in a theme in which the actor may send; raises `NotFound`, for others too."""
    asked = select(Campaign).where(Campaign.reference == reference)
    found: Campaign | None = session.scalar(asked.with_for_update() if lock else asked)
    if found is None or not may_ask(actor, found.theme):
        raise NotFound(Phrase(N_("There is nothing at this address.")))
    return found


def count_of(session: Session, campaign: Campaign, state: str) -> int:
    """Count the lines in a state."""
    asked = select(func.count()).select_from(CampaignLine)
    return (
        session.scalar(asked.where(CampaignLine.campaign_id == campaign.id, CampaignLine.state == state)) or 0
    )


def _line(campaign: Campaign, one: Recipient, lying: Lying, electronic: Electronic) -> CampaignLine:
    same = lying.same_as(one)
    state = DOUBLE if same else WAITING
    if not electronic(one.recipient_id, campaign.type):
        state = BY_POST
    return CampaignLine(
        campaign_id=campaign.id,
        recipient_id=one.recipient_id,
        row=one.row,
        person=one.person,
        person_number=one.person_number,
        about=one.about,
        prefill=dict(one.prefill) if one.prefill else None,
        state=state,
        message=same if state == DOUBLE else "",
    )


def _only_planned(campaign: Campaign) -> None:
    if campaign.state != PLANNED:
        raise Conflict(Phrase(N_("This campaign was let go already.")))


def _begin(session: Session, campaign: Campaign, kind: str, total: int) -> None:
    params = {"campaign": campaign.id, "reference": campaign.reference}
    campaign.task = start_task(session, kind, params, total=total).public_id
    session.flush()


def _record(session: Session, campaign: Campaign, act: str, **facts: Any) -> None:
    audit.record(
        session,
        f"{SUBJECT}.{act}",
        subject=SUBJECT,
        subject_id=campaign.id,
        reference=campaign.reference,
        type=campaign.type,
        **facts,
    )
    session.flush()

"""The long work on a campaign: sending its requests, and taking them back, in pieces.

A request and the line that says it was sent are committed together: a worker killed anywhere is followed by one that
goes on with the lines that still wait.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from console.base.errors import ConsoleError
from console.base.sheets.phrases import N_, Phrase
from console.campaigns.doubles import Lying
from console.campaigns.models import (
    BY_POST,
    DONE,
    DOUBLE,
    FAILED,
    SENT,
    TAKEN_BACK,
    WAITING,
    WITHDRAWN,
    Campaign,
    CampaignLine,
)
from console.campaigns.planning import Electronic
from console.forms import service as forms
from console.forms.revisions import Revision
from console.hooks.declarations import Level
from console.institutions.sessions import scope_of
from console.jobs.running import TaskRun
from console.mailbox import service as mailbox
from console.mailbox.service import Actor, Content, Opening, Refused, Role

PIECE = 20
"""Requests that are committed together: a quarter of a second's work, for so long nobody else writes on SQLite."""
_LONGEST_REASON = 300

LyingFor = Callable[[Session, Campaign, Revision | None, Sequence[CampaignLine]], Lying]
"""Gives what lies in the inboxes of the companies of some lines."""


def send(work: TaskRun, lying_for: LyingFor, electronic: Electronic) -> None:
    """Send the requests of a campaign that still wait, each into the inbox of its company."""
    session = work.session
    campaign, actor = _begun(work)
    revision = forms.revision_of(session, campaign.revision_id) if campaign.revision_id else None
    while lines := _next(session, campaign, WAITING, after=0):
        lying, own = lying_for(session, campaign, revision, lines), _own(session, campaign)
        for line in lines:
            same = "" if line.is_wanted else lying.same_as(line, own)
            if same:
                line.state, line.message = DOUBLE, same
            else:
                _send(session, campaign, revision, actor, line, electronic)
        failed = sum(line.state == FAILED for line in lines)
        work.advance(done=len(lines), faults=failed, cursor={"line": lines[-1].id})
        campaign = session.get_one(Campaign, work.params["campaign"])
    campaign.state = DONE


def withdraw(work: TaskRun) -> None:
    """Take back the requests of a campaign that nobody has begun to answer; the others stay as they are."""
    session = work.session
    campaign, actor = _begun(work)
    while lines := _next(session, campaign, SENT, after=work.cursor.get("line", 0)):
        for line in lines:
            try:
                mailbox.withdraw_request(session, actor, line.message)
            except Refused:
                continue
            line.state = TAKEN_BACK
        work.advance(done=len(lines), cursor={"line": lines[-1].id})
        campaign = session.get_one(Campaign, work.params["campaign"])
    campaign.state = WITHDRAWN


def opening_of(campaign: Campaign, line: CampaignLine) -> Opening:
    """Give the heading of the request that a line becomes."""
    return Opening(
        line.recipient_id,
        campaign.theme,
        campaign.type,
        f"{campaign.subject}: {line.about}" if line.about else campaign.subject,
        text=campaign.text,
        due=campaign.due,
        person_number=line.person_number,
        person=line.person,
        delegable=campaign.is_delegable,
    )


def _begun(work: TaskRun) -> tuple[Campaign, Actor]:
    """Give the campaign and who sends it: her right to send was asked when she let it go."""
    session = work.session
    campaign = session.get_one(Campaign, work.params["campaign"])
    actor = Actor(
        Role.FUND,
        scope_of(session).institution,
        themes={campaign.theme: Level.SEND},
        user_id=campaign.user_id,
        name=campaign.by,
        language=campaign.language,
    )
    return campaign, actor


def _send(
    session: Session,
    campaign: Campaign,
    revision: Revision | None,
    actor: Actor,
    line: CampaignLine,
    electronic: Electronic,
) -> None:
    """Send one request in a savepoint of its own, so that one that is refused holds up no other."""
    content = Content(revision, line.prefill, campaign.language) if revision and line.prefill else None
    arrives = electronic(line.recipient_id, campaign.type)
    try:
        with session.begin_nested():
            made = mailbox.request(
                session, actor, opening_of(campaign, line), prefilled=content, electronic=arrives
            )
            line.state, line.message = SENT, made.reference
    except Refused as refused:
        line.state = BY_POST if refused.code == "by_post" else FAILED
        line.reason = "" if refused.code == "by_post" else str(refused)[:_LONGEST_REASON]
    except ConsoleError as refused:
        line.state, line.reason = FAILED, str(refused)[:_LONGEST_REASON]
    except OperationalError:
        raise
    except SQLAlchemyError:
        line.state, line.reason = (
            FAILED,
            str(Phrase(N_("This request cannot be stored. Ask this company by hand."))),
        )


def _next(session: Session, campaign: Campaign, state: str, *, after: int) -> Sequence[CampaignLine]:
    asked = select(CampaignLine).where(
        CampaignLine.campaign_id == campaign.id, CampaignLine.state == state, CampaignLine.id > after
    )
    return session.scalars(asked.order_by(CampaignLine.id).limit(PIECE)).all()


def _own(session: Session, campaign: Campaign) -> frozenset[str]:
    """Give the references of what this campaign has sent already: its own requests are no doubles of each other."""
    asked = select(CampaignLine.message).where(
        CampaignLine.campaign_id == campaign.id, CampaignLine.state == SENT
    )
    return frozenset(session.scalars(asked))

"""Campaigns as the staff make them: planned on a page, with a sheet or a list, and worked off by the worker."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from console.base.sheets import write_xlsx
from console.campaigns.models import Campaign, CampaignLine
from console.jobs.running import run_next
from console.mailbox.models import Message
from tests.support.house import House, post

TRAINING = "ch_fund.family_allowances|ch_fund.training_confirmation"
NOTICE = "ch_fund.other|notice"
HEAD = (
    "Company number or UID",
    "Person concerned",
    "Official number of the person",
    "Child or matter concerned",
)
MADE = datetime(2026, 11, 1)


def planned(browser: FlaskClient, what: str = TRAINING, **more: str) -> str:
    """Plan a campaign; give the address of its page."""
    typed = {"what": what, "subject": "Ausbildung", "text": "Bitte bestätigen.", "delegable": "y", **more}
    answer = post(browser, "/campaigns/new", typed)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def book(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> bytes:
    """Give a sheet of recipients."""
    width = len(head)
    full = [[*row, *(None,) * (width - len(row))] for row in rows]
    return write_xlsx("Empfänger", head, full, "fr_CH", created=MADE)


def bring(browser: FlaskClient, page: str, content: bytes, name: str = "liste.xlsx") -> Any:
    """Add a sheet of recipients to a campaign."""
    return post(
        browser, f"{page}/sheet", {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data"
    )


def let_go(house: House, browser: FlaskClient, page: str) -> None:
    """Send the requests of a campaign and let the worker do all of it."""
    assert post(browser, f"{page}/send").status_code == 303
    work(house)


def work(house: House) -> None:
    """Let the worker do everything that waits."""
    while run_next(house.app):
        pass


def states(house: House, page: str, institution: str = "CC Léman") -> dict[str, int]:
    """Give how many lines of a campaign are in each state."""
    with house.reading(institution) as session:
        rows = session.execute(
            select(CampaignLine.state, func.count())
            .join(Campaign, Campaign.id == CampaignLine.campaign_id)
            .where(Campaign.reference == page.rpartition("/")[2])
            .group_by(CampaignLine.state)
        )
        return {one.state: one[1] for one in rows}


def asked(house: House, institution: str = "CC Léman") -> list[Message]:
    """Give all messages that the institution began, detached, in their order."""
    with house.reading(institution) as session:
        found = list(session.scalars(select(Message).where(Message.origin != "company").order_by(Message.id)))
        for one in found:
            _ = one.prefill
            session.expunge(one)
        return found

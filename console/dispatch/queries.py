"""Reading the outbox for a page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.dispatch.mail.channel import KEY as EMAIL
from console.dispatch.mail.channel import MailChannel
from console.dispatch.mail.folder import FolderPost
from console.dispatch.models import DELIVERED, Dispatch, DispatchAttempt
from console.dispatch.service import outbox

SHOWN = 50


def attempts_of(session: Session, row: Dispatch) -> Sequence[DispatchAttempt]:
    """Give the newest attempts of a dispatch."""
    asked = select(DispatchAttempt).where(DispatchAttempt.dispatch_id == row.id)
    return session.scalars(asked.order_by(DispatchAttempt.number.desc()).limit(SHOWN)).all()


def kept_mail(session: Session, row: Dispatch) -> str | None:
    """Give the text of an e-mail that was kept in the folder; nothing where e-mails are sent."""
    channel = outbox().channels.get(row.channel)
    if row.channel != EMAIL or row.state != DELIVERED or not isinstance(channel, MailChannel):
        return None
    reply = next((one.reply for one in attempts_of(session, row) if one.outcome == "delivered"), "")
    return channel.post.text(reply) if isinstance(channel.post, FolderPost) and reply else None

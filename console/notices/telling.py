"""Noting that there is something to tell, in the transaction of the act that causes it."""

from __future__ import annotations

import threading
from typing import cast

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from console.base import clock
from console.dispatch import service as outbox
from console.dispatch.mail.channel import KEY as EMAIL
from console.institutions.sessions import scope_of
from console.notices.declarations import News
from console.notices.models import NoticeClaim, NoticeNews

EXTENSION = "guichet_notices"


def tell(session: Session, news: News) -> None:
    """Have people told of something once the session is committed; whom and how soon, a worker finds out.

    Nothing is noted where no e-mails leave.
    """
    if not outbox.has_channel(EMAIL):
        return
    session.add(
        NoticeNews(
            company_id=news.company,
            theme=news.theme,
            kind=news.kind,
            reference=news.reference,
            due=news.due,
            user_id=news.user,
            by_id=news.by,
        )
    )
    session.add(NoticeClaim(institution_id=scope_of(session).institution, due=clock.now()))
    session.flush()
    wake = cast(threading.Event, current_app.extensions[EXTENSION])
    event.listen(session, "after_commit", lambda _: wake.set(), once=True)

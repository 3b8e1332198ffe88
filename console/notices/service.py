"""Public functions of the notices: the only writer of their tables.

Words: *news* is one thing that happened and that others may want to know; a *holder* has a right in the theme it is
about; a *pace* is how soon a person is told, at once, daily or never, as she has *chosen* by theme in each mandate.
What *waits* for a person leaves with the next e-mail: at most one each ten minutes about a theme, and one each morning.

Nobody is addressed in the transaction of an act: it notes the news, and a worker finds out afterwards who holds the
theme, what she has chosen and in which language she reads. So an act that is rolled back tells nothing, five hundred
requests to one company are one e-mail, and a right that is lost counts until the last moment. Only the link of a person
leaves straight from the act, because its secret is stored nowhere. Functions flush and never commit.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.dispatch import service as outbox
from console.dossiers import service as dossiers
from console.mailbox import service as mailbox
from console.notices import delegations, listening
from console.notices.declarations import Kind, News, Pace
from console.notices.models import NoticeChoice
from console.notices.readers import chosen, usual_pace, without_holder
from console.notices.telling import EXTENSION, tell

__all__ = [
    "Kind",
    "News",
    "Pace",
    "choices",
    "choose",
    "install",
    "tell",
    "themes_without_holder",
    "usual_pace",
]

themes_without_holder = without_holder


def install(app: Flask) -> None:
    """Listen to mailbox, dossiers and outbox. Call from the start list; calling it twice changes nothing."""
    app.extensions.setdefault(EXTENSION, threading.Event())
    mailbox.announced.connect(listening.heard)
    dossiers.document_added.connect(listening.document_added)
    dossiers.unopened.connect(listening.unopened)
    dossiers.ending.connect(listening.ending)
    outbox.parked.connect(delegations.came_back)


def choices(session: Session, membership: int) -> dict[str, Pace]:
    """Give what a person has chosen in a mandate, by theme."""
    return {theme: pace for (_membership, theme), pace in chosen(session, [membership]).items()}


def choose(session: Session, membership: int, paces: Mapping[str, Pace]) -> None:
    """Store how soon a person is told of these themes in a mandate; the journal says what changed."""
    before = choices(session, membership)
    changed = {theme: pace for theme, pace in paces.items() if before.get(theme) != pace}
    if not changed:
        return
    session.execute(
        delete(NoticeChoice).where(
            NoticeChoice.membership_id == membership, NoticeChoice.theme.in_(list(changed))
        )
    )
    session.add_all(
        NoticeChoice(membership_id=membership, theme=theme, pace=pace) for theme, pace in changed.items()
    )
    audit.record(
        session,
        "console.notice.chosen",
        subject="console.user",
        subject_id=membership,
        themes=", ".join(f"{theme}: {pace}" for theme, pace in sorted(changed.items())),
    )
    session.flush()

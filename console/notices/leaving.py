"""From what waits for a person to the e-mail that tells her."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.accounts.models import Membership
from console.base import ids
from console.base.addresses import public_url
from console.base.errors import BadArgument
from console.dispatch import service as outbox
from console.dispatch.declarations import MailTemplate
from console.dispatch.mail.channel import Word, mail
from console.dossiers import service as dossiers
from console.notices.declarations import Kind, Pace
from console.notices.models import NoticePending
from console.notices.readers import Reader, administrators, chosen, holders, institution_of
from console.notices.templates import DAILY, OF_KIND, SEVERAL, TASK_UNTIL

SUBJECT = "console.notice"
PEOPLE = 200
"""People whose e-mails are written in one transaction."""
_FOR_HEADS = frozenset({Kind.UNHELD, Kind.ESCALATED})
"""What is told to administrators, whichever themes they hold."""
_IN_DOSSIERS = frozenset({Kind.DOCUMENT, Kind.UNOPENED, Kind.ENDING})
log = logging.getLogger("guichet.notices")


def leave(session: Session, moment: datetime) -> bool:
    """Write the e-mails whose time has come; give whether there are more.

    What waited and the e-mail that tells it change in one transaction: a worker killed in between has done neither.
    """
    ready = NoticePending.leaves_at <= moment
    people = session.scalars(
        select(NoticePending.user_id).where(ready).distinct().order_by(NoticePending.user_id).limit(PEOPLE)
    ).all()
    rows = session.scalars(
        select(NoticePending)
        .where(ready, NoticePending.user_id.in_(people))
        .order_by(NoticePending.user_id, NoticePending.theme, NoticePending.id)
    ).all()
    readers = _still_entitled(session, rows)
    for _user, group in groupby((row for row in rows if row.id in readers), lambda row: row.user_id):
        told = list(group)
        if _tell(session, told, readers, moment):
            _note_documents(session, told, readers, moment)
    for row in rows:
        row.count, row.reference, row.due, row.leaves_at = 0, "", None, None
    session.flush()
    return len(people) == PEOPLE


def _still_entitled(session: Session, rows: Sequence[NoticePending]) -> dict[int, Reader]:
    """Give the readers of the rows that may still be told: who has lost the right, or wants no more, is left out."""
    memberships = {row.membership_id for row in rows}
    companies = set(session.scalars(select(Membership.company_id).where(Membership.id.in_(memberships))))
    choices = chosen(session, memberships)
    holding = {
        (reader.membership, theme): reader
        for (_company, theme), readers in holders(session, companies).items()
        for reader in readers
    }
    heads = {
        reader.membership: reader
        for readers in administrators(session, companies).values()
        for reader in readers
    }
    found = {}
    for row in rows:
        key = (row.membership_id, row.theme)
        reader = heads.get(row.membership_id) if row.kind in _FOR_HEADS else holding.get(key)
        if reader is not None and choices.get(key) is not Pace.NEVER:
            found[row.id] = reader
    return found


def _note_documents(
    session: Session, rows: Sequence[NoticePending], readers: Mapping[int, Reader], moment: datetime
) -> None:
    """Let the documents that these e-mails tell of know it: it is part of the evidence that they arrived."""
    for row in rows:
        company = readers[row.id].company
        if company is not None and row.kind in (Kind.DOCUMENT, Kind.SEVERAL):
            dossiers.notified(session, company, row.theme, moment)


def _tell(
    session: Session, rows: Sequence[NoticePending], readers: Mapping[int, Reader], moment: datetime
) -> bool:
    """Tell one person: an e-mail for each theme that is told at once, and one for all that is told daily.

    Gives whether she can be written to.
    """
    reader = readers[rows[0].id]
    daily: dict[str, int] = defaultdict(int)
    reached = False
    for theme, same in groupby(rows, lambda row: row.theme):
        group = list(same)
        if all(row.pace == Pace.DAILY for row in group):
            daily[theme] += sum(row.count for row in group)
            continue
        for row in group:
            row.told_at = moment
        reached = _write(
            session,
            reader,
            *_at_once(theme, group, readers[group[0].id]),
            f"once.{ids.digest(theme)[:16]}.{moment:%Y%m%d%H%M%S%f}",
        )
    if daily:
        latest = max(row.leaves_at for row in rows if row.leaves_at is not None)
        day = latest.astimezone(ZoneInfo(institution_of(session).zone)).date()
        words: dict[str, Word] = {"theme": daily, "link": public_url("HomeView.home")}
        reached = _write(session, reader, DAILY, words, f"daily.{day}")
    return reached


def _at_once(
    theme: str, rows: Sequence[NoticePending], reader: Reader
) -> tuple[MailTemplate, dict[str, Word]]:
    """Give the wording for what waits in a theme: of one thing what it is, of several that they are."""
    [first, *others] = rows
    kind = Kind(first.kind)
    words: dict[str, Word] = {"theme": theme}
    if kind is Kind.UNHELD:
        return OF_KIND[kind], words | {"link": public_url("UsersView.index")}
    if kind is Kind.ESCALATED:
        return OF_KIND[kind], words | {"link": public_url("DeadlinesView.index", when="late")}
    if others or first.count > 1:
        only = kind if all(row.kind == kind for row in others) else Kind.SEVERAL
        return SEVERAL, words | {"link": _list_of(only, theme, reader)}
    words["link"] = _page_of(kind, first.reference) if first.reference else _list_of(kind, theme, reader)
    if first.due is None:
        return OF_KIND[kind], words
    return TASK_UNTIL if kind is Kind.TASK else OF_KIND[kind], words | {"day": first.due}


def _page_of(kind: Kind, reference: str) -> str:
    """Give where one thing is read."""
    if kind in _IN_DOSSIERS:
        return public_url("DossiersView.dossier", reference=reference)
    return public_url("MailboxView.message", reference=reference)


def _list_of(kind: Kind, theme: str, reader: Reader) -> str:
    """Give where several things are found: what lies in dossiers in their list, all other in the mailbox."""
    if kind in _IN_DOSSIERS:
        return public_url("DossiersView.index", theme=theme)
    if kind in (Kind.DUE, Kind.OVERDUE):
        return public_url("DeadlinesView.index", theme=theme)
    return public_url("MailboxView.folder", folder="sent" if reader.company is None else "inbox")


def _write(
    session: Session,
    reader: Reader,
    template: MailTemplate,
    words: Mapping[str, Word],
    key: str,
) -> bool:
    """Put an e-mail into the outbox; an account without a usable address is noted in the log, and `False`."""
    try:
        envelope = mail(
            template,
            reader.email,
            reader.language,
            words,
            key=f"notice.{reader.user}.{key}",
            preferences=public_url("NoticesView.index"),
            subject=SUBJECT,
            subject_id=reader.user,
        )
    except BadArgument:
        log.warning("user %s has no address that can be written to", reader.user)
        return False
    outbox.enqueue(session, envelope)
    return True

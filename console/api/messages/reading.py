"""Messages as a key sees them: lists in the order in which they moved, and one message with what was sent in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from console.api import etags
from console.api.cursors import told_day, told_moment
from console.documents.models import StoredFile
from console.dossiers.models import Dossier
from console.forms import service as forms
from console.forms.canonical import from_canonical
from console.forms.models import Submission
from console.mailbox import queries
from console.mailbox.beside import beside
from console.mailbox.models import COMPANY, Message
from console.mailbox.queries import Row
from console.mailbox.states import Actor, Role, Sight, State
from console.parties.models import Company
from console.shell import service as shell

FOLDERS: Final[Mapping[str, State]] = MappingProxyType(
    {
        "inbox": State.INBOX,
        "drafts": State.DRAFT,
        "delegated": State.DELEGATED,
        "sent": State.SENT,
        "done": State.DONE,
    }
)
"""What the folders are called here."""
_NAMES = {state: name for name, state in FOLDERS.items()}


@dataclass(frozen=True)
class Seen:
    """A message with how much of it an actor sees."""

    message: Message
    sight: Sight
    actor: Actor

    @property
    def tag(self) -> str:
        """Give the tag of what is shown to the company; an institution learns nothing from it of what is drafted."""
        return etags.of_version(self.message.reference, self.message.version)


def messages(
    session: Session,
    who: Actor,
    folder: State,
    themes: list[str],
    since: datetime | None,
    after: tuple[datetime, int] | None,
    size: int,
) -> list[Row]:
    """Give messages of a folder in the order in which they came there, and one more than `size` when there are."""
    moment = queries.moment_for(who)
    by_fund = who.role is Role.FUND
    wanted = queries.columns_for(who).where(
        (Message.desk if by_fund else Message.state) == folder, Message.theme.in_(themes)
    )
    if not by_fund:
        wanted = wanted.where(Message.company_id == who.company)
    if since is not None:
        wanted = wanted.where(moment >= since)
    if after is not None:
        wanted = wanted.where(tuple_(moment, Message.id) > tuple_(*after))
    return [Row(*row) for row in session.execute(wanted.order_by(moment, Message.id).limit(size + 1))]


def lines_of(session: Session, folder: State, rows: list[Row]) -> list[dict[str, Any]]:
    """Give rows of a list as they are told."""
    around = beside(session, [row.id for row in rows])
    numbers = _numbers(session, {row.company for row in rows})
    return [
        {
            "reference": row.reference,
            "folder": _NAMES[folder],
            "theme": row.theme,
            "type": row.type,
            "origin": row.origin,
            "subject": row.subject,
            "person": row.person,
            "person_number": row.person_number,
            "company": numbers.get(row.company, ""),
            "company_name": around[row.id].company if row.id in around else "",
            "due": told_day(row.due),
            "is_expired": row.is_expired,
            "is_recalled": row.is_recalled,
            "read_at": told_moment(row.read_at),
            "changed_at": told_moment(row.moment),
        }
        for row in rows
    ]


def seen(session: Session, who: Actor, reference: str, *, lock: bool = False) -> Seen:
    """Give a message as an actor sees it; raises `NotFound` where that is nothing, and for what lies in no folder."""
    message, sight = queries.message_of(session, who, reference, lock=lock)
    return Seen(message, sight, who)


def told(session: Session, one: Seen) -> dict[str, Any]:
    """Give a message as it is told: its line, what was asked, and what was sent as far as the actor sees it."""
    message, by_fund = one.message, one.actor.role is Role.FUND
    heading = not (by_fund and message.origin == COMPANY and message.state == State.DELEGATED)
    company = session.get_one(Company, message.company_id)
    content = _content(session, one)
    return {
        "reference": message.reference,
        "folder": _NAMES.get(State((message.desk or message.state) if by_fund else message.state)),
        "theme": message.theme,
        "type": message.type,
        "origin": message.origin,
        "subject": message.subject if heading else "",
        "person": message.person if heading else "",
        "person_number": message.person_number if heading else "",
        "company": company.number,
        "company_name": company.name,
        "due": told_day(message.due),
        "is_expired": message.is_expired,
        "is_recalled": message.is_recalled,
        "read_at": told_moment(message.read_at),
        "changed_at": told_moment(message.desk_at if by_fund else message.moved_at),
        "text": message.text if heading else "",
        "dossier": _dossier(session, message),
        "outcome": message.outcome or None,
        "reason": message.reason if message.state == State.DONE else "",
        **content,
    }


def submission_of(session: Session, one: Seen) -> Submission | None:
    """Give what the company sent, while it stands and the actor may read it."""
    message = one.message
    stands = message.state in (State.SENT, State.DONE) and one.sight in (Sight.ALL, Sight.OWN)
    if not stands or message.submission_id is None:
        return None
    found: Submission | None = session.scalar(
        select(Submission).where(Submission.id == message.submission_id)
    )
    return found


def files_of(session: Session, submission: Submission) -> Mapping[str, StoredFile]:
    """Give the files that were sent, by their references."""
    form = forms.revision_of(session, submission.revision_id).form
    wanted = shell.references(form, from_canonical(form, submission.content))
    return shell.of_company(session, wanted, submission.company_id)


def _content(session: Session, one: Seen) -> dict[str, Any]:
    found = submission_of(session, one)
    if found is None:
        return {"values": None, "sent_at": None, "sent_by": "", "files": []}
    files = files_of(session, found)
    return {
        "values": found.content,
        "sent_at": told_moment(found.sent_at),
        "sent_by": found.user_name,
        "files": [file_told(files[key]) for key in sorted(files)],
    }


def file_told(file: StoredFile) -> dict[str, Any]:
    """Give a file as it is told."""
    return {
        "reference": file.reference,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def _dossier(session: Session, message: Message) -> str | None:
    if message.dossier_id is None:
        return None
    found: str | None = session.scalar(select(Dossier.reference).where(Dossier.id == message.dossier_id))
    return found


def _numbers(session: Session, keys: set[int]) -> dict[int, str]:
    if not keys:
        return {}
    rows = session.execute(select(Company.id, Company.number).where(Company.id.in_(sorted(keys))))
    return {row.id: row.number for row in rows}

"""What was entered into a message, as far as its reader sees it: sent, saved among the drafts, filled in beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from console.documents.models import StoredFile
from console.forms import service as forms
from console.forms.canonical import from_canonical
from console.forms.models import Submission
from console.forms.revisions import Revision
from console.forms.sources import names_of
from console.institutions.sessions import db
from console.mailbox.models import Message, PrivatePart
from console.mailbox.states import Actor, Role, Sight, State
from console.shell.forms import attachments, current
from console.shell.forms.opened import told_here
from console.shell.forms.reading import answers_of, typed_of
from console.shell.mailbox.page_data import Content


@dataclass(frozen=True)
class Entered:
    """What somebody entered: values of a submission, or raw values as they were typed."""

    title: str
    lead: str
    revision: Revision
    values: Mapping[str, Any]
    company: int | None
    """Whose documents are among it; empty for a person's own."""
    is_sent: bool

    def files(self) -> Mapping[str, StoredFile]:
        """Give the documents that are mentioned and still there, by reference."""
        wanted = attachments.references(self.revision.form, self.values)
        return attachments.of_company(db.session(), wanted, self.company)


def entered_in(message: Message, actor: Actor, sight: Sight) -> list[Entered]:
    """Give everything that was entered into a message and is for this actor to read."""
    return list(_entered(message, actor, sight))


def content_of(entered: Entered, reference: str) -> Content:
    """Give it as chapters, its documents with the addresses where they are handed out."""
    tongue = current.tongue(entered.revision)
    files = {
        key: (file.name, url_for("MailboxView.document", reference=reference, file=key))
        for key, file in entered.files().items()
    }
    form, values = entered.revision.form, entered.values
    if entered.is_sent:
        names = names_of(form, [values], current.registry().sources)
        chapters = answers_of(entered.revision, values, tongue, names, files)
    else:
        chapters = typed_of(form, values, tongue, files)
    return Content(entered.title, entered.lead, chapters)


def _entered(message: Message, actor: Actor, sight: Sight) -> Iterator[Entered]:
    by_fund = actor.role is Role.FUND
    if message.state in (State.SENT, State.DONE) and sight in (Sight.ALL, Sight.OWN):
        if message.submission_id is not None:
            yield _sent(_submission(message.submission_id), _("What was sent"))
        if by_fund and (part := _part_of(message)) is not None:
            yield _sent(_submission(part), _("What the person sent"))
    if message.revision_id is None:
        return
    if message.state == State.DRAFT and sight is Sight.ALL and not by_fund and message.raw:
        lead = _(
            "Saved by %(name)s on %(moment)s. Only your company sees it.",
            name=message.saved_by,
            moment=g.style.show_moment(message.saved_at),
        )
        yield _typed(message, message.revision_id, message.raw, _("Draft"), lead)
    elif (
        message.prefill
        and message.state in (State.INBOX, State.DRAFT)
        and sight in (Sight.ALL, Sight.REQUEST)
    ):
        language = message.prefill_language
        yield _typed(message, message.revision_id, message.prefill, _("Filled in beforehand"), "", language)


def _sent(submission: Submission, title: str) -> Entered:
    revision = forms.revision_of(db.session(), submission.revision_id)
    lead = _(
        "Sent by %(name)s on %(moment)s.",
        name=submission.user_name,
        moment=g.style.show_moment(submission.sent_at),
    )
    values = from_canonical(revision.form, submission.content)
    return Entered(title, lead, revision, values, submission.company_id, True)


def _typed(
    message: Message, key: int, raw: Mapping[str, Any], title: str, lead: str, language: str = ""
) -> Entered:
    revision = forms.revision_of(db.session(), key)
    told = told_here(revision.form, raw, language or message.language)
    return Entered(title, lead, revision, told, message.company_id, False)


def _submission(key: int) -> Submission:
    found: Submission = db.session().scalars(select(Submission).where(Submission.id == key)).one()
    return found


def _part_of(message: Message) -> int | None:
    """Give the key of what a person sent into a message; her part is in no company's scope."""
    found: int | None = db.session().scalar(
        select(PrivatePart.submission_id).where(PrivatePart.delegation_id == message.delegation_id)
    )
    return found

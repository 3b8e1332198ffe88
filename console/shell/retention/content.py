"""What the console itself holds of one person, ready to be read.

What is not handed over to the institution yet (a company's draft, a person's own part before she sends it) is named
without its content: nobody of the institution may read it, and the export goes through their hands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g
from flask_babel import gettext as _
from sqlalchemy import String, and_, cast, or_, select
from sqlalchemy.orm import Session

from console.audit.models import AuditEntry
from console.campaigns.models import CampaignLine
from console.dispatch.models import Dispatch
from console.documents.models import StoredFile
from console.dossiers.document_models import Document
from console.dossiers.kinds import title_of
from console.dossiers.models import Dossier, DossierEntry
from console.forms import service as forms
from console.forms.canonical import from_canonical
from console.forms.lines import Line, chapters
from console.forms.models import Draft, Submission
from console.forms.tongue import Tongue
from console.hooks.declarations import PersonRows
from console.insured import service as insured
from console.mailbox.models import Delegation, InternalNote, Message, PrivatePart
from console.parties.models import Company
from console.proofs.models import Proof
from console.retention.service import People, files_in
from console.shell import journal_sentences
from console.shell.dossiers import timeline
from console.shell.mailbox.actors import theme_title, type_title


@dataclass(frozen=True)
class Found:
    """The matters of a person: her dossiers, and the messages that are in them or bear her number."""

    people: People
    dossiers: Sequence[Dossier]
    messages: Sequence[Message]
    delegations: Sequence[Delegation]


def found(session: Session, people: People) -> Found:
    """Look up the matters of a person."""
    mine = session.scalars(
        select(Dossier).where(Dossier.person_number.in_(people.numbers)).order_by(Dossier.id)
    ).all()
    inside = Message.dossier_id.in_([one.id for one in mine])
    bears = Message.person_number.in_(people.numbers)
    messages = session.scalars(select(Message).where(or_(inside, bears)).order_by(Message.id)).all()
    return Found(people, mine, messages, _handed_to(session, people, messages))


def rows_of(session: Session, her: Found) -> Iterator[PersonRows]:
    """Give what is held, part by part; parts without a row too, so that it is said that there is nothing."""
    yield _dossiers(session, her)
    yield _timeline(session, her)
    yield _messages(session, her)
    yield from _answers(session, her)
    yield _delegations(her)
    yield _notes(session, her)
    yield _documents(session, her)
    yield _proofs(session, her)
    yield _unsent(session, her)
    yield _mentions(session, her)
    yield _mails(session, her)
    yield _campaigns(session, her)
    yield _journal(session, her)


def files_of(session: Session, her: Found) -> Sequence[StoredFile]:
    """Give the documents of her dossiers, the proofs, and what was attached to the answers."""
    documents = select(Document.file_reference).where(
        Document.dossier_id.in_([one.id for one in her.dossiers])
    )
    proofs = select(Proof.file).where(
        Proof.message_id.in_([one.id for one in her.messages]), Proof.file != ""
    )
    attached = files_in(session, _sent(session, her))
    wanted = {*session.scalars(documents), *session.scalars(proofs), *attached}
    asked = select(StoredFile).where(StoredFile.reference.in_(sorted(wanted)))
    return session.scalars(asked.order_by(StoredFile.id)).all()


def _sent(session: Session, her: Found) -> set[int]:
    """Give the keys of what was sent of her messages and by herself."""
    parts = select(PrivatePart.submission_id).where(
        PrivatePart.delegation_id.in_([one.id for one in her.delegations])
    )
    keys = {*(one.submission_id for one in her.messages), *session.scalars(parts)}
    return {key for key in keys if key is not None}


def _handed_to(session: Session, people: People, messages: Sequence[Message]) -> Sequence[Delegation]:
    """Give the delegations to the person: a request about a grown-up child may lie with a parent."""
    about = {one.id: one for one in messages}
    named = Delegation.person_number.in_(people.numbers)
    nameless = and_(Delegation.person_number == "", Delegation.message_id.in_(about))
    asked = select(Delegation).where(or_(named, nameless)).order_by(Delegation.id)
    return [
        one
        for one in session.scalars(asked)
        if one.person_number or insured.is_about_reader(about[one.message_id], one)
    ]


def _dossiers(session: Session, her: Found) -> PersonRows:
    companies = _companies(session, (one.company_id for one in her.dossiers))
    columns = (_("Dossier"), _("Theme"), _("Subject"), _("Name"), _("Company"), _("Opened"), _("Closed"))
    rows = (
        (
            one.reference, theme_title(one.theme), one.subject, one.person, companies[one.company_id],
            _moment(one.opened_at), _moment(one.closed_at),
        )
        for one in her.dossiers
    )  # fmt: skip
    return PersonRows(_("Dossiers"), columns, tuple(rows))


def _timeline(session: Session, her: Found) -> PersonRows:
    references = {one.id: one.reference for one in her.dossiers}
    asked = select(DossierEntry).where(DossierEntry.dossier_id.in_(references)).order_by(DossierEntry.id)
    told = ((entry, timeline.told(entry)) for entry in session.scalars(asked))
    rows = ((references[entry.dossier_id], _moment(entry.at), line.title, line.text) for entry, line in told)
    return PersonRows(_("What happened"), (_("Dossier"), _("When"), _("What"), _("Details")), tuple(rows))


def _messages(session: Session, her: Found) -> PersonRows:
    companies = _companies(session, (one.company_id for one in her.messages))
    columns = (
        _("Message"), _("Kind"), _("Subject"), _("Name"), _("Company"), _("Text of the institution"), _("Since"),
        _("Reason"),
    )  # fmt: skip
    rows = (
        (
            one.reference, type_title(one.type), one.subject, one.person, companies[one.company_id], one.text,
            _moment(one.moved_at), one.reason,
        )
        for one in her.messages
        if one.dossier_id is not None
    )  # fmt: skip
    return PersonRows(_("Messages"), columns, tuple(rows))


def _answers(session: Session, her: Found) -> Iterator[PersonRows]:
    """Give what was sent of each message: the company's part, and the person's own."""
    references = {one.id: one.reference for one in her.messages}
    for message in her.messages:
        if message.submission_id is not None:
            yield _answer(
                session, message.submission_id, _("Answer to %(reference)s", reference=message.reference)
            )
    of = {one.id: references.get(one.message_id, "") for one in her.delegations}
    parts = select(PrivatePart).where(
        PrivatePart.delegation_id.in_(of), PrivatePart.submission_id.is_not(None)
    )
    for part in session.scalars(parts.order_by(PrivatePart.id)):
        title = _("Private part of %(reference)s", reference=of[part.delegation_id])
        yield _answer(session, part.submission_id or 0, title)


def _answer(session: Session, key: int, title: str) -> PersonRows:
    sent = session.get_one(Submission, key)
    revision = forms.revision_of(session, sent.revision_id)
    values = from_canonical(revision.form, sent.content)
    rows = [
        pair
        for chapter in chapters(revision, values, Tongue(g.style, revision.texts))
        for line in chapter.lines
        for pair in _pairs(line)
    ]
    attached = select(StoredFile).where(StoredFile.reference.in_(files_in(session, [key])))
    for file in session.scalars(attached):
        rows = [(label, text.replace(file.reference, file.name)) for label, text in rows]
    return PersonRows(title, (_("Field"), _("Value")), ((_("Sent"), _moment(sent.sent_at)), *rows))


def _pairs(line: Any) -> Iterator[tuple[str, str]]:
    if isinstance(line, Line):
        if line.text:
            yield line.label, line.text
        return
    for row in line.rows:
        cells = zip(line.columns, row, strict=True)
        yield line.label, "; ".join(f"{column}: {text}" for column, text in cells if text)


def _delegations(her: Found) -> PersonRows:
    columns = (_("Name"), _("E-mail"), _("Handed over"), _("Opened"), _("Saved"), _("Sent"), _("Ended"))
    rows = (
        (
            one.person, one.email, _moment(one.made_at), _moment(one.opened_at), _moment(one.saved_at),
            _moment(one.sent_at), _moment(one.ended_at),
        )
        for one in her.delegations
    )  # fmt: skip
    return PersonRows(_("Requests handed to the person"), columns, tuple(rows))


def _notes(session: Session, her: Found) -> PersonRows:
    references = {one.id: one.reference for one in her.messages}
    asked = select(InternalNote).where(InternalNote.message_id.in_(references)).order_by(InternalNote.id)
    rows = ((references[one.message_id], _moment(one.at), one.text) for one in session.scalars(asked))
    return PersonRows(_("Internal notes"), (_("Message"), _("When"), _("Text")), tuple(rows))


def _documents(session: Session, her: Found) -> PersonRows:
    references = {one.id: one.reference for one in her.dossiers}
    asked = select(Document).where(Document.dossier_id.in_(references)).order_by(Document.id)
    columns = (_("Dossier"), _("Title"), _("Kind"), _("Made available"), _("Opened"), _("Posted"))
    rows = (
        (
            references[one.dossier_id], one.title, title_of(one.kind), _moment(one.made_available_at),
            _moment(one.opened_at), _moment(one.posted_at),
        )
        for one in session.scalars(asked)
    )  # fmt: skip
    return PersonRows(_("Documents"), columns, tuple(rows))


def _proofs(session: Session, her: Found) -> PersonRows:
    asked = select(Proof).where(Proof.message_id.in_([one.id for one in her.messages])).order_by(Proof.id)
    columns = (_("Number"), _("Message"), _("Made"), _("Recalled"))
    rows = (
        (one.number, one.message, _moment(one.made_at), _moment(one.recalled_at))
        for one in session.scalars(asked)
    )
    return PersonRows(_("Proofs of what was sent"), columns, tuple(rows))


def _unsent(session: Session, her: Found) -> PersonRows:
    """Name what is still with the company, without what stands in it."""
    begun = [(type_title(one.type), _moment(one.moved_at)) for one in her.messages if one.dossier_id is None]
    drafts = select(Draft).where(_mentions_in(Draft.raw, her.people)).order_by(Draft.id)
    begun += [(type_title(one.form_key), _moment(one.changed_at)) for one in session.scalars(drafts)]
    title = _("Begun by a company and not handed over to the institution: its content is not known to it")
    return PersonRows(title, (_("Kind"), _("Last change")), tuple(begun))


def _mentions(session: Session, her: Found) -> PersonRows:
    """Name lists in which she stands among others, whose data is not hers to read."""
    hers = _sent(session, her)
    asked = select(Submission).where(_mentions_in(Submission.content, her.people)).order_by(Submission.id)
    rows = (
        (one.reference, type_title(one.form_key), _moment(one.sent_at))
        for one in session.scalars(asked)
        if one.id not in hers
    )
    title = _("Announcements in which the person is named, perhaps among others: ask for an extract")
    return PersonRows(title, (_("Reference"), _("Kind"), _("Sent")), tuple(rows))


def _mails(session: Session, her: Found) -> PersonRows:
    references, addresses = [one.reference for one in her.messages], {one.email for one in her.delegations}
    asked = select(Dispatch).where(
        Dispatch.subject == "console.delegation",
        Dispatch.subject_id.in_(references),
        Dispatch.target.in_(addresses),
    )
    rows = (
        (one.target, _moment(one.created_at), _moment(one.ended_at))
        for one in session.scalars(asked.order_by(Dispatch.id))
    )
    return PersonRows(_("E-mails to the person"), (_("To"), _("Written"), _("Ended")), tuple(rows))


def _campaigns(session: Session, her: Found) -> PersonRows:
    asked = select(CampaignLine).where(CampaignLine.person_number.in_(her.people.numbers))
    rows = ((one.person, one.about, one.message) for one in session.scalars(asked.order_by(CampaignLine.id)))
    return PersonRows(_("Lines of campaigns"), (_("Name"), _("About"), _("Message")), tuple(rows))


def _journal(session: Session, her: Found) -> PersonRows:
    """Give the acts and consultations that concern her; who did them is for the institution to say."""
    asked = select(AuditEntry).where(AuditEntry.person.in_(her.people.digests)).order_by(AuditEntry.id)
    rows = ((_moment(one.at), journal_sentences.of_entry(one)) for one in session.scalars(asked))
    return PersonRows(_("Journal"), (_("When"), _("What")), tuple(rows))


def _mentions_in(column: Any, people: People) -> Any:
    text = cast(column, String)
    return or_(*(text.contains(number, autoescape=True) for number in sorted(people.numbers)))


def _companies(session: Session, keys: Iterable[int]) -> dict[int, str]:
    asked = select(Company.id, Company.name).where(Company.id.in_(set(keys)))
    return {one.id: one.name for one in session.execute(asked)}


def _moment(moment: datetime | None) -> str:
    return g.style.show_moment(moment) if moment is not None else ""

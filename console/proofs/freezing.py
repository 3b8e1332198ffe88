"""Freezing what was sent: everything that stands on the paper is put into words in the moment of sending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, g
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.base.addresses import public_url
from console.documents import paper
from console.documents.models import StoredFile
from console.dossiers import service as dossiers
from console.forms import service as forms
from console.forms.canonical import from_canonical
from console.forms.fields import File, Group
from console.forms.models import Submission
from console.forms.paper import Letterhead, Names, filled
from console.forms.registry import Registry
from console.forms.revisions import Revision
from console.forms.sources import names_of
from console.forms.tongue import Tongue
from console.hooks.manager import Plugins
from console.institutions.models import Institution
from console.institutions.sessions import accounts
from console.parties.models import Company
from console.proofs.content import Attachment, Content, frozen
from console.proofs.installed import installed
from console.proofs.wording import digest_text, frozen_words, identified_text, moment_text, origin_text


@dataclass(frozen=True)
class Sending:
    """One side's part of what was sent: the message as stored, the submission, and who sent it how.

    `number` is that of the proof to come; `sender` is empty where a company's part went out with a person's.
    """

    number: str
    message: Any
    submission: Submission | None
    sent_at: datetime
    language: str
    sender: str
    identified: str
    by_person: bool = False
    registered_by: str = ""

    @property
    def origin(self) -> str:
        """Give by which way it came."""
        return self.message.channel or (self.submission.source if self.submission is not None else "page")


@dataclass(frozen=True)
class _Known:
    """What the database says about a sending, read in the session that sends."""

    company: Company
    dossier: str
    revision: Revision | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True)
class _House:
    """Where it was sent: the institution, its clock, and its page that verifies proofs."""

    name: str
    zone: str
    address: str
    is_practice: bool


def content_of(session: Session, sending: Sending) -> Content:
    """Give what a sending proves, in the sender's language and the institution's own words of now."""
    known = _known(session, sending)
    message, plugin = sending.message, sending.message.theme.partition(".")[0]
    address = public_url("ProofsView.verify")
    # Words are bound to a context of their own: the page goes on in the words of its reader.
    with current_app.app_context():
        installed().speak(plugin, sending.language, message.institution_id)
        institution = accounts().get_one(Institution, message.institution_id)
        house = _House(institution.name, institution.zone, address, institution.is_practice)
        accounts.rollback()
        return _said(sending, known, house)


def _known(session: Session, sending: Sending) -> _Known:
    message = sending.message
    company = session.get_one(Company, message.company_id)
    dossier = session.get_one(dossiers.Dossier, message.dossier_id).reference if message.dossier_id else ""
    if sending.submission is None:
        return _Known(company, dossier)
    revision = forms.revision_of(session, sending.submission.revision_id)
    values = from_canonical(revision.form, sending.submission.content)
    registry: Registry = current_app.extensions["guichet_forms"]
    wanted = sorted(set(_references(revision, values)))
    files = tuple(
        session.scalars(select(StoredFile).where(StoredFile.reference.in_(wanted)).order_by(StoredFile.id))
        if wanted
        else ()
    )
    names = Names(
        names_of(revision.form, [values], registry.sources), {one.reference: one.name for one in files}
    )
    return _Known(company, dossier, revision, values, names, files)


def _references(revision: Revision, values: Mapping[str, Any]) -> Iterator[str]:
    """Give the references of all documents among the values."""
    for one in revision.form.fields():
        if isinstance(one, File):
            yield from values.get(one.key) or ()
        elif isinstance(one, Group):
            for inner in (inner for inner in one.fields if isinstance(inner, File)):
                for row in values.get(one.key) or ():
                    yield from row.get(inner.key) or ()


def _said(sending: Sending, known: _Known, house: _House) -> Content:
    message, submission = sending.message, sending.submission
    title: str = message.subject
    answers: tuple[paper.Block, ...] = ()
    if known.revision is not None:
        made = filled(
            known.revision,
            known.values,
            Tongue(g.style, known.revision.texts),
            Letterhead(house.name, sending.sent_at),
            names=known.names,
        )
        title, answers = made.title, made.blocks
    asked = (
        (paper.LongText(_("Text of the message"), tuple(message.text.splitlines())),) if message.text else ()
    )
    return Content(
        number=sending.number,
        message=message.reference,
        language=g.style.language,
        institution=house.name,
        title=title,
        sent_at=sending.sent_at.astimezone(ZoneInfo(house.zone)).isoformat(timespec="seconds"),
        zone=house.zone,
        about=_about(sending, known),
        facts=tuple((label, text) for label, text in _facts(sending, known, house) if text),
        answers=frozen((*asked, *answers)),
        attachments=tuple(Attachment(one.name, one.size, one.sha256) for one in known.files),
        values=submission.content if submission is not None else {},
        digest=submission.digest if submission is not None else "",
        address=house.address,
        words=frozen_words(),
        practice=house.is_practice,
    )


def _about(sending: Sending, known: _Known) -> Mapping[str, str]:
    message = sending.message
    return {
        "company": known.company.number,
        "company_name": known.company.name,
        "person": message.person,
        "person_number": message.person_number,
        "theme": message.theme,
        "type": message.type,
        "subject": message.subject,
        "dossier": known.dossier,
        "sender": sending.sender,
        "registered_by": sending.registered_by,
        "identified": sending.identified,
        "origin": sending.origin,
        "revision": known.revision.digest if known.revision is not None else "",
    }


def _facts(sending: Sending, known: _Known, house: _House) -> Iterator[tuple[str, str]]:
    """Give the facts as the paper names them; those without a text are left out."""
    message, company = sending.message, known.company
    yield _("Institution"), house.name
    yield _("Company"), f"{company.number} · {company.name}"
    yield _("Person"), " · ".join(filter(None, (message.person, message.person_number)))
    yield _("Theme"), _theme_title(message.theme)
    yield _("Subject"), message.subject
    yield _("Dossier"), known.dossier
    yield _("Message"), message.reference
    yield _("Sent"), moment_text(g.style, sending.sent_at, house.zone)
    yield _("Sent by"), sending.sender
    yield _("Registered by"), sending.registered_by
    if sending.sender:
        yield _("Identified by"), identified_text(sending.identified, by_person=sending.by_person)
    yield _("Received through"), origin_text(sending.origin)
    if known.revision is not None:
        yield _("Version of the form"), digest_text(known.revision.digest)
    if sending.submission is not None:
        yield _("Digest of the answers"), digest_text(sending.submission.digest)


def _theme_title(theme: str) -> str:
    """Give the name of a theme that is named with its plugin; of one that is not installed any more, its key."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    owner, _dot, key = theme.partition(".")
    themes = plugins[owner].themes if owner in plugins else ()
    return next((str(one.title) for one in themes if one.key == key), theme)

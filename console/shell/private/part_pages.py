"""Makes the pages of a person's part beside its steps: the last look, and what was sent."""

from __future__ import annotations

from typing import Any

from flask import g, url_for
from flask_babel import gettext as _

from console.base import ids
from console.base.errors import ConsoleError
from console.forms import service as forms
from console.forms.canonical import from_canonical
from console.forms.models import Submission
from console.institutions.sessions import db
from console.insured import service as insured
from console.mailbox import service as mailbox
from console.mailbox.service import State
from console.private import service as private
from console.proofs import service as proofs
from console.shell.forms import attachments, current
from console.shell.forms.check_page import chapters_of
from console.shell.forms.draft_page import head_of, sentence, told_at
from console.shell.forms.page_data import Told
from console.shell.forms.reading import Answers, answers_of
from console.shell.forms.steps import CHECK
from console.shell.pages import Fact
from console.shell.private.guests import Guest
from console.shell.private.page_data import PartCheckPage, SentPartPage
from console.shell.private.part import Part


def check_page(part: Part, *, is_agreed: bool = True) -> PartCheckPage:
    """Give the page before sending; told are the faults of the sections that were left by the button."""
    faults = tuple(
        one
        for section in part.sections
        if section.key in part.draft.visited
        for one in part.faults_in(section)
    )
    told = [told_at(part, one.place, sentence(part, one)) for one in faults]
    why = "" if is_agreed else _("Tick this, then send.")
    if why:
        told.append(Told(why, "#agree"))
    chapters, own = chapters_of(part, faults), {one.key for one in part.own}
    return PartCheckPage(
        title=_("Check and send"),
        head=head_of(part, CHECK),
        faults=tuple(told),
        chapters=tuple(one for one in chapters if one.key in own),
        employers=employers_of(part),
        employers_title=_("Entered by %(company)s", company=part.guest.company),
        agreement=_(
            "I, %(name)s, have entered this myself, it is true, and I agree that %(institution)s receives it.",
            name=part.guest.delegation.person,
            institution=g.words_tenant.name,
        ),
        agreement_fault=why,
        hidden=(("language", g.language), ("key", ids.token())),
    )


def employers_of(part: Part) -> tuple[Answers, ...]:
    """Give what her employer entered, to read."""
    keys = {one.key for one in part.employers}
    found = answers_of(part.offered.revision, part.values, part.tongue, {}, {})
    return tuple(one for one in found if one.key in keys)


def sent_page(guest: Guest) -> SentPartPage:
    """Give the page of what she sent. Raises `NotFound` once it is taken back."""
    session = db.session()
    message, delegation, part = mailbox.hers(session, guest.actor)
    sent = session.get_one(Submission, part.submission_id) if part and part.submission_id else None
    institution = g.words_tenant.name
    facts = [Fact(_("Reference"), message.reference, "code")]
    if delegation.sent_at is not None:
        facts.append(Fact(_("Sent"), g.style.show_moment(delegation.sent_at), "day"))
    facts.append(Fact(_("Received by"), institution))
    proof = proofs.proof_of(session, message.reference, delegation=delegation.id)
    ready = proof is not None and _is_ready(guest, message.reference)
    may_recall = message.state == State.SENT and not message.taken_by
    return SentPartPage(
        title=_("Sent. Thank you."),
        lead=_(
            "%(institution)s has received your part. %(company)s learns that you have sent it, never what you entered.",
            institution=institution,
            company=guest.company,
        ),
        facts=tuple(facts),
        chapters=_sent_chapters(guest, sent) if sent is not None else (),
        proof_url=guest.url("proof") if ready else "",
        proof_note="" if ready or proof is None else _("Your proof is being made. It is ready in a moment."),
        recall_url=guest.url("recall") if may_recall else "",
        leave_url=guest.url("leave"),
        account_url=_account_url(guest),
    )


def _account_url(guest: Guest) -> str:
    """Give where she opens an account, as long as she came by a link and is the person whom the message is about."""
    may = guest.pages == "PrivateView" and insured.is_about_reader(guest.message, guest.delegation)
    return url_for("OpenAccountView.index", token=guest.token) if may else ""


def _is_ready(guest: Guest, reference: str) -> bool:
    try:
        return proofs.pdf_of(db.session(), reference, delegation=guest.delegation.id) is not None
    except ConsoleError:
        return False


def _sent_chapters(guest: Guest, sent: Submission) -> tuple[Answers, ...]:
    revision = forms.revision_of(db.session(), sent.revision_id)
    values: dict[str, Any] = from_canonical(revision.form, sent.content)
    found = private.files(
        db.session(), guest.delegation.id, attachments.references(revision.form, sent.content)
    )
    files = {key: (file.name, guest.url("document", file=key)) for key, file in found.items()}
    chapters = answers_of(revision, values, current.tongue(revision), {}, files)
    own = {one.key for one in private.own_sections(revision.form)}
    return tuple(one for one in chapters if one.key in own)

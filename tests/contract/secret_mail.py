"""A delegated message, what its person entered and what the staff noted, in every text a secret word."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from console.base import clock, ids
from console.documents.models import StoredFile
from console.forms.declarations import Form, Section
from console.forms.fields import Text
from console.forms.revisions import publish
from console.hooks.declarations import Level
from console.institutions.sessions import scope_of
from console.mailbox import service
from console.mailbox.models import Message
from console.mailbox.service import Actor, Content, Opening, Person, Role, Sending
from console.private import service as private

THEME = "ch_fund.other"


def plant_mail(session: Session, company: int, user: int, word: str, reference: str) -> str:
    """Make them in the institution of the session; the message is known under this reference."""
    institution, levels = scope_of(session).institution, {THEME: Level.SEND}
    fund = Actor(Role.FUND, institution, themes=levels, user_id=user, name=word)
    user_of_company = Actor(Role.USER, institution, company, levels, user_id=user, name=word)
    opening = Opening(company, THEME, "query", word, word, person_number=word, person=word, delegable=True)
    message = service.request(session, fund, opening)
    person = Person(f"{word}@x.example", word, word, word, date(2026, 1, 1))
    delegation = service.delegate(session, user_of_company, message.reference, person).delegation.id
    form = Form(
        key=f"ch_fund.{word.lower()}",
        title=word,
        theme="other",
        sections=(Section("s", word, (Text("text", word),)),),
    )
    typed = Content(publish(form, (), lambda _, text: text), {"text": word}, "de")
    service.person_save(session, Actor(Role.PERSON, institution, delegation=delegation, name=word), typed)
    _plant_private(session, delegation, company, message, word)
    service.note(session, fund, message.reference, word)
    sending = Sending(typed, {"text": word}, f"proved.{word}")
    service.register(session, fund, opening, "post", sending)  # its proof says the word too
    message.reference = reference
    session.flush()
    return reference


def _plant_private(session: Session, delegation: int, company: int, message: Message, word: str) -> None:
    """Let the person of a delegation come to her link, and add a document."""
    private.opened(
        session,
        private.Door(delegation, company, message.id, message.reference, word, private.Known(word), word),
    )
    file = StoredFile(
        reference=ids.reference(),
        user_id=private.NOBODY,
        company_id=None,
        name=f"{word}.pdf",
        media_type="application/pdf",
        size=1,
        sha256=ids.digest(word),
        created_at=clock.now(),
    )
    session.add(file)
    session.flush()
    private.keep(session, delegation, file)

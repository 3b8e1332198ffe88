"""A delegated message, what its person entered and what the staff noted, in every text a secret word."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from console.forms.declarations import Form, Section
from console.forms.fields import Text
from console.forms.revisions import publish
from console.hooks.declarations import Level
from console.institutions.sessions import scope_of
from console.mailbox import service
from console.mailbox.service import Actor, Content, Opening, Person, Role

THEME = "ch_fund.other"


def plant_mail(session: Session, company: int, user: int, word: str) -> str:
    """Make them in the institution of the session; gives the reference of the message."""
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
    service.note(session, fund, message.reference, word)
    session.flush()
    return message.reference

"""What somebody of the demonstration has begun to fill in, and what he has sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, g
from sqlalchemy import select

from config import LANGUAGES
from console.accounts import service as people
from console.audit.service import Actor
from console.base.figures import style_of
from console.forms import service
from console.forms.registry import Registry
from console.forms.revisions import Revision, publish
from console.forms.tongue import Tongue
from console.forms.validator import Validator
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.parties.models import Company
from console.shell import words

_WHO, _LANGUAGE, _COMPANY = "luca", "fr", "41002"
_BEGUN = "ch_fund.training_confirmation"
_BEGUN_RAW: Mapping[str, Any] = {
    "avs": "756.9217.0769.85",
    "family_name": "Rochat",
    "given_name": "Noé",
    "birth": "14.05.2008",
    "kind": "apprenticeship",
    "school": "Menuiserie Favre Sàrl",
}
_SENT = "ch_fund.general_question"
_SENT_RAW: Mapping[str, Any] = {
    "subject": "Congé maternité d’une auxiliaire",
    "question": "Une vendeuse auxiliaire payée à l’heure accouche en mars.\nQuels documents devons-nous joindre ?",
    "reach": "phone",
    "phone": "021 555 01 23",
}


def fill(app: Flask, institution: int) -> None:
    """Leave one draft half filled in and one announcement sent; nothing where the forms are not installed."""
    registry: Registry = app.extensions["guichet_forms"]
    if _BEGUN not in registry.forms or _SENT not in registry.forms:
        return
    user = people.find(accounts(), _WHO)
    if user is None:
        return
    who, name = user.id, f"{user.first_name} {user.last_name}"
    accounts.rollback()
    with acting(Scope((institution,), purpose="demo"), writes=True) as session:
        g.actor = Actor(who, name)
        company = session.scalars(select(Company.id).where(Company.number == _COMPANY)).one()
        sender = service.Sender(who, name, company, _LANGUAGE)
        draft = service.open_draft(session, revision_of(registry, _BEGUN), sender)
        service.save_draft(session, draft, _BEGUN_RAW, version=draft.version, visited=("child",))
        revision = revision_of(registry, _SENT)
        tongue = Tongue(style_of(_LANGUAGE, "CH"), revision.texts)
        values = Validator(revision, tongue, "text", registry.rules).check(_SENT_RAW).values
        service.submit(session, revision, values, sender, source="page", send_key="demo")


def revision_of(registry: Registry, key: str) -> Revision:
    """Give a form as it is published, in all languages."""
    one = registry.forms[key]
    catalogues = {language: words.of_plugin(one.plugin, language) for language in LANGUAGES}
    return publish(one.form, LANGUAGES, lambda language, message: catalogues[language].gettext(message))

"""The insured person who is signed in, and one of her matters as a guest of its pages."""

from __future__ import annotations

from dataclasses import replace

from flask import current_app, g
from sqlalchemy import select

from console.accounts.visits import Visit
from console.audit import service as audit
from console.base import ids
from console.hooks.manager import Plugins
from console.institutions.models import Institution
from console.institutions.queries import uses
from console.institutions.sessions import accounts, db, enter
from console.insured import service as insured
from console.insured.service import Insured, Matter
from console.mailbox import service as mailbox
from console.mailbox.errors import unknown
from console.mailbox.models import Delegation, Message
from console.private import service as private
from console.private.service import Way
from console.shell import words
from console.shell.page_view import visitor
from console.shell.private.guests import Guest, noting, secret_key


def person_here() -> Insured:
    """Give the insured person of this request; anybody else finds nothing here, a stranger the sign-in page."""
    visit = visitor()
    if visit.kind != insured.KIND or visit.is_partial:
        raise unknown()
    found = insured.insured_of(accounts(), secret_key(), visit.user_id)
    if found is None:
        raise unknown()
    return found


def matters_here() -> tuple[Matter, ...]:
    """Give what is hers in all institutions of the country that gave her number, the newest first."""
    person, plugins = person_here(), current_app.extensions["guichet_plugins"]
    return insured.matters(person, _in_use(person.country, plugins))


def guest_of_matter(reference: str) -> Guest:
    """Give her as the guest of one of her matters, and bind scope and words of its institution, to read only.

    The first look in a session is written down. Raises `NotFound` for what is not hers, whatever it is.
    """
    matter = next((one for one in matters_here() if one.reference == reference), None)
    if matter is None:
        raise unknown()
    enter(insured.scope_of(matter), writes=False)
    found = db.session().get(Delegation, matter.delegation)
    message = db.session().get(Message, found.message_id) if found is not None else None
    if found is None or message is None:
        raise unknown()
    words.bind_for(message.theme.partition(".")[0], g.language, matter.institution)
    guest = Guest(reference, matter.institution, message, found, None, True, "MatterView")
    return replace(guest, visit=_visit(guest, g.visit, matter))


def _visit(guest: Guest, visit: Visit, matter: Matter) -> private.Visit:
    """Give the visit that keeps which sections she left; begun anew when there is none, which asks for nothing."""
    key = (str(visit.user_id), str(visit.sign_in), str(guest.institution), str(guest.delegation.id))
    secret = ids.keyed_digest(secret_key(), "insured visit", *key)
    found = private.find(accounts(), secret)
    if found is None:
        with noting(guest) as session:
            at_home = private.is_home(session, guest.delegation.id)
            if not matter.is_late:
                here = replace(guest.actor, identified=Way.ACCOUNT)
                mailbox.come_in(session, here)
            private.come_home(session, guest.delegation.id, guest.delegation.company_id)
            private.begin(session, guest.institution, guest.delegation.id, Way.ACCOUNT, secret=secret)
            if not at_home:
                audit.record(
                    session,
                    "console.insured.came",
                    subject="console.message",
                    subject_id=guest.message.id,
                    reference=guest.message.reference,
                )
        accounts.rollback()
        found = private.find(accounts(), secret)
    accounts.commit()
    if found is None:
        raise unknown()
    return found


def _in_use(country: str, plugins: Plugins) -> dict[int, frozenset[str]]:
    store = accounts()
    own = list(store.scalars(select(Institution.id).where(Institution.country == country)))
    found = uses(store, own, [one.name for one in plugins])
    store.commit()
    return {institution: use.plugins for institution, use in found.items()}

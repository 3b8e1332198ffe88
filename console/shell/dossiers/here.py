"""Which dossiers and documents the visitor may see and change: what she may not see is not there."""

from __future__ import annotations

from flask import g, request
from flask_babel import lazy_gettext as _l

from console.base.errors import NotAllowed, NotFound
from console.dossiers import service
from console.dossiers.document_models import Document
from console.dossiers.documents import SUBJECT as DOCUMENT
from console.dossiers.matters import SUBJECT as MATTER
from console.dossiers.models import Dossier
from console.hooks.declarations import Level
from console.institutions.sessions import db
from console.mailbox.states import Actor, Role
from console.shell import consulting, gate
from console.shell.mailbox import actors

WHO_MAY = _l("Only the institution's staff who may send in this theme can do this.")


def reader() -> Actor:
    """Give the visitor; raises `NotAllowed` over several mandates at once."""
    return actors.actor()


def title_of(dossier: Dossier) -> str:
    """Give what a dossier is called: its subject, or the kind of what is in it."""
    return dossier.subject or actors.type_title(dossier.kind)


def is_staff(actor: Actor) -> bool:
    """Say whether somebody works for the institution."""
    return actor.role is Role.FUND


def may_change(actor: Actor, theme: str) -> bool:
    """Say whether the visitor may add documents to dossiers of a theme, extend and close them."""
    allowed = gate.allows(g.visit, "can_write", "console.dossier")
    return is_staff(actor) and actor.level(theme) >= Level.SEND and allowed


def theme_at(actor: Actor, theme: str) -> str:
    """Give a theme of the visitor's; raises `NotFound` for any other."""
    if not actor.level(theme):
        raise unknown()
    return theme


def dossier_at(actor: Actor, reference: str, *, changes: bool = False) -> Dossier:
    """Give a dossier that the visitor may see, locked while a posted form changes it.

    Raises `NotFound` for what she may not see, `NotAllowed` for what she may not change.
    """
    found = service.dossier_of(db.session(), reference, lock=changes and request.method == "POST")
    _check(actor, found.theme, changes)
    return found


def document_at(actor: Actor, reference: str, *, changes: bool = False) -> Document:
    """Give a document that the visitor may see, locked while a posted form changes it; raises as `dossier_at`."""
    found = service.document_of(db.session(), reference, lock=changes and request.method == "POST")
    _check(actor, found.theme, changes)
    return found


def note_dossier(dossier: Dossier, act: str) -> None:
    """Note that the visitor sees a dossier, or gets its documents."""
    consulting.note(
        MATTER,
        act=act,
        subject_id=dossier.id,
        concerning=dossier.person_number,
        reference=dossier.reference,
        name=dossier.person,
    )


def note_document(document: Document, act: str) -> None:
    """Note that the visitor sees how a document was delivered, or gets it."""
    dossier = db.session.get_one(Dossier, document.dossier_id)
    consulting.note(
        DOCUMENT,
        act=act,
        subject_id=document.id,
        concerning=dossier.person_number,
        reference=document.reference,
        name=document.title,
    )


def unknown() -> NotFound:
    """Give the answer for what is not there, or not for the visitor."""
    return NotFound(_l("There is nothing at this address."))


def _check(actor: Actor, theme: str, changes: bool) -> None:
    theme_at(actor, theme)
    if changes and not may_change(actor, theme):
        raise NotAllowed(WHO_MAY)

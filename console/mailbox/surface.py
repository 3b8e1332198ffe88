"""What a plugin imports as `mailbox`: what happened to its messages, what it asks companies, and their dossiers."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from console.base.errors import NotFound
from console.dossiers.service import REQUEST, dossier_of, extend, is_electronic
from console.hooks.declarations import Level
from console.institutions.sessions import scope_of
from console.mailbox.asking import request, withdraw_request
from console.mailbox.effects import Moved
from console.mailbox.errors import Refused
from console.mailbox.making import Opening
from console.mailbox.states import Actor, Role

__all__ = ["Moved", "Opening", "ask", "set_valid_until", "take_back"]


def ask(session: Session, opening: Opening, by: str) -> str | None:
    """Ask a company for something on behalf of the institution; gives the reference of the request.

    `opening` names the company, the theme with its plugin, the key of a form and a subject; `by` is who asks, in words.
    A company that receives requests by post gets none here, and nothing is given.
    """
    if not is_electronic(session, opening.company, REQUEST):
        return None
    themes = {opening.theme: Level.SEND}
    actor = Actor(Role.FUND, scope_of(session).institution, themes=themes, name=by)
    return str(request(session, actor, opening).reference)


def take_back(session: Session, reference: str, theme: str, by: str) -> bool:
    """Take a request back that is not needed any more; the company sees that it was.

    Gives whether it was: one that somebody has begun to answer, or has answered, stays as it is, or is gone already.
    """
    actor = Actor(Role.FUND, scope_of(session).institution, themes={theme: Level.SEND}, name=by)
    try:
        withdraw_request(session, actor, reference)
    except (NotFound, Refused):
        return False
    return True


def set_valid_until(session: Session, dossier: str, day: date) -> None:
    """Set the last day on which what was decided in a dossier (its reference) holds; raises `NotFound`."""
    extend(session, dossier_of(session, dossier, lock=True), day)

"""The form of a draft in use: that of its message where it is the working copy of one."""

from __future__ import annotations

from sqlalchemy.orm import Session

from console.accounts.visits import Visit
from console.base.errors import NotFound
from console.forms.models import Draft
from console.mailbox import queries
from console.mailbox.models import Message
from console.shell.forms import current
from console.shell.mailbox.actors import actor_of


def offered_of(session: Session, visit: Visit, draft: Draft, act: str) -> current.Offered | None:
    """Give the form of a draft, if the person may do this with it."""
    if not draft.message:
        return current.find(visit, draft.form_key, act)
    message = message_of(session, visit, draft)
    return current.for_message(visit, message.theme, draft.form_key, act) if message is not None else None


def message_of(session: Session, visit: Visit, draft: Draft) -> Message | None:
    """Give the message whose working copy a draft is, if the person sees it."""
    who = actor_of(visit)
    if who is None:
        return None
    try:
        return queries.message_of(session, who, draft.message)[0]
    except NotFound:
        return None

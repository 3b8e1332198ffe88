"""Who asks, for what she may ask, and what lies in the inboxes already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from console.accounts.visits import Visit
from console.base.errors import NotFound
from console.campaigns.service import Campaign, CampaignLine, Lying, OpenRequest, Recipient, may_ask
from console.dossiers import service as dossiers
from console.dossiers.kinds import LETTER, REQUEST
from console.forms.revisions import Revision
from console.hooks.declarations import Level
from console.hooks.manager import Plugins
from console.mailbox.models import A_NOTICE, A_QUERY, ASKED, Message
from console.mailbox.states import Actor, State
from console.shell import gate
from console.shell.forms import current
from console.shell.mailbox.actors import actor_of, theme_title, type_title
from console.shell.page_view import visitor

_OPEN = (str(State.INBOX), str(State.DELEGATED))


@dataclass(frozen=True)
class Askable:
    """What may be asked for: a form, a question or a notice in a theme."""

    theme: str
    type: str

    @property
    def key(self) -> str:
        """Give its value in a list of choices."""
        return f"{self.theme}|{self.type}"

    @property
    def label(self) -> str:
        """Give its name."""
        return str(_("%(theme)s: %(type)s", theme=theme_title(self.theme), type=type_title(self.type)))


def may_ask_somewhere(visit: Visit) -> bool:
    """Say whether a person is of the institution's staff and may send in any theme; asks no database."""
    mandate = visit.mandate
    if mandate is None or mandate.company is not None:
        return False
    return any(
        level >= Level.SEND and membership == mandate.id
        for (membership, _plugin, _theme), level in visit.levels.items()
    )


def asker() -> Actor:
    """Give the visitor who may ask; for everybody else there is nothing at this address."""
    visit = visitor()
    who = actor_of(visit) if gate.allows(visit, "can_read", "console.campaign") else None
    if who is None or not any(may_ask(who, theme) for theme in who.themes):
        raise NotFound(_("There is nothing at this address."))
    return who


def askables(who: Actor) -> list[Askable]:
    """Give what this person may ask companies for: the forms first, then questions and notices."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    themes = [f"{plugin.name}.{theme.key}" for plugin in plugins for theme in plugin.themes]
    mine = [theme for theme in themes if may_ask(who, theme)]
    forms = [
        Askable(f"{one.plugin}.{one.form.theme}", one.form.key)
        for one in current.offered(visitor(), "can_send")
        if one.form.for_companies
    ]
    others = [Askable(theme, type_) for type_ in (A_QUERY, A_NOTICE) for theme in mine]
    return [one for one in (*forms, *others) if one.theme in mine]


def revision_for(type_: str) -> Revision | None:
    """Give the form of a type as it is in use now; nothing for a question or a notice."""
    found = current.find(visitor(), type_, "can_send")
    return found.revision if found is not None else None


def lying_for(
    session: Session,
    campaign: Campaign,
    revision: Revision | None,
    lines: Sequence[CampaignLine] | Sequence[Recipient],
) -> Lying:
    """Give the open requests of the campaign's type that lie with the companies of these lines.

    A question or a notice may always be sent again: two of them need not say the same.
    """
    if revision is None:
        return Lying(None, ())
    companies = sorted({one.recipient_id for one in lines})
    return Lying(
        revision.form, [one for part in _parts(companies) for one in _open_requests(session, campaign, part)]
    )


def receiving(session: Session) -> Callable[[int, str], bool]:
    """Give the question whether a company receives a type electronically, asked once for each company."""
    known: dict[tuple[int, str], bool] = {}

    def electronic(company: int, type_: str) -> bool:
        kind = LETTER if type_ == A_NOTICE else REQUEST
        if (company, kind) not in known:
            known[company, kind] = dossiers.is_electronic(session, company, kind)
        return known[company, kind]

    return electronic


def _open_requests(session: Session, campaign: Campaign, companies: Sequence[int]) -> list[OpenRequest]:
    asked = (
        select(Message)
        .where(
            Message.company_id.in_(companies),
            Message.theme == campaign.theme,
            Message.type == campaign.type,
            Message.desk.in_(_OPEN),
            Message.origin.in_(ASKED),
        )
        .options(undefer(Message.prefill))
    )
    return [
        OpenRequest(one.reference, one.company_id, one.person, one.person_number, one.prefill)
        for one in session.scalars(asked)
    ]


def _parts(keys: Sequence[int], size: int = 400) -> list[Sequence[int]]:
    return [keys[start : start + size] for start in range(0, len(keys), size)]

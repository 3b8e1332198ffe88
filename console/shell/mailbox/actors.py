"""Who the visitor is to the mailbox, and the words for what lies in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import current_app, g
from flask_babel import gettext as _
from flask_babel import pgettext

from console.accounts.visits import Mandate, Visit
from console.base import clock
from console.base.errors import NotAllowed, ProgrammingError
from console.forms import queries as forms
from console.forms.revisions import from_stored
from console.hooks.declarations import Level
from console.hooks.manager import Plugins
from console.institutions.sessions import db
from console.mailbox import queries
from console.mailbox.models import A_NOTICE, A_QUERY
from console.mailbox.queries import Count
from console.mailbox.states import Actor, Role, State
from console.shell import gate, policies
from console.shell.forms import current
from console.shell.page_view import visitor


def actor_of(visit: Visit) -> Actor | None:
    """Give the visitor as the mailbox knows her; `None` over several mandates at once, and without any."""
    mandate = visit.mandate
    return None if visit.everywhere or mandate is None else _acting(visit, mandate)


def actors_of(visit: Visit) -> list[Actor]:
    """Give the visitor under each of her mandates at hand, for what only reads."""
    return [_acting(visit, mandate) for mandate in visit.active]


def _acting(visit: Visit, mandate: Mandate) -> Actor:
    return Actor(
        role=_role(visit, mandate),
        institution=mandate.tenant.id,
        company=mandate.company,
        themes=_themes(visit, mandate),
        terms_accepted=policies.terms_accepted(mandate),
        second_factor=policies.second_factor_done(visit, mandate),
        user_id=visit.user_id,
        name=visit.name,
        language=g.get("language", "en"),
    )


def actor() -> Actor:
    """Give the visitor of this request; raises `NotAllowed` where she must first change to one mandate."""
    found = actor_of(visitor())
    if found is None:
        raise NotAllowed(_("All companies at once can only be read. Change to one mandate first."))
    return found


def announcer(guard: gate.Guard) -> Actor:
    """Give the visitor as she sends a form: also with a password only, where that is enough for this form.

    Then she has the form's theme and no other, for this act alone; in the mailbox she sees nothing of it.
    """
    visit, who = visitor(), actor()
    if visit.mandate is None or not gate.is_of_old(visit, guard):
        return who
    level = visit.levels[(visit.mandate.id, str(guard.plugin), str(guard.theme))]
    return replace(who, themes={f"{guard.plugin}.{guard.theme}": level}, second_factor=True)


def counts_here() -> Sequence[Count]:
    """Give the counted folders of the visitor, read once per request: the navigation and the page show the same."""
    found: Sequence[Count] | None = g.get("mail_counts")
    if found is None:
        who = actor_of(g.visit) if g.get("visit") else None
        found = g.mail_counts = queries.counts(db.session(), who) if who and who.themes else ()
    return found


def folder_title(folder: State, *, by_fund: bool) -> str:
    """Give the name of a folder: the institution's desk has words of its own for what waits for it."""
    match folder:
        case State.INBOX:
            return str(pgettext("folder", "Open requests") if by_fund else pgettext("folder", "Inbox"))
        case State.DRAFT:
            return str(pgettext("folder", "Drafts"))
        case State.DELEGATED:
            return str(pgettext("folder", "Delegated"))
        case State.SENT:
            return str(pgettext("folder", "To settle") if by_fund else pgettext("folder", "Sent"))
        case State.DONE:
            return str(pgettext("folder", "Done"))
    raise ProgrammingError(f"{folder} is no folder")


def theme_title(theme: str) -> str:
    """Give the name of a theme that is named with its plugin; of one that is not installed any more, its key."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    owner, _dot, key = theme.partition(".")
    themes = plugins[owner].themes if owner in plugins else ()
    return next((str(one.title) for one in themes if one.key == key), theme)


def type_title(type_: str) -> str:
    """Give the name of a type of messages: the title of its form, or what it is that is no form's."""
    if type_ in (A_QUERY, A_NOTICE):
        return str(pgettext("message", "Question") if type_ == A_QUERY else pgettext("message", "Notice"))
    known = current.registry().forms.get(type_)
    if known is not None:
        revision = current.revision_of(known.plugin, known.form)
        return current.tongue(revision).say(revision.form.title)
    own = forms.own_form(db.session(), type_, closed=True)
    if own is None:
        return type_
    revision = from_stored(own[1].content)
    return current.tongue(revision).say(revision.form.title)


def _role(visit: Visit, mandate: Mandate) -> Role:
    if mandate.company is None:
        return Role.FUND
    return Role.ADMINISTRATOR if ("can_write", "console.user") in visit.rights else Role.USER


def _themes(visit: Visit, mandate: Mandate) -> Mapping[str, Level]:
    """Give her themes as far as she signed in strongly enough for messages in them."""
    use = visit.uses.get(mandate.tenant.id)
    day = clock.today(mandate.tenant.zone)
    return {
        f"{plugin}.{theme}": level
        for (membership, plugin, theme), level in visit.levels.items()
        if membership == mandate.id
        and use is not None
        and use.is_open(plugin, "theme", theme, mandate.company, day)
        and gate.is_strong_enough(visit, mandate, gate.Guard(plugin, theme))
    }

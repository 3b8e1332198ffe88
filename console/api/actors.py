"""Who a key is to the mailbox, and how its sight is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import current_app, g
from flask_babel import lazy_gettext as _l

from console.accounts import terms
from console.api.entry import Reach
from console.base.errors import BadArgument, NotAllowed, NotFound
from console.hooks.declarations import Level
from console.hooks.manager import Plugins
from console.institutions.sessions import accounts
from console.mailbox.states import Actor, Role

NOTHING = _l("There is nothing at this address.")


def themes_of(reach: Reach) -> Sequence[str]:
    """Give the themes that are open to a key today, each with its plugin."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    if reach.plugin not in plugins:
        return ()
    return [f"{reach.plugin}.{one.key}" for one in plugins[reach.plugin].themes if reach.is_open(one.key)]


def theme_named(arguments: Mapping[str, str], who: Actor) -> Sequence[str]:
    """Give the theme that is asked for, or all the actor's; raises `BadArgument` for one that is not open."""
    asked = arguments.get("theme")
    if asked is None:
        return sorted(who.themes)
    if asked not in who.themes:
        raise BadArgument(_l("This theme is not open to the key."), place="theme")
    return [asked]


def seen_theme(who: Actor, theme: str) -> None:
    """Raise `NotFound` for what lies in a theme that is not open to the key."""
    if not who.level(theme):
        raise NotFound(NOTHING)


def reader() -> Actor:
    """Give the key of this request as the mailbox knows it, for what only reads: its company, or staff.

    Raises `NotAllowed` for a company that owes the terms: until they are accepted nobody works for it.
    """
    company = g.reach.company
    if company is not None and not _terms_accepted(g.reach, company):
        raise NotAllowed(
            _l("The terms of use are not accepted yet. Ask your company's administrator to accept them.")
        )
    return _actor(g.reach, Level.READ, terms_accepted=True)


def sender() -> Actor:
    """Give the company of this key as the mailbox knows it, for what it does; raises `NotAllowed` for an institution's.

    A key is given out once by somebody who showed a second factor for it, and shows no other.
    """
    company = g.reach.demand_company()
    return _actor(g.reach, Level.SEND, terms_accepted=_terms_accepted(g.reach, company))


def _actor(reach: Reach, level: Level, *, terms_accepted: bool) -> Actor:
    return Actor(
        role=Role.FUND if reach.company is None else Role.USER,
        institution=reach.institution,
        company=reach.company,
        themes=dict.fromkeys(themes_of(reach), level),
        terms_accepted=terms_accepted,
        name=g.actor.name,
        language=g.language,
    )


def _terms_accepted(reach: Reach, company: int) -> bool:
    """Say whether a company accepted the terms in force."""
    current = terms.in_force(accounts(), reach.institution)
    return current is None or (
        terms.acceptance(accounts(), reach.institution, company, current.version) is not None
    )

"""What the pages of API keys show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from flask import current_app, g, url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from console.accounts import keys
from console.accounts.models import ApiKey
from console.accounts.operations import EVERYTHING, Operation, operations_of
from console.base import clock
from console.hooks.declarations import Contribution
from console.hooks.manager import Plugins
from console.parties.models import Company
from console.shell import gate
from console.shell.keys.whose import Keeper, companies_of, keeper, themes_for
from console.shell.mailbox.actors import theme_title
from console.shell.pages import (
    Action,
    Cell,
    Column,
    Crumb,
    DataTable,
    Empty,
    Fact,
    FactGroup,
    ListPage,
    Pager,
    Row,
    ShowPage,
    Tag,
)

SOON = timedelta(days=30)
"""A key that ends within this time is marked, so that it is replaced before."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One value to copy, under its label; `id` ties the two together."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class KeyShownPage:
    """A new key, shown once, with what its system needs besides."""

    title: str
    lead: str
    values: tuple[Shown, ...]
    notes: tuple[str, ...]
    actions: tuple[Action, ...]
    crumbs: tuple[Crumb, ...]


Offers: TypeAlias = dict[str, Contribution]
"""The modules that offer something to other systems, by their names."""


def offers(whose: Keeper) -> Offers:
    """Give the modules that offer something to systems of this institution or company."""
    enabled = g.visit.uses[whose.tenant.id].plugins
    return {
        one.name: one
        for one in _plugins()
        if one.name in enabled and operations_for(whose, one) and themes_for(whose, one.name) != set()
    }


def operations_for(whose: Keeper, plugin: Contribution) -> tuple[Operation, ...]:
    """Give what can be chosen: for the staff also what only a company's key can be allowed to do."""
    of_company = operations_of(plugin, for_company=True)
    if whose.company is not None:
        return of_company
    own = operations_of(plugin)
    return (*own, *(one for one in of_company if one.code not in {known.code for known in own}))


def why_not(code: str, plugin: Contribution, company: int | None) -> str:
    """Say why a key cannot be allowed to do something."""
    title = _titles(plugin).get(code, code)
    if company is None:
        return str(_("“%(title)s” is for a company's key. Give the number of the company.", title=title))
    return str(_("“%(title)s” is not for a company's key. Leave it out.", title=title))


def list_page(found: list[ApiKey]) -> ListPage:
    """List keys, those that count first."""
    ordered = sorted(found, key=lambda key: (not keys.is_live(key), key.name.casefold(), key.id))
    kinds = (
        Column(_("Name")),
        Column(_("For")),
        Column(_("Module")),
        Column(_("May do")),
        Column(_("Last used"), "day"),
        Column(_("Ends"), "day"),
        Column(_("State"), "tag"),
    )
    companies = companies_of(found)
    return ListPage(
        title=_("API keys"),
        lead=_(
            "With a key, another system uses what a module offers. Each key does what you allow it for one "
            "module, and ends by itself."
        ),
        table=DataTable(_("API keys"), kinds, tuple(_row(key, companies) for key in ordered)),
        empty=Empty(_("No system has a key"), _("Make one for a system that shall read data of a module.")),
        pager=Pager(""),
        actions=(Action(_("Description of the interface"), url_for("ApiPagesView.index"), icon="document"),),
        add_url=url_for(".add") if may_write() and offers(keeper()) else None,
    )


def show_page(key: ApiKey, successor: ApiKey | None) -> ShowPage:
    """Show one key with what it may do and when it was used."""
    facts: tuple[Fact, ...] = (
        Fact(_("For"), _whose(key, companies_of([key]))),
        Fact(_("Module"), _module(key)),
        *([Fact(_("Themes"), _themes(key))] if key.themes is not None else []),
        Fact(_("May do"), _operations(key)),
        Fact(_("Requests per minute, at most"), g.style.show_number(key.per_minute), "number"),
        Fact(_("OAuth 2 client"), key.client, "code"),
        Fact(_("Made on"), g.style.show_moment(key.created_at), "day"),
        Fact(_("Made by"), key.created_by),
        Fact(_("Last used"), _used(key), "day"),
        Fact(_("Ends"), g.style.show_moment(key.ended_at or key.expires_at), "day"),
    )
    if successor is not None:
        made = _("Key made on %(moment)s", moment=g.style.show_moment(successor.created_at))
        facts = (*facts, Fact(_("Replaced by"), made, url=url_for(".show", pk=successor.id)))
    return ShowPage(
        title=key.name,
        groups=(FactGroup(None, facts),),
        crumbs=crumbs(),
        tags=(state_of(key),),
        actions=_actions(key),
    )


def shown_page(key: ApiKey, secret: str, old: ApiKey | None = None) -> KeyShownPage:
    """Show a new key, once."""
    notes = [
        _("Copy the key now: only a digest of it is stored, and it cannot be shown again."),
        _("Whoever has the key can do what it may. Pass it on by a way that others cannot read."),
        _("The key ends on %(moment)s.", moment=g.style.show_moment(key.expires_at)),
    ]
    if old is not None:
        notes.append(_("The old key ends on %(moment)s.", moment=g.style.show_moment(old.expires_at)))
    return KeyShownPage(
        title=_("New key for %(name)s", name=key.name),
        lead=_("Give these to whoever looks after the system."),
        values=(
            Shown("key", _("Key"), secret),
            Shown("client", _("OAuth 2 client"), key.client),
            Shown("address", _("Description of the interface"), url_for("api.document", _external=True)),
        ),
        notes=tuple(notes),
        actions=(Action(_("Back to the keys"), url_for(".index"), kind="main"),),
        crumbs=crumbs(),
    )


def state_of(key: ApiKey) -> Tag:
    """Say in a word whether a key counts."""
    if key.ended_at is not None:
        return Tag(pgettext("API key", "Ended"))
    if not keys.is_live(key):
        return Tag(pgettext("API key", "Expired"))
    if key.successor_id is not None:
        return Tag(pgettext("API key", "Replaced"), "info")
    if key.expires_at - clock.now() < SOON:
        return Tag(_("Ends soon"), "warn")
    return Tag(pgettext("API key", "Valid"), "ok")


def crumbs(key: ApiKey | None = None) -> tuple[Crumb, ...]:
    """Give the way back to the list, and to a key."""
    way = Crumb(_("API keys"), url_for(".index"))
    return (way, Crumb(key.name, url_for(".show", pk=key.id))) if key is not None else (way,)


def may_write() -> bool:
    """Say whether the reader makes and ends keys."""
    return gate.allows(g.visit, "can_write", "console.key")


def _row(key: ApiKey, companies: Mapping[int, Company]) -> Row:
    state = state_of(key)
    cells = (
        Cell(key.name),
        Cell(_whose(key, companies)),
        Cell(_module(key)),
        Cell(_operations(key)),
        Cell(_used(key)),
        Cell(g.style.show_moment(key.ended_at or key.expires_at)),
        Cell(state.text, tone=state.tone),
    )
    return Row(cells, url=url_for(".show", pk=key.id))


def _actions(key: ApiKey) -> tuple[Action, ...]:
    if not (may_write() and keys.is_live(key)):
        return ()
    replace = Action(_("Replace"), url_for(".rotate", pk=key.id)) if key.successor_id is None else None
    end = Action(_("End"), url_for(".end", pk=key.id), kind="danger")
    return (replace, end) if replace else (end,)


def _module(key: ApiKey) -> str:
    plugins = _plugins()
    return str(plugins[key.plugin].manifest.title) if key.plugin in plugins else key.plugin


def _whose(key: ApiKey, companies: Mapping[int, Company]) -> str:
    if key.company_id is None:
        return str(_("The institution"))
    found = companies.get(key.company_id)
    return f"{found.number} {found.name}" if found is not None else str(key.company_id)


def _themes(key: ApiKey) -> str:
    return ", ".join(theme_title(f"{key.plugin}.{theme}") for theme in key.themes or ()) or str(_("none"))


def _operations(key: ApiKey) -> str:
    plugins = _plugins()
    titles = _titles(plugins[key.plugin]) if key.plugin in plugins else {}
    titles[EVERYTHING] = _("Everything the module offers")
    return ", ".join(titles.get(code, code) for code in key.operations)


def _titles(plugin: Contribution) -> dict[str, str]:
    known = (*operations_of(plugin), *operations_of(plugin, for_company=True))
    return {one.code: str(one.title) for one in known}


def _used(key: ApiKey) -> str:
    return g.style.show_moment(key.last_used) if key.last_used else str(_("never"))


def _plugins() -> Plugins:
    found: Plugins = current_app.extensions["guichet_plugins"]
    return found

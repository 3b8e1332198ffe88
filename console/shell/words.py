"""Chooses the language and the form of figures of a request, and binds one catalogue to it.

Language by person, then institution, then browser. Figures follow the language and the institution's country. A
catalogue is kept per process by locale, plugin, institution and version of its own wording: a change of wording shows
on the next request of every process.
"""

from __future__ import annotations

from pathlib import Path

from flask import current_app, g, request, session

from config import LANGUAGES, ROOT
from console.accounts.visits import Visit
from console.base.figures import COUNTRIES, style_of
from console.hooks.manager import Plugins
from console.institutions.models import Institution
from console.institutions.queries import Tenant, tenant_of
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.languages.catalogues import Catalogue, Overrides, catalogue_of
from console.languages.queries import Brought, overrides
from console.languages.speaking import bind as bind_catalogue
from console.shell import gate

_KEPT = 200


def bind(visit: Visit | None) -> None:
    """Bind language, style and catalogue for this request."""
    mandate = visit.mandate if visit else None
    _bind(_language(visit), mandate.tenant if mandate else None, _plugin())


def bind_for_task(kind: str, language: str, institution: int) -> None:
    """Bind language, style and catalogue for a task of this kind, as its owner's pages have them."""
    bind_for(kind.partition(".")[0], language, institution)


def bind_for(owner: str, language: str, institution: int) -> None:
    """Bind language, style and catalogue as the pages of the console or of a plugin have them in an institution."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    tenant = tenant_of(accounts().get_one(Institution, institution))
    accounts.rollback()
    _bind(language if language in LANGUAGES else "en", tenant, owner if owner in plugins else None)


def bind_for_guest(owner: str, institution: int) -> None:
    """Bind the same for a reader without a user account, in the language she chose, or her browser's."""
    bind_for(owner, _language(None), institution)


def _bind(language: str, tenant: Tenant | None, plugin: str | None) -> None:
    country = _country(tenant)
    g.language, g.words_tenant = language, tenant
    g.style = style_of(language, country, tenant.zone if tenant else "")
    locale = f"{language}_{country}" if tenant else language
    institution, version = (tenant.id, tenant.words_version) if tenant else (None, 0)
    bind_catalogue(_catalogue(locale, plugin, institution, version))


def _country(tenant: Tenant | None) -> str:
    return tenant.country if tenant and tenant.country in COUNTRIES else "CH"


def of_plugin(plugin: str | None, language: str) -> Catalogue:
    """Give the catalogue of a language as it speaks on a plugin's pages (`None`: the console's).

    The institution's own words are in it.
    """
    tenant: Tenant | None = g.get("words_tenant")
    if tenant is None:
        return _catalogue(language, plugin, None, 0)
    return _catalogue(f"{language}_{_country(tenant)}", plugin, tenant.id, tenant.words_version)


def institution_of_words() -> int | None:
    """Give whose own words are bound."""
    tenant: Tenant | None = g.get("words_tenant")
    return tenant.id if tenant else None


def in_language(language: str) -> Catalogue:
    """Give the catalogue of another language for the page at hand, without the institution's own words."""
    return _catalogue(language, _plugin(), None, 0)


def ensure() -> None:
    """Bind the browser's language when an error came before anything was bound; reads no database."""
    if "style" not in g:
        g.language = _language(None)
        g.style = style_of(g.language, "CH")
        bind_catalogue(_catalogue(g.language, None, None, 0))


def folder_of(owner: str) -> Path:
    """Give the folder with the catalogues of the console or of a plugin."""
    if owner == "console":
        return ROOT / "translations"
    import importlib

    plugins: Plugins = current_app.extensions["guichet_plugins"]
    return Path(importlib.import_module(plugins[owner].package).__path__[0]) / "translations"


def _language(visit: Visit | None) -> str:
    if visit is not None and visit.language in LANGUAGES:
        return visit.language
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    if visit is not None and visit.mandate is not None:
        return visit.mandate.tenant.languages[0]
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


def _plugin() -> str | None:
    """Give the plugin whose page is asked for."""
    view = gate.guards().by_blueprint.get(request.blueprint or "")
    return gate.guards().by_view[view].plugin if view else None


def _catalogue(locale: str, plugin: str | None, institution: int | None, version: int) -> Catalogue:
    kept: dict[tuple[str, str | None, int | None], tuple[int, Catalogue]] = current_app.extensions[
        "guichet_words"
    ]
    key = (locale, plugin, institution)
    found = kept.get(key)
    if found is not None and found[0] == version:
        return found[1]
    every = _brought(plugin)
    own: Overrides = {}
    if institution is not None and version:
        # A scope of its own: the page may be about other institutions, or about several.
        with acting(Scope((institution,), purpose="words")) as own_session:
            own = overrides(own_session, every, locale[:2])
    made = catalogue_of(locale, [one.folder for one in every], own)
    if len(kept) > _KEPT:
        kept.clear()
    kept[key] = (version, made)
    return made


def _brought(plugin: str | None) -> list[Brought]:
    """Give whose texts are laid over each other: the page's owner speaks last, so that its words win on its pages.

    A plugin is also heard elsewhere, in the menu and in lists of modules, but never in the place of the console.
    """
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    others = [p.name for p in plugins if p.name != plugin]
    return [Brought(name, folder_of(name)) for name in (*others, "console", *([plugin] if plugin else []))]

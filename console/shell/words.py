"""Chooses the language and the form of figures of a request, and binds one catalogue to it.

Language by person, then institution, then browser. Figures follow the language and the institution's country. A
catalogue is kept per process by locale, plugin, institution and version of its own wording: a change of wording shows
on the next request of every process.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask import current_app, g, request, session
from sqlalchemy import select

from config import LANGUAGES, ROOT
from console.accounts.visits import Visit
from console.base.figures import COUNTRIES, style_of
from console.hooks.manager import Plugins
from console.institutions.sessions import db
from console.languages.catalogues import Catalogue, Overrides, catalogue_of
from console.languages.files import Text, messages_of
from console.languages.models import OwnText
from console.languages.speaking import bind as bind_catalogue
from console.shell import gate

_KEPT = 200


def bind(visit: Visit | None) -> None:
    """Bind language, style and catalogue for this request."""
    mandate = visit.mandate if visit else None
    g.language = _language(visit)
    country = mandate.tenant.country if mandate and mandate.tenant.country in COUNTRIES else "CH"
    g.style = style_of(g.language, country, mandate.tenant.zone if mandate else "")
    locale = f"{g.language}_{country}" if mandate else g.language
    institution, version = (mandate.tenant.id, mandate.tenant.words_version) if mandate else (None, 0)
    bind_catalogue(_catalogue(locale, _plugin(), institution, version))


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
    kept: dict[tuple[str, str | None, int | None], tuple[int, Catalogue]] = current_app.extensions["guichet_words"]
    key = (locale, plugin, institution)
    found = kept.get(key)
    if found is not None and found[0] == version:
        return found[1]
    owners = _owners(plugin)
    overrides = _overrides(locale[:2], owners) if institution is not None and version else {}
    made = catalogue_of(locale, [folder_of(owner) for owner in owners], overrides)
    if len(kept) > _KEPT:
        kept.clear()
    kept[key] = (version, made)
    return made


def _owners(plugin: str | None) -> list[str]:
    """Give whose texts are laid over each other: the plugin at hand speaks last, so that its words win on its pages."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    others = [p.name for p in plugins if p.name != plugin]
    return ["console", *others, *([plugin] if plugin else [])]


def _overrides(language: str, owners: list[str]) -> Overrides:
    """Give the institution's own texts; another plugin's never replace a text that the plugin at hand brings itself."""
    rows = db.session.scalars(select(OwnText).where(OwnText.language == language))
    found: dict[tuple[str | None, str], Text] = {}
    last = owners[-1]
    own: Mapping[str, object] = messages_of(folder_of(last), language)
    for row in sorted(rows, key=lambda r: owners.index(r.owner) if r.owner in owners else -1):
        if row.owner == last or row.msgid not in own:
            found[(row.context or None, row.msgid)] = row.texts[0] if len(row.texts) == 1 else tuple(row.texts)
    return found

"""Whose texts a translator looks at, and which part of them the address asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app, g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from config import LANGUAGES, ROOT
from console.accounts.visits import Mandate
from console.base.errors import BadArgument, NotAllowed, NotFound
from console.hooks.manager import Plugins
from console.languages.catalogues import LANGUAGES as TRANSLATED
from console.languages.glossary import Glossary, glossary_of
from console.languages.queries import Brought
from console.shell import words

SHOWS = ("", "missing", "own")
_LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Subject:
    """An owner of texts as this institution sees it."""

    brought: Brought
    title: str
    country: str

    @property
    def owner(self) -> str:
        """`console` or the name of a plugin."""
        return self.brought.owner

    def title_in(self, language: str) -> str:
        """The owner and a language: the heading of its texts."""
        return str(_("%(owner)s: %(language)s", owner=self.title, language=LANGUAGES[language]))


@dataclass(frozen=True, slots=True)
class Listing:
    """The part of the texts an address asks for."""

    language: str
    show: str = ""
    search: str = ""
    page: int = 1

    def url(self, endpoint: str, owner: str) -> str:
        """Give the address of an endpoint that keeps this part."""
        return url_for(
            endpoint,
            owner=owner,
            language=self.language,
            show=self.show or None,
            search=self.search or None,
            page=self.page if self.page > 1 else None,
        )


def mandate() -> Mandate:
    """Give the mandate whose institution's words are kept; only the institution's own staff keeps them."""
    found: Mandate | None = g.visit.mandate
    if found is None or found.company is not None:
        raise NotAllowed(_l("Only the staff of an institution keeps its texts. Switch to such a mandate."))
    return found


def subjects() -> list[Subject]:
    """Give the console and the plugins switched on here."""
    tenant = mandate().tenant
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    use = g.visit.uses.get(tenant.id)
    own = Subject(Brought("console", words.folder_of("console")), _("Console"), tenant.country)
    return [
        own,
        *(
            Subject(Brought(p.name, words.folder_of(p.name)), str(p.manifest.title), tenant.country)
            for p in plugins
            if use is not None and p.name in use.plugins
        ),
    ]


def subject_of(owner: str, language: str) -> Subject:
    """Give the owner an address names; an unknown or switched-off one is not there."""
    found = next((one for one in subjects() if one.owner == owner), None)
    if found is None or language not in TRANSLATED:
        raise NotFound(_l("There are no such texts."))
    return found


def listing_of(language: str, arguments: Mapping[str, str]) -> Listing:
    """Read the part that an address asks for; raises `BadArgument`."""
    show, search = arguments.get("show", ""), arguments.get("search", "").strip()
    page = arguments.get("page", "1")
    if show not in SHOWS:
        raise BadArgument(_l("Texts cannot be narrowed down like this."), place="show")
    if len(search) > _LONGEST_SEARCH:
        raise BadArgument(_l("Search for fewer words."), place="search")
    if not (page.isascii() and page.isdecimal() and 0 < int(page[:9]) < 10_000 and len(page) < 5):
        raise BadArgument(_l("There is no such page of the list."), place="page")
    return Listing(language, show, search, int(page))


def glossary() -> Glossary:
    """Give the glossary of the house."""
    return glossary_of(ROOT / "translations" / "glossary.csv")

"""Builds the frame around a page: who is signed in, for whom, and where the navigation leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for
from flask_babel import gettext as _

from config import LANGUAGES
from console.accounts.visits import Visit
from console.shell import gate
from console.shell.pages import (
    Frame,
    FrameLinks,
    InstitutionBadge,
    LanguageChoice,
    Mandate,
    NavEntry,
    NavSection,
    PersonBadge,
)

EVERYWHERE = 0
"""The mandate number that stands for all companies at once."""


@dataclass(frozen=True)
class Entry:
    """A menu entry as registered: `section` is `work` or `administration`."""

    name: str
    label: Any
    endpoint: str
    icon: str
    section: str
    is_shown: Callable[[Visit], bool] | None = None
    """For whom it is there, beyond the right to open it; asks no database."""


def frame() -> Frame:
    """Give the frame of this request; made once per request, since an error page may ask again."""
    found: Frame | None = g.get("frame")
    if found is None or found.lang != g.language:
        found = g.frame = _build(g.get("visit"))
    return found


def _build(visit: Visit | None) -> Frame:
    mandate = visit.mandate if visit else None
    return Frame(
        product="Guichet",
        lang=g.language,
        links=_links(visit),
        theme=visit.theme if visit else "system",  # type: ignore[arg-type]
        density=visit.density if visit else "normal",  # type: ignore[arg-type]
        institution=None
        if mandate is None
        else InstitutionBadge(
            name=mandate.tenant.name,
            short=mandate.tenant.short_name,
            country=mandate.tenant.country,
            id=mandate.tenant.id,
            version=mandate.tenant.version,
            logo_url=url_for("shell.logo", institution=mandate.tenant.id, v=mandate.tenant.version)
            if mandate.tenant.has_logo
            else None,
        ),
        person=PersonBadge(visit.name) if visit else None,
        mandates=_mandates(visit) if visit else (),
        languages=tuple(LanguageChoice(code, name, code == g.language) for code, name in LANGUAGES.items()),
        sections=_sections(visit) if visit else (),
        keys_off=not visit.keys if visit else True,
    )


def _links(visit: Visit | None) -> FrameLinks:
    return FrameLinks(
        home_url=url_for("HomeView.home"),
        login_url=url_for("AccessView.login"),
        logout_url=url_for("AccessView.logout"),
        language_url=url_for("PreferencesView.language"),
        switch_url=url_for("PreferencesView.mandate"),
        profile_url=url_for("PreferencesView.profile"),
        devices_url=url_for("PreferencesView.devices"),
        mandates_url=url_for("MandatesView.index") if visit and len(visit.mandates) > 1 else None,
        tasks_url=url_for("TasksView.index") if visit and visit.active else None,
    )


def _mandates(visit: Visit) -> tuple[Mandate, ...]:
    found = [
        Mandate(m.id, m.tenant.name, m.label, not visit.everywhere and visit.mandate == m)
        for m in visit.mandates
    ]
    companies = [m for m in visit.mandates if m.company is not None]
    if len(companies) > 1:
        found.append(Mandate(EVERYWHERE, _("All my companies"), _("read only"), visit.everywhere))
    return tuple(found)


def _sections(visit: Visit) -> tuple[NavSection, ...]:
    entries: list[Entry] = current_app.extensions["guichet_menu"]
    allowed = gate.menu(visit, [e.name for e in entries])
    titles = {"work": _("Work"), "administration": _("Administration")}
    sections = []
    for section, title in titles.items():
        lines = tuple(
            NavEntry(str(e.label), url_for(e.endpoint), e.icon, request.blueprint == e.endpoint.split(".")[0])
            for e in entries
            if e.section == section and e.name in allowed and (e.is_shown is None or e.is_shown(visit))
        )
        if lines:
            sections.append(NavSection(title, lines))
    return tuple(sections)

"""Builds the frame around a page: who is signed in, for whom, and where the navigation leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from config import LANGUAGES
from console.accounts.visits import Visit
from console.institutions.queries import Tenant
from console.insured.service import KIND as INSURED
from console.shell import contact, gate, policies
from console.shell.addresses import fixed_url
from console.shell.information import banners
from console.shell.mailbox import navigation
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


FEW_LINES = 20
"""Lines of the navigation that are seen at once; with more of them, sections can be folded."""


@dataclass(frozen=True)
class Section:
    """A heading of the navigation: `key` is told from all others."""

    key: str
    title: Any


WORK = Section("work", _l("Work"))
ADMINISTRATION = Section("administration", _l("Administration"))


@dataclass(frozen=True)
class Entry:
    """A menu entry as registered."""

    name: str
    label: Any
    endpoint: str
    icon: str
    section: Section
    is_shown: Callable[[Visit], bool] | None = None
    """For whom it is there, beyond the right to open it; asks no database."""


def frame() -> Frame:
    """Give the frame of this request; made once per request, since an error page may ask again."""
    found: Frame | None = g.get("frame")
    if found is None or found.lang != g.language:
        found = g.frame = _build(g.get("visit"))
    return found


def _build(visit: Visit | None) -> Frame:
    return Frame(
        product="Guichet",
        lang=g.language,
        links=_links(visit),
        theme=visit.theme if visit else "system",  # type: ignore[arg-type]
        density=visit.density if visit else "normal",  # type: ignore[arg-type]
        institution=_badge(g.get("words_tenant")),
        person=PersonBadge(visit.name) if visit else None,
        mandates=_mandates(visit) if visit else (),
        languages=tuple(LanguageChoice(code, name, code == g.language) for code, name in LANGUAGES.items()),
        sections=_open_sections(visit) if visit else (),
        keys_off=not visit.keys if visit else True,
        banners=banners.for_visitor(visit) if visit else (),
        is_practice=_is_practice(visit),
    )


def _is_practice(visit: Visit | None) -> bool:
    """Say whether the page is about a practice institution, be it one of several."""
    tenant: Tenant | None = g.get("words_tenant")
    at_work = [one.tenant for one in visit.active] if visit else []
    return any(one.is_practice for one in (*at_work, *([tenant] if tenant else ())))


def _badge(tenant: Tenant | None) -> InstitutionBadge | None:
    """Give the institution in whose words the page speaks; a person without an account comes to it by a link."""
    if tenant is None:
        return None
    logo = url_for("shell.logo", institution=tenant.id, v=tenant.version) if tenant.has_logo else None
    return InstitutionBadge(
        tenant.name, tenant.short_name, tenant.country, tenant.id, tenant.version, logo_url=logo
    )


def _links(visit: Visit | None) -> FrameLinks:
    return FrameLinks(
        home_url=fixed_url("HomeView.home"),
        login_url=fixed_url("AccessView.login"),
        logout_url=fixed_url("AccessView.logout"),
        language_url=fixed_url("PreferencesView.language"),
        switch_url=fixed_url("PreferencesView.mandate"),
        profile_url=fixed_url("PreferencesView.profile"),
        devices_url=fixed_url("DevicesView.index"),
        mandates_url=fixed_url("MandatesView.index") if visit and len(visit.mandates) > 1 else None,
        tasks_url=fixed_url("TasksView.index")
        if visit and visit.active and not policies.owes(visit)
        else None,
        search_url=fixed_url("MailboxView.search") if visit and _searches(visit) else None,
    )


def _searches(visit: Visit) -> bool:
    return not visit.everywhere and not policies.owes(visit) and navigation.has_mailbox(visit)


def _mandates(visit: Visit) -> tuple[Mandate, ...]:
    found = [
        Mandate(m.id, m.tenant.name, m.label, not visit.everywhere and visit.mandate == m)
        for m in visit.mandates
    ]
    companies = [m for m in visit.mandates if m.company is not None]
    if len(companies) > 1:
        found.append(Mandate(EVERYWHERE, _("All my companies"), _("read only"), visit.everywhere))
    return tuple(found)


def _open_sections(visit: Visit) -> tuple[NavSection, ...]:
    """Give where a person may go: who still owes something goes nowhere but to what helps her."""
    if policies.owes(visit):
        return (_help(),)
    return _sections(visit)


def _sections(visit: Visit) -> tuple[NavSection, ...]:
    """Give the mailbox and the work, the themes of plugins, the administration, then what is there for everybody."""
    entries: list[Entry] = current_app.extensions["guichet_menu"]
    allowed = gate.menu(visit, [e.name for e in entries])
    found: dict[Section, list[NavEntry]] = {WORK: []}
    for e in sorted(entries, key=lambda one: one.section == ADMINISTRATION):
        if e.name in allowed and (e.is_shown is None or e.is_shown(visit)):
            here = request.blueprint == e.endpoint.split(".")[0]
            line = NavEntry(str(e.label), fixed_url(e.endpoint), e.icon, here)
            found.setdefault(e.section, []).append(line)
    mailbox = navigation.section(visit)
    sections = [mailbox] if mailbox is not None else []
    folds = sum(map(len, found.values())) > FEW_LINES
    for section, lines in found.items():
        if lines:
            sections.append(NavSection(str(section.title), tuple(lines), folds and section != WORK))
    if visit.kind == INSURED:
        sections.append(_mine())
    if visit.active:
        sections.append(_help())
    return tuple(sections)


def _mine() -> NavSection:
    """Give the way back to the matters of an insured person."""
    here = request.blueprint in ("MineView", "MatterView")
    return NavSection(_("Mine"), (NavEntry(_("My matters"), fixed_url("MineView.index"), "folder", here),))


def _help() -> NavSection:
    """Give the way to what there is to read, and to whom to ask about the page at hand."""
    here = request.endpoint or ""
    reading = here.startswith("InformationView.") and here != "InformationView.contact"
    return NavSection(
        _("Help"),
        (
            NavEntry(_("Information"), fixed_url("InformationView.index"), "info", reading),
            NavEntry(_("Contact"), contact.url(), "help", here == "InformationView.contact"),
        ),
    )

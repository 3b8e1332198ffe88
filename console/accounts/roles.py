"""The roles the console knows from the start, by the name under which they are stored."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import Text


@dataclass(frozen=True)
class RoleKind:
    """A role: its title, what it is for, and whether it is for people of companies."""

    title: Text
    purpose: Text
    for_companies: bool = False
    for_providers: bool = False
    """Whether it is for people of providers alone, and theirs alone."""


ROLES: dict[str, RoleKind] = {
    "administrator": RoleKind(
        _l("Administrator"), _l("Switches modules, gives rights, keeps the institution's data.")
    ),
    "case_worker": RoleKind(_l("Case worker"), _l("Works on the institution's side.")),
    "translator": RoleKind(_l("Translator"), _l("Keeps the texts in French, German and Dutch.")),
    "company_administrator": RoleKind(
        _l("Company administrator"),
        _l("Works for a company and gives its people their rights."),
        for_companies=True,
    ),
    "company_user": RoleKind(_l("Company user"), _l("Works for a company."), for_companies=True),
    "provider": RoleKind(
        _l("Provider"),
        _l("Answers for a provider, for instance a doctor, what the institution asks it."),
        for_companies=True,
        for_providers=True,
    ),
}


def title_of(name: str) -> str:
    """Give a role's title; a role that an administrator made has its own name."""
    kind = ROLES.get(name)
    return str(kind.title) if kind else name

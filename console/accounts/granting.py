"""Who may give which rights to whom: pure rules, without session or request.

Words: *grants* are the roles and levels of one membership; a *granter* is the person who changes them. A person's own
grants only ever go down by her own hand, and a company's administrator gives nothing that she does not have herself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from flask_babel import lazy_gettext as _l

from console.accounts.roles import ROLES, title_of
from console.hooks.declarations import Level, Text

ThemeKey: TypeAlias = tuple[str, str]
"""A plugin and one of its themes."""


@dataclass(frozen=True)
class Grants:
    """The rights of one membership."""

    roles: frozenset[str] = frozenset()
    levels: Mapping[ThemeKey, Level] = field(default_factory=dict)


@dataclass(frozen=True)
class Granter:
    """The person who gives rights: for the whole institution, or (`company`) for one company only."""

    user_id: int
    company: int | None
    levels: Mapping[ThemeKey, Level]

    def most(self, theme: ThemeKey, present: Level | None) -> Level | None:
        """Give the highest level this person may leave or put in a theme where `present` stands."""
        if self.company is None:
            return Level.SEND
        return max((level for level in (self.levels.get(theme), present) if level is not None), default=None)


@dataclass(frozen=True)
class Refusal:
    """A grant that is not given, with the reason; `place` is `roles` or the theme."""

    place: str | ThemeKey
    text: Text


def for_companies(role: str) -> bool:
    """Say whether a role is for people of companies; one that the console does not know is for staff."""
    kind = ROLES.get(role)
    return kind is not None and kind.for_companies


def for_providers(role: str) -> bool:
    """Say whether a role is for people of providers."""
    kind = ROLES.get(role)
    return kind is not None and kind.for_providers


def grantable(offered: Collection[str], company: int | None, *, provider: bool = False) -> list[str]:
    """Give the offered roles that a membership of this company (`None`: of the staff) may have.

    `provider` says that the company is a provider, whose people have roles of their own.
    """
    return [
        role
        for role in offered
        if for_companies(role) == (company is not None) and for_providers(role) == provider
    ]


def refusals(
    granter: Granter,
    user_id: int | None,
    company: int | None,
    before: Grants,
    after: Grants,
    *,
    provider: bool = False,
) -> Iterator[Refusal]:
    """Give what speaks against a change of grants; `user_id` is `None` for a person without an account.

    `provider` says that the company is a provider.
    """
    gained = after.roles - before.roles
    raised = [theme for theme, level in after.levels.items() if level > before.levels.get(theme, 0)]
    if user_id == granter.user_id and (gained or raised):
        yield Refusal("roles", _l("You cannot give rights to yourself. Ask another administrator."))
        return
    for role in sorted(gained - set(grantable(gained, company, provider=provider))):
        yield Refusal("roles", _wrong_role(role, company))
    for theme in raised:
        most = granter.most(theme, before.levels.get(theme))
        if most is None or after.levels[theme] > most:
            yield Refusal(theme, _l("You cannot give a higher right in this theme than you have yourself."))


def _wrong_role(role: str, company: int | None) -> Text:
    """Say for whom a role is."""
    if for_companies(role) and company is None:
        return _l("%(role)s is a role for people of companies. Enter the company.", role=title_of(role))
    if for_providers(role):
        return _l("%(role)s is a role for people of providers only.", role=title_of(role))
    if for_companies(role):
        return _l("%(role)s is no role for people of providers.", role=title_of(role))
    return _l("%(role)s is a role for staff of the institution only.", role=title_of(role))


def within(granter: Granter, grants: Grants) -> bool:
    """Say whether somebody with these grants may do nothing that the granter could not give her."""
    return not any(refusals(granter, None, granter.company, Grants(), grants))

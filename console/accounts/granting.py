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


def grantable(offered: Collection[str], company: int | None) -> list[str]:
    """Give the offered roles that a membership of this company (`None`: of the staff) may have."""
    return [role for role in offered if for_companies(role) == (company is not None)]


def refusals(
    granter: Granter, user_id: int | None, company: int | None, before: Grants, after: Grants
) -> Iterator[Refusal]:
    """Give what speaks against a change of grants; `user_id` is `None` for a person without an account."""
    gained = after.roles - before.roles
    raised = [theme for theme, level in after.levels.items() if level > before.levels.get(theme, 0)]
    if user_id == granter.user_id and (gained or raised):
        yield Refusal("roles", _l("You cannot give rights to yourself. Ask another administrator."))
        return
    for role in sorted(gained - set(grantable(gained, company))):
        text = (
            _l("%(role)s is a role for people of companies. Enter the company.", role=title_of(role))
            if company is None
            else _l("%(role)s is a role for staff of the institution only.", role=title_of(role))
        )
        yield Refusal("roles", text)
    for theme in raised:
        most = granter.most(theme, before.levels.get(theme))
        if most is None or after.levels[theme] > most:
            yield Refusal(theme, _l("You cannot give a higher right in this theme than you have yourself."))


def within(granter: Granter, grants: Grants) -> bool:
    """Say whether somebody with these grants may do nothing that the granter could not give her."""
    return not any(refusals(granter, None, granter.company, Grants(), grants))

"""The colleagues who share the work: who they are, who is away, and who stands in for her."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import g
from flask_babel import gettext as _
from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from console.accounts.models import Membership, ThemeRight, User
from console.base import clock
from console.base.errors import BadArgument
from console.desk import keeping
from console.hooks.declarations import Level
from console.institutions.queries import Tenant
from console.institutions.sessions import accounts, db
from console.mailbox.service import Actor


@dataclass(frozen=True)
class Colleague:
    """Somebody of the staff who works in one of the themes at hand."""

    id: int
    name: str
    away_until: date | None = None
    """Her last day away, when she is away today."""
    substitute: str = ""

    @property
    def label(self) -> str:
        """Give her name, and who stands in for her while she is away."""
        if self.away_until is None:
            return self.name
        day = g.style.show_day(self.away_until)
        text = _(
            "%(name)s (absent until %(day)s, substitute: %(substitute)s)",
            name=self.name,
            day=day,
            substitute=self.substitute,
        )
        return str(text)


def colleagues(tenant: Tenant, themes: Collection[str]) -> Sequence[Colleague]:
    """Give those who may work in one of the themes, by name, with today's absences."""
    pairs = [tuple(theme.split(".", 1)) for theme in sorted(themes)]
    rows = accounts().execute(
        select(User.id, User.first_name, User.last_name)
        .distinct()
        .join(Membership, Membership.user_id == User.id)
        .join(ThemeRight, ThemeRight.membership_id == Membership.id)
        .where(
            Membership.institution_id == tenant.id,
            Membership.company_id.is_(None),
            Membership.active,
            Membership.pending.is_(False),
            User.active,
            ThemeRight.level >= int(Level.PREPARE),
            tuple_(ThemeRight.plugin, ThemeRight.theme).in_(pairs),
        )
        .order_by(User.last_name, User.first_name, User.id)
    )
    return _with_absences([Colleague(key, f"{first} {last}".strip()) for key, first, last in rows], tenant)


def colleague(tenant: Tenant, key: int, theme: str) -> Colleague:
    """Give one who may work in a theme; raises `BadArgument` for anybody else."""
    found = next((one for one in colleagues(tenant, (theme,)) if one.id == key), None)
    if found is None:
        raise BadArgument(_("This colleague does not work in this theme. Choose another one."), place="to")
    return found


def names(keys: Collection[int]) -> Mapping[int, str]:
    """Give the names of users, also of those who have left."""
    if not keys:
        return {}
    rows = accounts().execute(
        select(User.id, User.first_name, User.last_name).where(User.id.in_(sorted(keys)))
    )
    return {key: f"{first} {last}".strip() for key, first, last in rows}


def mine(session: Session, actor: Actor, tenant: Tenant) -> tuple[int, ...]:
    """Give whose work is the actor's today: her own, and that of those for whom she stands in."""
    day = clock.today(tenant.zone)
    return (actor.user_id, *keeping.stands_in_for(session, actor.user_id, day))


def _with_absences(found: Sequence[Colleague], tenant: Tenant) -> Sequence[Colleague]:
    today = clock.today(tenant.zone)
    away = {row.user_id: row for row in keeping.absences(db.session(), today) if row.first_day <= today}
    if not away:
        return found
    named = names({row.substitute_id for row in away.values()})
    return [
        replace(
            one,
            away_until=away[one.id].last_day,
            substitute=named.get(away[one.id].substitute_id, ""),
        )
        if one.id in away
        else one
        for one in found
    ]

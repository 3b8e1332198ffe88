"""Who looks after keys: an institution's staff after all of it, a company's administrator after her company's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import g
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from console.accounts.models import ApiKey
from console.accounts.operations import changes
from console.accounts.visits import Visit
from console.base.errors import NotAllowed
from console.hooks.declarations import Level
from console.institutions.queries import Tenant
from console.institutions.sessions import db
from console.parties.models import Company


@dataclass(frozen=True)
class Keeper:
    """The institution at hand, and the company whose keys alone are looked after; empty for the staff."""

    tenant: Tenant
    company: int | None
    mandate: int


def keeper() -> Keeper:
    """Give for whom the visitor looks after keys; raises `NotAllowed` over several mandates at once."""
    visit: Visit | None = g.visit
    mandate = visit.mandate if visit else None
    if visit is None or mandate is None or visit.everywhere:
        raise NotAllowed(_l("Keys belong to one institution or company. Change to one mandate first."))
    return Keeper(mandate.tenant, mandate.company, mandate.id)


def themes_for(one: Keeper, plugin: str, operations: Collection[str] = ()) -> Collection[str] | None:
    """Give the themes of a new key: for a company's administrator her own, so that it never does more than she may.

    A key that acts in the company's name gets those in which she may send. `None` is every theme, for the
    institution's staff.
    """
    if one.company is None:
        return None
    needed = Level.SEND if any(map(changes, operations)) else Level.READ
    return {
        theme
        for (mandate, owner, theme), level in g.visit.levels.items()
        if (mandate, owner) == (one.mandate, plugin) and level >= needed
    }


def company_numbered(number: str) -> Company | None:
    """Give the company of the institution with this number."""
    found: Company | None = db.session.scalar(select(Company).where(Company.number == number.strip()))
    return found


def companies_of(found: Collection[ApiKey]) -> Mapping[int, Company]:
    """Give the companies of these keys."""
    wanted = {key.company_id for key in found if key.company_id is not None}
    if not wanted:
        return {}
    return {one.id: one for one in db.session.scalars(select(Company).where(Company.id.in_(wanted)))}

"""The banners of outages: kept per process, so that a page costs no statement for them.

The institution's row, which every page reads anyway, counts the changes to its notices; only a new count reads them.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import current_app, g
from flask_babel import gettext as _
from sqlalchemy import select

from console.accounts.visits import Visit
from console.base import clock
from console.base.figures import COUNTRIES, style_of
from console.information import queries
from console.information.markup import html_of
from console.information.queries import Outage
from console.institutions.models import Institution
from console.institutions.queries import Tenant, tenant_of
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.shell.pages import Banner


def for_visitor(visit: Visit) -> tuple[Banner, ...]:
    """Give the banners of the institutions a person works for now."""
    tenants = {one.tenant.id: one.tenant for one in visit.active}
    sides = {(one.tenant.id, one.company is not None) for one in visit.active}
    moment = clock.now()
    return tuple(
        _banner(tenant, outage, named=len(tenants) > 1)
        for tenant in tenants.values()
        for outage in _outages(tenant)
        if outage.lasts(moment)
        and any(queries.reads(outage.audience, for_company=side) for key, side in sides if key == tenant.id)
    )


def for_anybody() -> tuple[Banner, ...]:
    """Give what stands on the sign-in page, of all institutions: one statement."""
    rows = accounts().scalars(
        select(Institution).where(Institution.outages_version > 0).order_by(Institution.name)
    )
    moment = clock.now()
    return tuple(
        _banner(tenant, outage, named=True)
        for tenant in map(tenant_of, rows)
        for outage in _outages(tenant)
        if outage.at_sign_in and outage.lasts(moment)
    )


def _outages(tenant: Tenant) -> Iterable[Outage]:
    if not tenant.outages_version:
        return ()
    kept: dict[int, tuple[int, tuple[Outage, ...]]] = current_app.extensions["guichet_outages"]
    found = kept.get(tenant.id)
    if found is None or found[0] != tenant.outages_version:
        with acting(Scope((tenant.id,), purpose="outages")) as session:
            found = kept[tenant.id] = (tenant.outages_version, queries.outages(session, clock.now()))
    return found[1]


def _banner(tenant: Tenant, outage: Outage, *, named: bool) -> Banner:
    said = queries.in_best_language(outage.texts, g.language, tenant.languages)
    assert said is not None  # noqa: S101 - the service keeps no notice without a text
    style = style_of(g.language, tenant.country if tenant.country in COUNTRIES else "CH", tenant.zone)
    until = _("Until %(moment)s", moment=style.show_moment(outage.ends))
    return Banner(
        title=said.title,
        text=html_of(said.text),
        until=until,
        institution=tenant.name if named else "",
        lang="" if said.language == g.language else said.language,
    )

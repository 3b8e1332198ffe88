"""Pages over a whole institution are for its own staff, in one mandate at a time."""

from __future__ import annotations

from flask import g
from flask_babel import lazy_gettext as _l

from console.accounts.visits import Visit
from console.base.errors import NotAllowed
from console.institutions.queries import Tenant


def institution_at_hand() -> Tenant:
    """Give the institution the person works for; raises `NotAllowed` for a company's people and for many mandates."""
    visit: Visit | None = g.visit
    mandate = visit.mandate if visit else None
    if visit is None or mandate is None or visit.everywhere or mandate.company is not None:
        raise NotAllowed(
            _l("This page is for the institution's own staff. Change to a mandate as its staff.")
        )
    return mandate.tenant

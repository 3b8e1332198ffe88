"""The HR software of a company, asking the open API."""

from __future__ import annotations

from datetime import timedelta

from console.accounts import keys
from console.institutions.scope import Scope
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, Gateway
from tests.support.api import System
from tests.support.house import acting_in

EVERY = ("fr_dsn.stoppages:read", "fr_dsn.stoppages:write")


def hr_of(gateway: Gateway, company: int | None = None, operations: tuple[str, ...] = EVERY) -> System:
    """Give the HR software of the gateway's company, or of another one."""
    house = gateway.house
    tenant = house.institution(HEXALIA)
    with acting_in(house.app, Scope((tenant,), purpose="test"), writes=True) as session:
        _row, secret = keys.create(
            session,
            institution=tenant,
            plugin="fr_dsn",
            name="HR software",
            operations=operations,
            per_minute=6000,
            lasts=timedelta(days=300),
            created_by="Test",
            company=company or gateway.company,
        )
    return System(house, secret)

"""Sealing everything anew when the installation's secret key changes.

What lives for minutes (ways to a provider, offers of factors) is left: people begin again. Whatever is only a keyed
digest of something that is not stored cannot be made anew: letters with codes that insured persons have not used yet
lose their worth, and older lines of the journal are not found by an official number any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, create_engine, select, update
from sqlalchemy.pool import NullPool

from console.api import repeats
from console.api.models import Repeat
from console.base import ids
from console.base.errors import ConfigurationError
from console.base.sealing import Unreadable, reseal, unseal
from console.dispatch import service as dispatch
from console.dispatch.models import Dispatch
from console.dispatch.webhook import service as webhooks
from console.dispatch.webhook.models import WebhookSubscription
from console.factors import totp
from console.factors.models import Factor
from console.institutions import settings as plugin_settings
from console.institutions.models import PluginSwitch
from console.insured import binding, numbers
from console.insured.models import InsuredAccount
from console.sso import service as sso
from console.sso.models import SsoProvider


@dataclass(frozen=True)
class Place:
    """A column whose texts are sealed for one purpose, or empty."""

    column: Any
    purpose: str
    only: Any = None
    """Which rows; empty: all."""


PLACES = (
    Place(Dispatch.payload, dispatch.PURPOSE, Dispatch.secret),
    Place(WebhookSubscription.sealed, webhooks.PURPOSE),
    Place(WebhookSubscription.previous, webhooks.PURPOSE),
    Place(Factor.sealed, totp.PURPOSE),
    Place(SsoProvider.secret, sso.PURPOSE),
    Place(InsuredAccount.sealed, binding.PURPOSE),
    Place(Repeat.body, repeats.PURPOSE),
)


@dataclass(frozen=True)
class Keys:
    """The secret key before and the present one."""

    old: str
    new: str

    def anew(self, purpose: str, sealed: str) -> str:
        """Seal a text with the present key, unless it is already; raises `Unreadable`."""
        try:
            unseal(self.new, purpose, sealed)
        except Unreadable:
            return reseal(self.old, self.new, purpose, sealed)
        return sealed


def reseal_all(owner_url: str, keys: Keys) -> dict[str, int]:
    """Seal everything anew in one transaction; gives how many texts by table.

    Raises `ConfigurationError` when something opens with neither key: nothing is changed then.
    """
    engine = create_engine(owner_url, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            counts: dict[str, int] = {}
            for place in PLACES:
                table = place.column.class_.__table__
                counts[table.name] = counts.get(table.name, 0) + _column(connection, table, place, keys)
            counts["inst_plugin"] = _settings(connection, keys)
            _digests(connection, keys)
            return counts
    finally:
        engine.dispose()


def _column(connection: Connection, table: Table, place: Place, keys: Keys) -> int:
    column = table.c[place.column.key]
    asked = select(*table.primary_key, column).where(column != "")
    if place.only is not None:
        asked = asked.where(place.only)
    count = 0
    for *key, sealed in connection.execute(asked).all():
        value = _anew(keys, place.purpose, sealed, table.name, key)
        _write(connection, table, key, {column.name: value})
        count += value != sealed
    return count


def _settings(connection: Connection, keys: Keys) -> int:
    """Seal the secrets among the settings of plugins, which are known by being sealed."""
    table, count = PluginSwitch.__table__, 0
    for *key, stored in connection.execute(select(*table.primary_key, table.c.settings)).all():
        changed = dict(stored)
        for name, value in stored.items():
            try:
                changed[name] = keys.anew(plugin_settings.PURPOSE, value)
            except Unreadable:
                continue  # No secret, or one that could not be opened before either; the page says so.
        count += sum(changed[name] != stored[name] for name in stored)
        if changed != stored:
            _write(connection, table, key, {"settings": changed})
    return count


def _digests(connection: Connection, keys: Keys) -> None:
    """Make the digests anew by which numbers of insured persons and telephones are found."""
    insured = InsuredAccount.__table__
    for user, sealed, country in connection.execute(
        select(insured.c.user_id, insured.c.sealed, insured.c.country)
    ).all():
        number = unseal(keys.new, binding.PURPOSE, sealed)
        _write(connection, insured, [user], {"digest": numbers.digest_of(keys.new, number, country)})
    factor = Factor.__table__
    asked = select(factor.c.id, factor.c.user_id, factor.c.sealed).where(factor.c.kind == "sms")
    for key, user, sealed in connection.execute(asked).all():
        mark = ids.keyed_digest(keys.new, "sms number", str(user), unseal(keys.new, totp.PURPOSE, sealed))
        _write(connection, factor, [key], {"mark": mark})


def _anew(keys: Keys, purpose: str, sealed: str, table: str, key: list[Any]) -> str:
    try:
        return keys.anew(purpose, sealed)
    except Unreadable as fault:
        row = ", ".join(map(str, key))
        raise ConfigurationError(
            [f"{table} {row} opens with neither key: GUICHET_OLD_SECRET_KEY must be the one before"]
        ) from fault


def _write(connection: Connection, table: Table, key: list[Any], values: dict[str, Any]) -> None:
    columns: Iterator[tuple[Column[Any], Any]] = zip(table.primary_key, key, strict=True)
    connection.execute(update(table).where(*(column == value for column, value in columns)).values(values))

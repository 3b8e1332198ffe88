"""Which institutions use a plugin's channel, and with which settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.dispatch.service import outbox
from console.hooks.manager import Plugins
from console.institutions.models import Institution
from console.institutions.queries import is_practice, uses
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.institutions.settings import opened

PURPOSE = "inbound"
T = TypeVar("T")


def channels(kind: type[T]) -> list[T]:
    """Give the plugins' channels that are of a kind."""
    return [channel for key, channel in outbox().channels.items() if "." in key and isinstance(channel, kind)]


def users_of(keys: Iterable[str]) -> list[tuple[int, str]]:
    """Give institution and channel, wherever the plugin of the channel is switched on."""
    wanted = list(keys)
    if not wanted:
        return []
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    session = accounts()
    institutions = session.scalars(select(Institution.id).order_by(Institution.id)).all()
    found = uses(session, institutions, [plugin.name for plugin in plugins])
    session.rollback()
    return [(one, key) for one in institutions for key in wanted if owner_of(key) in found[one].plugins]


def owner_of(channel: str) -> str:
    """Give the plugin that a channel belongs to."""
    return channel.partition(".")[0]


def scope(institution: int) -> Scope:
    """Give the scope in which what arrives for an institution is written."""
    return Scope((institution,), purpose=PURPOSE)


@contextmanager
def reading(institution: int) -> Iterator[Session]:
    """Give a channel a session that reads what its institution keeps, such as a file too large for a payload.

    It ends before anybody is called.
    """
    with acting(scope(institution)) as session:
        yield session


def settings_of(institution: int, channel: str) -> tuple[Mapping[str, str], bool]:
    """Give what an institution has set for the channel's plugin, secrets opened, and whether it only practises."""
    with acting(scope(institution)) as session:
        return opened(session, owner_of(channel)), is_practice(session, institution)

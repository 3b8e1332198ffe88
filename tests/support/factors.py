"""Working with a person's second factors from a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TypeVar

from sqlalchemy.orm import Session

from console.accounts.models import User
from console.accounts.service import find
from console.institutions.sessions import accounts
from tests.support.house import House

T = TypeVar("T")


@contextmanager
def person(house: House, username: str) -> Iterator[tuple[Session, User]]:
    """Give the accounts session, committed at the end, and a person in it."""
    with house.app.app_context():
        user = find(accounts(), username)
        assert user is not None, username
        yield accounts(), user
        accounts.commit()


def at_once(house: House, username: str, act: Callable[[Session, User], T]) -> list[T]:
    """Give what two processes get who do the same at the same time."""
    start = Barrier(2, timeout=20)

    def one(_: int) -> T:
        with person(house, username) as (session, user):
            start.wait()
            return act(session, user)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))
